"""docs/privacy-engine.md says what is so."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from troth import privacy
from troth.accounts.models import Person
from troth.privacy.checks import check_registry
from troth.privacy.registry import Registry

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "privacy-engine.md").read_text()
META = "    class Meta:\n        app_label = 'privacy'\n"
TEXT_LINE = '            "text": Personal("user.content.private", seen_by=(Recipient.COLLEAGUES,)),\n'


def _faults(example: str) -> list[tuple[str | None, str]]:
    names: dict[str, Any] = {name: getattr(privacy, name) for name in privacy.__all__}
    names |= {"models": models, "Person": Person, "_": str, "__name__": __name__}
    with isolate_apps("troth.privacy"):
        exec(example.replace("    privacy =", f"{META}\n    privacy ="), names)  # noqa: S102
    return [(fault.id, fault.msg) for fault in check_registry(Registry([Person, names["Note"]]))]


def _example() -> str:
    found = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_example_is_in_order() -> None:
    assert _faults(_example()) == []


def test_the_example_without_one_line_is_refused() -> None:
    assert TEXT_LINE in _example()
    assert _faults(_example().replace(TEXT_LINE, "")) == [
        ("privacy.E003", "privacy.Note.text is not declared.")
    ]


def _ids_in_code() -> set[str]:
    ids: set[str] = set()
    for path in (ROOT / "troth" / "privacy").glob("*.py"):
        code = path.read_text()
        ids |= {f"privacy.E{int(number):03}" for number in re.findall(r"\bfault\(\s*(\d+),", code)}
        ids |= set(re.findall(r'id="(privacy\.[EW]\d{3})"', code))
    return ids


def test_each_check_is_described_once() -> None:
    described = re.findall(r"^\| (privacy\.[EW]\d{3}) \|", DOCUMENT, re.MULTILINE)
    assert described == sorted(set(described))
    assert set(described) == _ids_in_code()


@pytest.mark.parametrize("name", sorted(_ids_in_code()))
def test_each_check_is_tried(name: str) -> None:
    tests = "".join(
        path.read_text() for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_docs.py"
    )
    assert name.removeprefix("privacy.") in tests
