"""What the processes of one installation agree on through the database."""

from django.db import models

from troth.privacy.declarations import nothing_personal


class Slot(models.Model):
    """Something that one process at a time may do. Whoever moves `until` forward has it until then."""

    name = models.CharField(max_length=120, primary_key=True)
    until = models.DateTimeField()

    privacy = nothing_personal("name", "until")

    def __str__(self) -> str:
        return self.name
