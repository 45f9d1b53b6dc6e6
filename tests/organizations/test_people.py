"""Who is in an organization, and in what role."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.organizations import actions
from troth.organizations.models import Membership, Organization, Role
from troth.privacy import Purpose
from troth.privacy.purposes import under

As = Callable[[Person], Client]


def role_of(person: Person) -> str:
    return Membership.objects.get(person=person).role


def change(client: Client, person: Person, role: str) -> int:
    return client.post(f"/organization/people/{person.pk}/role/", {"role": role}).status_code


def test_everybody_sees_their_colleagues_and_nobody_elses(
    alice: Person, bob: Person, owner: Person, carol: Person, as_person: As
) -> None:
    page = as_person(bob).get("/organization/").content.decode()
    assert "Alice Adams" in page
    assert "Olive Owens" in page
    assert "carol@other.example" not in page
    assert "Remove" not in page, "a member changes nobody"
    assert "alice@demo.example" not in as_person(carol).get("/organization/").content.decode()


def test_an_administrator_changes_roles_up_to_their_own(
    admin: Person, owner: Person, bob: Person, as_person: As
) -> None:
    client = as_person(admin)
    change(client, bob, "administrator")
    assert role_of(bob) == Role.ADMINISTRATOR
    change(client, bob, "owner")
    assert role_of(bob) == Role.ADMINISTRATOR
    assert change(client, owner, "member") == 403
    assert role_of(owner) == Role.OWNER
    assert client.post(f"/organization/people/{owner.pk}/remove/").status_code == 403
    assert role_of(owner) == Role.OWNER


def test_a_role_that_does_not_exist_is_refused(owner: Person, bob: Person, as_person: As) -> None:
    client = as_person(owner)
    change(client, bob, "emperor")
    assert role_of(bob) == Role.MEMBER
    assert "can&#x27;t be given" in client.get("/organization/").content.decode()


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_hosts_and_members_administer_nothing(
    who: str, alice: Person, bob: Person, owner: Person, as_person: As
) -> None:
    client = as_person({"alice": alice, "bob": bob}[who])
    assert change(client, bob, "owner") == 403
    assert client.post(f"/organization/people/{owner.pk}/remove/").status_code == 403
    assert client.get("/organization/invite/").status_code == 403
    assert (
        client.post("/organization/invite/", {"email": "x@demo.example", "role": "member"}).status_code == 403
    )
    assert client.post("/organization/rename/", {"name": "Mine"}).status_code == 403


def test_another_organizations_owner_finds_nobody(carol: Person, bob: Person, as_person: As) -> None:
    client = as_person(carol)
    assert change(client, bob, "member") == 404
    assert client.get(f"/organization/people/{bob.pk}/remove/").status_code == 404
    assert client.post(f"/organization/people/{bob.pk}/remove/").status_code == 404
    assert role_of(bob) == Role.MEMBER


def test_the_removed_lose_the_organization_and_keep_their_account(
    admin: Person, bob: Person, as_person: As
) -> None:
    bobs = as_person(bob)
    client = as_person(admin)
    question = client.get(f"/organization/people/{bob.pk}/remove/").content.decode()
    assert "Remove Bob Brown?" in question
    assert Membership.objects.filter(person=bob).exists(), "a question changes nothing"
    client.post(f"/organization/people/{bob.pk}/remove/")
    page = bobs.get("/organization/").content.decode()
    assert "You belong to no organization yet" in page
    assert "Ada Minor" not in page
    assert bobs.get("/account/profile/").status_code == 200


def test_the_last_owner_can_not_leave_nor_be_demoted(owner: Person, bob: Person, as_person: As) -> None:
    client = as_person(owner)
    answer = client.post("/organization/leave/")
    assert answer.status_code == 409
    assert "needs an owner" in answer.content.decode()
    assert change(client, owner, "member") == 409
    assert client.post(f"/organization/people/{owner.pk}/remove/").status_code == 409
    assert role_of(owner) == Role.OWNER

    change(client, bob, "owner")
    assert client.post("/organization/leave/").status_code == 302
    assert not Membership.objects.filter(person=owner).exists()


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_the_same_moment_do_not_both_leave(owner: Person, demo: Organization) -> None:
    second = Person.objects.create_user("second@demo.example", name="Second Owner")
    Membership.objects.create(person=second, organization=demo, role=Role.OWNER)
    start = threading.Barrier(2)
    refused: list[str] = []

    @under(Purpose.SERVE)
    def leave(person: Person) -> None:
        own = Membership.objects.get(person=person)
        start.wait()
        try:
            actions.leave(own)
        except Problem as problem:
            refused.append(problem.kind)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(person,)) for person in (owner, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["last-owner"]
    assert Membership.objects.filter(organization=demo, role=Role.OWNER).count() == 1


def test_who_was_demoted_meanwhile_no_longer_administers(admin: Person, bob: Person) -> None:
    stale = Membership.objects.get(person=admin)
    Membership.objects.filter(person=admin).update(role=Role.MEMBER)
    with pytest.raises(Problem) as refusal:
        actions.change_role(stale, Membership.objects.get(person=bob), Role.HOST)
    assert refusal.value.status == 403
    assert role_of(bob) == Role.MEMBER


def test_an_administrator_renames_the_organization(admin: Person, demo: Organization, as_person: As) -> None:
    client = as_person(admin)
    assert client.post("/organization/rename/", {"name": ""}).status_code == 422
    client.post("/organization/rename/", {"name": "Demo & Daughters"})
    assert "Demo &amp; Daughters" in client.get("/organization/").content.decode()


def test_who_2_a_person_without_organization_can_start_one(operator: Person, as_person: As) -> None:
    """WHO-2"""
    client = as_person(operator)
    assert "You belong to no organization yet" in client.get("/organization/").content.decode()
    client.post("/organization/start/", {"name": "Operations"})
    assert role_of(operator) == Role.OWNER
    assert client.post("/organization/start/", {"name": "A second one"}).status_code == 409
    assert Organization.objects.get().name == "Operations"


@pytest.mark.parametrize("path", ["/organization/", "/organization/invite/", "/organization/leave/"])
def test_strangers_are_asked_to_sign_in(db: None, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
