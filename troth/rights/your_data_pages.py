"""Where a person sees and takes everything about them (RET-2, SHR-2)."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.privacy.exports import file_of, note_fetched, rows_for
from troth.privacy.models.exports import KEPT_DAYS
from troth.rights import asking
from troth.rights.access import access_export
from troth.rights.asker import Asker, access_asker, access_proof, asker_of, is_over
from troth.rights.browser import browser_of, forget_browser
from troth.rights.forms import AddressForm
from troth.rights.known import exports_of, known
from troth.rights.ways import ways_to_change


@require_safe
@never_cache
def your_data(request: HttpRequest) -> HttpResponse:
    """What is known about who asks; for who is not known yet, how to prove an address."""
    asker = asker_of(request)
    if asker is None:
        over = is_over(request)
        asking.close_data(request)
        return _ask(request, AddressForm(), over=over)
    roots = rows_for(asker.person, asker.address)
    context = {
        "asker": asker,
        "known": known(roots, ways_to_change() if asker.person else {}),
        **_copies(asker),
    }
    return render(request, "rights/your_data.html", context)


def _ask(request: HttpRequest, form: AddressForm, status: int = 200, **context: object) -> HttpResponse:
    """How to prove an address; and what is known of the browser, which needs no proof."""
    context |= {"form": form, "browser": browser_of(request)}
    return render(request, "rights/ask.html", context, status=status)


@require_POST
@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Forgets the browser that asks for it."""
    response = redirect("your_data")
    forget_browser(request, response)
    return response


def _copies(asker: Asker) -> dict[str, object]:
    exports = list(exports_of(asker))
    return {
        "exports": exports,
        "kept_days": KEPT_DAYS,
        "is_full": len(exports) >= asking.AT_ONCE,
        "is_busy": any(export.is_unfinished for export in exports),
    }


@require_POST
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Answers every address the same."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    asking.ask_for_link(request, form.cleaned_data["email"])
    return render(request, "rights/asked.html", {"address": form.cleaned_data["email"]})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a mailed link leads to. It opens on a press: a mail program that looks at links must not use it up."""
    proof = access_proof(token)
    if request.method == "POST":
        if not asking.open_data(request, proof):
            access_proof(token)
        return redirect("your_data")
    response = render(request, "rights/open.html", {"address": proof.address})
    # The address of this page is a secret; with no referrer at all the form would come from nowhere.
    response["Referrer-Policy"] = "strict-origin"
    return response


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    asking.close_data(request)
    return redirect("your_data")


@require_safe
@never_cache
def copies(request: HttpRequest) -> HttpResponse:
    """The copies alone, for the page that shows how far they are."""
    asker = access_asker(request)
    return render(request, "rights/copies.html", {"asker": asker, **_copies(asker)})


@require_POST
def ask_for_copy(request: HttpRequest) -> HttpResponse:
    asker = access_asker(request)
    try:
        asking.ask_for_copy(asker)
    except Problem as problem:
        if problem.status != 409:
            raise
        messages.error(request, problem.title)
    return redirect("your_data")


@require_POST
def take_copy_away(request: HttpRequest, export_id: UUID) -> HttpResponse:
    export = access_export(access_asker(request), export_id)
    was_unfinished = export.is_unfinished
    asking.take_copy_away(export)
    messages.success(request, _("Cancelled.") if was_unfinished else _("The copy is deleted."))
    return redirect("your_data")


@require_safe
@never_cache
def download(request: HttpRequest, export_id: UUID) -> FileResponse:
    """The archive, for its owner alone."""
    export = access_export(access_asker(request), export_id)
    if not export.is_ready:
        raise not_found()
    over = Problem(410, "copy-over", _("This copy is not there any more. Have a new one made."))
    if export.expires_at <= now():
        raise over
    try:
        file = file_of(export).open("rb")
    except FileNotFoundError:
        raise over from None
    note_fetched(export)
    name = f"your-data-{export.asked_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
