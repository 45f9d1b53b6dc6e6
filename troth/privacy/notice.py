"""The privacy notice: which version is in force, and making the next (POL-1, POL-2)."""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as all_apps
from django.conf import settings
from django.db import IntegrityError, router, transaction
from django.utils.translation import override

from troth.lib.clock import now
from troth.lib.prepared import Prepared
from troth.privacy.changes import material_changes
from troth.privacy.document import NoticeDocument, compose, digest_of
from troth.privacy.models import Notice
from troth.privacy.outside import outside_now
from troth.privacy.registry import registry

NEWEST = Prepared(lambda: Notice.objects.defer("document").order_by("-number")[:1])


def notice_in_force() -> Notice:
    """The newest version, by one small query; its document is read only where it is used.

    Asked anew each time, so that no process goes on showing a version that
    another has replaced.
    """
    return NEWEST.first() or publish_notice()


def compose_now() -> NoticeDocument:
    """The document as declarations, recipients and settings are now."""
    with override(settings.LANGUAGE_CODE):
        outside = outside_now()
    return compose(registry(), outside)


def publish_notice() -> Notice:
    """The notice as the declarations and settings now make it: a new version where it reads otherwise."""
    document = compose_now()
    digest = digest_of(document)
    newest = Notice.objects.defer("document").first()
    if newest is not None and newest.digest == digest:
        return newest
    number, moment = newest.number + 1 if newest else 1, now()
    with override(settings.LANGUAGE_CODE):
        reasons = material_changes(newest.document, document) if newest else []
    try:
        with transaction.atomic():
            return Notice.objects.create(
                number=number,
                digest=digest,
                document=document,
                in_force_from=moment,
                material=newest is None or bool(reasons),
                reasons=reasons,
            )
    except IntegrityError:
        if not Notice.objects.filter(number=number).exists():
            raise
        # Another process published this number first: look again.
        return publish_notice()


def publish_after_migrate(*, using: str, apps: Apps = all_apps, **_: Any) -> None:
    """Receiver of post_migrate: publishes, where that migration left a table to publish to.

    `apps` are the models as migrated; a flush, which sends the signal too, gives none.
    """
    has_table = any(model._meta.label == Notice._meta.label for model in apps.get_models())
    if has_table and using == router.db_for_write(Notice):
        publish_notice()
