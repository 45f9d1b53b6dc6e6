"""Each edge says for what it runs: routes, tasks, rounds of the clock, commands (USE-12)."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.db.models import CharField
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django_tasks.base import Task
from typer.testing import CliRunner

import troth
from tests.gatherings import Visit
from tests.people import PASSWORD
from tests.web.test_permissions import routes
from troth.accounts.backends import SignInBackend
from troth.accounts.models import Person
from troth.lib.prepared import Prepared, Slot
from troth.meetings.models import Feedback
from troth.meetings.queries import opinion
from troth.privacy import Purpose
from troth.privacy.purposes import PurposeRefused, in_force, purposes_of, under
from troth.web import worker
from troth.web.cli import app
from troth.web.middleware import PurposeMiddleware
from troth.web.purposes import BY_NAME, BY_PREFIX, purposes_of_route

As = Callable[[Person], Client]
SOURCES = Path(troth.__file__).parent

SERVE, SECURE, ENGAGE = Purpose.SERVE, Purpose.SECURE, Purpose.ENGAGE


def of_a_route(name: str) -> Any:
    return set(purposes_of_route(name))


def test_routes_run_to_serve_and_signing_in_to_secure_too() -> None:
    assert of_a_route("meetings") == of_a_route("api:join") == of_a_route("profile") == {SERVE}
    assert of_a_route("account_login") == {SERVE, SECURE}
    assert of_a_route("healthz") == set()
    everything = [purposes_of_route(name) for name, _ in routes()]
    assert not [purposes for purposes in everything if Purpose.PROMOTE in purposes]


def test_what_is_said_of_a_route_is_said_of_one_there_is() -> None:
    """Of several routes at one path Django finds the first: what is said of another would not act."""
    at = [(name, str(pattern.pattern)) for name, pattern in routes() if name.startswith("api:")]
    others = {name for number, (name, path) in enumerate(at) if path in {one for _, one in at[:number]}}
    names = {name for name, _ in routes()} - others
    assert set(BY_NAME) <= names
    assert all(any(name.startswith(prefix) for name in names) for prefix in BY_PREFIX)


def test_a_request_runs_for_its_route_and_leaves_nothing_behind(rf: Any) -> None:
    seen = []

    def respond(request: HttpRequest) -> HttpResponse:
        seen.append(in_force())
        request.resolver_match = type("Match", (), {"view_name": "account_login"})()  # type: ignore[assignment]
        passed.process_view(request, respond)
        seen.append(in_force())
        return HttpResponse()

    passed = PurposeMiddleware(respond)
    before = in_force()
    passed(rf.get("/"))
    assert seen == [{SERVE}, {SERVE, SECURE}]
    assert in_force() == before


def test_a_page_that_reads_past_its_purpose_fails(
    alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.web.middleware.purposes_of_route", lambda name: frozenset({SECURE}))
    with pytest.raises(PurposeRefused, match=r"accounts\.Person\.id "):
        as_person(alice).get("/meetings/")


def test_who_is_signed_in_is_known_with_the_password_and_nobody_else(alice: Person, bob: Person) -> None:
    with under(SERVE):
        assert not SignInBackend().get_user(alice.pk).get_deferred_fields()  # type: ignore[union-attr]
        assert "password" in Person.objects.get(pk=bob.pk).get_deferred_fields()
    with under():
        assert authenticate(None, email=alice.email, password=PASSWORD) == alice
        assert authenticate(None, email=alice.email, password="wrong") is None


def test_to_secure_no_job_title_is_read(alice: Person) -> None:
    with under(SECURE), pytest.raises(PurposeRefused, match="job_title"):
        list(Person.objects.values("email", "job_title"))


def test_what_people_said_is_read_to_engage(inside: Visit) -> None:
    inside.call("PUT", "/attendance/feedback", {"stars": 4, "comment": "Good."})
    since = timezone.now() - timedelta(days=1)
    with under(SERVE), pytest.raises(PurposeRefused, match=r"meetings\.Feedback"):
        opinion(since)
    with under(ENGAGE):
        assert opinion(since).stars[4] == 1
    with under(ENGAGE), pytest.raises(PurposeRefused, match=r"meetings\.Attendance\.name"):
        list(Feedback.objects.values("stars", "attendance__name"))
    with under():
        assert "4 stars  1" in CliRunner().invoke(app, ["feedback"]).stdout


@pytest.fixture
def inside(make_meeting: Any, alice: Person, as_person: As, media: Any) -> Visit:
    from tests.gatherings import come

    return come(as_person(alice), make_meeting(alice).code)


def tasks() -> Iterator[tuple[str, Any]]:
    """Every task of every room."""
    for room in apps.get_app_configs():
        if room.name.startswith("troth.") and module_has_submodule(room.module, "tasks"):  # type: ignore[arg-type]
            for name, found in vars(import_module(f"{room.name}.tasks")).items():
                if isinstance(found, Task):
                    yield f"{room.name}.{name}", found


def test_every_task_says_for_what_it_runs() -> None:
    found = dict(tasks())
    assert "troth.outreach.deliver" in found
    assert not [name for name, task in found.items() if not purposes_of(task.func)]


@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_clock_runs_for_what_it_says() -> None:
    seen: list[Any] = []
    worker.go_round(worker.Round("look", 60, (SECURE,), lambda: seen.append(in_force())))
    assert seen == [{SECURE}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--purpose", "serve", "--purpose", "bill"], "for bill serve\n"),
        ([], "for\n"),
    ],
)
def test_a_shell_runs_for_what_it_is_given(words: list[str], expected: str, capfd: Any) -> None:
    look = (
        "from troth.privacy.purposes import in_force; print('for', *sorted(one.value for one in in_force()))"
    )
    answer = CliRunner().invoke(app, ["django", *words, "shell", "-v", "0", "-c", look])
    assert answer.exit_code == 0, answer.exception
    assert expected in answer.stdout + capfd.readouterr().out


def test_COL_10_no_shell_reads_rows_to_improve() -> None:
    done = CliRunner().invoke(app, ["django", "--purpose", "improve", "shell", "-c", "print('read')"])
    assert (done.exit_code, done.stdout, "study()" in done.stderr) == (1, "", True)


@pytest.mark.django_db
def test_prepared_sql_is_kept_apart_by_purposes(alice: Person) -> None:
    by_email = Prepared(lambda: Person.objects.filter(email=Slot("email", CharField())))
    with under(SERVE, SECURE):
        assert by_email.first(email=alice.email).password == alice.password  # type: ignore[union-attr]
    with under(SERVE):
        found = by_email.first(email=alice.email)
        assert found is not None
        with pytest.raises(PurposeRefused):
            _ = found.password
    with under(SECURE), pytest.raises(PurposeRefused):
        Prepared(lambda: Person.objects.order_by("name")[:1]).first()


def test_raw_sql_stands_where_the_guard_does_not_look_and_nowhere_else() -> None:
    """SQL that is no query of Django's is not seen: only the engine, and what keeps written queries, may have it."""
    raw = re.compile(r"\.raw\(|\bRawSQL\b|\.extra\(|\bcursor\(\)|_raw_delete|executescript")
    mine = {SOURCES / "lib" / "prepared.py", *(SOURCES / "privacy").rglob("*.py")}
    found = [
        path.relative_to(SOURCES)
        for path in SOURCES.rglob("*.py")
        if path not in mine and raw.search(path.read_text())
    ]
    assert not found


DELETED_BY_ITSELF = {
    "accounts/leaving.py": "the browser's session of who is erased",
    "billing/actions.py": "an operator's membership of an organization that is gone",
    "meetings/actions/door.py": "the entry of who found no seat",
    "organizations/actions.py": "memberships and invitations: what they let somebody do, not what happened (decision 141)",
    "organizations/contacts/actions.py": "files of contacts on their way in",
    "organizations/contacts/cli.py": "files of contacts on their way in",
    "outreach/handing_over.py": "letters that have left",
    "outreach/inbox/rounds.py": "which mails were read",
    "outreach/mailing_pages.py": "drafts",
    "outreach/mailings.py": "letters of a mailing that is stopped",
    "outreach/preferences.py": "an opt-out that is taken back",
    "recordings/actions/cutting.py": "what was cut out, where no hold forbade the cut",
    "web/slots.py": "nobody's",
    "web/worker.py": "results of tasks",
}


def test_RET_9_rows_are_deleted_by_the_engine_which_asks_for_holds() -> None:
    found = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if SOURCES / "privacy" not in path.parents and re.search(r"\.delete\(\)", path.read_text())
    }
    assert found == DELETED_BY_ITSELF.keys()


def test_the_engine_s_own_purposes_are_given_by_the_engine() -> None:
    allowed = {SOURCES / "web" / "cli.py", SOURCES / "web" / "preparation.py"}
    found = [
        path.relative_to(SOURCES)
        for path in SOURCES.rglob("*.py")
        if "for_the_engine" in path.read_text()
        and path not in allowed
        and SOURCES / "privacy" not in path.parents
    ]
    assert not found
