"""What may stand in the log."""

import logging


class RouteFilter(logging.Filter):
    """Names the route of a request instead of its address: a meeting's code or a link's secret is in the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.view_name if match else "no route"
            record.msg, record.args = "%s at %s", (getattr(record, "status_code", "refused"), route)
        return True
