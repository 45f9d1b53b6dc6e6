"""The words in which a request is recorded. The values stay in the record when its person is gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked for, in the order of GDPR art. 15 to 21."""

    ACCESS = "access", _("Access")
    CORRECTION = "correction", _("Correction")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction of use")
    PORTABILITY = "portability", _("Portability")
    OBJECTION = "objection", _("Objection")
    OPT_OUT = "opt_out", _("Opt-out of sale and sharing")
    QUESTION = "question", _("Question or complaint")


class Law(models.TextChoices):
    """The law that gives the right, by where the person lives."""

    GDPR = "gdpr", _("EU, Iceland, Liechtenstein, Norway")
    UK = "uk_gdpr", _("United Kingdom")
    SWISS = "fadp", _("Switzerland")
    CCPA = "ccpa", _("California")
    OTHER = "other", _("Elsewhere")


class Channel(models.TextChoices):
    """How a request came."""

    FORM = "form", _("Form")
    MAIL = "mail", _("Mail")
    TELEPHONE = "telephone", _("Telephone")
    LETTER = "letter", _("Letter")


class Proven(models.TextChoices):
    """How it is known that a request is its person's."""

    ACCOUNT = "account", _("signed in")
    LINK = "link", _("opened a mailed link")
    OFFICER = "officer", _("checked by the operator")


class Outcome(models.TextChoices):
    """How a request ended."""

    FULFILLED = "fulfilled", _("Done")
    PARTLY = "partly", _("Done in part")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    NOT_THEIRS = "not_theirs", _("Made by somebody else")
    GONE = "gone", _("The person was erased")


class Ground(models.TextChoices):
    """Why a request was refused."""

    IDENTITY = "identity", _("It could not be shown whose request it is.")
    UNFOUNDED = "unfounded", _("It is plainly unfounded, or asks too often.")
    EXEMPT = "exempt", _("The law makes an exception.")
    HOLD = "hold", _("A legal hold keeps the data for now.")
    OTHERS = "others", _("It would take away from the rights of others.")
    NOTHING = "nothing", _("There is nothing here that it could be done to.")


class Author(models.TextChoices):
    """Who wrote."""

    PERSON = "person", _("You")
    OFFICER = "officer", _("The operator")
