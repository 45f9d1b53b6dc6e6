"""Pages of recordings, and the page that a recorder's browser shows."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from troth.accounts.access import access_person
from troth.lib.countries import country_name
from troth.lib.problems import Problem, not_found
from troth.organizations.access import access_membership
from troth.privacy.retention import days_of
from troth.recordings import access, beside
from troth.recordings.actions.film import FORMS
from troth.recordings.actions.looking import note_downloaded, note_seen
from troth.recordings.actions.trash import KEPT
from troth.recordings.cut_forms import CutForm, cut_form
from troth.recordings.forms import LinkForm, SharingForm
from troth.recordings.models import CutState, Recording, State
from troth.recordings.models.cut import REFUSED
from troth.recordings.queries import spans_of
from troth.recordings.ranges import begins_anew, give
from troth.recordings.shelf import NoShelf, Shelf, regions, shelf_of
from troth.recordings.watching import (
    answers_to,
    cuts_of,
    file_name,
    is_cut,
    listed,
    looks_at,
    names_in,
    names_over,
    trashed,
    undecided,
)

A_PAGE = 20
POSTER = "image/jpeg"


@require_safe
@never_cache
def recorder(request: HttpRequest) -> HttpResponse:
    """What draws a meeting for its recording. Without the code of a part it does nothing."""
    return render(request, "recordings/recorder.html")


@require_safe
@never_cache
@login_required
def recordings(request: HttpRequest) -> HttpResponse:
    """The recordings that the person may look at, and what is in the trash of who leads any."""
    person = access_person(request)
    try:
        own = access_membership(person)
    except Problem:
        return redirect("organization")
    in_trash = request.GET.get("show") == "trash"
    page = Paginator(trashed(own) if in_trash else listed(own), A_PAGE).get_page(request.GET.get("page"))
    entries = [access.Sight(recording, own) for recording in page]
    return render(
        request,
        "recordings/recordings.html",
        {
            "area": "recordings",
            "page": page,
            "entries": entries,
            "in_trash": in_trash,
            "undecided": undecided(own).count() if own.may_administer and not in_trash else 0,
            "has_trash": own.may_administer or own.may_host,
            "kept_days": KEPT.days,
            "above": beside.with_list(request) if entries and not in_trash else "",
            "is_changing": any(one.recording.is_being_made for one in entries),
        },
    )


@require_safe
@never_cache
@login_required
def recording(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """A recording: its film with the names over it, and for who leads it who answered what and who looked."""
    sight = access.access_recording(request.user, recording_id)
    if request.headers.get("HX-Request") and not (sight.recording.is_being_made or is_cut(sight.recording)):
        # The page that waited for it begins anew, with all that there is to do with a film.
        return HttpResponseClientRefresh()
    return render_recording(request, sight)


def render_recording(
    request: HttpRequest,
    sight: access.Sight,
    *,
    sharing: SharingForm | None = None,
    link: LinkForm | None = None,
    cut: CutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms that were refused where there are."""
    found = sight.recording
    called = names_in(found)
    names = names_over(found, called) if found.film else []
    is_ready = bool(found.state == State.READY and found.film and found.region in regions())
    shown = beside.with_film(request, sight, called) if is_ready else beside.Shown()
    context = {
        "area": "recordings",
        "recording": found,
        "sight": sight,
        "names": names,
        "people": list(dict.fromkeys(one["name"] for one in names)),
        "started_by": called.get(found.started_by_id) if found.started_by_id else None,
        "until": _until(found),
        "kind": kind_of(found),
        "country": country_name(found.region),
        "is_ready": is_ready,
        "captions": shown.captions,
        "below": shown.below,
    }
    if sight.leads:
        cuts, open_decisions = cuts_of(found), list(found.decisions.filter(answer=""))
        # The desk leads here with the spans of one of them.
        asked = next((one for one in open_decisions if str(one.id) == request.GET.get("decision")), None)
        context |= {
            "decisions": open_decisions,
            "cut": cut or cut_form(spans=spans_of(asked) if asked else ()),
            "cuts": [one for one in cuts if one.state == CutState.DONE],
            "is_cut": any(one.state == CutState.ASKED for one in cuts),
            "cut_refused": cuts[0] if cuts and cuts[0].state in REFUSED else None,
            "answers": answers_to(found, called),
            "looks": looks_at(found),
            "sharing": sharing or SharingForm(instance=found),
            "link": link or LinkForm(),
        }
    return render(request, "recordings/recording.html", context, status=status)


def _until(recording: Recording) -> datetime | None:
    """When a recording's time is over; None while it is made."""
    days = days_of(str(recording.scope), "recording_days")
    return recording.ended_at and recording.ended_at + timedelta(days=days)


@require_safe
@login_required
def film(request: HttpRequest, recording_id: UUID) -> HttpResponseBase:
    """The film, in the ranges that a player asks for."""
    sight = access.access_film(request.user, recording_id)
    if request.method == "GET":
        note_seen(sight.recording, sight.own.person)
    return give_film(request, sight.recording)


@require_safe
@login_required
def poster(request: HttpRequest, recording_id: UUID) -> HttpResponseBase:
    return give_poster(request, access.access_film(request.user, recording_id).recording)


@require_safe
@login_required
def download(request: HttpRequest, recording_id: UUID) -> HttpResponseBase:
    """The film as a file; what goes on from somewhere is the same download."""
    sight = access.access_download(request.user, recording_id)
    if request.method == "GET" and begins_anew(request):
        note_downloaded(sight.recording, sight.own.person)
    return give_film(request, sight.recording, save=True)


def kind_of(recording: Recording) -> str:
    """The media type of a recording's film."""
    return FORMS.get(recording.film.rpartition(".")[2], "")


def give_film(request: HttpRequest, recording: Recording, *, save: bool = False) -> HttpResponseBase:
    """A recording's film, from its region's shelf."""
    return give(
        request,
        _shelf(recording),
        recording.film,
        kind=kind_of(recording),
        tag=f"{recording.id.hex}-{_content(recording.film)}-{recording.size}",
        save_as=file_name(recording) if save else "",
    )


def give_poster(request: HttpRequest, recording: Recording) -> HttpResponseBase:
    """A picture of a recording."""
    if not recording.poster:
        raise not_found()
    tag = f"{recording.id.hex}-{_content(recording.poster)}"
    # A list that looks again by itself would fetch all of them each time.
    return give(request, _shelf(recording), recording.poster, kind=POSTER, tag=tag, kept=60)


def _content(name: str) -> str:
    """What stands for a file's content: a cut writes another file, under another name."""
    return name.rpartition("/")[2].partition(".")[0]


def _shelf(recording: Recording) -> Shelf:
    try:
        return shelf_of(recording.region)
    except NoShelf:
        raise not_found() from None
