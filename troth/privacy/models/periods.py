"""Periods that an organization chose, and what is counted of rows whose time is over (RET-4, RET-5)."""

from django.db import models
from django.db.models import Q

from troth.privacy.declarations import nothing_personal


class Period(models.Model):
    """How many days an organization keeps what follows one of its rules.

    `scope` is the organization's primary key as text. `rule` is a key of
    `RULES`; where a scope has no row, the rule's default holds.
    """

    scope = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    days = models.PositiveIntegerField()

    privacy = nothing_personal("id", "scope", "rule", "days")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "rule"], name="one_period_a_rule")]

    def __str__(self) -> str:
        return f"{self.rule} of {self.scope}: {self.days}"


class Tally(models.Model):
    """Rows of a table that are gone, counted: of one scope, one month and one group of words.

    `month` is its first day; `day` is set where a table is counted by day. A group
    that would be too small for its day is counted in its month, for its scope in
    scope "", and where it is too small there, without a month.
    """

    table = models.CharField(max_length=80)
    scope = models.CharField(max_length=40, blank=True)
    month = models.DateField(null=True)
    day = models.DateField(null=True)
    by = models.JSONField(default=dict)
    rows = models.PositiveBigIntegerField(default=0)
    sums = models.JSONField(default=dict)

    privacy = nothing_personal("id", "table", "scope", "month", "day", "by", "rows", "sums")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "scope", "day", "by"], name="one_tally_a_day_and_group"),
            models.UniqueConstraint(
                fields=["table", "scope", "month", "by"],
                condition=Q(day=None),
                name="one_tally_a_month_and_group",
            ),
            models.UniqueConstraint(
                fields=["table", "scope", "by"], condition=Q(month=None), name="one_tally_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.scope or '-'} {self.day or self.month or '-'}: {self.rows}"
