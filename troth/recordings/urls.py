from django.urls import path

from troth.recordings import pages

urlpatterns = [
    path("recorder/", pages.recorder, name="recorder"),
]
