"""What is counted about cookies. Nobody is in it."""

from django.db import models

from troth.privacy.declarations import nothing_personal


class CookieAnswers(models.Model):
    """How many browsers agreed to the optional cookies on a day, and how many refused.

    `cookies` are the names that were asked about, `wording` the digest of what was said about them.
    """

    day = models.DateField()
    wording = models.CharField(max_length=8)
    cookies = models.JSONField(default=list)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    privacy = nothing_personal("id", "day", "wording", "cookies", "accepted", "refused")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["day", "wording"], name="one_count_of_answers_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.accepted} yes, {self.refused} no"


class StoppedCookie(models.Model):
    """How often a day a cookie was stopped: code set it, and it was not declared, or nobody had agreed to it."""

    day = models.DateField()
    name = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    privacy = nothing_personal("id", "day", "name", "times", "last_at")

    class Meta:
        ordering = ["-day", "name"]
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="one_count_of_stops_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}, {self.times} times"
