"""The bad state that each probe of /promises has to find: in the database, on disk, or in a response.

A probe without an entry here fails the tests: who adds one, shows that it
turns red. A break is given the test's fixtures: `get("alice")`.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.core import mail
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.connections.past import guest
from tests.outside import declare_vetted
from tests.privacy.past import held, meeting_of
from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.billing.models import Licence
from troth.connections.models import Connection
from troth.lib.clock import now
from troth.meetings.models import Attendance, Message, Session
from troth.organizations.models import Contact, Kind
from troth.outreach.handing_over import ATTEMPTS
from troth.outreach.models import Letter
from troth.privacy import Declaration, exports, ledger, sealing
from troth.privacy import checks as checks_module
from troth.privacy import notice as notice_module
from troth.privacy.acknowledging import acknowledge
from troth.privacy.append_only import unguard, unguarded
from troth.privacy.audit import record
from troth.privacy.backends import guard
from troth.privacy.exports import open_export
from troth.privacy.models import (
    Acknowledgement,
    AuditEntry,
    Consent,
    Disclosure,
    Erasure,
    Export,
    Function,
    Hold,
    Notice,
    OutsideRecipient,
    Period,
    Tally,
)
from troth.privacy.notice import notice_in_force
from troth.privacy.registry import Registry, registry
from troth.privacy.stopping import report
from troth.recordings.models import Decision, Tile
from troth.recordings.shelf import shelf_of
from troth.rights import probes as rights_probes
from troth.rights.models import Channel, Law, Proven, SubjectRequest
from troth.rights.models import Kind as Asks
from troth.rights.requests.taking import Asked, take
from troth.transcripts.models import Line

Get = Callable[[str], Any]
Break = Callable[[Get], object]
BREAKS: dict[str, Break] = {}
LONG_AGO = timedelta(days=400)


def breaks(probe: str) -> Callable[[Break], Break]:
    """Says that a function makes the state which this probe finds."""

    def note(function: Break) -> Break:
        BREAKS[probe] = function
        return function

    return note


def changed(label: str, name: str, **changes: Any) -> Registry:
    """The declarations, with one field's changed."""
    found = registry()
    table = found.tables[label]
    assert isinstance(table.declaration, Declaration)
    personal = {**table.declaration.personal}
    personal[name] = replace(personal[name], **changes)
    found.tables[label] = replace(table, declaration=replace(table.declaration, personal=personal))
    return found


def old(path: Path) -> Path:
    """A file of 400 days ago."""
    path.write_text("what was left behind")
    moment = (now() - LONG_AGO).timestamp()
    os.utime(path, (moment, moment))
    return path


def session_of(get: Get, **fields: Any) -> Session:
    meeting = get("make_meeting")(get("alice"))
    return Session.objects.create(**{"meeting": meeting, "capacity": 100, **fields})


def entry(session: Session, **fields: Any) -> Attendance:
    values: dict[str, Any] = {
        "session": session,
        "name": "Gus Guest",
        "role": "guest",
        "admission": "admitted",
        "notice": notice_in_force(),
        "acknowledged_at": now(),
        "asked_at": now(),
        "seen_at": now(),
        "joined_at": now(),
        **fields,
    }
    return Attendance.objects.create(**values)


@breaks("privacy.past_period")
def _letter_past_its_week(get: Get) -> None:
    letter = Letter.objects.create(recipient="old@elsewhere.example", subject="Old", text="Old")
    Letter.everything.filter(pk=letter.pk).update(written_at=now() - LONG_AGO)


@breaks("privacy.swept")
def _no_sweep(get: Get) -> None:
    Notice.objects.update(in_force_from=now() - LONG_AGO)


@breaks("privacy.erasures")
def _erasure_that_nobody_ended(get: Get) -> None:
    Erasure.objects.create(
        origin="person", asked_at=now() - LONG_AGO, due_at=now() - timedelta(days=1), settled=True
    )


@breaks("privacy.ledger")
def _somebody_came_back(get: Get) -> None:
    hashes = [ledger.hash_of((Person, get("alice").pk))]
    ledger.note("erased", hashes)
    get("request").addfinalizer(lambda: ledger.note("returned", hashes))


@breaks("privacy.periods")
def _period_beyond_bounds(get: Get) -> None:
    Period.objects.create(scope="somewhere", rule="meeting_days", days=99_999)


@breaks("privacy.counts")
def _count_of_one(get: Get) -> None:
    Tally.objects.create(table="meetings.Attendance", scope="somewhere", month=date(2026, 1, 1), rows=1)


def _connection(get: Get, **fields: Any) -> Connection:
    alice = get("alice")
    session = held(meeting_of(alice, alice.membership.organization), now() - timedelta(hours=1))
    return guest(session, **fields)


@breaks("connections.place")
def _connection_elsewhere(get: Get) -> None:
    _connection(get, organization=get("carol").membership.organization)


@breaks("connections.past")
def _old_connection(get: Get) -> None:
    _connection(get, started_at=now() - LONG_AGO)


@breaks("connections.local")
def _local_address(get: Get) -> None:
    _connection(get, address="10.0.0.7")


@breaks("privacy.copies")
def _copy_that_nobody_made(get: Get) -> None:
    export = open_export(get("alice"), "")
    Export.everything.filter(pk=export.pk).update(asked_at=now() - timedelta(days=2))


@breaks("privacy.holds")
def _hold_without_reason(get: Get) -> None:
    Hold.objects.create(target="accounts.Person", key="1", reason="", authority="A court", placed_at=now())


@breaks("privacy.declared")
def _undeclared_table(get: Get) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (address text)")


@breaks("privacy.bases")
def _use_without_basis(get: Get) -> None:
    found = changed("accounts.Person", "phone", category="user.no_such_thing")
    get("monkeypatch").setattr(checks_module, "registry", lambda: found)


@breaks("privacy.purposes")
def _guard_that_lets_through(get: Get) -> None:
    get("alice")
    get("monkeypatch").setattr(guard, "may_read", lambda _field: True)


@breaks("privacy.engine")
def _another_backend(get: Get) -> None:
    get("monkeypatch").setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")


@breaks("privacy.notice")
def _notice_that_says_something_else(get: Get) -> None:
    notice_in_force()
    found = changed("accounts.Person", "phone", category="user.contact.fax_number")
    get("monkeypatch").setattr(notice_module, "registry", lambda: found)


@breaks("privacy.versions")
def _version_changed_afterwards(get: Get) -> None:
    Notice.objects.update(document={**notice_in_force().document, "terms": []})


@breaks("privacy.read")
def _read_before_it_was_there(get: Get) -> None:
    acknowledge(get("alice"), notice_in_force())
    Acknowledgement.objects.update(at=now() - LONG_AGO)


@breaks("privacy.copies_on_disk")
def _file_of_an_old_copy(get: Get) -> None:
    path = old(exports.folder() / "left-behind.zip")
    get("request").addfinalizer(lambda: path.unlink(missing_ok=True))


@breaks("privacy.seals")
def _seal_that_nobody_took_away(get: Get) -> None:
    sealing.folder().mkdir(mode=0o700, exist_ok=True)
    path = old(sealing.folder() / str(uuid.uuid4()))
    get("request").addfinalizer(path.unlink)


@breaks("privacy.private")
def _keys_that_others_read(get: Get) -> None:
    path = Path(settings.DATA) / "keys.json"
    path.chmod(0o644)
    get("request").addfinalizer(lambda: path.chmod(0o600))


@breaks("privacy.overwritten")
def _deleted_is_left(get: Get) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=OFF")
        else:
            cursor.execute("ALTER TABLE outreach_letter SET (autovacuum_enabled = false)")
    get("request").addfinalizer(_overwrite_again)


def _overwrite_again() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


@breaks("privacy.chains")
def _entry_changed(get: Get) -> None:
    with transaction.atomic():
        record("backup.made", scope="")
    with unguarded(connection):
        AuditEntry.objects.update(action="backup.restored")


@breaks("privacy.append_only")
def _triggers_gone(get: Get) -> None:
    unguard(connection)


@breaks("privacy.cookies")
def _cookie_that_was_stopped(get: Get) -> None:
    report("tracker")


@breaks("privacy.consents")
def _consent_to_later_words(get: Get) -> None:
    from troth.privacy.consents import give
    from troth.privacy.questions import questions

    give(next(iter(questions())), address="pat@elsewhere.example", how="page")
    Consent.objects.update(given_at=now() - LONG_AGO)


@breaks("privacy.given")
def _given_to_nobody_vetted(get: Get) -> None:
    Disclosure.objects.create(
        recipient="stranger", name="Stranger", function=Function.OTHER, country="DE", at=now()
    )


@breaks("privacy.functions")
def _a_buyer(get: Get) -> None:
    OutsideRecipient.objects.create(key="broker", name="Broker", function="buyer", country="DE", since=now())


@breaks("accounts.passwords")
def _password_in_the_clear(get: Get) -> None:
    get("alice")
    Person.objects.update(password="in the clear")


@breaks("accounts.proven")
def _address_unproven(get: Get) -> None:
    alice = get("alice")
    Person.objects.filter(pk=alice.pk).update(last_login=now())
    EmailAddress.objects.filter(user=alice).update(verified=False)


@breaks("accounts.sessions")
def _browser_for_ever(get: Get) -> None:
    BrowserSession.objects.create(session_key="long", session_data="", expire_date=now() + LONG_AGO)


@breaks("organizations.sources")
def _contact_from_nowhere(get: Get) -> None:
    Contact.objects.create(kind=Kind.SUPPLIER, email="sam@supplier.example")


@breaks("organizations.kinds")
def _contact_of_no_kind(get: Get) -> None:
    Contact.objects.create(kind="stranger", email="sam@supplier.example", sources={"email": {}})


@breaks("rights.requests")
def _request_past_its_day(get: Get) -> None:
    take(
        Asked(
            Asks.ACCESS,
            Law.GDPR,
            "All of it, please.",
            Channel.FORM,
            person=get("alice"),
            proven=Proven.ACCOUNT,
        )
    )
    SubjectRequest.objects.update(due_at=now() - timedelta(days=1))
    mail.outbox.clear()


@breaks("privacy.vetting")
def _vetting_that_ran_out(get: Get) -> None:
    declare_vetted()
    OutsideRecipient.objects.update(vetted_until=now().date() - timedelta(days=1))


@breaks("billing.ended")
def _ended_and_still_here(get: Get) -> None:
    Licence.objects.update_or_create(organization=get("demo"), defaults={"ends_at": now() - LONG_AGO})


@breaks("meetings.hosts")
def _host_of_another_organization(get: Get) -> None:
    meeting = get("make_meeting")(get("alice"))
    meeting.host = get("carol")
    meeting.save()


@breaks("meetings.notices")
def _notice_read_too_early(get: Get) -> None:
    entry(session_of(get), acknowledged_at=now() - LONG_AGO)


@breaks("meetings.capacity")
def _more_than_were_bought(get: Get) -> None:
    session = session_of(get, capacity=1)
    entry(session)
    entry(session)


@breaks("meetings.chat")
def _line_in_another_meeting(get: Get) -> None:
    here, there = session_of(get), session_of(get)
    Message.objects.create(
        meeting=here.meeting,
        session=here,
        author=entry(there),
        number=1,
        changed=1,
        text="Hello",
        nonce=uuid.uuid4(),
        written_at=now(),
    )


@breaks("outreach.delivered")
def _letter_given_up(get: Get) -> None:
    Letter.objects.create(recipient="a@elsewhere.example", subject="New", text="New", attempts=ATTEMPTS)


@breaks("outreach.outbox")
def _mail_of_last_year(get: Get) -> None:
    get("settings").EMAIL_FILE_PATH = get("tmp_path")
    old(get("tmp_path") / "left.log")


@breaks("rights.high_risk")
def _criminal_records(get: Get) -> None:
    found = changed("accounts.Person", "phone", category="user.criminal_history")
    get("monkeypatch").setattr(rights_probes, "registry", lambda: found)


@breaks("rights.place")
def _data_elsewhere(get: Get) -> None:
    found = changed("accounts.Person", "phone", region="elsewhere")
    get("monkeypatch").setattr(rights_probes, "registry", lambda: found)


@breaks("recordings.places")
def _film_in_another_country(get: Get) -> None:
    get("two_countries")
    recording = recorded(get("make_meeting")(get("alice")), get("alice"))
    shelf_of("US").put(f"{recording.folder}/film.webm", b"a copy")


@breaks("recordings.past")
def _film_of_nobody(get: Get) -> None:
    shelf = get("two_countries") / "NL" / "recordings" / str(uuid.uuid4())
    shelf.mkdir(parents=True)
    old(shelf / "film.webm")
    os.utime(shelf, (0, 0))


@breaks("recordings.agreed")
def _in_the_film_unasked(get: Get) -> None:
    get("two_countries")
    recording = recorded(get("make_meeting")(get("alice")), get("alice"), unrecorded=["Gus Guest"])
    gus = recording.session.attendances.get(name="Gus Guest")
    Tile.objects.create(part=recording.parts.get(), attendance=gus, since=0, left=0, top=0, width=9, height=9)


@breaks("transcripts.agreed")
def _written_down_unasked(get: Get) -> None:
    get("two_countries")
    recording = recorded(
        get("make_meeting")(get("alice")), get("alice"), unrecorded=["Gus Guest"], may_transcribe=True
    )
    gus = recording.session.attendances.get(name="Gus Guest")
    Line.objects.create(recording=recording, attendance=gus, since=0, until=900, text="Not me.")


@breaks("recordings.decided")
def _nobody_decides(get: Get) -> None:
    get("two_countries")
    recording = recorded(get("make_meeting")(get("alice")), get("alice"))
    Decision.objects.create(
        organization_id=recording.scope,
        recording=recording,
        recorded_on=now().date(),
        asked_at=now() - LONG_AGO,
        due_at=now() - timedelta(days=1),
    )


@breaks("rights.measures")
def _a_measure_taken_away(get: Get) -> None:
    get("settings").X_FRAME_OPTIONS = "SAMEORIGIN"


@breaks("web.pages")
def _pages_that_refuse(get: Get) -> None:
    get("settings").ALLOWED_HOSTS = ["elsewhere.example"]


@breaks("web.headers")
def _no_content_policy(get: Get) -> None:
    settings = get("settings")
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith("csp.")]


@breaks("web.cookies")
def _cookie_for_scripts(get: Get) -> None:
    get("settings").SESSION_COOKIE_HTTPONLY = False


class SetsCookie:
    """Sets a cookie with every answer, as code that was not looked at might."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.set_cookie("tracker", "1")
        return response


@breaks("web.first_visit")
def _cookie_unasked(get: Get) -> None:
    get("settings").MIDDLEWARE = ["tests.breaks.SetsCookie", *get("settings").MIDDLEWARE]


@breaks("web.signals")
def _signal_ignored(get: Get) -> None:
    get("settings").MIDDLEWARE = ["tests.breaks.SetsCookie", *get("settings").MIDDLEWARE]


def _task(**fields: Any) -> None:
    values: dict[str, Any] = {
        "task_path": "troth.outreach.tasks.deliver",
        "args_kwargs": {"args": ["1"], "kwargs": {}},
        "run_after": now(),
        "backend_name": "default",
        "queue_name": "default",
        "exception_class_path": "",
        "traceback": "",
        **fields,
    }
    DBTaskResult.objects.create(**values)


@breaks("web.tasks")
def _task_with_an_address(get: Get) -> None:
    _task(args_kwargs={"args": ["alice@demo.example"], "kwargs": {}})


@breaks("web.old_tasks")
def _task_of_last_year(get: Get) -> None:
    _task(status=TaskResultStatus.SUCCESSFUL, finished_at=now() - LONG_AGO)


@breaks("web.encrypted")
def _no_https(get: Get) -> None:
    get("settings").PUBLIC_URL = "http://testserver"


@breaks("web.errors")
def _debugging(get: Get) -> None:
    get("settings").DEBUG = True
