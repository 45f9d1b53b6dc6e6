"""What the rooms of the installation say, each kind in a module of its own name: `policy`, `probes`, `cookies`, …"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


def modules(name: str, rooms: Iterable[AppConfig] | None = None) -> Iterator[ModuleType]:
    """The module of this name of each room that has one, in the order of the settings; of all rooms where none are given."""
    for room in apps.get_app_configs() if rooms is None else rooms:
        if room.module is not None and module_has_submodule(room.module, name):
            yield import_module(f"{room.name}.{name}")
