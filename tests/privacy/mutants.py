"""The engine, broken on purpose in one place at a time: `python -m tests.privacy.mutants`, or `make mutants`.

Each mutant is a small edit of one file. A child of this process imports the
engine with that edit in it, and runs the tests that are about that file, one
of which must fail. Nothing is written to the sources. Prints those that lived,
and the share that was caught; answers 1 where that is less than 95%. Name
files to run their mutants alone.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENGINE = ROOT / "troth/privacy"
ERASURE = (
    "test_access_cases", "test_blanks", "test_erasure_cases", "test_erasure_edges", "test_erasure_properties",
    "test_erasure_races", "test_gathering", "test_holds", "test_refusals",
)  # fmt: skip
SWEEP = ("test_retention", "test_reading", "test_beside")
TESTS = {
    "blanks": ("test_blanks", *ERASURE),
    "erasing": ("test_erasure_edges", *ERASURE),
    "gathering": ("test_gathering", *ERASURE),
    "recorded": ("test_recorded",),
    "graph": ERASURE,
    "holds": ("test_holds", *ERASURE),
    "parting": ("test_erasure_edges", *ERASURE),
    "statements": ("test_erasure_edges", *ERASURE),
    "workings": ("test_refusals", *ERASURE),
    "sweeping": SWEEP,
    "retention": SWEEP,
    "tallies": (*SWEEP, "../connections/test_retention"),
    "expiry": ("test_reading", *SWEEP),
    "purposes": ("test_purposes", "test_audit"),
    "backends/guard": ("test_purposes", "test_audit"),
    "ledger": ("test_deleting", "test_leaving", "test_consents"),
    "sealing": ("test_leaving",),
    "deleting": ("test_deleting", "test_beside"),
    "beside": ("test_beside", "test_deleting"),
    "leaving": ("test_leaving", "test_deleting", "test_consents"),
    "copies": ("test_leaving",),
    "audit": ("test_audit",),
    "verify": ("test_verify", "test_audit"),
    "consents": ("test_consents",),
    "holding": ("test_deleting", "test_holds"),
}
"""What may be broken, and the tests that are about it: the likeliest to see it first."""
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
    Mutant("erasing", "house.reach(house.present(roots), house.forgetting)", "house.reach(roots, house.forgetting)"),
    Mutant("gathering", "self.house.reach(self.house.people_in(roots))", "self.house.reach(roots)"),
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
    # recorded: what the record tells of a person
    Mutant("recorded", "for key in found.owned(model)}", "for key in found.keys[model]}"),
    Mutant("recorded", "if value not in mine}", "if False}"),
    Mutant("recorded", "for name in MARKS:\n        for", "for name in MARKS[:1]:\n        for"),
    Mutant("recorded", "for name in MARKS:\n        for", "for name in MARKS[1:]:\n        for"),
    Mutant("recorded", '_("you") if values.get(name)', '_("you") if True'),
    # workings: rules that can't act do not start
    Mutant("workings", "if rule.forget is not ROW:\n                yield from _known(table, where, rule.forget)", "if rule.forget is not ROW:"),
    Mutant("workings", "yield from _can_be_blank(table, where, rule.forget, declaration)", "pass"),
    Mutant("workings", "yield from _can_be_blank(table, where, lost, declaration)", "pass"),
    Mutant("workings", "if name not in declaration.nameless.stays]", "]"),
    # statements: many keys as one value
    Mutant("statements", "for start in range(0, len(these), CHUNK):", "for start in range(0, min(len(these), CHUNK), CHUNK):"),
    Mutant("statements", "if self.is_plain else [self", "if True else [self"),
    Mutant("statements", "if self.converters:", "if False:"),
    # sweeping: what a batch takes
    Mutant("sweeping", "keys -= held\n", "pass\n"),
    Mutant("sweeping", 'rows = rows.exclude(**{f"{path}__in": scopes})', "pass"),
    Mutant("sweeping", '"days", flat=True).first() or days', '"days", flat=True).first() and days'),
    Mutant("sweeping", "keys = keys - {end for row, end in links if row not in going}", "pass"),
    Mutant("sweeping", "if not _stays(child):", "if True:"),
    Mutant("sweeping", "things_of(going, expired=True)", "things_of(going)"),
    Mutant("sweeping", "tally(model, counted, free)", "tally(model, counted, keys)"),
    Mutant("sweeping", "| Q(pk__gt=key)", ""),
    # retention: what is swept, and by which period
    Mutant("retention", "set(keys) - held, outcome.gone", "set(keys), outcome.gone"),
    Mutant("retention", "if keep.rule:\n            for scope", "if False:\n            for scope"),
    Mutant("retention", "finished_at__gt=now() - EVERY", "started_at__gt=now() - EVERY"),
    Mutant("retention", "nobody &= ~Exists(", "nobody |= ~Exists("),
    Mutant("retention", " or declaration.nameless:", ":"),
    Mutant("retention", "bounds.least <= days <= bounds.most", "bounds.least <= days"),
    Mutant("retention", "path: scope,", ""),
    # tallies: no small group by itself
    Mutant("tallies", "LEAST = 5", "LEAST = 4"),
    Mutant("tallies", "if one.people >= least or", "if one.rows >= least or"),
    Mutant("tallies", " or there.exists():", ":"),
    Mutant("tallies", "for one in nowhere if one.month], nowhere, least)", "for one in nowhere if one.month], nowhere, 1)"),
    Mutant("tallies", 'Group("", None, one.by, one.rows', 'Group("", one.month, one.by, one.rows'),
    Mutant("tallies", "if declaration.owners or declaration.personal else 1", ""),
    Mutant("tallies", "not in settled\n    ]", "in settled\n    ]"),
    # expiry: out of sight at once, and not before
    Mutant("expiry", "({column} IS NULL OR {column} > %s)", "({column} IS NULL OR {column} >= %s)"),
    Mutant("expiry", "({column} IS NULL OR {column} > %s)", "({column} > %s)"),
    Mutant("expiry", "filter(rule=keep.rule, scope=organization)", "filter(rule=keep.rule)"),
    Mutant("expiry", "RULES[keep.rule].least if keep.rule else keep.days", "keep.days"),
    Mutant("expiry", "*parameters, _FRACTION]", '*parameters, ".000000"]'),
    # purposes: what may be read
    Mutant("purposes", "*declaration.other}:\n        return False", "*declaration.other}:\n        return True"),
    Mutant("purposes", "if purposes == EVERY:", "if purposes in (EVERY, frozenset()):"),
    Mutant("purposes", "return not (purposes or frozenset()).isdisjoint(declaration", "return (purposes or frozenset()) >= set(declaration"),
    Mutant("purposes", "_IN_FORCE.set(self.purposes)", "_IN_FORCE.set(self.purposes | (_IN_FORCE.get() or frozenset()))"),
    Mutant("purposes", "_IN_FORCE.reset(self._token)", "pass"),
    Mutant("purposes", "known = verdicts(purposes)", "known = verdicts(None)"),
    # guard: where it is asked
    Mutant("backends/guard", "if not may_read(node.target):", "if False:"),
    Mutant("backends/guard", "if isinstance(part, Col):", "if False:"),
    Mutant("backends/guard", "return columns if is_only else [", "return ["),
    Mutant("backends/guard", "return columns if is_only else [one", "return columns if True else [one"),
    # ledger: who was erased
    Mutant("ledger", "os.write(handle, lines.encode())", "pass"),
    Mutant("ledger", '(found.add if word == "erased" else found.discard)(one)', "found.add(one)"),
    Mutant("ledger", 'return line >= 0 and text.endswith(b"erased", 0, line)', "return line >= 0"),
    Mutant("ledger", 'hmac.digest(_key(), f"address', 'hmac.digest(b"", f"address'),
    Mutant("ledger", 'hmac.digest(secret, f"{model', 'hmac.digest(b"", f"{model'),
    Mutant("ledger", " or declaration.scope == SELF:", ":"),
    # sealing: the way back
    Mutant("sealing", 'b"troth seal " + token.encode()', 'b"troth seal "'),
    Mutant("sealing", "if not field.null:\n            return False\n", ""),
    Mutant("sealing", "return o.isoformat() if isinstance(o, datetime | time) else super()", "return super()"),
    Mutant("sealing", "places.put(name, base64.b64decode(text))", "pass"),
    Mutant("sealing", "_path(erasure).unlink(missing_ok=True)", "pass"),
    Mutant("sealing", "if not belongs and", "if"),
    # deleting and what lies beside
    Mutant("deleting", "    if plan.rows_held:\n        raise _held()\n", ""),
    Mutant("deleting", "    if held:\n", "    if False:\n"),
    Mutant("deleting", "take_along(things, hashes)", "take_along(things)"),
    Mutant("deleting", "for one, gone in plan.going.items() if house.is_person(one)}", "for one, gone in plan.going.items()}"),
    Mutant("beside", "transaction.on_commit(partial(_finish, hashes, things))", "_finish(hashes, things)"),
    Mutant("beside", "if hashes := [one for _, hashes, _ in left for one in hashes]:", "if hashes := []:"),
    Mutant("beside", " if still.isdisjoint(things)]", "]"),
    # leaving: the window, and what comes after
    Mutant("leaving", " or found.due_at <= now():", ":"),
    Mutant("leaving", 'closed_at=now(), secret_digest="", settled=False', "closed_at=now(), settled=False"),
    Mutant("leaving", 'return hmac.new(b"troth return", token.encode(), sha256).hexdigest()', "return token"),
    Mutant("leaving", 'ledger.note("returned", erasure.hashes)', "pass"),
    Mutant("leaving", 'ledger.note("erased", erasure.hashes)', "pass"),
    Mutant("leaving", "settled=not left, things=left", "settled=True, things=[]"),
    Mutant("leaving", "_forget_reasons(plan)\n    casework", "casework"),
    Mutant("leaving", "asked.setdefault(model, set()).update(keys)", "pass"),
    Mutant("leaving", "held__gt=0, state=ErasureState.GONE", "held__gt=0"),
    # copies that others have
    Mutant("copies", "*plan.nameless.values(), *plan.blanked.values()]", "]"),
    Mutant("copies", "export.state in UNFINISHED or (", "("),
    Mutant("copies", "text = text[-LONGEST:] + piece", "text = piece"),
    # audit and verify
    Mutant("audit", "entries(scope, until=last)", "entries(scope)"),
    Mutant("audit", '"troth.privacy.audit", f"', '"", secret="", value=f"'),
    Mutant("audit", " and not ID.fullmatch(value)", ""),
    Mutant("audit", "refuse_unless_readable(_column(name))", "pass"),
    Mutant("verify", 'said.pop("digest", None)', 'said.pop("digest", None), said.pop("actor", None)'),
    Mutant("verify", 'if entry["previous"] != last.digest:', "if False:"),
    Mutant("verify", 'if entry["number"] != last.number + 1:', 'if entry["number"] <= last.number:'),
    Mutant("verify", 'line == canonical(entry) + b"\\n" and ', ""),
    Mutant("verify", "if last.digest != head.digest:", "if False:"),
    Mutant("verify", "if wanted is not None and not found:", "if False:"),
    Mutant("verify", 'if entry["scope"] != scope:', "if False:"),
    # consents
    Mutant("consents", "if version and version != text.version:", "if False:"),
    Mutant("consents", "if may_object(purpose) and who.address and _objects(purpose, who):", "if False:"),
    Mutant("consents", "here.exists() or OptOut", "here.exists() or False and OptOut"),
    Mutant("consents", "question__in=keys, withdrawn_at=None).exists()", "question__in=keys).exists()"),
    Mutant("consents", "question__in=_keys(use), withdrawn_at=None)", "question__in=_keys(use))"),
    Mutant("consents", "if not (question and question.case) and may_object(purpose):", "if False:"),
    Mutant("consents", "if not question.case:\n", "if True:\n"),
    # holding
    Mutant("holding", "if not target._meta.base_manager.filter(pk=target.pk).exists():", "if False:"),
    Mutant("holding", "return resume()", "return 0"),
    Mutant("holding", "Hold.objects.filter(released_at=None)))", "Hold.objects.all()))"),
    Mutant("holding", "if hold.pk not in known]", "]"),
]  # fmt: skip


class Broken(SourceFileLoader):
    """Imports a module of the engine with an edit in it."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(ENGINE / f"{mutant.file}.py"))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text().replace(self.mutant.old, self.mutant.new)
        return compile(source, self.path, "exec")


class Breaking:
    """Finds the one module that is broken, before Python finds it as it is."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"troth.privacy.{mutant.file.replace('/', '.')}"
        self.mutant = mutant

    def find_spec(self, name: str, _path: Any, _target: Any = None) -> ModuleSpec | None:
        loader = Broken(name, self.mutant)
        return spec_from_file_location(name, loader.path, loader=loader) if name == self.name else None


def fails(database: Path, tests: Iterable[str], mutant: Mutant | None = None) -> bool:
    """Whether a test fails with this mutant, or as it is. The database is made where there is none."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    answer = 1
    try:
        answer = _test(database, tests, mutant)
    finally:
        os._exit(answer)


def _test(database: Path, tests: Iterable[str], mutant: Mutant | None) -> int:
    import pytest

    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    if mutant:
        # As if somebody had pressed Ctrl-C, so that servers of the tests are stopped.
        signal.signal(signal.SIGXCPU, signal.default_int_handler)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 10))
        sys.meta_path.insert(0, Breaking(mutant))

    from django.conf import settings
    from django.db import connections

    if database.exists():
        database = Path(shutil.copy(database, f"{database}.{os.getpid()}"))
    settings.DATABASES["default"]["TEST"]["NAME"] = str(database)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--reuse-db", f"--rootdir={ROOT}"]
    names = dict.fromkeys(tests)
    answer = pytest.main([*options, *(str((HERE / f"{name}.py").resolve()) for name in names)])
    connections.close_all()  # So that the next may copy the file.
    return int(answer)


def main() -> int:
    """Runs all of them, or those of the files that are named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    chosen = [one for one in MUTANTS if not sys.argv[1:] or one.file in sys.argv[1:]]
    for one in chosen:
        times = (ENGINE / f"{one.file}.py").read_text().count(one.old)
        assert times == 1, f"{one.file}: {one.old!r} stands there {times} times"
    caught = 0
    with tempfile.TemporaryDirectory(prefix="troth-mutants-") as folder:
        database = Path(folder) / "tests.sqlite3"
        every = [name for file in dict.fromkeys(one.file for one in chosen) for name in TESTS[file]]
        for place, tests in (("on a new database", every[:1]), ("on a copy", every)):
            assert not fails(database, tests), f"the tests fail as it is, {place}"
        for number, mutant in enumerate(chosen, 1):
            if fails(database, TESTS[mutant.file], mutant):
                caught += 1
            else:
                print(f"LIVES {mutant.file}: {mutant.old!r} -> {mutant.new!r}", flush=True)
            print(f"  {number} of {len(chosen)}", file=sys.stderr, flush=True)
    print(f"{caught} of {len(chosen)} mutants caught: {caught / len(chosen):.0%}")
    return 0 if caught >= SHARE * len(chosen) else 1


if __name__ == "__main__":
    raise SystemExit(main())
