from django.urls import path

from troth.meetings import invitation_pages, pages

urlpatterns = [
    path("m/<str:code>", pages.room, name="room"),
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/new/", pages.new_meeting, name="new_meeting"),
    path("meetings/now/", pages.meet_now, name="meet_now"),
    path("meetings/<uuid:meeting_id>/", pages.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", pages.edit_meeting, name="edit_meeting"),
    path("meetings/<uuid:meeting_id>/delete/", pages.delete_meeting, name="delete_meeting"),
    path("meetings/<uuid:meeting_id>/invite/", invitation_pages.invite_to_meeting, name="invite_to_meeting"),
    path(
        "meetings/<uuid:meeting_id>/invitations/<uuid:invitee_id>/take-back/",
        invitation_pages.take_back_invitation,
        name="take_back_invitation",
    ),
    path("meetings/<uuid:meeting_id>/link/", invitation_pages.renew_link, name="renew_link"),
    path(
        "meetings/<uuid:meeting_id>/sessions/<uuid:session_id>/attendance.csv",
        invitation_pages.attendance_csv,
        name="attendance_csv",
    ),
]
