from django.urls import path, register_converter
from django.urls.converters import IntConverter

from troth.rights import pages


class VersionConverter(IntConverter):
    """A version's number; what no database column could hold is no version."""

    regex = "[0-9]{1,9}"


register_converter(VersionConverter, "version")

urlpatterns = [
    path("", pages.show_notice, name="notice"),
    path("notice.json", pages.notice_as_json, name="notice_json"),
    path("<version:number>/", pages.show_version, name="notice_version"),
]
