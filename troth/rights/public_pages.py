"""Pages from the declarations beside the notice: security, recipients, transfers, the record of processing, terms."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.privacy.notice import notice_in_force
from troth.privacy.outside import transfers_now
from troth.privacy.policy import Section
from troth.privacy.processing import ProcessingRecord, as_csv, record_of_processing
from troth.privacy.registry import registry
from troth.rights.finished import backup_state, finished, notice_state, probes_state, recipients_state
from troth.rights.promising import groups
from troth.rights.queries import countries_reached, last_backup, measures_in_force, outside_lines
from troth.rights.reading import read_sections


@require_safe
@finished(notice_state, probes_state, backup_state)
def security(request: HttpRequest) -> HttpResponse:
    """What protects data here: measures that hold by the settings, and what the probes found."""
    protection = [one for group in groups() if group.key == "SEC" for one in group.standings]
    context = {
        "measures": measures_in_force(),
        "sights": [sight for standing in protection for sight in standing.sights],
        "backup": last_backup(),
    }
    return render(request, "rights/security.html", context)


@require_safe
@finished(notice_state)
def terms(request: HttpRequest) -> HttpResponse:
    """What the service is for, and what it may not be used for (WHO-2, WHO-3)."""
    sections = read_sections(notice_in_force().document)
    shown = [line for one in sections if one.id == Section.TERMS for line in one.sentences]
    return render(request, "rights/terms.html", {"sentences": shown})


@require_safe
@finished(notice_state, recipients_state)
def recipients(request: HttpRequest) -> HttpResponse:
    """Who sees data here, and who is given data outside (SHR-1, SHR-4)."""
    sections = read_sections(notice_in_force().document)
    inside = [line for one in sections if one.id == Section.OTHERS for line in one.sentences]
    context = {
        "inside": [line for line in inside if not line.id.startswith("outside.")],
        "outside": outside_lines(),
    }
    return render(request, "rights/public_recipients.html", context)


@require_safe
@finished(recipients_state)
def transfers(request: HttpRequest) -> HttpResponse:
    """The countries data can reach, each with what covers it (XFR-1, XFR-2)."""
    return render(request, "rights/public_transfers.html", {"countries": countries_reached()})


def _record() -> ProcessingRecord:
    sections = notice_in_force().document.get("sections", [])
    return record_of_processing(registry(), sections, transfers_now())


@require_safe
@finished(notice_state, recipients_state)
def processing(request: HttpRequest) -> HttpResponse:
    """The record of processing activities (GDPR art. 30), in short; all of it is in the files."""
    record = _record()
    by_role = [
        (role, [one for one in record["activities"] if one["role"] == role])
        for role in ("controller", "processor")
    ]
    return render(request, "rights/processing.html", {"record": record, "by_role": by_role})


@require_safe
def processing_as_json(_request: HttpRequest) -> JsonResponse:
    """The record (ProcessingRecord), for programs."""
    return JsonResponse(_record(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def processing_as_csv(_request: HttpRequest) -> HttpResponse:
    """The record for a spreadsheet: a line for each activity."""
    # The mark at the start tells spreadsheets that it is UTF-8.
    answer = HttpResponse("\ufeff" + as_csv(_record()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="record-of-processing.csv"'
    return answer
