from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    """Puts the checks in place, publishes the notice when a migration has run, keeps SQL apart by purposes, and
    says where archives lie."""

    name = "troth.privacy"

    def ready(self) -> None:
        from troth.lib import prepared
        from troth.privacy import checks, copies, exports, opt_outs  # noqa: F401
        from troth.privacy.notice import publish_after_migrate
        from troth.privacy.purposes import in_force

        prepared.variant = in_force
        exports.connect()
        copies.connect()
        opt_outs.connect()
        post_migrate.connect(publish_after_migrate, sender=self)
