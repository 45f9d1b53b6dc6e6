"""After an erasure no byte of it is left, in any form, nor after an older backup was restored (RET-2, RET-8)."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections, models
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from tests.connections.past import connected
from tests.gatherings import Visit, come
from tests.people import PASSWORD
from tests.privacy.residue import haystacks, residue, texts
from tests.privacy.test_leaving import BESIDE, Killed, everything
from tests.recordings.films import recorded
from tests.web.test_backup import PROGRAMS
from troth.accounts.models import Person
from troth.captions.models import Captions, CaptionsAnswer, CaptionsChoice
from troth.captions.questions import CAPTIONS
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting, Presence
from troth.organizations.models import Organization
from troth.outreach.models import Letter
from troth.outreach.queries import read_mails
from troth.outreach.tasks import forget_sent
from troth.privacy import leaving, ledger, places, sealing
from troth.privacy.erasing import Plan, plan_erasure
from troth.privacy.graph import graph, rows_of
from troth.privacy.leaving import WINDOW, ask_to_leave, pick_up
from troth.privacy.models import Disclosure, ErasureNotification
from troth.privacy.notice import notice_in_force
from troth.privacy.people import people_at
from troth.privacy.telling import mark_told
from troth.recordings.models import Answer, Cut, Decided, Decision, How, Look, Voice
from troth.transcripts.models import Line
from troth.web import backup, restoring
from troth.web import settings as web_settings
from troth.web.worker import clear

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Person], Client]

KIM, LEE = "zqkim7x", "zqlee8y"
"""Words that are in every value of theirs and nowhere else. Kim is a colleague; Lee signed up and is alone."""

CHANGES = {
    "sessions.Session",
    "django_tasks_database.DBTaskResult",
    "web.Slot",
    "outreach.Letter",
    "privacy.AuditEntry",
}
"""Tables of everybody's that what the tests do changes itself."""

ENDS = {
    "organizations.ContactImport",
    "usersessions.UserSession",
    "privacy.Proof",
    "privacy.Export",
    "privacy.SweepRun",
}
"""Tables whose period is over after two weeks."""

NO_CANARY = {
    "accounts.Person.time_zone": "a zone that there is",
    "accounts.Person.language": "a language that there is",
    "accounts.Person.picture": "a name that code makes up",
    "accounts.Person.password": "a hash with a salt",
    "account.EmailConfirmation": "links are signed, none is stored",
    "meetings.Feedback.reasons": "words of a list",
    "connections.Connection.country": "a country that there is",
    "connections.Connection.troubles": "words of a list",
    "connections.Minute.figures": "numbers",
    "connections.Minute.events": "words of a list",
    "privacy.Consent.question": "a question that there is",
    "organizations.Look": "only who runs the installation looks",
    "privacy.Disclosure.name": "who got it",
    "recordings.Decision.reason": "the organization's answer to who was erased, which names nobody and stays",
    "privacy.Disclosure.why": "words that code chose",
    "organizations.Contact.sources": "where values came from: a list that others are on too",
    "usersessions.UserSession.data": "stays empty",
    "rights.SubjectRequest.zone": "a zone that there is",
    "rights.RequestMessage.mail_digest": "a keyed hash",
}
"""Texts in which nobody can put a value of their own, tables where there is no row, and why."""


def mail(name: str) -> str:
    return f"{name}@canary-mail.example"


def said(name: str, what: str) -> str:
    return f"{name} {what} {name}"


class Browser(Client):
    """A browser that says who it is, at an address of its own."""

    def __init__(self, name: str, ip: str) -> None:
        agent = f"Mozilla/5.0 {said(name, 'browser')}"
        super().__init__(headers={"Accept": "text/html", "User-Agent": agent}, REMOTE_ADDR=ip)


KIMS_IP, LEES_IP = "203.0.113.177", "2001:db8:77::c0de"


@pytest.fixture(autouse=True)
def _as_installed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mail, tasks, cache as an installation has them, in the data folder of the run."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.DATA / "outbox"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.CACHES = settings.CACHES | {"default": web_settings.CACHES["default"]}
    call_command("createcachetable", verbosity=0)
    monkeypatch.setenv("PATH", str(PROGRAMS), prepend=":")
    monkeypatch.setattr(backup, "database_of", lambda config: connection.settings_dict)
    monkeypatch.setattr(restoring, "database_of", lambda config: connection.settings_dict)
    _empty(settings.DATA)
    yield
    _empty(settings.DATA)


def _empty(data: Path) -> None:
    for name in ("outbox", "ledger", "leaving", "files", "exports", "regions"):
        shutil.rmtree(data / name, ignore_errors=True)


def work() -> None:
    """Does what is queued, as the worker does."""
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
    ).run()


def link_to(address: str, pattern: str) -> str:
    """The link in the last mail to somebody."""
    work()
    found = [
        message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for path in sorted(
            (installed.DATA / "outbox").glob("*.log"), key=lambda path: path.stat().st_mtime_ns
        )
        for _, message in read_mails(path)
        if str(message["To"]).lower() == address
    ]
    links = re.findall(rf"http://testserver({pattern}\S+)", found[-1])
    return str(links[-1])


def ok(answer: Any, *statuses: int) -> Any:
    assert answer.status_code in (statuses or (200, 201, 204, 302)), answer.content.decode()[:2000]
    return answer


def go(browser: Client, path: str, form: Any, *statuses: int) -> Any:
    """Sends a form and goes on to where the answer leads, as a browser does."""
    return ok(browser.post(path, form, follow=True), *statuses)


def a_picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


def live(browser: Client, name: str) -> None:
    """What everybody with an account does: profile, picture, address, password, a wrong guess."""
    profile = {one: said(name, one) for one in ("name", "job_title", "department")}
    more = {"phone": f"+49 {name}", "time_zone": "Europe/Berlin", "language": "en"}
    ok(browser.post("/account/profile/", profile | more))
    ok(browser.post("/account/profile/picture/", {"picture": a_picture()}))
    asked = ok(browser.post("/account/email/", {"email": mail(f"{name}.other"), "action_add": ""}))
    ok(browser.post(asked["Location"], {"password": PASSWORD}), 302)
    guess = {"login": mail(name), "password": said(name, "guess")}
    ok(Browser(name, KIMS_IP).post("/account/login/", guess))
    ok(Browser(name, KIMS_IP).post("/account/password/reset/", {"email": mail(name)}))
    ok(Browser(name, LEES_IP).post("/account/login/", guess | {"password": PASSWORD}))
    ok(browser.post("/your-data/choices/agree/", {"question": "offers", "version": "1"}), 302)
    ok(browser.post("/your-data/choices/object/", {"purpose": "engage"}), 302)
    work()


def host(browser: Client, name: str) -> Meeting:
    """A meeting with title, passcode and people invited by mail."""
    form = {
        "title": said(name, "title"),
        "date": f"{now() + timedelta(days=2):%Y-%m-%d}",
        "time": "10:00",
        "minutes": "60",
        "time_zone": "UTC",
        "entry": "everyone",
        "passcode": said(name, "passcode"),
        "sounds": "on",
    }
    ok(browser.post("/meetings/new/", form), 302)
    meeting = Meeting.objects.get(title=said(name, "title"))
    ok(browser.post(f"/meetings/{meeting.pk}/invite/", {"addresses": "gil@outside.example"}), 302)
    work()
    return meeting


def attend(visit: Visit, name: str, other: Visit) -> None:
    """Everything that can be said and done in a meeting."""
    ok(visit.call("PUT", "/attendance/name", {"name": said(name, "in there")}))
    first = ok(visit.say(said(name, "wrote"))).json()
    reply = {"text": said("bob", "replied"), "nonce": "8b0f0d1e-0000-4000-8000-" + name.encode().hex()[:12]}
    ok(other.call("POST", "/chat", reply | {"reply_to": first["id"]}))
    ok(visit.call("PATCH", f"/chat/{first['id']}", {"text": said(name, "edited")}))
    second = ok(visit.say(said(name, "took back"))).json()
    ok(visit.call("DELETE", f"/chat/{second['id']}"))
    ok(visit.call("PUT", "/attendance/hand", {"raised": True}))
    comment = {"stars": 2, "reasons": ["sound"], "comment": said(name, "comment")}
    ok(visit.call("PUT", "/attendance/feedback", comment))


@pytest.fixture
def kim(admin: Person, as_person: SignIn) -> Browser:
    """A colleague who was invited by mail."""
    go(as_person(admin), "/organization/invite/", {"email": mail(KIM), "role": "administrator"})
    browser = Browser(KIM, KIMS_IP)
    join = {"name": said(KIM, "name"), "password": PASSWORD, "time_zone": "Europe/Berlin"}
    ok(browser.post(link_to(mail(KIM), "/invitations/"), join), 302)
    live(browser, KIM)
    return browser


@pytest.fixture
def lee(db: None) -> Browser:
    """Somebody who signed up, and whom nobody else is with."""
    browser = Browser(LEE, LEES_IP)
    form = {"organization": said(LEE, "Ltd"), "name": said(LEE, "name"), "email": mail(LEE)}
    ok(browser.post("/account/signup/", form | {"password1": PASSWORD, "time_zone": "UTC"}), 302)
    ok(browser.post(link_to(mail(LEE), "/account/confirm-email/")), 302)
    live(browser, LEE)
    return browser


@pytest.fixture
def lived(
    kim: Browser,
    lee: Browser,
    alice: Person,
    bob: Person,
    carol: Person,
    operator: Person,
    make_meeting: Callable[..., Meeting],
    as_person: SignIn,
    media: Any,
) -> None:
    """Kim and Lee did all there is to do, with others who must not lose by it."""
    hosted = host(kim, KIM)
    host(lee, LEE)
    shared = make_meeting(alice, title="About the merger")
    for meeting, passcode in ((shared, ""), (hosted, said(KIM, "passcode"))):
        other = come(as_person(bob), meeting.code, "Bob Brown", passcode=passcode)
        for browser, name in ((kim, KIM), (lee, LEE)):
            visit = come(browser, meeting.code, said(name, "came"), passcode=passcode)
            attend(visit, name, other)
        ok(come(Client(), meeting.code, "Gus Guest", passcode=passcode).say("gus-wrote-this"))
    guarded = make_meeting(alice, title="Behind a door", entry="nobody")
    door = come(as_person(alice), guarded.code, "Alice Adams")
    for browser, name in ((kim, KIM), (lee, LEE)):
        come(browser, guarded.code, said(name, "waits"))
    ok(door.call("POST", "/lobby/word", {"text": f"Soon, {KIM} and {LEE}."}))
    Attendance.objects.update(joined_at=now())
    for attendance in Attendance.objects.filter(name__contains="zq"):
        media_id = f"PA_{attendance.name[:7]}{attendance.pk.hex[:12]}"
        Presence.objects.create(attendance=attendance, media_id=media_id, joined_at=now(), seen_at=now())
        name = KIM if KIM in attendance.name else LEE
        more = {"browser": name, "browser_version": name[:20], "system": name, "network": name}
        connected(attendance, address=KIMS_IP if name == KIM else LEES_IP, **more)
    hosting, owning, selling = as_person(alice), as_person(carol), as_person(operator)
    for name in (KIM, LEE):
        go(hosting, f"/meetings/{shared.pk}/invite/", {"addresses": mail(name)})
        go(owning, "/organization/invite/", {"email": mail(name), "role": "member"})
        row = ";".join([mail(name), *(said(name, one) for one in ("name", "company", "notes", "address"))])
        more = ";".join([said(name, "title"), said(name, "unit"), f"+49 {name} 2"])
        head = "email;name;company;notes;address;job title;department;phone"
        file = SimpleUploadedFile("contacts.csv", f"{head}\n{row};{more}\n".encode(), "text/csv")
        form = {"file": file, "kind": "supplier", "source": "reseller", "named": "Acme", "at": "2026-05-31"}
        where = ok(selling.post("/operator/contacts/import/", form), 302)["Location"]
        work()
        ok(selling.post(f"{where}carry-out/"), 302)
        work()
        ok(
            (kim if name == KIM else lee).post(
                "/organization/invite/",
                {"email": f"nina{len(name)}{name[-1]}@colleague.example", "role": "member"},
            ),
            302,
        )
        go(Browser(name, KIMS_IP), "/your-data/link/", {"email": mail(name)})
        # A letter that has not left.
        words = {one: said(name, one) for one in ("subject", "text", "html")}
        Letter.objects.create(recipient=mail(name), due_at=now() + timedelta(days=1), **words)
        go(kim if name == KIM else lee, "/your-data/copies/new/", {})
        go(kim if name == KIM else lee, f"/privacy/versions/{notice_in_force().number}/read/", {})
        give(name)
        filmed(name, shared)
        captioned(name, shared)
        request = {"kind": "question", "law": "gdpr", "words": said(name, "asks")}
        go(kim if name == KIM else lee, "/your-data/ask/", request)
        heard = {"channel": "letter", "received_on": f"{now():%Y-%m-%d}", "email": mail(name)}
        more = {"contact": said(name, "street"), "agent": said(name, "lawyer")}
        go(selling, "/operator/requests/new/", request | heard | more)
    work()
    assert len(list((installed.DATA / "exports").glob("*.zip"))) == 2


def give(name: str) -> None:
    """Something about somebody went to a recipient outside, before they had an account and since."""
    facts = {"recipient": "example-mail", "name": "Example Mail", "categories": ["user.contact.email"]}
    for whose in ({"person": Person.objects.get(email=mail(name))}, {"address": mail(name)}):
        reference = f"letter-{uuid4()}"
        Disclosure.objects.create(**facts, **whose, reference=reference, at=now(), why="we wrote to you")


def filmed(name: str, meeting: Meeting) -> None:
    """A recording in which somebody is alone and says something, and that they looked at; and one in which they are not."""
    person = Person.objects.get(email=mail(name))
    recording = recorded(meeting, person, may_transcribe=True)
    heard = {"attendance": recording.answers.get().attendance, "since": 0, "until": 900}
    Voice.objects.create(part=recording.parts.get(), **heard)
    Line.objects.create(recording=recording, text=said(name, "line"), **heard)
    Answer.objects.update(withdrawn_at=now())
    Look.objects.create(recording=recording, person=person, how=How.SEEN, at=now(), day=now().date())
    # And one that others are in too, which they cut something out of, and where they decided about somebody.
    with_others = recorded(meeting, meeting.host, person)
    Cut.objects.create(recording=with_others, since=0, until=100, asked_by=person, asked_at=now())
    Decision.objects.create(
        organization=meeting.organization,
        recording=with_others,
        recorded_on=now().date(),
        asked_at=now(),
        due_at=now(),
        answer=Decided.KEPT,
        answered_by=person,
        answered_at=now(),
    )


def captioned(name: str, meeting: Meeting) -> None:
    """Captions that somebody turned on, and that they are no longer in."""
    attendance = Attendance.objects.filter(session__meeting=meeting, person__email=mail(name)).first()
    assert attendance is not None
    Captions.objects.create(session=attendance.session, started_by=attendance, asked_at=now())
    CaptionsAnswer.objects.create(
        attendance=attendance,
        text=CAPTIONS.text,
        choice=CaptionsChoice.AGREED,
        answered_at=now(),
        withdrawn_at=now(),
    )


def plan_for(*names: str) -> Plan:
    people = [row for name in names for row in people_at(mail(name))]
    return plan_erasure(ask_to_leave(rows_of(people)))


def values_of(plan: Plan) -> dict[str, set[str]]:
    """Each value that no other can be taken for, of what a plan takes away, by its column."""
    found: dict[str, set[str]] = {}
    columns = [
        (model, one.name, keys) for model, keys in plan.going.items() for one in model._meta.concrete_fields
    ]
    columns += [(model, name, keys) for (model, name), keys in plan.blanked.items()]
    columns += [
        (model, name, keys) for model, keys in plan.nameless.items() for name in model.privacy.personal
    ]
    for model, name, keys in columns:
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey) and field.related_model not in plan.going:
            continue
        values = model._base_manager.filter(pk__in=keys).values_list(field.attname, flat=True)  # type: ignore[union-attr]
        if isinstance(field, models.ForeignKey):
            values = [one for one in values if one in plan.going[field.related_model]]  # type: ignore[index,assignment]
        telling = {text for value in values for text in texts(value) if is_telling(text)}
        found.setdefault(f"{model._meta.label}.{name}", set()).update(telling)
    return found


def is_telling(text: str) -> bool:
    if KIM in text or LEE in text or text in (KIMS_IP, LEES_IP):
        return True
    return len(text) >= 20 and re.fullmatch(r"\S+", text) is not None


def columns_without_canary(plan: Plan) -> list[str]:
    """Texts that are declared as a person's and hold no canary, and tables of people's that the erasure does not reach."""
    found = values_of(plan)
    reached = {*plan.going, *plan.nameless, *(model for model, _ in plan.blanked)}
    kinds = (
        models.CharField,
        models.TextField,
        models.JSONField,
        models.UUIDField,
        models.GenericIPAddressField,
    )
    silent = []
    for model, declaration in graph().declared.items():
        owned = any(path != "self" for path in declaration.owners) or declaration.proof
        if declaration.personal and owned and model not in reached:
            silent.append(model._meta.label)
        for name in declaration.personal if model in reached else ():
            field, label = model._meta.get_field(name), f"{model._meta.label}.{name}"
            if isinstance(field, kinds) and not field.choices and not found.get(label):
                silent.append(label)
    return [label for label in silent if label not in NO_CANARY]


def settle_down() -> None:
    """What the clock does."""
    work()
    forget_sent()
    clear()
    pick_up()


def leftovers(values: set[str], logged: str) -> list[Any]:
    """What is found of these values in the data folder, the database's dump and the log."""
    return residue(
        values, [*haystacks(installed.DATA, {"postgresql", "media"}), ("the log", logged.encode())]
    )


KILLS = [(sealing, "seal"), (leaving, "carry_out"), (ledger, "note"), (places, "remove"), (leaving, "scrub")]


def kill_at_each_step(name: str, patch: pytest.MonkeyPatch) -> None:
    """Erases somebody though the process dies before and after each step, one time after the other."""
    began = False
    for owner, step in KILLS:
        for when in ("before", "after"):
            real = getattr(owner, step)

            def die(*args: Any, real: Any = real, when: str = when, **kwargs: Any) -> None:
                if when == "after":
                    real(*args, **kwargs)
                raise Killed

            with patch.context() as patched:
                patched.setattr(owner, step, die)
                try:
                    if began:
                        pick_up()
                    else:
                        leaving.leave(rows_of(people_at(mail(name))), "operator")
                except Killed:
                    pass
            began = not Person.objects.filter(email=mail(name)).exists()
    assert began


def test_no_byte_is_left_and_nobody_else_loses_any(
    lived: None,
    lee: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """RET-2, RET-8"""
    plan = plan_for(KIM, LEE)
    assert not columns_without_canary(plan)
    values = set().union(*values_of(plan).values()) | {KIM, LEE, KIMS_IP, LEES_IP}
    # Whose record it was, the record goes on to say: nobody can take an entry out of its chain.
    values -= {str(key) for key in plan.going[Organization]}
    # By its reference a recipient is told what to erase, until it was.
    references = set(Disclosure.objects.values_list("reference", flat=True))
    values -= references
    gone = {f"{model._meta.label.lower()}:{key}" for model, keys in plan.going.items() for key in keys}
    keys = {str(key) for rows in plan.going.values() for key in rows if not isinstance(key, int)}
    changed = {
        f"{model._meta.label.lower()}:{key}"
        for model, all_ in [
            *((model, keys) for (model, _), keys in plan.blanked.items()),
            *plan.nameless.items(),
        ]
        for key in all_
    }
    pictures = [path.read_bytes() for path in (installed.DATA / "files" / "pictures").iterdir()]
    assert len(pictures) == 2
    before = everything()
    assert len(leftovers(values, caplog.text)) > len(values), "the search finds what is there"
    archive = tmp_path / "before.tar.gz"
    backup.back_up(archive)

    # As with several processes: SQLite clears its log when the last one goes.
    bystander = connection.copy()
    bystander.ensure_connection()
    kill_at_each_step(KIM, monkeypatch)
    ok(lee.post("/account/reauthenticate/?next=/your-data/erase/", {"password": PASSWORD}), 302)
    ok(lee.post("/your-data/erase/"), 200)
    settle_down()
    # For a week a task that was done says which letter or copy it was for, by an id that leads nowhere.
    done = {text for (args,) in DBTaskResult.objects.values_list("args_kwargs") for text in texts(args)}
    seen = [one for one in leftovers(values - done, caplog.text) if not one[0].startswith("outbox")]
    assert not seen, f"at once, but for the letter that tells: {seen}"

    with time_machine.travel(now() + WINDOW + timedelta(minutes=1)):
        settle_down()
        seen = leftovers(values, caplog.text)
        assert not seen, seen
        assert list((installed.DATA / "leaving").iterdir()) == []
        compare(before, everything(), gone, changed, keys)
        assert leftovers(references, caplog.text), "recipients are still to be told"
        for notification in ErasureNotification.objects.all():
            mark_told(notification, "By telephone.", None)
        settle_down()
        assert not leftovers(references, caplog.text)

        bystander.close()
        connections.close_all()
        restoring.restore(archive, replace=True)
        assert restoring.finish_restore(installed.CONFIG)
        settle_down()
        seen = leftovers(values, caplog.text)
        assert not seen, f"after the restore: {seen}"
        assert list((installed.DATA / "files" / "pictures").iterdir()) == []
        compare(before, everything(), gone, changed, keys)


def compare(
    before: dict[str, Any], after: dict[str, Any], gone: set[str], changed: set[str], keys: set[str]
) -> None:
    """What was others' is as it was, but for references to what is gone."""
    beside = {label.lower() for label in CHANGES | ENDS | BESIDE}
    for name, fields in before.items():
        if name in gone:
            assert name not in after, name
            continue
        if name.partition(":")[0] in beside:
            continue
        assert name in after, name
        for field, value in fields.items():
            if str(value) in keys:
                assert after[name][field] is None, (name, field)
            elif name not in changed:
                assert after[name][field] == value, (name, field)
