from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Says what lies beside a recording, and shows recordings on the pages of their meetings."""

    name = "troth.recordings"

    def ready(self) -> None:
        from troth.meetings.beside import register
        from troth.recordings import leaving, relay
        from troth.recordings.shown import beside_sessions

        leaving.connect()
        relay.connect()
        register(beside_sessions)
