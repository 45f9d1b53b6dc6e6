"""A transcript is read, searched and taken along by whoever may watch its film, and by nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.retention import set_period
from troth.recordings.models import How, Look, Recording, Shared
from troth.transcripts.models import Line, Stage, Transcript

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
LATER = "?q=computers+buy"


def page_of(recording: Recording) -> str:
    return f"/recordings/{recording.id}/"


def lines_on(page: str) -> list[str]:
    """The lines that a page shows, without what marks them."""
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'class="said">(.*?)</span></a>', page)]


def body(answer: Any) -> str:
    return b"".join(answer).decode()


def test_it_stands_below_the_film_with_who_said_it(written: Recording, bob: Person, as_person: As) -> None:
    page = as_person(bob).get(page_of(written)).text
    assert lines_on(page) == [
        "Let us begin with the budget.",
        "It is for next year.",
        "We should buy &lt;four&gt; computers &amp; chairs.",
        "Agreed.",
    ]
    assert re.findall(r'class="line-speaker">(.*?)<', page) == ["Alice Adams", "Bob Brown", "Alice Adams"]
    assert (
        f'<track kind="captions" srclang="en" label="Captions" src="{page_of(written)}captions.vtt">' in page
    )
    assert "data-toggle-captions" in page
    assert "Correct the line" not in page
    assert "Write again" not in page


def test_it_is_searched_with_and_without_the_script(written: Recording, bob: Person, as_person: As) -> None:
    for page in (page_of(written), f"{page_of(written)}transcript/"):
        text = as_person(bob).get(page, {"q": "BUY <four>"}).text
        assert lines_on(text) == ["We should buy &lt;four&gt; computers &amp; chairs."]
        assert "<mark>buy</mark> <mark>&lt;four&gt;</mark>" in text
        assert "1 line<" in text
        assert "Nobody said that." in as_person(bob).get(page, {"q": "budget computers"}).text


def test_captions_are_webvtt_with_who_speaks(written: Recording, bob: Person, as_person: As) -> None:
    answer = as_person(bob).get(f"{page_of(written)}captions.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Content-Disposition" not in answer
    head, *cues = body(answer).strip().split("\n\n")
    assert head == "WEBVTT"
    assert cues[2] == (
        "00:00:04.500 --> 00:00:06.000\n<v Bob Brown>We should buy &lt;four&gt; computers &amp; chairs."
    )
    assert len(cues) == 4


def test_who_may_download_the_film_may_download_the_words(
    written: Recording, alice: Person, bob: Person, as_person: As
) -> None:
    address = f"{page_of(written)}transcript/transcript"
    assert as_person(bob).get(f"{address}.txt").status_code == 403
    assert f"{address}.txt" not in as_person(bob).get(page_of(written)).text
    Recording.objects.update(may_download=True)
    assert f"{address}.vtt" in as_person(bob).get(page_of(written)).text
    text = as_person(bob).get(f"{address}.txt")
    assert re.match(r'attachment; filename="Weekly .*\.txt"', text["Content-Disposition"])
    assert body(text) == (
        "Alice Adams (00:00:00)\nLet us begin with the budget. It is for next year.\n\n"
        "Bob Brown (00:00:04)\nWe should buy <four> computers & chairs.\n\n"
        "Alice Adams (00:00:07)\nAgreed.\n"
    )
    assert body(as_person(alice).get(f"{address}.vtt")).startswith("WEBVTT\n")
    assert list(Look.objects.order_by("at").values_list("person__name", "how")) == [
        ("Bob Brown", How.DOWNLOADED),
        ("Alice Adams", How.DOWNLOADED),
    ]


def test_by_the_link_there_are_captions_without_names(
    written: Recording, alice: Person, as_person: As
) -> None:
    made = as_person(alice).post(f"{page_of(written)}link/", {"days": 7}).text
    path = re.search(r'value="http://testserver(/r/[\w-]+)"', made)
    assert path
    page = Client().get(path[1]).text
    assert "Alice" not in page
    address = re.search(r'<track [^>]*src="([^"]+)"', page)
    assert address
    text = body(Client().get(address[1]))
    assert "Let us begin with the budget." in text
    assert "Alice" not in text
    assert Client().get(f"{path[1]}/captions.vtt").status_code == 403
    assert 'id="transcript"' not in page
    Transcript.objects.update(stage=Stage.REMOVED)
    assert "<track" not in Client().get(path[1]).text


def test_shr_2_a_search_finds_lines_of_what_one_may_watch_alone(
    written: Recording, weekly: Meeting, alice: Person, bob: Person, carol: Person, as_person: As
) -> None:
    private = recorded(weekly, alice, shared=Shared.HOST, may_transcribe=True)
    only = private.answers.get().attendance
    Line.objects.create(
        recording=private, attendance=only, since=900, until=1800, text="The budget is secret."
    )
    thrown = recorded(weekly, alice, may_transcribe=True, trashed_at=now())
    only = thrown.answers.get().attendance
    Line.objects.create(recording=thrown, attendance=only, since=900, until=1800, text="Another budget.")

    def found(person: Person, words: str) -> list[str]:
        answer = as_person(person).get("/recordings/search/", {"q": words})
        return [one.line.text for one in answer.context["hits"]]

    assert found(alice, "budget") == ["The budget is secret.", "Let us begin with the budget."]
    assert found(bob, "budget") == ["Let us begin with the budget."]
    assert found(carol, "budget") == []
    assert found(bob, "with BUDGET") == ["Let us begin with the budget."]
    page = as_person(bob).get("/recordings/search/", {"q": "budget"}).text
    line = Line.objects.get(text__startswith="Let us")
    assert f'href="{page_of(written)}#line-{line.id}"' in page
    assert "<mark>budget</mark>" in page
    assert "Alice Adams" in page
    assert "Nobody said that" in as_person(bob).get("/recordings/search/", {"q": "secret"}).text
    assert "Each word that you type" in as_person(bob).get("/recordings/search/").text
    assert 'action="/recordings/search/"' in as_person(bob).get("/recordings/").text


def test_how_far_it_is_is_shown(talked: Recording, alice: Person, bob: Person, as_person: As) -> None:
    page = as_person(bob).get(page_of(talked)).text
    assert "The words are being written down: 0 %." in page
    # Before the clock has begun it.
    assert as_person(bob).get(f"{page_of(talked)}transcript/").status_code == 200
    Transcript.objects.create(recording=talked, reached=3200)
    page = as_person(bob).get(f"{page_of(talked)}transcript/").text
    assert "The words are being written down: 40 %." in page
    assert 'hx-trigger="every 3s"' in page
    for stage, words in (
        (Stage.READY, "Nobody said anything that was understood."),
        (Stage.FAILED, "The host can try again."),
    ):
        Transcript.objects.update(stage=stage)
        page = as_person(bob).get(f"{page_of(talked)}transcript/").text
        assert words in page
        assert "every 3s" not in page
    assert "Try again" in as_person(alice).get(page_of(talked)).text
    Recording.objects.update(trashed_at=now())
    assert 'id="transcript"' not in as_person(alice).get(page_of(talked)).text
    Recording.objects.update(trashed_at=None)
    Transcript.objects.update(stage=Stage.REMOVED)
    assert "It was deleted." in as_person(alice).get(page_of(talked)).text
    assert "Transcript" not in as_person(bob).get(page_of(talked)).text
    assert as_person(bob).get(f"{page_of(talked)}transcript/").status_code == 404


def test_use_11_who_leads_is_told_why_there_is_none(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob)
    assert "people were not told" in as_person(alice).get(page_of(recording)).text
    assert "Transcript" not in as_person(bob).get(page_of(recording)).text


def test_ret_4_no_name_outlives_the_record_of_its_meeting(
    written: Recording, alice: Person, as_person: As
) -> None:
    set_period(str(written.session.meeting.organization_id), "meeting_days", 1)
    Recording.objects.update(ended_at=now())
    session = written.session
    session.ended_at = now() - timedelta(days=366)
    session.save()
    client = as_person(alice)
    page = client.get(page_of(written)).text
    assert "Somebody whose name is not kept any more" in page
    assert "Bob Brown" not in page
    assert "<v" not in body(client.get(f"{page_of(written)}captions.vtt"))


def test_ret_5_what_is_past_its_period_is_nowhere(written: Recording, alice: Person, as_person: As) -> None:
    client = as_person(alice)
    Recording.objects.update(ended_at=now() - timedelta(days=732))
    for what in ("transcript/", "captions.vtt", "transcript/transcript.txt"):
        assert client.get(f"{page_of(written)}{what}").status_code == 404
    assert not client.get("/recordings/search/", {"q": "budget"}).context["hits"]


def test_pages_ask_as_often_however_much_was_said(written: Recording, alice: Person, as_person: As) -> None:
    client = as_person(alice)
    pages = (
        page_of(written),
        f"{page_of(written)}transcript/",
        f"{page_of(written)}captions.vtt",
        "/recordings/search/?q=budget",
    )

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(page))
        return len(queries)

    before = [asked(page) for page in pages]
    speaker = written.answers.first()
    assert speaker
    Line.objects.bulk_create(
        Line(
            recording=written,
            attendance=speaker.attendance,
            since=at * 1000,
            until=at * 1000 + 900,
            text=f"Budget {at}.",
        )
        for at in range(60)
    )
    assert [asked(page) for page in pages] == before
    assert before == [15, 7, 7, 7]
