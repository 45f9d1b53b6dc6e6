"""What an erasure does, read from the rules once more: plain sets over all rows at once, and no database."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.privacy.shapes.world import NEEDED, Paths, Row, Rows, pointers
from troth.privacy import ROW

PERSONAL = {"Thing": ("one", "two", "guest", "text"), "Part": ("who", "text"), "Tag": ("text",)}


@dataclass
class Reference:
    """Some rows, and what the paths between them mean. `holds` are the rows on hold."""

    rows: Rows
    owners: Paths
    readers: Paths
    nameless: frozenset[str]
    holds: set[Row]

    def is_person(self, row: Row) -> bool:
        return row[0] == "Human" or (row[0] == "Guest" and self.rows[row]["user"] is None)

    def ends(self, row: Row, path: str) -> Iterator[Row]:
        if path == "links":
            yield from (one for one in self.rows if one[0] == "Link" and self.rows[one]["thing"] == row[1])
        else:
            yield from (end for name, end in pointers(self.rows, row) if name == path)

    def above(self, row: Row, owns: bool) -> Iterator[tuple[str, Row]]:
        fixed = {"Guest": ("user",), "Link": ("human",)}.get(row[0], ()) if owns else ()
        drawn = [path for table, path in (self.owners if owns else self.readers) if table == row[0]]
        for path in (*fixed, *drawn):
            yield from ((path, end) for end in self.ends(row, path))

    def needed(self, rows: set[Row]) -> set[Row]:
        return closure(rows, lambda found: {end for row in found for _, end in pointers(self.rows, row)})

    def erase(self, roots: set[Row]) -> Rows:
        """The rows that are left, as they are then."""
        on = lambda found: {row for row in found if row in roots or not self.is_person(row)}  # noqa: E731
        owned = closure(roots, lambda found: self.below(on(found), (True,))) & self.rows.keys()
        theirs = on(owned)
        seen = closure(self.below(theirs, (False,)), lambda found: self.below(on(found), (True, False)))
        ruled = [
            (row, rule)
            for row in self.rows
            for owns in (True, False)
            for path, end in self.above(row, owns)
            if end in (theirs if owns else set()) | on(seen - owned) | (set() if owns else theirs)
            for rule in [(self.owners if owns else self.readers).get((row[0], path))]
            if rule and rule.forget
        ]
        held = closure(
            self.holds, lambda found: {r for r in self.rows if found & {e for _, e in pointers(self.rows, r)}}
        )
        kept: set[Row] = set()
        while True:
            going, torn = self.going(theirs, {row for row, rule in ruled if rule.forget is ROW}, kept, roots)
            gone = {row for row in going if row[0] not in self.nameless or row in torn} - kept
            letting_go = {row for row in self.rows if gone & {end for _, end in pointers(self.rows, row)}}
            changing = going | letting_go | {row for row, _ in ruled}
            hanging = closure(
                changing,
                lambda found: {r for r in self.rows if found & {e for _, e in pointers(self.rows, r)}},
            )
            more = self.needed(held & hanging)
            if more <= kept:
                break
            kept |= more
        left = {row: dict(values) for row, values in self.rows.items() if row not in gone}
        for row, values in left.items():
            for name, end in pointers(self.rows, row):
                if end in gone:
                    values[name] = None
        blanked = [(row, name) for row, rule in ruled if rule.forget is not ROW for name in rule.forget]
        blanked += [(row, name) for row in going for name in PERSONAL.get(row[0], ())]
        for row, name in blanked:
            if row in left and row not in kept:
                left[row][name] = "" if name == "text" else None
        return left

    def below(self, ends: set[Row], owning: tuple[bool, ...]) -> set[Row]:
        return {
            row
            for row in self.rows
            for owns in owning
            if any(end in ends for _, end in self.above(row, owns))
        }

    def all_below(self, start: set[Row], roots: set[Row]) -> set[Row]:
        """These rows, and what they own that is no other person."""
        found = set(start)
        while more := {
            row for row in self.below(found, (True,)) - found if row in roots or not self.is_person(row)
        }:
            found |= more
        return found

    def going(
        self, theirs: set[Row], forced: set[Row], kept: set[Row], roots: set[Row]
    ) -> tuple[set[Row], set[Row]]:
        torn: set[Row] = set()
        while True:
            whatever = (forced - kept) | torn
            going = theirs | self.all_below(whatever, roots)
            while stays := {
                row
                for row in going - whatever - roots
                if any(end not in going for _, end in self.above(row, True))
            }:
                going -= stays
            gone = {row for row in going if row[0] not in self.nameless or row in torn} - kept
            more = {
                row
                for row in self.rows
                if any((row[0], name) in NEEDED and end in gone for name, end in pointers(self.rows, row))
            } - torn
            if not more:
                return going, torn
            torn |= more


def closure(start: set[Row], step: object) -> set[Row]:
    """What can be reached by a step from a set to a set."""
    found = set(start)
    while more := step(found) - found:  # type: ignore[operator]
        found |= more
    return found
