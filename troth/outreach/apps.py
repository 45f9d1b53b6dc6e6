from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Says where mail lies beside the database."""

    name = "troth.outreach"

    def ready(self) -> None:
        from troth.outreach.leaving import connect

        connect()
