from django.apps import AppConfig


class CaptionsConfig(AppConfig):
    """Live captions in the room."""

    name = "troth.captions"
