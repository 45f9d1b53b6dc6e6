from django.urls import path

from troth.accounts import pages

urlpatterns = [
    path("profile/", pages.profile, name="profile"),
    path("profile/picture/", pages.change_picture, name="change_picture"),
    path("profile/picture/remove/", pages.remove_picture, name="remove_picture"),
    path("sessions/<int:browser_id>/sign-out/", pages.sign_out_browser, name="sign_out_browser"),
]
