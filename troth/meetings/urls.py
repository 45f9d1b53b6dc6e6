from django.urls import path

from troth.meetings import pages

urlpatterns = [
    path("m/<str:code>", pages.room, name="room"),
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/new/", pages.new_meeting, name="new_meeting"),
    path("meetings/now/", pages.meet_now, name="meet_now"),
    path("meetings/<uuid:meeting_id>/", pages.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", pages.edit_meeting, name="edit_meeting"),
    path("meetings/<uuid:meeting_id>/delete/", pages.delete_meeting, name="delete_meeting"),
]
