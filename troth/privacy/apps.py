from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    """Puts the checks in place, and publishes the notice when a migration has run."""

    name = "troth.privacy"

    def ready(self) -> None:
        from troth.privacy import checks  # noqa: F401
        from troth.privacy.notice import publish_after_migrate

        post_migrate.connect(publish_after_migrate, sender=self)
