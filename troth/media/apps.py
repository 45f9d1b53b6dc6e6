from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Says by which door sound and pictures leave."""

    name = "troth.media"

    def ready(self) -> None:
        from troth.media import relay

        relay.connect()
