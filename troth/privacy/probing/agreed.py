"""Whether what people agreed to and refused is heeded, and what leaves goes to who was declared."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.clock import now
from troth.privacy.looking import look_at, look_for
from troth.privacy.models import Consent, Disclosure, Function, OutsideRecipient, StoppedCookie
from troth.privacy.promises import Look, Probe


def no_cookie_stopped() -> Look:
    recent = StoppedCookie.objects.filter(day__gte=now().date() - timedelta(days=1))
    names = list(recent.values_list("name", flat=True))
    return look_at(
        StoppedCookie.objects.count(),
        names,
        _("Code set these since yesterday, undeclared or without consent, and they were stopped: %(what)s."),
    )


def consents_have_words() -> Look:
    consents = Consent.objects.all()
    return look_for(
        consents.count(),
        consents.filter(given_at__lt=F("text__since")).count(),
        _("%(count)s consents name words that were not asked yet."),
    )


def given_to_vetted_only() -> Look:
    given = Disclosure.everything.all()
    vetted = OutsideRecipient.objects.filter(
        key=OuterRef("recipient"), since__lte=OuterRef("at"), vetted_on__lte=OuterRef("at__date")
    )
    return look_for(
        given.count(),
        given.filter(~Exists(vetted)).count(),
        _("%(count)s hand-overs went to somebody who was not declared and looked into then."),
    )


def functions_known() -> Look:
    """No function of a recipient is to buy data."""
    there = OutsideRecipient.objects.filter(until=None)
    wrong = there.exclude(function__in=Function.values).values_list("function", flat=True)
    return look_at(
        there.count(), list(wrong), _("Recipients have a function that nobody declared: %(what)s.")
    )


def vetting_stands() -> Look:
    """What is declared and was looked into once is looked into again before that runs out."""
    there = OutsideRecipient.objects.filter(until=None, vetted_on__isnull=False)
    return look_at(
        there.count(),
        list(there.filter(vetted_until__lt=now().date()).values_list("key", flat=True)),
        _("The vetting of these recipients has run out, and they get nothing: %(what)s."),
    )


AGREED = (
    Probe(("SHR-1",), "privacy.vetting", vetting_stands, gettext_lazy("The vetting of recipients")),
    Probe(
        ("CKI-2", "CKI-3"), "privacy.cookies", no_cookie_stopped, gettext_lazy("Cookies that were stopped")
    ),
    Probe(("LAW-2",), "privacy.consents", consents_have_words, gettext_lazy("Consents and their words")),
    Probe(
        ("SHR-1", "SHR-11"), "privacy.given", given_to_vetted_only, gettext_lazy("What was given to others")
    ),
    Probe(("SHR-4", "SHR-10"), "privacy.functions", functions_known, gettext_lazy("What recipients are for")),
)
