"""The engine, broken on purpose in one place at a time: `python -m tests.privacy.mutants`, or `make mutants`.

Each mutant is a small edit of one file. A child of this process, where Django
is loaded already, runs that file and those built on it anew with the edit in
it, and then the engine's tests, one of which must fail. Nothing is written to
the sources. Prints those that lived, and the share that was caught; answers 1
where that is less than 95%.
"""

import importlib
import os
import resource
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
TESTS = (
    "test_erasure_cases", "test_access_cases", "test_erasure_edges", "test_holds", "test_gathering",
    "test_refusals", "test_blanks", "test_erasure_races", "test_erasure_properties",
)  # fmt: skip
MODULES = (
    "blanks", "workings", "findings", "checks", "statements", "graph", "holds", "parting", "erasing", "gathering",
)  # fmt: skip
"""What may be broken, and what imports it: each after those that it imports from."""
FIRST = {
    "blanks": "test_blanks", "workings": "test_refusals", "holds": "test_holds", "gathering": "test_gathering",
    "parting": "test_erasure_edges", "erasing": "test_erasure_edges", "statements": "test_erasure_edges",
}  # fmt: skip
"""The tests most likely to see what is broken in a file."""
SHARE = 0.95
SECONDS = 60
"""Of a processor, for all tests of one mutant; one that runs longer is caught."""


class Mutant(NamedTuple):
    """One edit: `old` stands once in the file."""

    file: str
    old: str
    new: str


MUTANTS = [
    # graph: which path leads where
    Mutant("graph", "if edge.rule.forget}", "if edge.rule.get}"),
    Mutant("graph", "edge.model in ends} - matter", "edge.end in ends} - matter"),
    Mutant("graph", "(True, declaration.owners), (False, declaration.readers)", "(True, declaration.owners), (True, declaration.readers)"),
    Mutant("graph", "if edge.owns:\n                self.above", "if True:\n                self.above"),
    Mutant("graph", "found = Reach(self.present(roots))", "found = Reach(roots)"),
    Mutant("graph", "for edge in seeing if not edge.owns", "for edge in seeing if edge.owns"),
    Mutant("graph", "theirs, reading, seeing)", "theirs, reading, reading)"),
    Mutant("graph", "found.roots, owning, owning)", "found.roots, owning, [])"),
    Mutant("graph", "keys - found.others[model] for", "keys for"),
    Mutant("graph", "if fresh - others:\n                    frontier[model] = fresh - others", "frontier[model] = fresh"),
    Mutant("graph", "fresh = keys - found.owned[model] - known[model]", "fresh = set()"),
    Mutant("graph", "return set(keys)\n        return self.present", "return set()\n        return self.present"),
    Mutant("graph", "filter(pk__in=Keys(key), **where)", "filter(pk__in=Keys(key))"),
    Mutant("graph", 'filter(**{f"{end}__in": Keys(key)}, **edge.rule.where)', 'filter(**{f"{end}__in": Keys(key)})'),
    Mutant("graph", 'f"{ends[0]}__isnull": False}, **edges[0].rule.where', 'f"{ends[0]}__isnull": False}'),
    Mutant("graph", "if owner is not None:", "if True:"),
    Mutant("graph", "if edge not in simple)", "if edge in ())"),
    # parting: which rows go
    Mutant("parting", "theirs[model] |= keys - reach.others[model]", "theirs[model] |= keys"),
    Mutant("parting", "rows = self.torn[model] if may_stay", "rows = self.going[model] if may_stay"),
    Mutant("parting", "return rows - self.kept.get(model, set())", "return rows"),
    Mutant("parting", "self.going[model] - self.torn[model] - self.kept", "self.going[model] - self.kept"),
    Mutant("parting", "- self.torn[model] - self.kept.get(model, set())", "- self.torn[model]"),
    Mutant("parting", "if edge.rule.forget is ROW:", "if edge.rule.forget:"),
    Mutant("parting", "for key, _ in links} - kept.get(edge.model, set())", "for key, _ in links}"),
    Mutant("parting", "_add(forced, fresh)\n", "pass\n"),
    Mutant("parting", "_widen(found, theirs, fresh)\n", "_add(theirs, fresh)\n"),
    Mutant("parting", "_spare(found, forced, reach.roots)\n", "pass\n"),
    Mutant("parting", "fresh = _torn_along(found, checked)", "_torn_along(found, checked)\n        return found"),
    Mutant("parting", "if not fresh:\n            return found", "return found"),
    Mutant("parting", "more -= found.house.people_among(edge.model, more)", "pass"),
    Mutant("parting", "todo.append((edge.model, more))", "pass"),
    Mutant("parting", "keys - forced[model] - roots.get(model, set())", "keys - roots.get(model, set())"),
    Mutant("parting", "keys - forced[model] - roots.get(model, set())", "keys - forced[model]"),
    Mutant("parting", "if any(key not in going", "if all(key not in going"),
    Mutant("parting", "spared += owned_by[model, key]", "pass"),
    Mutant("parting", "todo += [edge.end for edge in above]", "pass"),
    Mutant("parting", "if above and sole_owner(house, one) is None:", "if False:"),
    Mutant("parting", "found.links[edge].update(links)", "pass"),
    Mutant("graph", "len(above) == 1 and not above[0].rule.where", "above and not above[0].rule.where"),
    Mutant("graph", " and not above[0].rule.where and not leads", " and not leads"),
    Mutant("graph", " and not leads_to_many(above[0]) else", " else"),
    Mutant("parting", "if not relation.field.null and not", "if not"),
    Mutant("parting", " and not _goes_with(house, relation.related_model, relation.field.name)", " and False"),
    Mutant("parting", "or house.is_person(model) or may_stay_nameless(house, model)", "or may_stay_nameless(house, model)"),
    Mutant("parting", "house.is_person(model) or may_stay_nameless(house, model)", "house.is_person(model)"),
    Mutant("parting", "sole is not None and sole.path == name", "sole is not None"),
    # erasing: what is done
    Mutant("erasing", "if gone := found.gone(model):", "if gone := found.going[model]:"),
    Mutant("erasing", "if nameless := found.nameless(model):", "if nameless := set():"),
    Mutant("erasing", "keys - found.gone(edge.model) - kept[edge.model]", "keys - found.gone(edge.model)"),
    Mutant("erasing", "keys - found.gone(edge.model) - kept[edge.model]", "keys - kept[edge.model]"),
    Mutant("erasing", "kept[model] |= keys\n", "kept[model] |= set()\n            break\n"),
    Mutant("erasing", "touched[relation.related_model] |= pointing_at", "pointing_at"),
    Mutant("erasing", "for edge, keys in _ruled(reach):\n        touched[edge.model] |= keys\n", ""),
    Mutant("erasing", "needed = needed_by(held)", "needed = held"),
    Mutant("erasing", "if here := keys & touched[model]:", "if here := keys:"),
    Mutant("erasing", "let_go_of(model, keys)\n", "pass\n"),
    Mutant("erasing", "if name not in stays", "if name in stays"),
    Mutant("erasing", "_blank(model, declared[model], keys, (name,))", "pass"),
    Mutant("erasing", "if relation.field.null:", "if True:"),
    Mutant("erasing", "for key in keys if words else ():", "for key in ():"),
    Mutant("erasing", "if attempt == ATTEMPTS:\n                raise", "if attempt == ATTEMPTS:\n                return Plan()"),
    Mutant("erasing", "with transaction.atomic():", "if True:"),
    # holds
    Mutant("holds", "filter(released_at=None).order_by()\n", "all()\n"),
    Mutant("holds", "one.until is None or one.until > now()", "True"),
    Mutant("holds", "one.until is None or one.until > now()", "one.until is None"),
    Mutant("holds", "todo += fresh\n    return {key", "pass\n    return {key"),
    Mutant("holds", "if one is model} & set(keys)", "if one is model}"),
    Mutant("holds", "found |= fresh\n        todo += fresh\n    return frozenset", "found |= fresh\n    return frozenset"),
    Mutant("holds", "frontier.setdefault(end, set()).add(value)", "pass"),
    Mutant("holds", "map(one._meta.pk.to_python, targets", "map(str, targets"),
    # blanks
    Mutant("blanks", "(field.unique or named)", "named"),
    Mutant("blanks", "(field.unique or named)", "field.unique"),
    Mutant("blanks", "if field.null:\n        return None", "if field.null:\n        return ''"),
    Mutant("blanks", "return word[: field.max_length] if", "return word if"),
    Mutant("blanks", "secrets.token_hex(8)", "'0' * 16"),
    # gathering
    Mutant("gathering", "keys - self._reach.others[model] for", "keys for"),
    Mutant("gathering", "| self._reach.seen[model]) - withheld[model]", "| self._reach.seen[model])"),
    Mutant("gathering", "(self._reach.owned[model] | self._reach.seen[model])", "self._reach.owned[model]"),
    Mutant("gathering", "shown = None if key in mine else", "shown = None if True else"),
    Mutant("gathering", "shown = None if key in mine else", "shown = None if False else"),
    Mutant("gathering", "if one.name not in blanked.get(key, ())", "if True"),
    Mutant("gathering", "if edge.rule.get is ROW:", "if edge.rule.get:"),
    Mutant("gathering", "more: Sights = frozenset((edge.rule.sees,))", "more: Sights = WHOEVER"),
    Mutant("gathering", "- {Recipient.NOBODY_ELSE, Recipient.OPERATOR}", ""),
    Mutant("gathering", "None in sights or others & sights", "others & sights"),
    Mutant("gathering", "None in sights or others & sights", "True"),
    Mutant("gathering", "return value in mine.get(target, ())", "return shown"),
    Mutant("gathering", "return value in mine.get(target, ())", "return shown and value in mine.get(target, ())"),
    Mutant("gathering", "chunks(sorted(wanted))", "chunks(wanted)"),
    # workings: rules that can't act do not start
    Mutant("workings", "if rule.forget is not ROW:\n                yield from _known(table, where, rule.forget)", "if rule.forget is not ROW:"),
    Mutant("workings", "yield from _can_be_blank(table, where, rule.forget, declaration)", "pass"),
    Mutant("workings", "yield from _can_be_blank(table, where, lost, declaration)", "pass"),
    Mutant("workings", "if name not in declaration.nameless.stays]", "]"),
    # statements: many keys as one value
    Mutant("statements", "for start in range(0, len(these), CHUNK):", "for start in range(0, min(len(these), CHUNK), CHUNK):"),
    Mutant("statements", "if self.is_plain else [self", "if True else [self"),
    Mutant("statements", "if self.converters:", "if False:"),
]  # fmt: skip


def is_caught(mutant: Mutant | None) -> bool:
    """Whether a test fails with this mutant, or as it is."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    answer: Any = 1
    try:
        answer = _test(mutant)
    finally:
        os._exit(int(answer))


def _test(mutant: Mutant | None) -> int:
    import pytest
    from django.conf import settings
    from django.db import connections

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    database = settings.DATABASES["default"]["TEST"]["NAME"]
    if Path(database).exists():
        own = f"{database}.{os.getpid()}"
        shutil.copy(database, own)
        settings.DATABASES["default"]["TEST"]["NAME"] = own
    shutil.rmtree = lambda *_, **__: None  # type: ignore[assignment]  # The folder is everybody's.
    for name in MODULES if mutant else ():
        module = importlib.import_module(f"troth.privacy.{name}")
        source = Path(str(module.__file__)).read_text()
        if mutant and mutant.file == name:
            source = source.replace(mutant.old, mutant.new)
        exec(compile(source, str(module.__file__), "exec"), vars(module))  # noqa: S102
    first = FIRST.get(mutant.file) if mutant else None
    tests = [f"{ROOT}/tests/privacy/{name}.py" for name in sorted(TESTS, key=lambda name: name != first)]
    options = ["-x", "-q", "-p", "no:cacheprovider", "--reuse-db", "--nomigrations", f"--rootdir={ROOT}"]
    answer = pytest.main([*options, *tests])
    connections.close_all()  # So that the next may copy the file.
    return answer


def main() -> int:
    """Runs all of them, or those of the files that are named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    import pytest  # noqa: F401

    django.setup()
    chosen = [one for one in MUTANTS if not sys.argv[1:] or one.file in sys.argv[1:]]
    for one in chosen:
        times = (ROOT / f"troth/privacy/{one.file}.py").read_text().count(one.old)
        assert times == 1, f"{one.file}: {one.old!r} stands there {times} times"
    for place in ("on a new database", "on a copy"):
        assert not is_caught(None), f"the tests fail as it is, {place}"
    caught = 0
    for number, mutant in enumerate(chosen, 1):
        if is_caught(mutant):
            caught += 1
        else:
            print(f"LIVES {mutant.file}: {mutant.old!r} -> {mutant.new!r}", flush=True)
        print(f"  {number} of {len(chosen)}", file=sys.stderr, flush=True)
    print(f"{caught} of {len(chosen)} mutants caught: {caught / len(chosen):.0%}")
    return 0 if caught >= SHARE * len(chosen) else 1


if __name__ == "__main__":
    raise SystemExit(main())
