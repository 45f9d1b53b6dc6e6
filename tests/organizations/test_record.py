"""The organization's record: what its people did stands in it, and its administrators read it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.organizations.test_invitations import JOIN, link
from troth.accounts.models import Person
from troth.organizations import actions
from troth.organizations.models import Invitation, Membership, Organization, Role
from troth.privacy.append_only import unguarded
from troth.privacy.audit import head_of, record, verify_chain
from troth.privacy.models import AuditEntry
from troth.privacy.verify import verify

As = Callable[[Person], Client]
RECORD = "/organization/record/"


def recorded(organization: Organization) -> list[str]:
    return list(
        AuditEntry.objects.filter(scope=str(organization.pk))
        .order_by("number")
        .values_list("action", flat=True)
    )


def text_of(client: Client, address: str = RECORD) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_changes_an_organization_is_recorded(
    owner: Person, bob: Person, operator: Person, demo: Organization, as_person: As
) -> None:
    client = as_person(owner)
    client.post("/organization/rename/", {"name": "Demo & Daughters"})
    client.post("/organization/invite/", {"email": "nobody@demo.example", "role": "host"})
    unanswered = Invitation.objects.get(email="nobody@demo.example")
    client.post(f"/organization/invitations/{unanswered.pk}/resend/")
    again = Invitation.objects.get(email="nobody@demo.example")
    client.post(f"/organization/invitations/{again.pk}/revoke/")
    client.post("/organization/invite/", {"email": "operator@demo.example", "role": "host"})
    as_person(operator).post(link())
    client.post(f"/organization/people/{bob.pk}/role/", {"role": "administrator"})
    client.post(f"/organization/people/{bob.pk}/remove/")
    as_person(operator).post("/organization/leave/")
    assert recorded(demo) == [
        "organization.renamed",
        "invitation.sent",
        "invitation.sent_again",
        "invitation.withdrawn",
        "invitation.sent",
        "member.joined",
        "member.role_changed",
        "member.removed",
        "member.left",
    ]
    assert verify_chain(demo.pk).number == 9


def test_a_new_organization_begins_its_record(operator: Person, as_person: As) -> None:
    as_person(operator).post("/organization/start/", {"name": "Operations"})
    assert recorded(Organization.objects.get(name="Operations")) == ["organization.started"]


def test_what_is_refused_is_not_recorded(
    owner: Person, bob: Person, demo: Organization, as_person: As
) -> None:
    as_person(owner).post("/organization/leave/")
    as_person(bob).post("/organization/rename/", {"name": "Mine"})
    assert recorded(demo) == []


def test_an_action_whose_record_fails_does_not_happen(
    owner: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fail)
    own, colleague = Membership.objects.get(person=owner), Membership.objects.get(person=bob)
    name = own.organization.name
    with pytest.raises(RuntimeError):
        actions.remove(own, colleague)
    with pytest.raises(RuntimeError):
        actions.rename_organization(own, "Another")
    assert Membership.objects.filter(person=bob).exists()
    assert Organization.objects.filter(name=name).exists()


def test_administrators_read_it_in_plain_words(
    owner: Person, admin: Person, bob: Person, carol: Person, demo: Organization, as_person: As
) -> None:
    client = as_person(owner)
    client.post(f"/organization/people/{bob.pk}/role/", {"role": "host"})
    client.post("/organization/rename/", {"name": "Demo & Daughters"})
    page = text_of(as_person(admin))
    assert "Olive Owens gave Bob Brown the role host; it was member." in page
    assert page.index("renamed the organization") < page.index("gave Bob Brown"), "newest first"
    assert "Nothing is recorded yet" in text_of(as_person(carol))


def test_a_name_is_shown_only_as_long_as_its_person_is_there(
    owner: Person, bob: Person, alice: Person, as_person: As
) -> None:
    client = as_person(owner)
    client.post(f"/organization/people/{bob.pk}/role/", {"role": "host"})
    as_person(alice).post("/organization/leave/")
    client.post(f"/organization/people/{bob.pk}/remove/")
    bob.delete()
    text_of(client, "/organization/")  # which says once more whom she removed
    page = text_of(client)
    assert "Olive Owens gave somebody who is not here any more the role host" in page
    assert "Somebody who is not here any more left the organization." in page
    assert "Olive Owens took somebody who is not here any more out of the organization." in page
    assert "Bob" not in page
    assert "Alice" not in page


def test_one_kind_can_be_read_alone_and_the_rest_page_by_page(
    owner: Person, demo: Organization, as_person: As
) -> None:
    for _ in range(60):
        record("organization.renamed", scope=demo.pk, actor=owner)
    record("invitation.sent", scope=demo.pk, actor=owner, role="host")
    client = as_person(owner)
    assert "Page 1 of 2" in text_of(client)
    assert "entry 1<" in text_of(client, f"{RECORD}?page=2")
    alone = text_of(client, f"{RECORD}?kind=invitation")
    assert "invited somebody to the role host" in alone
    assert "renamed" not in alone
    assert "Nothing is recorded yet" in text_of(client, f"{RECORD}?kind=unknown")


def test_the_page_asks_as_much_for_many_entries_as_for_few(
    owner: Person, demo: Organization, as_person: As
) -> None:
    client = as_person(owner)
    counts = []
    for _ in range(2):
        for _ in range(10):
            record("organization.renamed", scope=demo.pk, actor=owner)
        with CaptureQueriesContext(connection) as queries:
            text_of(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_verified_on_demand_and_says_what_is_wrong(
    owner: Person, demo: Organization, as_person: As
) -> None:
    for _ in range(3):
        record("organization.renamed", scope=demo.pk, actor=owner)
    client = as_person(owner)
    assert "3 entries verified" in client.post(RECORD).content.decode()
    assert str(head_of(demo.pk)) in text_of(client)
    with unguarded(connection):
        AuditEntry.objects.filter(scope=str(demo.pk), number=2).update(action="member.left")
    page = client.post(RECORD).content.decode()
    assert "The record is not whole" in page
    assert "Entry 2 was changed." in page


def test_it_is_downloaded_as_the_verifier_reads_it(owner: Person, demo: Organization, as_person: As) -> None:
    record("organization.renamed", scope=demo.pk, actor=owner)
    answer = as_person(owner).get(f"{RECORD}record.jsonl")
    assert answer["Content-Disposition"] == 'attachment; filename="record.jsonl"'
    lines = b"".join(answer).splitlines(keepends=True)  # type: ignore[call-overload]
    assert verify(lambda: lines) == head_of(demo.pk)


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "operator"])
def test_nobody_else_reads_it(
    who: str, alice: Person, bob: Person, carol: Person, operator: Person, demo: Organization, as_person: As
) -> None:
    record("organization.renamed", scope=demo.pk, actor=alice)
    somebody = {"alice": alice, "bob": bob, "carol": carol, "operator": operator}[who]
    client = as_person(somebody)
    if who == "carol":
        assert "renamed" not in text_of(client)
        assert str(demo.pk) not in b"".join(client.get(f"{RECORD}record.jsonl")).decode()  # type: ignore[call-overload]
    else:
        assert client.get(RECORD).status_code == 403
        assert client.get(f"{RECORD}record.jsonl").status_code == 403


def test_an_account_by_invitation_stands_in_the_operators_record_and_the_place_in_the_organizations(
    admin: Person, demo: Organization, as_person: As
) -> None:
    opened = AuditEntry.objects.filter(scope="", action="account.opened").count()
    as_person(admin).post("/organization/invite/", {"email": "new@demo.example", "role": "member"})
    Client().post(link(), JOIN)
    assert Membership.objects.get(person__email="new@demo.example").role == Role.MEMBER
    assert recorded(demo) == ["invitation.sent", "member.joined"]
    assert AuditEntry.objects.filter(scope="", action="account.opened").count() == opened + 1
