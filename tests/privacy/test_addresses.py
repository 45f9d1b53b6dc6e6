"""An address is one address, however it is typed (WHO-1)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from troth.accounts.models import Person
from troth.organizations.models import Contact, Kind
from troth.privacy import AddressField
from troth.privacy.people import people_at

pytestmark = pytest.mark.django_db
SAM = "sam@supplier.example"
TYPED = " Sam@SUPPLIER.example"


def test_it_is_kept_and_found_in_small_letters() -> None:
    contact = Contact.objects.create(kind=Kind.SUPPLIER, email=TYPED)
    assert contact.email == SAM
    Contact.objects.bulk_create([Contact(kind=Kind.PARTNER, email=TYPED)])
    prospect = Contact.objects.create(kind=Kind.PROSPECT, email="old@supplier.example")
    Contact.objects.filter(pk=prospect.pk).update(email=TYPED)
    assert {*Contact.objects.values_list("email", flat=True)} == {SAM}
    assert Contact.objects.filter(email=TYPED).count() == 3
    assert Contact.objects.filter(email__in=[TYPED]).count() == 3
    assert len(people_at(TYPED)) == 3


def test_two_ways_to_type_it_are_not_two_people(alice: Person) -> None:
    Contact.objects.create(kind=Kind.SUPPLIER, email=SAM)
    with pytest.raises(ValidationError, match="contact of this kind"):
        Contact(kind=Kind.SUPPLIER, email=TYPED.strip()).full_clean(exclude=["sources"])
    assert Person.objects.get_by_natural_key("ALICE@Demo.example") == alice
    with pytest.raises(ValidationError):
        Person(email="ALICE@Demo.example", name="Alice").full_clean(exclude=["password"])


def test_migrations_name_djangos_own_field() -> None:
    assert AddressField().deconstruct()[1] == models.EmailField().deconstruct()[1]
