"""What may stand in the log."""

import logging
import traceback

from django.db import Error

PLACE = '  File "'
"""How a line of a traceback begins that says where."""


class RouteFilter(logging.Filter):
    """Names the route of a request instead of its address: a meeting's code or a link's secret is in the address.

    Of what a database refused it keeps the kind and the place: PostgreSQL says
    the row's values too.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.view_name if match else "no route"
            record.msg, record.args = "%s at %s", (getattr(record, "status_code", "refused"), route)
        if isinstance(record.args, tuple):
            record.args = tuple(type(one).__name__ if _tells(one) else one for one in record.args)
        if record.exc_info and _tells(record.exc_info[1]):
            kind, _, place = record.exc_info
            name = kind.__name__ if kind else ""
            record.exc_info, record.exc_text = None, "".join([*traceback.format_tb(place), name])
        return True


def places_only(text: str) -> str:
    """A traceback with the places alone: an exception's own words may be a row's."""
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith(PLACE))


def _tells(error: object) -> bool:
    """Whether a database's words are in an exception, or in one that it came of."""
    while isinstance(error, BaseException):
        if isinstance(error, Error):
            return True
        error = error.__cause__ or error.__context__
    return False
