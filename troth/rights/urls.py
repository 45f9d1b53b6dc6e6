from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from troth.rights import (
    case_pages,
    cookie_pages,
    guest_pages,
    hold_pages,
    leaving_pages,
    notification_pages,
    operator_pages,
    pages,
    promise_pages,
    public_pages,
    recipient_pages,
    retention_pages,
)
from troth.rights.requests import urls as requests


class VersionConverter(IntConverter):
    """A version's number; what no database column could hold is no version."""

    regex = "[0-9]{1,9}"


register_converter(VersionConverter, "version")

privacy = [
    path("", pages.show_notice, name="notice"),
    path("cookies/", cookie_pages.show_cookies, name="cookies"),
    path("cookies/choice/", cookie_pages.choose, name="cookie_choice"),
    path("notice.json", pages.notice_as_json, name="notice_json"),
    path("policy/", pages.show_policy, name="notice_policy"),
    path("people/", pages.show_people, name="notice_people"),
    path("people/<slug:kind>/", pages.show_kind, name="notice_kind"),
    path("versions/", pages.show_versions, name="notice_versions"),
    path("versions/<version:number>/", pages.show_changes, name="notice_changes"),
    path("versions/<version:number>/read/", pages.read_notice, name="read_notice"),
    path("<version:number>/", pages.show_version, name="notice_version"),
    path("<version:number>/policy/", pages.show_version_policy, name="notice_version_policy"),
    path("<version:number>/people/<slug:kind>/", pages.show_version_kind, name="notice_version_kind"),
    path("security/", public_pages.security, name="security"),
    path("recipients/", public_pages.recipients, name="public_recipients"),
    path("transfers/", public_pages.transfers, name="public_transfers"),
    path("record/", public_pages.processing, name="record_of_processing"),
    path("record.json", public_pages.processing_as_json, name="record_of_processing_json"),
    path("record.csv", public_pages.processing_as_csv, name="record_of_processing_csv"),
]

urlpatterns = [
    path("privacy/", include(privacy)),
    path("terms/", public_pages.terms, name="terms"),
    path("promises/", promise_pages.promises, name="promises"),
    path("promises/<slug:group>/", promise_pages.promise_group, name="promise_group"),
    path(".well-known/gpc.json", cookie_pages.gpc, name="gpc"),
    path("your-data/", include("troth.rights.your_data_urls")),
    path("your-data/", include(requests.own)),
    path("your-data/erase/", leaving_pages.erase, name="erase"),
    path("your-data/erase/proven/", leaving_pages.erase_proven, name="your_data_erase"),
    path("your-data/erase/meeting/", guest_pages.erase_in_meeting, name="erase_in_meeting"),
    path("your-data/return/<str:token>/", leaving_pages.return_page, name="return"),
    path("organization/retention/", retention_pages.retention, name="retention"),
    path("organization/holds/", hold_pages.holds, name="holds"),
    path("organization/holds/new/", hold_pages.new_hold, name="new_hold"),
    path("organization/holds/<uuid:hold_id>/release/", hold_pages.end_hold, name="end_hold"),
    path("operator/recipients/", recipient_pages.recipients, name="recipients"),
    path("operator/recipients/new/", recipient_pages.new_recipient, name="new_recipient"),
    path("operator/recipient/<slug:key>/", recipient_pages.recipient, name="recipient"),
    path("operator/recipient/<slug:key>/edit/", recipient_pages.edit_recipient, name="edit_recipient"),
    path("operator/recipient/<slug:key>/vet/", recipient_pages.vet, name="vet_recipient"),
    path("operator/recipient/<slug:key>/end/", recipient_pages.end, name="end_recipient"),
    path("operator/notifications/", notification_pages.notifications, name="notifications"),
    path("operator/notifications/<uuid:notification_id>/", notification_pages.told, name="told"),
    path("operator/cases/", case_pages.cases, name="cases"),
    path("operator/cases/new/", case_pages.new_case, name="new_case"),
    path("operator/cases/<uuid:case_id>/", case_pages.case, name="case"),
    path("operator/cases/<uuid:case_id>/approve/", case_pages.approve, name="approve_case"),
    path("operator/cases/<uuid:case_id>/refuse/", case_pages.refuse, name="refuse_case"),
    path("operator/cases/<uuid:case_id>/export/", case_pages.export, name="export_case"),
    path("operator/privacy/", operator_pages.runs, name="privacy_runs"),
    path("operator/requests/", include(requests.desk)),
]
