"""Whether the declarations are whole, act, and are what the notice says."""

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.privacy.changes import material_changes
from troth.privacy.checks import TAG, undeclared_in_database
from troth.privacy.document import digest_of
from troth.privacy.graph import graph
from troth.privacy.looking import look_at, look_for
from troth.privacy.models import Acknowledgement, Notice
from troth.privacy.notice import compose_now, notice_in_force
from troth.privacy.promises import Look, Probe
from troth.privacy.purposes import PurposeRefused, under
from troth.privacy.registry import registry


def everything_declared() -> Look:
    sentences = undeclared_in_database(connection)
    return look_for(
        len(connection.introspection.table_names()),
        len(sentences),
        _("%(count)s tables or columns of the database are declared by nobody."),
    )


def bases_on_record() -> Look:
    faults = [one for one in run_checks(tags=[TAG]) if one.level >= ERROR]
    fields = sum(len(one.personal) for one in graph().declared.values())
    return look_for(fields, len(faults), _("%(count)s declarations are not whole."))


def purposes_act() -> Look:
    tables = {model: one for model, one in graph().declared.items() if one.personal}
    wrong = []
    for model, declaration in tables.items():
        name = next(iter(declaration.personal))
        try:
            with under():
                list(model._base_manager.values_list(name)[:1])
        except PurposeRefused:
            continue
        wrong.append(model._meta.label)
    return look_at(len(tables), wrong, _("Read without a purpose, and nothing refused it: %(what)s."))


def notice_is_true() -> Look:
    document, notice = compose_now(), notice_in_force()
    if digest_of(document) == notice.digest:
        return Look(len(registry().tables))
    reasons = material_changes(notice.document, document)
    matters = _("It matters to people.") if reasons else _("It is wording, or less than before.")
    return Look(len(registry().tables), _("The notice says something else than the declarations. ") + matters)


def versions_unchanged() -> Look:
    versions = list(Notice.objects.all())
    wrong = [str(one) for one in versions if digest_of(one.document) != one.digest]
    return look_at(len(versions), wrong, _("Changed after it was published: %(what)s."))


def read_after_published() -> Look:
    read = Acknowledgement.objects.all()
    early = read.filter(at__lt=F("notice__in_force_from"))
    return look_for(read.count(), early.count(), _("%(count)s people read a version before it was there."))


def engine_guards() -> Look:
    engines = [one["ENGINE"] for one in settings.DATABASES.values()]
    wrong = [one for one in engines if not one.startswith("troth.privacy.backends.")]
    return look_at(len(engines), wrong, _("Queries are held against no purpose: %(what)s."))


DECLARED = (
    Probe(
        ("POL-4",),
        "privacy.declared",
        everything_declared,
        gettext_lazy("Tables and columns of the database"),
    ),
    Probe(
        ("LAW-1", "POL-3"),
        "privacy.bases",
        bases_on_record,
        gettext_lazy("Declarations, their bases and controllers"),
    ),
    Probe(("USE-12",), "privacy.purposes", purposes_act, gettext_lazy("Reading without a purpose")),
    Probe(("USE-12",), "privacy.engine", engine_guards, gettext_lazy("The guard of every query")),
    Probe(("POL-4",), "privacy.notice", notice_is_true, gettext_lazy("The notice against the declarations")),
    Probe(("POL-1",), "privacy.versions", versions_unchanged, gettext_lazy("Earlier versions of the notice")),
    Probe(("POL-2",), "privacy.read", read_after_published, gettext_lazy("Who read which version")),
)
