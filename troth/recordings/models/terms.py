"""How an organization records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.organizations.models import Organization
from troth.privacy import Declaration
from troth.recordings.models.recording import Shared


class Asking(models.TextChoices):
    """What somebody may do who does not agree to be recorded."""

    MAY_STAY = "may_stay", _("Stay without being recorded")
    MUST_LEAVE = "must_leave", _("Leave the meeting")


class Terms(models.Model):
    """An organization's rules. Without a `region` it does not record."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="recording_terms"
    )
    region = models.CharField(_("kept in"), max_length=2, blank=True)
    asking = models.CharField(
        _("who does not agree may"), max_length=12, choices=Asking.choices, default=Asking.MAY_STAY
    )
    shared = models.CharField(
        _("a new recording can be seen by"),
        max_length=12,
        choices=Shared.choices,
        default=Shared.PARTICIPANTS,
    )
    may_download = models.BooleanField(_("who can see it may download it"), default=False)
    transcribe = models.BooleanField(_("what is said is written down"), default=True)

    privacy = Declaration(
        other=("id", "organization", "region", "asking", "shared", "may_download", "transcribe"),
        scope="organization",
    )

    def __str__(self) -> str:
        return str(self.organization_id)
