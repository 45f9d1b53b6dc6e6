"""What sentences of the notice are filled in with. Each answers None where it is not so on this installation."""

from django.conf import settings
from django.utils.translation import gettext as _

from troth.billing.models import AT_MOST_KEPT, KEPT_DAYS
from troth.lib.countries import country_name
from troth.privacy.aggregates import MINIMUM
from troth.privacy.declarations import Declaration, Keep
from troth.privacy.document import operator_of_settings
from troth.privacy.leaving import WINDOW
from troth.privacy.policy import Facts, in_a_row
from troth.privacy.registry import Registry
from troth.privacy.tallies import LEAST
from troth.privacy.vocabulary import RULES, Recipient, Region, Subject

HIGH_RISK = (
    "user.biometric",
    "user.authorization.biometric",
    "user.childrens",
    "user.criminal_history",
    "user.demographic.political_opinion",
    "user.demographic.profile",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.health_and_medical",
    "user.location.precise",
    "user.user_sensor",
)
"""Categories that nothing here may declare (WHO-3)."""


def operator(registry: Registry) -> Facts:
    """Who runs the installation, by name where that is set."""
    return {"operator": operator_of_settings()["name"] or _("The operator")}


def operator_at(registry: Registry) -> Facts | None:
    """Who runs it, and where they are."""
    found = operator_of_settings()
    if not (found["name"] and found["address"]):
        return None
    return {"operator": found["name"], "address": found["address"]}


def mailbox(registry: Registry) -> Facts | None:
    """Where people reach the operator."""
    email = operator_of_settings()["email"]
    return {"email": email} if email else None


def kinds(registry: Registry) -> Facts | None:
    """The kinds of people that something is declared of."""
    found = {kind for table in registry for kind in registry.kinds(table)}
    words = [str(kind.label) for kind in Subject if kind in found]
    return {"kinds": in_a_row(word[:1].lower() + word[1:] for word in words)} if words else None


def nothing_of_high_risk(registry: Registry) -> Facts | None:
    """It is so as long as no declaration names a category of high risk."""
    declared = [
        one.category
        for table in registry
        if isinstance(table.declaration, Declaration)
        for one in table.declaration.personal.values()
    ]
    risky = any(f"{one}.".startswith(f"{category}.") for one in declared for category in HIGH_RISK)
    return None if risky else {}


BUYERS = frozenset({"advertiser", "broker", "buyer"})
"""Ids that a recipient who pays for data would have."""


def nothing_sold(registry: Registry) -> Facts | None:
    """It is so as long as no declaration lets a buyer see a value."""
    return None if BUYERS & set(Recipient.values) else {}


def meeting_period(registry: Registry) -> Facts:
    """How long a past meeting can be looked at."""
    return RULES["meeting_days"].facts


def connection_period(registry: Registry) -> Facts | None:
    """How long it can be looked at how somebody was connected, where that is kept."""
    return RULES["connection_days"].facts if _connection_tables(registry) else None


def connection_counts(registry: Registry) -> Facts | None:
    """The fewest people in a sum of a day, where connections are counted by day."""
    daily = any(one.counts is not None and one.counts.daily for one in _connection_tables(registry))
    return {"people": str(LEAST)} if daily else None


def _connection_tables(registry: Registry) -> list[Declaration]:
    found = [one.declaration for one in registry if isinstance(one.declaration, Declaration)]
    return [one for one in found if isinstance(one.keep, Keep) and one.keep.rule == "connection_days"]


def subscription(registry: Registry) -> Facts:
    """How long the data of an organization stays after its subscription."""
    return {"days": str(KEPT_DAYS), "most": str(AT_MOST_KEPT)}


def days_to_return(registry: Registry) -> Facts:
    """How long an erasure can be undone."""
    return {"days": str(WINDOW.days)}


def smallest_group(registry: Registry) -> Facts:
    """The fewest people that are counted together."""
    return {"people": str(MINIMUM)}


def places(registry: Registry) -> set[Region]:
    """Where declarations keep anything."""
    return {
        one.region
        for table in registry
        if isinstance(table.declaration, Declaration)
        for one in table.declaration.personal.values()
    }


def home(registry: Registry) -> Facts | None:
    """Where everything is kept: in one place, as long as no declaration says another and no country is set up."""
    found = places(registry)
    return (
        {}
        if found <= {Region.HOME} or (in_known_places(registry) is not None and not settings.REGIONS)
        else None
    )


def home_but_recordings(registry: Registry) -> Facts | None:
    """The same where recordings are kept in the countries that are set up."""
    known = in_known_places(registry) is not None
    return {} if known and Region.CHOSEN in places(registry) and settings.REGIONS else None


def recording_countries(registry: Registry) -> Facts | None:
    """The countries that an organization may choose for its recordings on this installation (SEC-2)."""
    if home_but_recordings(registry) is None:
        return None
    return {"countries": in_a_row(country_name(code) for code in settings.REGIONS)}


def in_known_places(registry: Registry) -> Facts | None:
    """It is so as long as no declaration keeps anything but recordings elsewhere than here."""
    elsewhere = {
        table.label.partition(".")[0]
        for table in registry
        if isinstance(table.declaration, Declaration)
        and any(one.region != Region.HOME for one in table.declaration.personal.values())
    }
    return {} if places(registry) <= {Region.HOME, Region.CHOSEN} and elsewhere <= {"recordings"} else None


def remembered(registry: Registry) -> Facts:
    """How long a browser is remembered."""
    return {"days": str(settings.SESSION_COOKIE_AGE // 86400)}
