"""Recordings on the page of their meeting."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from troth.meetings.models import Session
from troth.organizations.access import access_membership
from troth.recordings.watching import of_sessions


def beside_sessions(request: HttpRequest, sessions: Sequence[Session]) -> Mapping[UUID, SafeString]:
    """The list of those that the person may look at, for each of these sessions that has any."""
    found = of_sessions(access_membership(request.user), [session.id for session in sessions])
    return {
        key: render_to_string("recordings/of_session.html", {"recordings": recordings})
        for key, recordings in found.items()
    }
