"""What is measured seldom must at least start."""

import pkgutil
from importlib import import_module

import pytest

import benchmarks

NAMES = [
    one.name for one in pkgutil.iter_modules(benchmarks.__path__) if not one.ispkg and one.name != "__main__"
]


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_finds_what_it_imports(name: str) -> None:
    import_module(f"benchmarks.{name}")
