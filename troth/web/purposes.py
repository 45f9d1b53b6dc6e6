"""For what each route runs. Rooms do not say: one look here tells all (USE-12)."""

from collections.abc import Mapping

from troth.privacy import Purpose
from troth.privacy.purposes import Purposes

SERVING: Purposes = frozenset({Purpose.SERVE})
"""What a route runs for that nothing else is said of."""

KNOWING_YOU: Purposes = frozenset({Purpose.SERVE, Purpose.SECURE})

BY_NAME: Mapping[str, Purposes] = {
    "api:give_feedback": frozenset({Purpose.SERVE, Purpose.ENGAGE}),
    "healthz": frozenset(),
    "sign_out_browser": KNOWING_YOU,
    "usersessions_list": KNOWING_YOU,
}
BY_PREFIX: Mapping[str, Purposes] = {
    "account_": KNOWING_YOU,
    "desk": frozenset({Purpose.SERVE, Purpose.LEGAL}),
    "your_data": frozenset({Purpose.SERVE, Purpose.SECURE, Purpose.LEGAL}),
}
"""allauth's pages: signing in, passwords, addresses. And where a person meets the engine, which reads for itself,
and the desk that answers requests about data."""


def purposes_of_route(name: str) -> Purposes:
    """What the route of this name runs for."""
    found = BY_NAME.get(name)
    if found is not None:
        return found
    return next((purposes for prefix, purposes in BY_PREFIX.items() if name.startswith(prefix)), SERVING)
