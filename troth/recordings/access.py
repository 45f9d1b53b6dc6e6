"""The only ways from a request to a recording or a part of one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.lib.limits import Limit, address_of
from troth.lib.problems import Problem, not_found
from troth.meetings.access import access_as_leader, access_inside
from troth.meetings.models import Attendance, AttendanceRole, Meeting, Session
from troth.organizations.access import Visitor, access_administration, access_membership
from troth.organizations.models import Membership
from troth.recordings.actions.sharing import reads_pass
from troth.recordings.actions.trash import KEPT
from troth.recordings.models import Decision, Recording, State
from troth.recordings.queries import going_on
from troth.recordings.watching import by_link, decisions_of, readable_by

LINK_GUESSES = Limit("recording-link", times=30, seconds=600)


def access_going_on(attendance: Attendance) -> Recording | None:
    """The recording that goes on where somebody is, if one does."""
    return going_on(access_inside(attendance))


def access_answering(attendance: Attendance, recording_id: UUID) -> Recording:
    """The recording somebody in the room answers to. Raises Problem 404 where another or none goes on."""
    recording = access_going_on(attendance)
    if recording is None or recording.id != recording_id:
        raise Problem(404, "not-found", _("This recording is over."))
    return recording


def access_starting(attendance: Attendance) -> Session:
    """The session that somebody may have recorded: who leads it, with an account of its organization."""
    session = access_as_leader(attendance)
    if attendance.role == AttendanceRole.GUEST:
        raise Problem(
            403, "not-allowed", _("Only somebody of the organization can have its meeting recorded.")
        )
    return session


def access_stopping(attendance: Attendance) -> Recording:
    """The recording that somebody who leads may stop."""
    access_as_leader(attendance)
    recording = access_going_on(attendance)
    if recording is None:
        raise Problem(404, "not-found", _("This recording is over."))
    return recording


@dataclass(frozen=True)
class Sight:
    """A recording as somebody of its organization sees it."""

    recording: Recording
    own: Membership

    @property
    def meeting(self) -> Meeting:
        """The meeting that was recorded."""
        return self.recording.session.meeting

    @property
    def goes_at(self) -> datetime | None:
        """When it is deleted from the trash; None where it is not in it."""
        return self.recording.trashed_at and self.recording.trashed_at + KEPT

    @property
    def is_own(self) -> bool:
        """Whether it is of a meeting that they host."""
        return self.meeting.host_id == self.own.person_id

    @property
    def leads(self) -> bool:
        """Whether they are the meeting's host or an administrator."""
        return self.is_own or self.own.may_administer

    @property
    def may_download(self) -> bool:
        """Whether they may take the film with them."""
        return self.leads or self.recording.may_download


def access_recording(person: Visitor, recording_id: UUID) -> Sight:
    """A recording that the person may look at; from the trash only for who may take it out."""
    own = access_membership(person)
    recording = readable_by(own).filter(id=recording_id).first()
    if recording is None:
        raise not_found()
    return Sight(recording, own)


def access_film(person: Visitor, recording_id: UUID) -> Sight:
    """A recording whose film is there."""
    sight = access_recording(person, recording_id)
    if not sight.recording.film:
        raise not_found()
    return sight


def access_download(person: Visitor, recording_id: UUID) -> Sight:
    """A film that the person may take with them."""
    sight = access_film(person, recording_id)
    if not sight.may_download:
        raise Problem(403, "not-allowed", _("This recording can be watched here, not downloaded."))
    return sight


def access_own_recording(person: Visitor, recording_id: UUID) -> Sight:
    """A recording to share or to throw away: of one's own meeting, or of any for who administers the organization."""
    sight = access_recording(person, recording_id)
    if not sight.leads:
        raise not_found()
    return sight


def access_shareable(person: Visitor, recording_id: UUID) -> Sight:
    """A recording of one's own that is not in the trash."""
    sight = access_own_recording(person, recording_id)
    if sight.recording.trashed_at is not None:
        raise Problem(409, "in-trash", _("This recording is in the trash. Put it back first."))
    return sight


def access_cuttable(person: Visitor, recording_id: UUID) -> Sight:
    """A recording of one's own whose film is there, and that is not in the trash."""
    sight = access_shareable(person, recording_id)
    if sight.recording.state != State.READY or not sight.recording.film:
        raise Problem(409, "not-ready", _("There is no film to cut anything out of."))
    return sight


def access_deciding(person: Visitor) -> Membership:
    """The place of who decides about pictures of people who were erased: administrators do."""
    return access_administration(person)


def access_decision(person: Visitor, decision_id: UUID) -> tuple[Membership, Decision]:
    """The administrator's own place, and a decision of their organization, made or not."""
    own = access_deciding(person)
    found = decisions_of(own).filter(id=decision_id).first()
    if found is None:
        raise not_found()
    return own, found


def access_trashed(person: Visitor, recording_id: UUID) -> Sight:
    """A recording of one's own that is in the trash."""
    sight = access_own_recording(person, recording_id)
    if sight.recording.trashed_at is None:
        raise Problem(409, "not-in-trash", _("This recording is not in the trash."))
    return sight


def access_link(request: HttpRequest, secret: str) -> Recording:
    """The recording that a link leads to. Raises 404 for one that ended, or 429 for an address that guessed too often."""
    address = address_of(request)
    LINK_GUESSES.refuse_when_reached(address)
    recording = by_link(secret)
    if recording is None:
        LINK_GUESSES.count(address)
        raise Problem(404, "not-found", _("This link does not work any more."))
    return recording


def access_shared_film(request: HttpRequest, secret: str) -> Recording:
    """The same, for who was let in to its film within PASS. Raises 403."""
    recording = access_link(request, secret)
    if not reads_pass(recording, request.GET.get("pass", "")):
        raise Problem(403, "pass", _("Open the link again to go on watching."))
    return recording


def access_shared_download(request: HttpRequest, secret: str) -> Recording:
    """The same, where it may be taken along."""
    recording = access_shared_film(request, secret)
    if not recording.may_download:
        raise Problem(403, "not-allowed", _("This recording can be watched here, not downloaded."))
    return recording
