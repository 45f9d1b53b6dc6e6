from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    """Shows transcripts on the pages of their recordings."""

    name = "troth.transcripts"

    def ready(self) -> None:
        from troth.recordings.beside import register
        from troth.transcripts.shown import Transcripts

        register(Transcripts())
