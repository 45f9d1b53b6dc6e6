from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from troth.rights import (
    cookie_pages,
    guest_pages,
    hold_pages,
    leaving_pages,
    operator_pages,
    pages,
    retention_pages,
)


class VersionConverter(IntConverter):
    """A version's number; what no database column could hold is no version."""

    regex = "[0-9]{1,9}"


register_converter(VersionConverter, "version")

privacy = [
    path("", pages.show_notice, name="notice"),
    path("cookies/", cookie_pages.show_cookies, name="cookies"),
    path("cookies/choice/", cookie_pages.choose, name="cookie_choice"),
    path("notice.json", pages.notice_as_json, name="notice_json"),
    path("<version:number>/", pages.show_version, name="notice_version"),
]

urlpatterns = [
    path("privacy/", include(privacy)),
    path(".well-known/gpc.json", cookie_pages.gpc, name="gpc"),
    path("your-data/", include("troth.rights.your_data_urls")),
    path("your-data/erase/", leaving_pages.erase, name="erase"),
    path("your-data/erase/proven/", leaving_pages.erase_proven, name="your_data_erase"),
    path("your-data/erase/meeting/", guest_pages.erase_in_meeting, name="erase_in_meeting"),
    path("your-data/return/<str:token>/", leaving_pages.return_page, name="return"),
    path("organization/retention/", retention_pages.retention, name="retention"),
    path("organization/holds/", hold_pages.holds, name="holds"),
    path("organization/holds/new/", hold_pages.new_hold, name="new_hold"),
    path("organization/holds/<uuid:hold_id>/release/", hold_pages.end_hold, name="end_hold"),
    path("operator/privacy/", operator_pages.runs, name="privacy_runs"),
]
