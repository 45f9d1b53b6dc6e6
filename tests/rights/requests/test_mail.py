"""Requests that come by mail: from people, from programs, and from who means harm (RET-3)."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.rights.requests.asking import INES, ask, ask_and_prove, do, mailed_link
from troth.accounts.models import Person
from troth.outreach.inbox.mail import read_mail
from troth.outreach.inbox.rounds import take_in
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.rights.models import RequestMessage, SubjectRequest
from troth.rights.requests.mail import take_mail

pytestmark = pytest.mark.django_db


def letter(text: str = "Please delete me.", **headers: str) -> EmailMessage:
    """A mail of Ines to the privacy address."""
    message = EmailMessage()
    given = {
        "From": f"Ines <{INES}>",
        "To": "privacy@operator.example",
        "Subject": "My data",
        "Message-ID": "<1@x>",
    }
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message


def receive(message: EmailMessage) -> SubjectRequest | None:
    """As the reader of the inbox hands it over."""
    return receive_bytes(message.as_bytes())


def receive_bytes(raw: bytes) -> SubjectRequest | None:
    before = RequestMessage.objects.count()
    with under(Purpose.SERVE):
        take_mail(read_mail(raw))
    made = RequestMessage.objects.count() - before
    return RequestMessage.objects.latest("written_at").request if made else None


def words() -> str:
    return RequestMessage.objects.latest("written_at").text


def test_RET_3_a_mail_is_a_request_that_proves_nothing_until_its_link_is_pressed(
    browser: Client, officer: Client
) -> None:
    one = receive(letter())
    assert one is not None
    assert (one.kind, one.channel, one.address, one.proven) == ("question", "mail", INES, "")
    assert words() == "My data\n\nPlease delete me."
    [confirmation] = mail.outbox
    assert confirmation.to == [INES]
    assert "delete me" not in confirmation.body, "no words of others go out in our name"
    assert "not shown to be theirs" in officer.get(f"/operator/requests/{one.pk}/").content.decode()
    browser.post(mailed_link(), {"whose": "mine"})
    one.refresh_from_db()
    assert one.proven == "link"


def test_RET_3_the_reader_of_the_privacy_inbox_hands_it_over() -> None:
    with under(Purpose.SERVE):
        assert take_in(letter("Please delete my data. I am no customer any more.").as_bytes())
    assert SubjectRequest.objects.get().channel == "mail"


def test_RET_3_the_same_mail_twice_is_one_request() -> None:
    assert receive(letter())
    assert receive(letter()) is None
    assert receive(letter(From="otto@elsewhere.example")) is not None, (
        "another sender, by chance or by malice"
    )
    assert receive(letter(Message_ID="<2@x>"))


def test_RET_3_an_answer_finds_its_request(browser: Client, officer: Client) -> None:
    one = ask(browser)
    do(officer, one, "more", text="When did we meet?")
    answered = letter(
        "On Monday.\n\nOn 5 March 2026 Troth wrote:\n> When did we meet?",
        Subject=f"Re: Your request {one.reference}",
    )
    assert receive(answered) == one
    assert receive(answered) is None, "read again after a crash"
    assert words() == f"Re: Your request {one.reference}\n\nOn Monday."
    one.refresh_from_db()
    assert one.more_given_at
    assert not RequestMessage.objects.latest("written_at").proven
    assert SubjectRequest.objects.count() == 1


def test_an_answer_from_somebody_else_is_another_request(browser: Client, officer: Client) -> None:
    one = ask_and_prove(browser)
    other = receive(letter(From="eve@elsewhere.example", Subject=f"Re: Your request {one.reference}"))
    assert other is not None
    assert other != one
    assert not RequestMessage.objects.filter(request=one, text__contains="delete me").exists()
    do(officer, one, "answer", text="Done.")
    late = receive(letter(Subject=f"Re: Your request {one.reference}"))
    assert late is not None
    assert late != one, "that one is closed"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"From": "MAILER-DAEMON@elsewhere.example"},
        {"From": "noreply@elsewhere.example"},
        {"From": "Privacy <privacy@operator.example>"},
        {"From": "troth@localhost"},
        {"From": ""},
        {"From": "nobody"},
        {"From": "a@x.example, b@x.example"},
        {"From": "x" * 300 + "@x.example"},
    ],
    ids=str,
)
def test_mail_of_programs_and_of_nobody_is_no_request(settings: Any, headers: dict[str, str]) -> None:
    settings.OPERATOR_EMAIL = "privacy@operator.example"
    assert receive(letter(**headers)) is None
    assert not SubjectRequest.objects.exists()
    assert not mail.outbox


def test_a_bounce_is_no_request() -> None:
    report = b"From: a@x.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\nGone\n--b--\n"
    assert receive_bytes(report) is None


def test_html_attachments_and_odd_charsets_are_read_as_words() -> None:
    message = letter()
    message.set_content(
        "<style>p{}</style><p>Delete<br>me &amp; mine</p><script>bad()</script>", subtype="html"
    )
    message.add_attachment(b"secret passport", maintype="image", subtype="png", filename="passport.png")
    assert receive(message)
    assert words() == "My data\n\nDelete\nme & mine"
    raw = (
        b"From: ines@elsewhere.example\nSubject: =?utf-8?q?L=C3=B6schen?=\nMessage-ID: <3@x>\n"
        b"Content-Type: text/plain; charset=no-such\n\nBitte l\xc3\xb6schen\0 \xff\n"
    )
    assert receive_bytes(raw)
    assert words().startswith("Löschen\n\nBitte")
    assert "\0" not in words()


RAW = [
    b"",
    b"\n\n",
    b"From: ines@elsewhere.example\n\n",
    b"From: =?utf-8?b?!!!?= <ines@elsewhere.example>\nSubject: =?x?y?z?=\n\nHi",
    b"From: ines@elsewhere.example\nContent-Type: multipart/mixed; boundary=never\n\nHi",
    b"From: ines@elsewhere.example\nContent-Transfer-Encoding: base64\n\n!!!! not base64",
    b"From: ines@elsewhere.example\nContent-Type: ///\nMessage-ID: <<<>>\n\nHi",
    b"From: ines@elsewhere.example\nContent-Type: text/html\n\n<a<b<![CDATA[<!x" + b"<p" * 1000,
    b"From: \xff\xfe@\xff\nSubject: \xff\n\nHi",
    b"From: ines@elsewhere.example\nSubject: " + b"x" * 100_000 + b"\n\n" + b"y\n" * 100_000,
]


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_whatever_comes_is_taken_or_left_and_never_stops_the_reader(raw: bytes) -> None:
    receive_bytes(raw)
    assert all(len(one.text) <= 5000 for one in RequestMessage.objects.all())


def test_ten_megabytes_are_cut() -> None:
    one = receive(letter("Delete me. " + "x " * 5_000_000))
    assert one is not None
    assert len(words()) == 5000


def test_one_address_makes_five_requests_a_day() -> None:
    taken = [receive(letter(Message_ID=f"<{n}@x>")) for n in range(6)]
    assert [one is not None for one in taken] == [True] * 5 + [False]
    assert len(mail.outbox) == 5


def test_a_mail_in_somebodys_name_shows_nothing_of_them(officer: Client, bob: Person) -> None:
    one = receive(letter(From="Bob <bob@demo.example>"))
    assert one is not None
    page = officer.get(f"/operator/requests/{one.pk}/").content.decode()
    assert "Bob Brown" not in page
    assert do(officer, one, "sort", kind="erasure", law="gdpr").status_code == 302
    assert do(officer, one, "erase").status_code == 409
