"""Objections by mail to the privacy address, from the right and the wrong address, in every shape (USE-8, LAW-4)."""

import smtplib
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from tests.outreach.imap import Folder, serving
from tests.outreach.people import contact, run_due_tasks, sent
from tests.post import Post
from tests.waiting import until
from troth.accounts.models import Person
from troth.outreach.actions import send_letter
from troth.outreach.addressees import at_address, token_for
from troth.outreach.inbox import Mail, on_other_mail, rounds
from troth.outreach.inbox import mail as reading
from troth.outreach.inbox.mail import MOST_BYTES, MOST_LINES, MOST_PARSED, read_mail
from troth.outreach.inbox.rounds import read_inbox
from troth.outreach.kinds import REFUSABLE, MessageKind, Topic
from troth.outreach.models import ReadMail
from troth.outreach.preferences import wants
from troth.privacy.consents import stands
from troth.privacy.models import Objection, OptOut
from troth.privacy.vocabulary import Purpose

pytestmark = pytest.mark.usefixtures("real_tasks", "operated")
DORA, PRIVACY = "dora@customer.example", "privacy@example.com"
Send = Callable[..., None]


def letter(
    subject: str = "", text: str = "", sender: str = f"Dora Dean <{DORA}>", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, headers.pop("to", PRIVACY), subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.fixture
def box(settings: Settings, tmp_path: Path) -> Path:
    """A maildir, which mail to the privacy address is delivered to."""
    folder = tmp_path / "privacy"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    settings.PRIVACY_INBOX = f"maildir:{folder}"
    return folder


@pytest.fixture
def put(box: Path) -> Send:
    def deliver(message: EmailMessage | bytes) -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes()
        (box / "new" / f"{1000 + len(list(box.glob('*/*')))}.M1.host").write_bytes(raw)

    return deliver


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> list[Mail]:
    """What people are given."""
    monkeypatch.setattr(rounds, "_RECEIVERS", [])
    found: list[Mail] = []
    on_other_mail(found.append)
    return found


def has_objected(address: str = DORA) -> bool:
    wanted = [stands(kind.purpose, address=address) for kind in REFUSABLE]
    assert wanted[0] == wanted[1]
    return not wanted[0]


PLAIN = [
    ("unsubscribe", ""),
    ("Re: Come and see", "Please take me off your list."),
    ("Your newsletter", "Hello,\nI do not want to get any more of these emails.\nDora"),
    ("", "STOP SENDING ME MAIL"),
    ("Objection", "I object to direct marketing under Article 21 GDPR"),
    ("Werbung", "Ich widerspreche der Werbung."),
    ("désabonner", "merci"),
    ("Opt-out", "thanks"),
]


@pytest.mark.parametrize(("subject", "text"), PLAIN, ids=range(len(PLAIN)))
def test_USE_8_an_objection_in_plain_words(put: Send, others: list[Mail], subject: str, text: str) -> None:
    contact()
    put(letter(subject, text))
    assert read_inbox() == 1
    assert has_objected()
    run_due_tasks()
    assert sent() == [DORA], "the answer says so"
    assert "/mail/choices/" in mail.outbox[0].body, "and how to undo it"
    assert {one.made_how for one in Objection.objects.all()} == {"mail"}


NO_OBJECTION = [
    ("Invoice 17", "Where do I pay it?"),
    (
        "Re: Come and see",
        "We will be there.\n\nOn Mon, 1 Mar 2027 Example <x@example.com> wrote:\n> Unsubscribe here",
    ),
    (
        "Re: Come and see",
        "Thanks!\n\n-----Original Message-----\nFrom: us\nNo more of this kind: unsubscribe",
    ),
    ("Hello", ""),
]


@pytest.mark.parametrize(("subject", "text"), NO_OBJECTION, ids=range(len(NO_OBJECTION)))
def test_what_is_none_goes_to_people(put: Send, others: list[Mail], subject: str, text: str) -> None:
    contact()
    put(letter(subject, text))
    assert read_inbox() == 1
    assert not has_objected()
    [given] = others
    assert (given.sender, given.subject, given.has_objected) == (DORA, subject, False)
    assert text.splitlines()[:1] == given.text.splitlines()[:1]


def test_an_objection_that_asks_for_more_is_heeded_and_goes_to_people_too(
    put: Send, others: list[Mail]
) -> None:
    contact()
    put(letter("Unsubscribe", "Unsubscribe me. And delete all my data, please."))
    read_inbox()
    assert has_objected()
    assert [one.has_objected for one in others] == [True]


def test_an_objection_from_an_address_that_nobody_knows_is_remembered_without_it(
    put: Send, others: list[Mail]
) -> None:
    """RET-9"""
    put(letter("unsubscribe", sender="nobody@nowhere.example"))
    read_inbox()
    assert not Objection.objects.exists()
    assert "nowhere" not in str(list(OptOut.objects.values()))
    assert has_objected("nobody@nowhere.example")
    contact("nobody@nowhere.example")
    assert not send_letter(MessageKind.PROMOTIONAL, "nobody@nowhere.example", "x", "y", topic=Topic.EVENTS)


def test_an_objection_in_somebody_else_s_name_can_be_undone_by_them(
    put: Send, others: list[Mail], alice: Person
) -> None:
    """From can be made up: the one it names is told, and loses nothing that they can't have back."""
    put(letter("unsubscribe", sender=f"Alice <{alice.email}>"))
    read_inbox()
    assert has_objected(alice.email)
    run_due_tasks()
    assert sent() == [alice.email]


def test_the_token_in_the_subject_says_who_it_is_whoever_sends_it(
    put: Send, others: list[Mail], alice: Person
) -> None:
    """A mail program that follows the mailto of List-Unsubscribe, from an address that the person uses too."""
    token = token_for(at_address(alice.email), MessageKind.ENGAGEMENT)
    message = letter(f"unsubscribe {token}", sender="other@home.example", Auto_Submitted="auto-generated")
    put(message)
    read_inbox()
    assert not stands(Purpose.ENGAGE, person=alice)
    assert not has_objected("other@home.example")
    run_due_tasks()
    assert not mail.outbox, "a program gets no answer"


def test_mail_to_the_unsubscribe_address_needs_no_words(put: Send, others: list[Mail]) -> None:
    contact()
    put(letter("x", "y", to="privacy+unsubscribe@example.com"))
    read_inbox()
    assert has_objected()


def test_html_mail_counts_by_its_own_words(put: Send, others: list[Mail]) -> None:
    contact("html@customer.example")
    contact("quote@customer.example")
    mails = {
        "html@customer.example": "<html><style>p{}</style><p>Please <b>unsubscribe</b>&nbsp;me</p></html>",
        "quote@customer.example": "<p>See you there</p><blockquote><p>click to unsubscribe</p></blockquote>",
    }
    for sender, html in mails.items():
        message = letter("Re: Come and see", sender=sender)
        message.set_content(html, subtype="html")
        put(message)
    read_inbox()
    assert has_objected("html@customer.example")
    assert not has_objected("quote@customer.example")
    assert [one.sender for one in others] == ["quote@customer.example"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Replied (vacation)"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
    ],
    ids=str,
)
def test_an_automatic_reply_is_no_objection_and_no_request(
    put: Send, others: list[Mail], headers: dict[str, str]
) -> None:
    """RFC 3834"""
    contact()
    put(letter("Out of office: unsubscribe", "I stop mailing until Monday.", **headers))
    assert read_inbox() == 1
    assert not has_objected()
    assert not others
    assert not mail.outbox


def test_a_human_who_says_auto_submitted_no_is_heard(put: Send, others: list[Mail]) -> None:
    contact()
    put(letter("unsubscribe", Auto_Submitted="no"))
    read_inbox()
    assert has_objected()


def test_attachments_and_ten_megabytes(put: Send, others: list[Mail], box: Path) -> None:
    contact()
    message = letter("unsubscribe", "Please unsubscribe me.")
    message.add_attachment(b"x" * 10_000_000, maintype="application", subtype="pdf", filename="letter.pdf")
    put(message)
    assert read_inbox() == 1
    assert has_objected()
    [given] = others
    assert given.is_cut
    assert given.has_objected
    assert given.attachments == ("letter.pdf",)
    [kept] = box.glob("cur/*")
    assert kept.stat().st_size > 10_000_000, "people find all of it where it was"


BROKEN = {
    "nothing": b"",
    "no header": b"\r\n\r\nunsubscribe",
    "bytes": bytes(range(256)) * 20,
    "only a colon": b":::::\n\n",
    "charset of nobody": b"From: dora@customer.example\nSubject: =?no-such?q?=FF?=\nContent-Type: text/plain; charset=no-such\n\nunsub\xff",
    "utf-16 as ascii": b"From: dora@customer.example\nContent-Type: text/plain; charset=us-ascii\n\n"
    + "hallo".encode("utf-16"),
    "base64 that is none": b"From: dora@customer.example\nContent-Transfer-Encoding: base64\n\n%%%%%",
    "uuencoded": b"From: dora@customer.example\nContent-Transfer-Encoding: x-uuencode\n\nbegin 666 x\n!!!",
    "no boundary": b"From: dora@customer.example\nContent-Type: multipart/mixed\n\nhello",
    "deep": b"From: dora@customer.example\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    "many parts": b"From: dora@customer.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\n\nx\n" * 20_000,
    "many headers": b"X-Many: y\n" * 100_000 + b"\nhello",
    "long header": b"Subject: " + b"a" * 900_000 + b"\n\nhello",
    "encoded words": b"From: dora@customer.example\nSubject: " + b"=?utf-8?b?gICA?= " * 5000 + b"\n\nhello",
    "html without end": b"From: dora@customer.example\nContent-Type: text/html\n\n" + b"<div><!--" * 50_000,
    "more boundaries than mail has": b"From: dora@customer.example\n"
    + b"".join(b"Content-Type: multipart/mixed; Boundary =b%d\n\n--b%d\n" % (n, n) for n in range(800))
    + b"\n" * 900_000,
    "a parameter of nothing": b'From: dora@customer.example\nContent-Type: multipart/mixed; a="'
    + b";" * 200_000,
    "html without end of tags": b"From: dora@customer.example\nContent-Type: text/html\n\n" + b"<a " * 60_000,
    "a charset that takes the square": b"From: dora@customer.example\n"
    + b"Content-Type: text/plain; charset=punycode\n\nabc-"
    + b"a" * 300_000,
    "null": b"From: dora@customer.example\nSubject: a\0b\n\nhel\0lo",
    "several From": b"From: dora@customer.example\nFrom: eve@evil.example\nSubject: unsubscribe\n\n",
    "two in From": b"From: dora@customer.example, eve@evil.example\nSubject: unsubscribe\n\n",
    "From nobody": b"From: undisclosed\nSubject: unsubscribe\n\n",
    "From a trick": b"From: dora@customer.example\r\rBcc: eve@evil.example\nSubject: x\n\n",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_broken_mail_stops_nothing_and_is_not_lost(put: Send, others: list[Mail], raw: bytes) -> None:
    contact()
    contact("erin@customer.example")
    put(raw)
    put(letter("unsubscribe", sender="erin@customer.example"))
    assert read_inbox() == 2
    assert has_objected("erin@customer.example")
    assert not has_objected()
    [given] = others
    assert "\0" not in given.subject + given.text


def test_a_mail_too_deep_to_be_read_still_says_whose_it_is() -> None:
    mail = read_mail(BROKEN["deep"])
    assert (mail.sender, mail.text, mail.is_cut) == (DORA, "", True)


def test_an_objection_in_long_html_goes_to_people_too(put: Send, others: list[Mail]) -> None:
    """Of HTML the beginning is read: what follows may ask for more."""
    message = letter("unsubscribe")
    message.set_content(
        "<p>Unsubscribe me.</p>" + "<i></i>" * 3_000 + "<p>Delete my data</p>", subtype="html"
    )
    put(message)
    read_inbox()
    assert [(one.text, one.is_cut, one.has_objected) for one in others] == [("Unsubscribe me.", True, True)]


def test_so_much_of_a_mail_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time, too, is somebody's to waste: a line is held against each boundary, and a tag looks for its end."""
    given: list[bytes] = []

    def take_apart(raw: bytes, **how: object) -> Message:
        given.append(raw)
        return message_from_bytes(raw, **how)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(reading, "message_from_bytes", take_apart)
    head = f"From: {DORA}\n\n".encode()
    assert read_mail(head + b"\n" * 900_000).is_cut
    assert read_mail(head + b"x" * 900_000).is_cut
    assert not read_mail(head + b"x\n" * 19_000).is_cut
    assert [raw.count(b"\n") <= MOST_LINES and len(raw) <= MOST_PARSED for raw in given] == [True] * 3
    many = read_mail(BROKEN["more boundaries than mail has"])
    assert (many.sender, many.text, many.is_cut, len(given)) == (DORA, "", True, 3)


def test_mail_is_taken_apart_while_nothing_is_locked(
    put: Send, others: list[Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, inside = len(connection.savepoint_ids), []

    def read(raw: bytes, is_cut: bool) -> Mail:
        inside.append(len(connection.savepoint_ids))
        return read_mail(raw, is_cut)

    monkeypatch.setattr(rounds, "read_mail", read)
    put(letter("Where is my invoice?"))
    assert read_inbox() == 1
    assert inside == [outside]


def test_mail_is_marked_only_after_what_it_asks_is_on_disk(
    put: Send, others: list[Mail], box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact()
    put(letter("unsubscribe"))
    with monkeypatch.context() as patch:
        patch.setattr(rounds, "refuse", lambda *_: 1 / 0)
        assert read_inbox() == 0
    assert len(list(box.glob("new/*"))) == 1
    assert not ReadMail.objects.exists()
    assert read_inbox() == 1
    assert not list(box.glob("new/*"))


def test_killed_before_it_is_marked_it_does_nothing_twice(
    put: Send, others: list[Mail], box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact()
    put(letter("Unsubscribe", "Unsubscribe me. And delete my data."))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            read_inbox()
    assert len(list(box.glob("new/*"))) == 1
    assert read_inbox() == 1
    [seen] = box.glob("cur/*")
    assert seen.name.endswith(":2,S")
    run_due_tasks()
    assert len(others) == Objection.objects.filter(purpose="promote").count() == len(mail.outbox) == 1


def test_mail_for_people_stays_unseen_while_no_room_takes_it(
    put: Send, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_RECEIVERS", [])
    contact()
    put(letter("Where is my invoice?"))
    put(letter("unsubscribe", "Unsubscribe me, and send me my data."))
    for _ in range(2):
        assert read_inbox() == 0
    assert len(list(box.glob("new/*"))) == 2
    assert has_objected()
    run_due_tasks()
    assert len(mail.outbox) == 1


def test_mail_that_a_room_does_not_take_stays_unseen(
    put: Send, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_RECEIVERS", [])
    on_other_mail(lambda mail: mail.subject != "Leave it")
    for subject in ("Leave it", "Take it"):
        put(letter(subject))
    assert read_inbox() == 1
    [left] = box.glob("new/*")
    assert b"Leave it" in left.read_bytes()


def test_what_a_link_in_the_maildir_points_at_is_not_read(
    box: Path, others: list[Mail], tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Subject: secret\n\n")
    (box / "new" / "1.link").symlink_to(secret)
    assert read_inbox() == 0
    assert not others


def test_the_log_names_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture, put: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact()
    put(letter("unsubscribe"))
    monkeypatch.setattr(rounds, "refuse", lambda *_: 1 / 0)
    read_inbox()
    settings.PRIVACY_INBOX = "imap://joe:hush-hush@127.0.0.1:9/INBOX"
    assert read_inbox() == 0
    assert "ConnectionRefusedError" in caplog.text
    assert not {word for word in ("hush-hush", "joe", "dora") if word in caplog.text}


def test_an_inbox_at_an_IMAP_server(
    settings: Settings, others: list[Mail], caplog: pytest.LogCaptureFixture
) -> None:
    contact()
    big = letter("A question", "hello")
    big.add_attachment(b"x" * 3_000_000, maintype="application", subtype="pdf", filename="x.pdf")
    with serving(Folder(letter("unsubscribe").as_bytes(), big.as_bytes())) as folder:
        at = f"127.0.0.1:{folder.port}/Privacy%20desk"
        settings.PRIVACY_INBOX = f"imap://joe:wrong@{at}"
        assert read_inbox() == 0
        settings.PRIVACY_INBOX = f"imap://joe:ri%20right@{at}"
        assert read_inbox() == 2
        assert read_inbox() == 0
        assert folder.seen == {1, 2}
        assert 'SELECT "Privacy desk"' in folder.said
        assert max(map(len, folder.fetched)) == MOST_BYTES + 1
    assert has_objected()
    [given] = others
    assert (given.subject, given.is_cut) == ("A question", True)
    assert "joe" not in caplog.text


def test_USE_8_from_offer_to_objection_over_real_SMTP(
    settings: Settings, post: Post, others: list[Mail], alice: Person
) -> None:
    """A letter leaves by SMTP; its reader answers it by SMTP; no other is sent to them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    settings.PRIVACY_INBOX = f"maildir:{post.folder}"
    contact()
    assert send_letter(MessageKind.PROMOTIONAL, DORA, "Come and see", "On Monday.", topic=Topic.EVENTS)
    run_due_tasks()
    [arrived] = until(post.mails, "the offer arrives")
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for path in post.folder.glob("new/*"):
        path.unlink()
    answer = letter("Re: Come and see", "No more of these mails, please.\n\n> Come and see")
    with smtplib.SMTP("127.0.0.1", post.port) as server:
        server.send_message(answer)
    until(lambda: list(post.folder.glob("new/*")), "the answer arrives")
    assert read_inbox() == 1
    assert not wants(at_address(DORA), Topic.EVENTS)
    run_due_tasks()
    assert "choices" in post.letter_to(DORA)
    assert not send_letter(MessageKind.PROMOTIONAL, DORA, "Come and see", "On Monday.", topic=Topic.EVENTS)
    assert not others
