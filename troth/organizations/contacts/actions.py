"""What changes contacts: by hand, or by a file in two steps, read and carry out."""

from collections.abc import Iterator, Mapping
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.organizations.contacts.access import WAITS
from troth.organizations.contacts.merging import Merge
from troth.organizations.contacts.provenance import Provenance, restore
from troth.organizations.contacts.reading import BadFile, Row, open_table
from troth.organizations.contacts.report import Report, restore_report
from troth.organizations.models import Contact, ContactImport, ImportState, Organization
from troth.privacy.audit import record
from troth.privacy.deleting import erase_whole, refuse_if_held
from troth.privacy.leaving import scrub
from troth.privacy.opt_outs import recognise

BATCH = 500
"""Rows that are written in one transaction."""


def save_contact(
    contact: Contact,
    values: Mapping[str, str],
    organization: Organization | None,
    source: Provenance,
    by: Person,
) -> Contact:
    """Writes a contact, new or known, as the operator has typed it in.

    What differs from before came from `source`; what is empty is taken away.
    Raises Problem: 409 where the address is another contact's of the kind, and
    `held` where a hold keeps the contact; 404 where it is gone by now, as it
    must not come back.
    """
    is_new = contact._state.adding
    if not is_new:
        refuse_if_held(contact, scope="", by=by)
    with transaction.atomic():
        if not is_new:
            contact = _lock(contact)
        for name in Contact.VALUES:
            value = values[name]
            if not value:
                contact.sources.pop(name, None)
            elif value != getattr(contact, name) or name not in contact.sources:
                contact.sources[name] = source.stored
            setattr(contact, name, value)
        contact.organization = organization
        contact.last_used_at = now()
        try:
            with transaction.atomic():
                contact.save(force_insert=is_new)
        except IntegrityError:
            raise Problem(
                409, "contact", _("There is a contact of this kind with this address already.")
            ) from None
        recognise([contact.email])
        record("contact.added" if is_new else "contact.changed", scope="", actor=by, object=contact)
    return contact


def _lock(contact: Contact) -> Contact:
    """The contact as it is now. Raises 404 where it is gone."""
    there = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if there is None:
        raise not_found()
    return there


def delete_contact(contact: Contact, by: Person) -> None:
    """Removes a contact for good, from a restored backup too. Raises Problem 409 where a hold keeps it."""
    refuse_if_held(contact, scope="", by=by)
    with transaction.atomic():
        erase_whole(Contact, {contact.pk})
        record("contact.deleted", scope="", actor=by, object=contact)
    scrub()


def start_import(content: bytes, kind: str, source: Provenance, person: Person) -> ContactImport:
    """Takes a file in; a worker reads it."""
    # tasks.py calls back into this module.
    from troth.organizations.contacts.tasks import read

    with transaction.atomic():
        upload = record_upload(content, kind, source, person)
        transaction.on_commit(lambda: read.enqueue(str(upload.pk)))
    return upload


@transaction.atomic
def record_upload(content: bytes, kind: str, source: Provenance, person: Person | None) -> ContactImport:
    """Keeps a file to be read. `kind` and `source` hold for rows that say nothing else; `kind` may be empty."""
    ContactImport.everything.filter(uploaded_at__lte=now() - WAITS).delete()
    return ContactImport.objects.create(content=content, kind=kind, source=source.stored, started_by=person)


def read_upload(import_id: str) -> None:
    """Finds out what carrying out the file would do, and writes no contact. Does nothing where that is known."""
    upload = ContactImport.objects.filter(pk=import_id, state=ImportState.READING).first()
    if upload is None:
        return
    here = ContactImport.objects.filter(pk=import_id, state=ImportState.READING)
    merge, count = Merge(now()), 0
    try:
        table = open_table(bytes(upload.content))
        report = Report(list(table.columns.values()), table.ignored)
        for rows in _batches(table.rows(upload.kind, restore(upload.source))):
            report.add(merge.take(rows, lock=False))
            count += len(rows)
            here.update(rows=count)
        if not count:
            raise BadFile("empty")
    except BadFile as bad:
        here.update(state=ImportState.REFUSED, content=b"", report={"refusal": bad.note})
    else:
        here.update(state=ImportState.READY, report=report.stored)


def choose_import(upload: ContactImport) -> None:
    """Has a worker carry out the import: the rows that are not refused. Refuses what is not ready for it."""
    # tasks.py calls back into this module.
    from troth.organizations.contacts.tasks import carry_out

    with transaction.atomic():
        confirm_import(upload)
        transaction.on_commit(lambda: carry_out.enqueue(str(upload.pk)))


def confirm_import(upload: ContactImport) -> None:
    """Marks the import as to be carried out, once. Its report begins anew: contacts may have changed since."""
    report = upload.report
    fresh = Report(report.get("columns", []), report.get("ignored", []))
    changed = ContactImport.objects.filter(pk=upload.pk, state=ImportState.READY).update(
        state=ImportState.WRITING, rows_done=0, report=fresh.stored
    )
    if not changed:
        raise Problem(409, "import", _("This import is not waiting to be carried out."))


def carry_out_upload(import_id: str) -> None:
    """Writes the rows that are not refused, batch by batch; goes on where one before was killed.

    Each batch notes in its own transaction how far it came, so no row is
    taken twice or left out. The file goes with the last.
    """
    upload = ContactImport.objects.filter(pk=import_id, state=ImportState.WRITING).first()
    if upload is None:
        return
    rows = open_table(bytes(upload.content)).rows(upload.kind, restore(upload.source))
    done = upload.rows_done
    for batch in _batches(islice(rows, done, None)):
        if not _write(import_id, done, batch):
            return
        done += len(batch)
    here = ContactImport.objects.filter(pk=import_id, state=ImportState.WRITING, rows_done=done)
    with transaction.atomic():
        if here.update(state=ImportState.DONE, content=b""):
            record("contact.imported", scope="", actor=upload.started_by, object=upload, rows=done)


@transaction.atomic
def _write(import_id: str, done: int, rows: list[Row]) -> bool:
    """Writes a batch, unless the import is gone or another worker is further on."""
    upload = (
        ContactImport.objects.select_for_update()
        .defer("content")
        .filter(pk=import_id, state=ImportState.WRITING, rows_done=done)
        .first()
    )
    if upload is None:
        return False
    merge, report = Merge(now()), restore_report(upload.report)
    report.add(merge.take(rows, lock=True))
    Contact.objects.bulk_create(
        merge.touched.values(),
        update_conflicts=True,
        unique_fields=["kind", "email"],
        update_fields=[*(name for name in Contact.VALUES if name != "email"), "sources", "last_used_at"],
    )
    recognise(contact.email for contact in merge.touched.values())
    upload.report, upload.rows_done = report.stored, done + len(rows)
    upload.save(update_fields=["report", "rows_done"])
    return True


def dismiss_import(upload: ContactImport) -> None:
    """Throws away an import with its file. Refuses while it is being carried out."""
    gone, _rows = ContactImport.objects.filter(pk=upload.pk).exclude(state=ImportState.WRITING).delete()
    if not gone:
        raise Problem(409, "import", _("The import is being carried out. Wait until it is done."))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
