from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    """Shows transcripts on the pages of their recordings, and follows what is cut out of these."""

    name = "troth.transcripts"

    def ready(self) -> None:
        from troth.recordings.beside import register
        from troth.recordings.signals import film_cut
        from troth.transcripts.actions.keeping import move_lines
        from troth.transcripts.shown import Transcripts

        register(Transcripts())
        film_cut.connect(move_lines)
