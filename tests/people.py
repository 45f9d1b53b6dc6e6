"""The people of the tests, who must not see each other's things."""

from collections.abc import Callable

import pytest
from django.test import Client

from troth.accounts.actions import open_account
from troth.accounts.models import Person
from troth.organizations.models import Membership, Organization, Role

PASSWORD = "a long enough password"


def person(
    name: str, email: str, organization: Organization | None = None, role: Role | None = None
) -> Person:
    """Somebody with a confirmed address, and their place in an organization."""
    somebody = open_account(email, name, PASSWORD)
    if organization and role:
        Membership.objects.create(person=somebody, organization=organization, role=role)
    return somebody


@pytest.fixture
def demo(db: None) -> Organization:
    """The organization of everybody but carol and the operator."""
    return Organization.objects.create(name="Demo Company")


@pytest.fixture
def alice(demo: Organization) -> Person:
    """A host."""
    return person("Alice Adams", "alice@demo.example", demo, Role.HOST)


@pytest.fixture
def bob(demo: Organization) -> Person:
    """A member."""
    return person("Bob Brown", "bob@demo.example", demo, Role.MEMBER)


@pytest.fixture
def admin(demo: Organization) -> Person:
    """An administrator."""
    return person("Ada Minor", "admin@demo.example", demo, Role.ADMINISTRATOR)


@pytest.fixture
def owner(demo: Organization) -> Person:
    """The only owner of the organization."""
    return person("Olive Owens", "owner@demo.example", demo, Role.OWNER)


@pytest.fixture
def carol(db: None) -> Person:
    """The owner of another organization."""
    other = Organization.objects.create(name="Other Company")
    return person("Carol Clark", "carol@other.example", other, Role.OWNER)


@pytest.fixture
def operator(db: None) -> Person:
    """Who runs the installation; in no organization."""
    somebody = person("Otto Perez", "operator@demo.example")
    somebody.is_operator = True
    somebody.save()
    return somebody


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    """A browser that a person is signed in with: `as_person(alice).get("/meetings/")`."""

    def sign_in(somebody: Person) -> Client:
        client = Client(headers={"Accept": "text/html"})
        client.force_login(somebody)
        return client

    return sign_in
