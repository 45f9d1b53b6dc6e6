from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Says what lies beside a recording: its film, its parts, its poster."""

    name = "troth.recordings"

    def ready(self) -> None:
        from troth.recordings.leaving import connect

        connect()
