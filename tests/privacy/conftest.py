"""A small world of throwaway models with declarations in order, for tests to break."""

# ruff: noqa: DJ008

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import models
from django.test.utils import isolate_apps

from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    Keep,
    KeepWhileOwned,
    Personal,
    Purpose,
    Readable,
    Source,
    Subject,
)
from troth.privacy.checks import check_registry
from troth.privacy.registry import Behalf, Registry


@dataclass
class World:
    """Human (a person), Shelf (about nobody), Note (about its author; its shelf has the date it expires by)."""

    human: type[models.Model]
    shelf: type[models.Model]
    note: type[models.Model]

    @property
    def declared(self) -> Declaration:
        """What Note declares."""
        found = vars(self.note)["privacy"]
        assert isinstance(found, Declaration)
        return found

    def declare(self, **changes: Any) -> None:
        """Change what Note declares."""
        self.note.privacy = replace(self.declared, **changes)  # type: ignore[attr-defined]

    def declare_field(self, name: str, **changes: Any) -> None:
        """Change what Note declares of one personal field."""
        self.declare(
            personal={**self.declared.personal, name: replace(self.declared.personal[name], **changes)}
        )

    def registry(self, *behalves: Behalf, models: tuple[type[models.Model], ...] = ()) -> Registry:
        return Registry([self.human, self.shelf, self.note, *models], behalves)

    def faults(self, *behalves: Behalf, models: tuple[type[models.Model], ...] = ()) -> list[CheckMessage]:
        return list(check_registry(self.registry(*behalves, models=models)))


@pytest.fixture
def world() -> Iterator[World]:
    with isolate_apps("troth.privacy"):

        class Human(models.Model):
            email = models.EmailField()

            objects = Readable()

            privacy = Declaration(
                about="Your account",
                controller=Controller.OPERATOR,
                owners={SELF: Subject.MEMBER},
                purposes={Purpose.SERVE: Basis.CONTRACT},
                keep=KeepWhileOwned(),
                personal={"email": Personal("user.contact.email")},
                other=("id",),
            )

            class Meta:
                app_label = "privacy"

        class Shelf(models.Model):
            label = models.CharField(max_length=20)
            closed_at = models.DateTimeField(null=True)

            privacy = Declaration(other=("id", "label", "closed_at"))

            class Meta:
                app_label = "privacy"

        class Note(models.Model):
            author = models.ForeignKey(Human, models.CASCADE, related_name="notes")
            shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="notes")
            text = models.TextField()
            written_at = models.DateTimeField()

            objects = Readable()

            privacy = Declaration(
                about="Notes",
                controller=Controller.ORGANIZATION,
                owners={"author": Subject.MEMBER},
                readers={"shelf__notes__author": Subject.MEMBER},
                purposes={Purpose.SERVE: Basis.CONTRACT},
                scope="shelf",
                keep=Keep(start="shelf__closed_at", days=365, rule="meeting_days"),
                personal={
                    "author": Personal("user.unique_id", Source.USE),
                    "text": Personal("user.content.private", keep=Keep("written_at", 7)),
                },
                other=("id", "shelf", "written_at"),
            )

            class Meta:
                app_label = "privacy"

        yield World(Human, Shelf, Note)
