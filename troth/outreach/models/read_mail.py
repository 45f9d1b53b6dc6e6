"""Which mail to the privacy address was read."""

from django.db import models

from troth.privacy import nothing_personal


class ReadMail(models.Model):
    """A mail whose wish is on disk: written in the same transaction, so that doing it twice does nothing.

    `digest` is a keyed hash of the mail, from which nothing about it follows.
    One that `is_left` is for people, and stays unseen in the inbox for them.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    read_at = models.DateTimeField()
    is_left = models.BooleanField(default=False)

    privacy = nothing_personal("digest", "read_at", "is_left")

    def __str__(self) -> str:
        return self.digest
