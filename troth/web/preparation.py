"""What has to be in order before any process of an installation may serve people."""

import os
from io import StringIO

from troth.lib.commands import load
from troth.web.config import BadSettings


def set_up() -> None:
    """Load Django with the installation's settings. Raises BadSettings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.web.settings")
    load()


def refuse_unsafe() -> None:
    """Raise BadSettings where a check fails: of Django's, or that every field is declared."""
    set_up()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    from troth.privacy.checks import refuse_undeclared

    refuse_undeclared()
    try:
        call_command("check", stdout=StringIO(), stderr=StringIO())
    except SystemCheckError as error:
        raise BadSettings(f"Troth does not start: {error}") from None


def migrate() -> None:
    """Bring the database to this version, the cache's table included. Raises BadSettings where there is none."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError, connections

    from troth.privacy.purposes import for_the_engine

    try:
        with for_the_engine():
            call_command("migrate", interactive=False, verbosity=0)
        if not settings.CONFIG.redis_url:
            call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        where = settings.DATABASES["default"]["NAME"]
        raise BadSettings(
            f"The database {where} can't be used: {str(error).strip()}. "
            "Check TROTH_DATABASE_URL, or the owner and the free space of the data folder."
        ) from None
    finally:
        # Processes forked from this one must not share a connection.
        connections.close_all()


def demo_sign_ins() -> list[tuple[str, str, str]]:
    """Role, email and password of the demo's people.

    They are seeded on the first start of an installation that nobody else can
    reach, for their password is known to all. One who is deleted stays away.
    """
    set_up()
    from django.conf import settings
    from django.db import connections

    from troth.accounts.models import Person
    from troth.privacy import Purpose
    from troth.privacy.purposes import under
    from troth.web.demo import PASSWORD, PEOPLE, seed_demo

    config = settings.CONFIG
    if not (config.in_development and config.on_loopback):
        return []
    try:
        with under(Purpose.SERVE):
            if not Person.objects.exists():
                return seed_demo()
            sign_ins = [(role, email, PASSWORD) for role, _, email, _, _ in PEOPLE]
            there = Person.objects.filter(email__in=[email for _, email, _ in sign_ins])
            still = set(there.values_list("email", flat=True))
            return [sign_in for sign_in in sign_ins if sign_in[1] in still]
    finally:
        connections.close_all()
