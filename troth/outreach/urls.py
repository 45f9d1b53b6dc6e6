from django.urls import path

from troth.outreach import pages

urlpatterns = [
    path("", pages.outbox, name="outbox"),
    path("<str:name>/", pages.mail, name="outbox_mail"),
]
