"""Nothing is read for a purpose that its declaration does not name (USE-12, LAW-1), whichever way it is read."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Length, RowNumber, TruncDay, Upper

from tests.privacy.conftest import World
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Feedback, Meeting
from troth.organizations.models import Membership, Organization
from troth.privacy import Basis, Controller, Declaration, KeepWhileOwned, Personal, Purpose, Subject
from troth.privacy.purposes import PurposeRefused, for_the_engine, go_on_under, in_force, under

pytestmark = pytest.mark.django_db

SERVE, SECURE, IMPROVE, BILL = Purpose.SERVE, Purpose.SECURE, Purpose.IMPROVE, Purpose.BILL
Way = Callable[[], Any]
people = Person.objects

# `password` and `last_login` are declared for SECURE alone; the rest of the account for SERVE.
WAYS: dict[str, Way] = {
    "values": lambda: list(people.values("password")),
    "values of everything": lambda: list(people.values()),
    "values_list": lambda: list(people.values_list("name", "password")),
    "values of an expression": lambda: list(people.values(hidden=F("password"))),
    "only": lambda: list(people.only("password")),
    "defer of another": lambda: [one.password for one in people.defer("name")],
    "deferred": lambda: people.defer("password").get().password,
    "left out": lambda: people.get().password,
    "refresh": lambda: people.get().refresh_from_db(fields=["password"]),
    "get": lambda: people.get(password__startswith=""),
    "filter": lambda: list(people.filter(password="x")),
    "exclude": lambda: list(people.exclude(password="x")),
    "filter by a Q": lambda: list(people.filter(Q(name="x") | ~Q(password="x"))),
    "filter by null": lambda: list(people.filter(last_login__isnull=True)),
    "filter by a transform": lambda: list(people.filter(last_login__year=2020)),
    "filter by an F": lambda: list(people.filter(name=F("password"))),
    "filter by a computed value": lambda: list(people.alias(n=Length("password")).filter(n=1)),
    "exists": lambda: people.filter(password="x").exists(),
    "count": lambda: people.filter(password="x").count(),
    "contains": lambda: people.filter(password="x").contains(people.only("name").get()),
    "order_by": lambda: list(people.order_by("password")),
    "order_by an expression": lambda: list(people.order_by(Upper("password").desc())),
    "latest": lambda: people.latest("last_login"),
    "distinct": lambda: list(people.order_by("last_login").values("name").distinct()),
    "dates": lambda: list(people.datetimes("last_login", "day")),
    "annotate": lambda: list(people.annotate(big=Upper("password"))),
    "annotate a date": lambda: list(people.annotate(day=TruncDay("last_login")).values("day")),
    "case": lambda: list(people.annotate(one=Case(When(password="x", then=Value(1)), default=Value(0)))),
    "window": lambda: list(people.annotate(place=Window(RowNumber(), order_by="last_login"))),
    "window filtered": lambda: list(
        people.annotate(place=Window(RowNumber(), partition_by=["password"])).filter(place=1)
    ),
    "aggregate": lambda: people.aggregate(latest=Max("last_login")),
    "aggregate over a slice": lambda: people.order_by("last_login")[:1].aggregate(count=Count("*")),
    "aggregate with a filter": lambda: people.aggregate(count=Count("id", filter=Q(password="x"))),
    "group by": lambda: list(people.values("password").annotate(count=Count("*"))),
    "having": lambda: list(people.values("name").annotate(latest=Max("last_login")).filter(latest=None)),
    "in a subquery": lambda: list(Membership.objects.filter(person__in=people.filter(password="x"))),
    "out of a subquery": lambda: list(
        Membership.objects.annotate(
            hidden=Subquery(people.filter(pk=OuterRef("person")).values("password")[:1])
        )
    ),
    "exists outside": lambda: list(
        people.filter(Exists(Membership.objects.filter(role=OuterRef("password"))))
    ),
    "union": lambda: list(people.values_list("name").union(people.values_list("password"))),
    "union, ordered": lambda: list(
        people.values("password").union(people.values("password")).order_by("password")
    ),
    "difference": lambda: list(people.values("name").difference(people.filter(password="x").values("name"))),
    "across a relation": lambda: list(Membership.objects.filter(person__password="x")),
    "values across a relation": lambda: list(Membership.objects.values("person__password")),
    "order across a relation": lambda: list(Membership.objects.order_by("person__last_login")),
    "back across a relation": lambda: list(Organization.objects.filter(memberships__person__password="x")),
    "select_related": lambda: [one.person.password for one in Membership.objects.select_related("person")],
    "select_related and only": lambda: list(
        Membership.objects.select_related("person").only("person__password")
    ),
    "prefetch": lambda: [one.person.password for one in Membership.objects.prefetch_related("person")],
    "prefetch of a query": lambda: list(
        Membership.objects.prefetch_related(Prefetch("person", people.filter(password="x")))
    ),
    "in_bulk": lambda: [one.password for one in people.in_bulk().values()],
    "iterator": lambda: [one.password for one in list(people.iterator())],
    "explain": lambda: people.filter(password="x").explain(),
    "update by it": lambda: people.update(name=F("password")),
    "update where": lambda: people.filter(password="x").update(name="x"),
    "update where across": lambda: Membership.objects.filter(person__password="x").update(role="host"),
    "delete where": lambda: Membership.objects.filter(person__password="x").delete(),
    "get_or_create": lambda: people.get_or_create(password="", defaults={"email": "x@demo.example"}),
    "bulk_update by it": lambda: people.bulk_update([Person(pk=uuid.uuid4(), name=F("password"))], ["name"]),
    "uniqueness": lambda: people.filter(Q(name="x") & Q(password__in=people.values("password"))).first(),
}
if connection.vendor == "postgresql":
    WAYS |= {
        "distinct on": lambda: list(people.order_by().distinct("password").values("name")),
        "lock": lambda: list(people.select_for_update(of=("self",)).filter(password="x")),
    }


def ask(way: Way) -> None:
    # A change that fails takes what is around it along.
    with transaction.atomic():
        way()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_USE_12_a_field_is_read_for_its_own_purposes_only(bob: Person, way: Way) -> None:
    with under(SERVE), pytest.raises(PurposeRefused, match=r"accounts\.Person\.(password|last_login) "):
        ask(way)
    with under(SERVE, SECURE):
        way()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_USE_12_nothing_personal_is_read_where_nobody_says_for_what(bob: Person, way: Way) -> None:
    with under(), pytest.raises(PurposeRefused):
        ask(way)
    with for_the_engine():
        way()


def test_a_refusal_names_field_and_purposes_and_no_value(bob: Person) -> None:
    with under(SERVE, IMPROVE), pytest.raises(PurposeRefused) as refused:
        Person.objects.get(password=bob.password)
    assert str(refused.value) == (
        "accounts.Person.password may not be read: it is declared for secure, "
        "and this code runs for improve, serve."
    )
    with under(), pytest.raises(PurposeRefused) as refused:
        list(Person.objects.values("job_title"))
    assert str(refused.value) == (
        "accounts.Person.job_title may not be read: it is declared for serve, and nobody said for what this code runs."
    )


def test_a_row_is_loaded_without_what_may_not_be_read(bob: Person) -> None:
    with under(SERVE):
        loaded = Person.objects.get(pk=bob.pk)
        assert loaded.get_deferred_fields() == {"password", "last_login"}
        joined = Membership.objects.select_related("person").get(person=bob)
        assert joined.person.get_deferred_fields() == {"password", "last_login"}
        loaded.name = "Robert"
        loaded.save()
        loaded.refresh_from_db()
    with under(SECURE, SERVE):
        again = Person.objects.get(pk=bob.pk)
        assert not again.get_deferred_fields()
        assert (again.name, again.password) == ("Robert", bob.password)


def test_a_row_whose_key_may_not_be_read_is_not_loaded(bob: Person) -> None:
    with under(BILL), pytest.raises(PurposeRefused, match=r"accounts\.Person\.id"):
        Person.objects.get()


def test_what_is_about_nobody_is_always_read(demo: Organization) -> None:
    with under():
        assert Organization.objects.get(name="Demo Company") == demo


def test_a_count_of_rows_reads_no_column(bob: Person) -> None:
    with under():
        assert Person.objects.count() == 1


def test_a_join_reads_the_columns_it_joins_by(bob: Person) -> None:
    """`person` of an attendance is for SERVE and BILL, the account's own id is not for BILL."""
    with under(BILL):
        assert not Attendance.objects.filter(person=bob.pk).order_by("asked_at").exists()
        with pytest.raises(PurposeRefused, match=r"accounts\.Person\.id"):
            list(Attendance.objects.filter(person__membership__isnull=True))
    with under(IMPROVE):
        assert not Feedback.objects.filter(attendance__session__locked=True).exists()
        with pytest.raises(PurposeRefused, match=r"meetings\.Attendance\.person"):
            list(Feedback.objects.filter(attendance__person__isnull=True))
    some = FilteredRelation("attendances", condition=Q(attendances__acknowledged_at__isnull=True))
    with under(SERVE), pytest.raises(PurposeRefused, match=r"meetings\.Attendance\.acknowledged_at"):
        list(Person.objects.annotate(some=some).filter(some__role="host"))


def test_a_part_that_writes_its_own_parts_is_seen_through() -> None:
    """An aggregate writes its filter past the compiler's `compile`."""
    with under(Purpose.LEGAL), pytest.raises(PurposeRefused, match=r"meetings\.Attendance\.may_share"):
        Attendance.objects.aggregate(count=Count("id", filter=F("may_share")))


def test_what_is_written_is_not_read(demo: Organization, bob: Person) -> None:
    with under():
        person = Person(email="new@demo.example", name="New")
        person.set_password("a long enough password")
        person.save(force_insert=True)
        Membership.objects.create(person=person, organization=demo)
        Organization.objects.update(name="Renamed")
    with under(SERVE):
        Person.objects.filter(pk=bob.pk).update(password="!", last_login=None)
    bob.refresh_from_db()
    assert bob.password == "!"


def test_one_purpose_of_several_is_enough(bob: Person) -> None:
    with under(IMPROVE, SECURE):
        assert list(Person.objects.values_list("email")) == [(bob.email,)]


def test_a_purpose_replaces_the_one_around_it(bob: Person) -> None:
    with under(SERVE):
        with under(SECURE):
            assert in_force() == {SECURE}
            with pytest.raises(PurposeRefused):
                list(Person.objects.values("job_title"))
        assert in_force() == {SERVE}
        assert list(Person.objects.values("job_title"))
        with pytest.raises(ZeroDivisionError), under(SECURE):
            _ = 1 / 0
        assert in_force() == {SERVE}


def test_an_edge_that_learns_late_what_it_is_leaves_nothing_behind() -> None:
    with under(BILL):
        with under(SERVE):
            go_on_under(frozenset({IMPROVE}))
            assert in_force() == {IMPROVE}
        assert in_force() == {BILL}


def test_a_function_runs_for_its_purposes_each_time() -> None:
    @under(SERVE)
    def deep(times: int) -> list[Any]:
        return [in_force(), *(deep(times - 1) if times else [])]

    with under(BILL):
        assert deep(2) == [{SERVE}] * 3
        assert in_force() == {BILL}
    assert deep.purposes == {SERVE}


def test_what_would_run_outside_of_its_purposes_gets_none() -> None:
    def lines() -> Any:
        yield 1

    async def later() -> None: ...

    for one in (lines, later):
        with pytest.raises(TypeError, match="outside"):
            under(SERVE)(one)


def test_a_query_is_held_against_the_purpose_it_is_asked_for(bob: Person) -> None:
    with under(SECURE):
        question = Person.objects.values("password")
    with under(SERVE), pytest.raises(PurposeRefused):
        list(question)


@pytest.mark.django_db(transaction=True)
def test_a_purpose_is_of_one_thread(bob: Person) -> None:
    found: list[Any] = []

    def look() -> None:
        try:
            found.append(in_force())
            with under(SERVE):
                inside.set()
                leave.wait(10)
                found.append(in_force())
        finally:
            connection.close()

    inside, leave = threading.Event(), threading.Event()
    thread = threading.Thread(target=look)
    with under(SECURE):
        thread.start()
        assert inside.wait(10)
        assert in_force() == {SECURE}
        leave.set()
        thread.join()
    assert found == [None, {SERVE}]


def question(rows: QuerySet[Any]) -> str:
    """A query as it would be asked."""
    return str(rows.query)


def test_a_model_that_is_added_tomorrow_needs_no_line_of_the_engine(world: World) -> None:
    notes = world.note._default_manager
    with under(Purpose.PROMOTE):
        assert '."text"' not in question(notes.all())
        for refused in (notes.values("text"), notes.filter(author__email="x"), notes.order_by("author")):
            with pytest.raises(PurposeRefused):
                question(refused)
    with under(SERVE):
        assert "text" in question(notes.filter(author__email="x").order_by("author", "text"))


def test_a_child_s_own_table_and_its_parent_s_are_each_held_against_their_own(world: World) -> None:
    class Diary(world.note):  # type: ignore[name-defined]
        mood = models.CharField(max_length=20)

        privacy = Declaration(
            about="Diaries",
            controller=Controller.OPERATOR,
            owners={"note_ptr__author": Subject.MEMBER},
            purposes={IMPROVE: Basis.CONSENT},
            keep=KeepWhileOwned(),
            personal={"mood": Personal("user.content.private")},
            other=("note_ptr",),
        )

        class Meta:
            app_label = "privacy"

    with under(IMPROVE):
        assert '"mood"' in question(Diary.objects.all())
        assert '"text"' not in question(Diary.objects.all())
        with pytest.raises(PurposeRefused, match=r"privacy\.Note\.text"):
            question(Diary.objects.filter(text="x"))


def test_what_nobody_declared_is_read_by_the_engine_alone(world: World) -> None:
    world.declare(personal={"author": world.declared.personal["author"]})
    with under(SERVE), pytest.raises(PurposeRefused, match=r"privacy\.Note\.text .* it is not declared"):
        question(world.note._default_manager.values("text"))
    with for_the_engine():
        assert "text" in question(world.note._default_manager.values("text"))


def test_the_registry_of_migrations_is_read_without_a_purpose() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    with under():
        assert MigrationRecorder(connection).applied_migrations()


def test_a_meeting_goes_with_all_that_hangs_on_it(
    alice: Person, make_meeting: Callable[..., Meeting]
) -> None:
    meeting = make_meeting(alice)
    with under(SERVE):
        Meeting.objects.get(pk=meeting.pk).delete()
    assert not Meeting.objects.exists()
