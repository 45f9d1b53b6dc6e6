"""What is known about somebody from one meeting. A guest has no account and no address: their ticket says who they are.

The ticket comes in the body of a request: an address would stay in histories
and logs. It is all the authority there is, so no cookie is looked at, and a
forged request could show nothing to who forged it.
"""

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from troth.lib.clock import now
from troth.lib.limits import Limit, address_of
from troth.meetings.access import read_ticket
from troth.privacy.archive import write_archive
from troth.privacy.exports import folder
from troth.privacy.graph import Rows, rows_of
from troth.privacy.leaving import WINDOW
from troth.rights.actions import erase_guest
from troth.rights.known import known

COPIES = Limit("your-data-of-meeting", times=10, seconds=3600)
ERASURES = Limit("erase-in-meeting", times=20, seconds=3600)


def _roots(request: HttpRequest) -> Rows:
    return rows_of([read_ticket(request.POST.get("ticket", ""))])


@csrf_exempt
@require_POST
@never_cache
def your_data_in_meeting(request: HttpRequest) -> HttpResponse:
    """The attendance a ticket is for, and what hangs on it."""
    context = {"known": known(_roots(request)), "ticket": request.POST["ticket"]}
    return render(request, "rights/your_data_in_meeting.html", context)


@csrf_exempt
@require_POST
@never_cache
def erase_in_meeting(request: HttpRequest) -> HttpResponse:
    """Asks first; with `sure` the entry goes, and the link back is shown once: there is no address to mail it to."""
    ticket = request.POST.get("ticket", "")
    attendance = read_ticket(ticket)
    if "sure" not in request.POST:
        return render(request, "rights/erase_in_meeting.html", {"ticket": ticket, "days": WINDOW.days})
    ERASURES.refuse_when_reached(address_of(request))
    ERASURES.count(address_of(request))
    link, held = erase_guest(attendance)
    context = {"link": link, "days": WINDOW.days, "held": held, "guest": True}
    return render(request, "rights/erased.html", context)


@csrf_exempt
@require_POST
@never_cache
def copy_of_meeting(request: HttpRequest) -> FileResponse:
    """The same as an archive, made on the spot: what one meeting holds of one person is little."""
    roots = _roots(request)
    [[key]] = roots.values()
    COPIES.refuse_when_reached(str(key))
    COPIES.count(str(key))
    # Nameless in its folder: gone when it is sent, or when the process ends before.
    file = tempfile.TemporaryFile(dir=folder())  # noqa: SIM115 — the answer closes it
    write_archive(roots, file)
    file.seek(0)
    name = f"your-data-{now():%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
