"""The verifier of an audit record: whatever is done to a file is found, and where."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.privacy import verify as verify_module
from troth.privacy.verify import (
    FIELDS,
    GENESIS,
    Fault,
    Head,
    canonical,
    digest_of,
    header_of,
    verify,
    verify_file,
)

Lines = list[bytes]
SCRIPT = Path(verify_module.__file__)


def entry_of(number: int, previous: str, **changes: Any) -> dict[str, Any]:
    entry = {
        "scope": "acme",
        "number": number,
        "at": f"2026-01-01T00:00:{number % 60:02}.000000Z",
        "action": "member.left",
        "actor_kind": "accounts.Person",
        "actor": f"{number:064x}",
        "object_kind": "",
        "object": "",
        "facts": {"role": "host", "days": number, "is_new": True},
        "previous": previous,
    } | changes
    return entry | {"digest": digest_of(entry)}


def line_of(entry: dict[str, Any]) -> bytes:
    return canonical(entry) + b"\n"


def seal(entries: list[dict[str, Any]]) -> Lines:
    """A record of these entries, numbered, chained and digested anew."""
    previous, lines = GENESIS, []
    for number, entry in enumerate(entries, 1):
        fresh = {**entry, "number": number, "previous": previous}
        fresh["digest"] = previous = digest_of(fresh)
        lines.append(line_of(fresh))
    return [line_of(header_of("acme", Head(len(lines), previous))), *lines]


def record_of(length: int) -> Lines:
    return seal([entry_of(number, "") for number in range(1, length + 1)])


def entries(lines: Lines) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines[1:]]


def fault_in(lines: Lines, published: str = "") -> str:
    with pytest.raises(Fault) as found:
        verify(lambda: lines, published)
    return str(found.value)


def head_at(lines: Lines, number: int) -> Head:
    return Head(number, entries(lines)[number - 1]["digest"])


@pytest.fixture
def lines() -> Lines:
    return record_of(9)


def test_a_record_is_whole(lines: Lines) -> None:
    assert verify(lambda: lines) == head_at(lines, 9)


def test_a_record_without_entries_is_whole() -> None:
    assert verify(lambda: record_of(0)) == Head(0, GENESIS)


@pytest.mark.parametrize("number", [1, 5, 9])
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_an_edit_of_any_field_is_found_where_it_is(lines: Lines, field: str, number: int) -> None:
    entry = json.loads(lines[number])
    value = entry[field]
    for other in (value + 1 if isinstance(value, int) else "x", None, 77, {"role": "owner"}):
        changed = [*lines[:number], line_of(entry | {field: other}), *lines[number + 1 :]]
        assert fault_in(changed).startswith(f"Entry {number} was changed")
    del entry[field]
    changed = [*lines[:number], line_of(entry), *lines[number + 1 :]]
    assert fault_in(changed).startswith(f"Entry {number} was changed")


@pytest.mark.parametrize("number", range(1, 10))
def test_an_edit_under_a_digest_made_anew_is_found_where_it_is(lines: Lines, number: int) -> None:
    entry = json.loads(lines[number]) | {"action": "member.removed"}
    entry["digest"] = digest_of(entry)
    changed = [*lines[:number], line_of(entry), *lines[number + 1 :]]
    assert fault_in(changed).startswith(f"Entry {number} was changed, and its digest made anew")


@pytest.mark.parametrize("number", range(2, 10))
def test_a_link_bent_under_a_digest_made_anew_is_found_where_it_is(lines: Lines, number: int) -> None:
    entry = json.loads(lines[number]) | {"previous": "f" * 64}
    entry["digest"] = digest_of(entry)
    changed = [*lines[:number], line_of(entry), *lines[number + 1 :]]
    assert fault_in(changed).startswith(f"Entry {number} was changed, and its digest made anew")


def test_an_end_written_anew_is_found_by_a_head_published_before(lines: Lines) -> None:
    changed = entries(lines)
    changed[6]["action"] = "member.removed"
    anew = seal(changed)
    assert verify(lambda: anew).number == 9, "nothing inside the file can show it"
    assert verify(lambda: anew, str(head_at(lines, 6))).number == 9
    assert fault_in(anew, str(head_at(lines, 8))).startswith("Entry 8 is not the one that was published")
    assert "no entry in it has the published head" in fault_in(anew, head_at(lines, 8).digest)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (1, 1, "Entry 1 is missing."),
        (4, 4, "Entry 4 is missing."),
        (4, 6, "Entries 4 to 6 are missing."),
        (9, 9, "Entry 9 is missing at the end."),
        (3, 9, "Entries 3 to 9 are missing at the end."),
        (1, 9, "Entries 1 to 9 are missing at the end."),
    ],
)
def test_entries_taken_out_are_named(lines: Lines, first: int, last: int, sentence: str) -> None:
    assert fault_in(lines[:first] + lines[last + 1 :]) == sentence


@pytest.mark.parametrize("kept", [0, 1, 7])
def test_an_end_cut_off_under_a_new_header_is_found_by_a_head_published_before(
    lines: Lines, kept: int
) -> None:
    cut = seal(entries(lines)[:kept])
    assert verify(lambda: cut).number == kept
    published = head_at(lines, 9)
    rest = "Entries" if kept < 8 else "Entry"
    assert fault_in(cut, str(published)).startswith(f"{rest} {kept + 1} to 9 are missing at the end.")
    assert fault_in(cut, published.digest).startswith(f"The record ends with entry {kept}, and no entry")


def test_an_entry_put_in_is_named(lines: Lines) -> None:
    put_in = line_of(entry_of(5, json.loads(lines[4])["digest"], action="member.removed"))
    assert fault_in([*lines[:5], put_in, *lines[5:]]) == "Entry 5 stands there 2 times."
    assert fault_in([*lines[:6], put_in, *lines[6:]]) == "Entry 5 stands there 2 times."
    assert fault_in([*lines, line_of(entry_of(10, head_at(lines, 9).digest))]) == (
        "The header was changed: it says that the record ends with entry 9."
    )
    assert fault_in([*lines[:4], line_of(entry_of(0, GENESIS)), *lines[4:]]) == (
        "Entry 0 was put in after entry 3."
    )


def test_entries_in_another_order_are_named(lines: Lines) -> None:
    swapped = [*lines]
    swapped[4], swapped[5] = swapped[5], swapped[4]
    assert fault_in(swapped) == "Entry 5 stands before entry 4."
    assert fault_in([*lines[:3], lines[9], *lines[3:9]]) == "Entry 9 stands before entry 3."
    assert fault_in([lines[0], *lines[2:], lines[1]]) == "Entry 2 stands before entry 1."


def test_an_entry_of_another_record_is_named(lines: Lines) -> None:
    foreign = entry_of(5, json.loads(lines[4])["digest"], scope="other")
    assert fault_in([*lines[:5], line_of(foreign), *lines[6:]]) == (
        "Entry 5 belongs to another record than its header says."
    )


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (b"", "The first line is not the header of an audit record."),
        (b"[]\n", "The first line is not the header of an audit record."),
        (b'{"scope":"acme"}\n', "The first line is not the header of an audit record."),
        (
            line_of(header_of("acme", Head(9, GENESIS)) | {"version": 2}),
            "The record has version 2 of the format",
        ),
        (line_of(header_of("acme", Head(9, GENESIS)) | {"more": 1}), "The header was changed."),
        (line_of(header_of("other", Head(9, GENESIS))), "Entry 1 belongs to another record"),
        (
            line_of(header_of("acme", Head(9, GENESIS))),
            "Entry 9 was changed, and its digest made anew; or the header",
        ),
        (line_of(header_of("acme", Head(8, GENESIS))), "The header was changed: it says"),
    ],
)
def test_a_header_that_was_changed_is_told(lines: Lines, header: bytes, sentence: str) -> None:
    assert fault_in([header, *lines[1:]]).startswith(sentence)


@pytest.mark.parametrize("head", ["9", "x" * 64, "-1:" + "0" * 64, "0" * 63])
def test_a_published_head_that_is_none_is_told(lines: Lines, head: str) -> None:
    assert fault_in(lines, head).startswith("The published head is not one")


def test_every_head_published_on_the_way_is_still_in_the_record(lines: Lines) -> None:
    for number in range(1, 10):
        verify(lambda: lines, str(head_at(lines, number)))
        verify(lambda: lines, head_at(lines, number).digest.upper())
    verify(lambda: lines, f"0:{GENESIS}")


words = st.text("abcdefghij_.-é", min_size=1, max_size=12)
facts = st.dictionaries(words, st.one_of(st.booleans(), st.integers(-(2**53), 2**53), words), max_size=3)
records = st.lists(
    st.builds(lambda action, facts: entry_of(1, "", action=action, facts=facts), words, facts),
    min_size=1,
    max_size=8,
).map(seal)


@given(records, st.data())
@settings(deadline=None, max_examples=200)
def test_any_byte_changed_added_or_taken_out_is_found(lines: Lines, data: st.DataObject) -> None:
    whole = b"".join(lines)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    change: Callable[[], bytes] = data.draw(
        st.sampled_from(
            [
                lambda: whole[:at] + bytes([byte]) + whole[at + 1 :],
                lambda: whole[:at] + bytes([byte]) + whole[at:],
                lambda: whole[:at] + whole[at + 1 :],
            ]
        )
    )
    changed = change().splitlines(keepends=True)
    sentence = fault_in(changed)
    number = whole[:at].count(b"\n")
    if number:
        assert any(f"ntry {near}" in sentence or f"to {near}" in sentence for near in (number, number + 1))


@given(records.filter(lambda lines: len(lines) > 2), st.data())
@settings(deadline=None, max_examples=200)
def test_any_other_sequence_of_the_same_entries_is_found(lines: Lines, data: st.DataObject) -> None:
    index = st.lists(st.integers(1, len(lines) - 1), max_size=10)
    taken = data.draw(index.filter(lambda picks: picks != list(range(1, len(lines)))))
    fault_in([lines[0], *(lines[pick] for pick in taken)])


def test_it_runs_by_itself_without_anything_installed(lines: Lines, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"

    def run(content: Lines, *words: str) -> tuple[int, str, str]:
        file.write_bytes(b"".join(content))
        command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        return done.returncode, done.stdout, done.stderr

    head = head_at(lines, 9)
    assert run(lines) == (0, f"All 9 entries are whole. Head {head}\n", "")
    assert run(lines, "--head", str(head_at(lines, 4)))[0] == 0
    assert run(lines[:5] + lines[6:]) == (1, "", "Entry 5 is missing.\n")
    assert run(record_of(7), "--head", str(head)) == (1, "", "Entries 8 to 9 are missing at the end.\n")


def test_it_imports_the_standard_library_only() -> None:
    for node in ast.walk(ast.parse(SCRIPT.read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= sys.stdlib_module_names
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert (node.module or "").split(".")[0] in sys.stdlib_module_names


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    is_whole, sentence = verify_file(tmp_path / "nothing")
    assert not is_whole
    assert "can't be read" in sentence


def test_a_line_no_json_can_hold_is_told(lines: Lines) -> None:
    deep = b"[" * 100_000 + b"\n"
    lone = lines[5].replace(b"member.left", b"\\ud800")
    for line in (deep, lone, b"\xff\n", b"1" * 5000 + b"\n"):
        assert fault_in([*lines[:5], line, *lines[6:]]).startswith("Entry 5 was changed")


def test_there_is_one_way_to_write_a_line(lines: Lines) -> None:
    entry = json.loads(lines[5])
    for other in (
        lines[5].replace(b",", b", ", 1),
        lines[5].replace(b"\n", b"\r\n"),
        lines[5].replace(b"member", b"m\\u0065mber"),
        lines[5].replace(b"{", b'{"action":"member.removed",', 1),
        json.dumps(dict(reversed(entry.items())), separators=(",", ":")).encode() + b"\n",
    ):
        assert fault_in([*lines[:5], other, *lines[6:]]).startswith("Entry 5 was changed")
    assert canonical({"b": [1, True], "a": "é"}) == '{"a":"é","b":[1,true]}'.encode()
