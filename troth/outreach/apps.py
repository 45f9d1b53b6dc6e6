from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Says where mail lies beside the database, and by which door it leaves."""

    name = "troth.outreach"

    def ready(self) -> None:
        from troth.outreach import relay
        from troth.outreach.leaving import connect

        connect()
        relay.connect()
