"""Claims on slots: of several workers, one does what is due."""

from datetime import timedelta

from troth.lib.clock import now
from troth.web.models import Slot


def claim_slot(name: str, seconds: float) -> bool:
    """Take `name` for so many seconds. False where somebody else has it."""
    until = now() + timedelta(seconds=seconds)
    if Slot.objects.filter(name=name, until__lte=now()).update(until=until):
        return True
    _, made = Slot.objects.get_or_create(name=name, defaults={"until": until})
    return made


def hold_slot(name: str, seconds: float) -> None:
    """Say that this process, whose own slot `name` is, goes on for so many seconds."""
    Slot.objects.update_or_create(name=name, defaults={"until": now() + timedelta(seconds=seconds)})


def drop_slot(name: str) -> None:
    """Give `name` back before its time."""
    Slot.objects.filter(name=name).delete()


def held_slots(prefix: str) -> set[str]:
    """The names under `prefix` that somebody has now."""
    return set(Slot.objects.filter(name__startswith=prefix, until__gt=now()).values_list("name", flat=True))


def forget_old_slots(prefix: str) -> None:
    """Delete those under `prefix` that nobody has any more."""
    Slot.objects.filter(name__startswith=prefix, until__lte=now()).delete()
