from django.urls import path

from troth.organizations import invitation_pages, look_pages, pages, record_pages

urlpatterns = [
    path("organization/", pages.organization, name="organization"),
    path("organization/start/", pages.start, name="start_organization"),
    path("organization/rename/", pages.rename, name="rename_organization"),
    path("organization/leave/", pages.leave, name="leave_organization"),
    path("organization/people/<uuid:person_id>/role/", pages.change_role, name="change_role"),
    path("organization/people/<uuid:person_id>/remove/", pages.remove, name="remove_colleague"),
    path("organization/record/", record_pages.record, name="record"),
    path("organization/record/record.jsonl", record_pages.record_file, name="record_file"),
    path("organization/looks/", look_pages.looks, name="looks"),
    path("operator/look/<uuid:organization_id>/", look_pages.look, name="look"),
    path("organization/invite/", invitation_pages.invite, name="invite"),
    path(
        "organization/invitations/<uuid:invitation_id>/resend/",
        invitation_pages.resend,
        name="resend_invitation",
    ),
    path(
        "organization/invitations/<uuid:invitation_id>/revoke/",
        invitation_pages.revoke,
        name="revoke_invitation",
    ),
    path("invitations/<str:token>/", invitation_pages.invitation, name="invitation"),
    path("account/picture/<str:name>", pages.picture, name="picture"),
]
