"""Giving a file in pieces: what a player asks for when somebody jumps (RFC 9110, section 14).

One range at a time. What asks for several, or in another unit, gets the whole,
as the standard has it for who does not offer that.
"""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from troth.lib.problems import not_found
from troth.recordings.shelf import Shelf

BYTES = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """Nothing of what was asked for is in the file."""


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """The bytes from the first number to the second, which is not among them; None for all of the file.

    Raises Unsatisfiable.
    """
    match = BYTES.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if not int(last) or not size:
            raise Unsatisfiable
        return max(0, size - int(last)), size
    start, end = int(first), min(int(last or size), size - 1) + 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end


def give(
    request: HttpRequest,
    shelf: Shelf,
    name: str,
    *,
    kind: str,
    tag: str,
    save_as: str = "",
    kept: int = 0,
) -> HttpResponseBase:
    """A file from a shelf, or the part of it that is asked for, read as it is sent.

    `tag` stands for this content and no other (a strong ETag). The browser may
    keep it for so many seconds, else not at all, so that what is deleted here
    is gone. Raises Problem 404.
    """
    try:
        size = shelf.size(name)
    except FileNotFoundError:
        raise not_found() from None
    etag = f'"{tag}"'
    answer = get_conditional_response(request, etag=etag) or _content(request, shelf, name, size, etag)
    answer["ETag"], answer["Accept-Ranges"] = etag, "bytes"
    answer["Cache-Control"] = f"private, max-age={kept}" if kept else "private, no-store"
    if answer.status_code in (200, 206):
        answer["Content-Type"] = kind
        if disposition := content_disposition_header(bool(save_as), save_as):
            answer["Content-Disposition"] = disposition
    return answer


def _content(request: HttpRequest, shelf: Shelf, name: str, size: int, etag: str) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(size)})
    # A range of another state of the file would be spliced into the wrong film (RFC 9110, 13.1.5).
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    try:
        found = read_range(asked, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = found or (0, size)
    answer = StreamingHttpResponse(shelf.read(name, start, end), status=206 if found else 200)
    answer["Content-Length"] = str(end - start)
    if found:
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return answer


def begins_anew(request: HttpRequest) -> bool:
    """Whether the file is asked for from its first byte, not on from somewhere."""
    return re.match(r"bytes=[ \t]*0*[1-9]|bytes=[ \t]*-", request.headers.get("Range", "")) is None
