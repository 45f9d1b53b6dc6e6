"""Which tests guard which promise, from the ids in their names and docstrings.

    python -m tests.guards

writes `troth/rights/guards.json`, which /promises shows. A test guards
what its own name or docstring says, `test_pol_4_…` or “(RET-4..7)”; what a
module's docstring says, the whole file guards.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from troth.privacy.promised import GROUPS, PROMISES

TESTS = Path(__file__).parent
TARGET = TESTS.parent / "troth" / "rights" / "guards.json"
IN_WORDS = re.compile(rf"\b({'|'.join(GROUPS)})-(\d+)(?:\.\.(\d+))?\b")
IN_NAME = re.compile(rf"(?:^|_)({'|'.join(GROUPS)})_(\d+)(?=_|$)", re.IGNORECASE)


def named_in(words: str, name: str = "") -> set[str]:
    """The promises that a docstring and a name speak of; of a range each."""
    found = {
        f"{group}-{number}"
        for group, first, last in IN_WORDS.findall(words)
        for number in range(int(first), int(last or first) + 1)
    }
    found |= {f"{group.upper()}-{number}" for group, number in IN_NAME.findall(name)}
    return found & set(PROMISES)


def guards_in(path: Path) -> Iterator[tuple[str, str]]:
    """Each promise that a file of tests guards, with the address of the test, or of the file."""
    tree = ast.parse(path.read_text())
    file = path.relative_to(TESTS.parent).as_posix()
    for promise in named_in(ast.get_docstring(tree) or ""):
        yield promise, file
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for promise in named_in(ast.get_docstring(node) or "", node.name):
                yield promise, f"{file}::{node.name}"


def guards() -> dict[str, list[str]]:
    """By promise, in order; those that no test names are not in it."""
    found: dict[str, set[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for promise, test in guards_in(path):
            found.setdefault(promise, set()).add(test)
    return {promise: sorted(found[promise]) for promise in PROMISES if promise in found}


def as_text() -> str:
    """What the file holds."""
    return json.dumps(guards(), indent=1) + "\n"


def main() -> None:
    """The command's entry."""
    TARGET.write_text(as_text())


if __name__ == "__main__":
    main()
