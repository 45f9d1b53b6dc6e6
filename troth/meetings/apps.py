from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Says what becomes of people's places in meetings when they leave and come back."""

    name = "troth.meetings"

    def ready(self) -> None:
        from troth.meetings import leaving

        leaving.connect()
