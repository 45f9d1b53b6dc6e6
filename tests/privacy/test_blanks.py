"""What a field holds when nothing is to be left in it."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from troth.privacy import Personal
from troth.privacy.blanks import CantBeBlank, blank, is_pseudonymous, pseudonym


@isolate_apps("troth.privacy")
def test_each_kind_of_field() -> None:
    class Everything(models.Model):  # noqa: DJ008
        text = models.TextField()
        maybe = models.CharField(max_length=5, null=True)  # noqa: DJ001
        short = models.CharField(max_length=5)
        unique = models.CharField(max_length=40, unique=True)
        number = models.IntegerField()
        seven = models.IntegerField(default=7)
        yes = models.BooleanField(default=True)
        no = models.BooleanField()
        json = models.JSONField()
        list = models.JSONField(default=list)
        at = models.DateTimeField()
        other = models.ForeignKey("self", models.CASCADE)

        class Meta:
            app_label = "privacy"

    def of(name: str) -> "models.Field[object, object]":
        return Everything._meta.get_field(name)  # type: ignore[return-value]

    blanks = {
        "text": "",
        "maybe": None,
        "short": "",
        "number": 0,
        "seven": 7,
        "yes": True,
        "no": False,
        "json": {},
        "list": [],
    }
    assert {name: blank(of(name)) for name in blanks} == blanks
    for name in ("unique", "at", "other"):
        with pytest.raises(CantBeBlank, match=rf"privacy\.Everything\.{name} "):
            blank(of(name))
    named = Personal("user.name.first")
    words = {
        name for name in ("text", "maybe", "short", "unique", "number") if is_pseudonymous(of(name), named)
    }
    assert words == {"text", "short", "unique"}
    assert [is_pseudonymous(of(name), Personal("user.content")) for name in ("text", "unique")] == [
        False,
        True,
    ]
    assert not is_pseudonymous(of("text"))
    assert [len(pseudonym(of(name))) for name in ("short", "unique", "text")] == [5, 16, 16]
    assert pseudonym(of("text")) != pseudonym(of("text"))
