"""Whether a mail asks for an end to mailings.

It leans to yes: to be opted out by mistake does nobody harm, and the answer
says how to undo it. What a mail says beside that goes to people.
"""

import re

from troth.outreach.inbox.mail import Mail

# An earlier mail, ours as a rule, that stands below an answer. It names ways to unsubscribe, too.
QUOTED = re.compile(
    r"(>|-{2,} ?(original|urspr|forwarded|message d|mensaje)|_{10,}"
    r"|on .{4,200} wrote:$|am .{4,200} schrieb|le .{4,200} a écrit|op .{4,200} schreef|el .{4,200} escribió"
    r"|(from|von|de|van): .{3,200}@)",
    re.IGNORECASE,
)
MAIL = r"(e-?mails?|mails?|mailings?|newsletters?|marketing|advert\w*|promotion\w*|offers?|spam|messages?|werbung|publicité\w*|publicidad|reclame)"
OBJECTIONS = [
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bunsubscri|\bopt(ing)?[ -]?(me )?out\b|\bde-?list me\b",
        r"\b(remove|take|delete|strike) (me|my (name|address|e-?mail( address)?)) (from|off)\b",
        rf"\b(stop|cease|end|no more|no further|don'?t|do not|never|nor|not)\b[^.!?\n]{{0,60}}\b{MAIL}\b",
        r"\b(stop|cease|don'?t|do not|never)\b[^.!?\n]{0,30}\b(writing|write|sending|send|contacting|contact|mailing|mail)\b[^.!?\n]{0,10}\b(me|us)\b",
        rf"\bobject(ion)?\b[^.!?\n]{{0,80}}\b({MAIL}|art(icle|\.)? ?21)",
        rf"\bwithdraw\b[^.!?\n]{{0,40}}\bconsent\b[^.!?\n]{{0,80}}\b{MAIL}",
        r"\b(abmelden|abbestell\w*|austragen)\b|\bwiderspr(eche|uch)\b[^.!?\n]{0,80}\b(werb|mail|newsletter)",
        r"\bkeine? (weiteren? |mehr )?(werbung|e-?mails?|mails?|newsletter)",
        r"\b(uitschrijven|afmelden)\b|\bgeen (reclame|e-?mails?|mails?|nieuwsbrie)",
        r"\bdésabonn|\bdésinscri|\bne plus recevoir\b|\bplus de (mails?|courriels?|publicité)",
        r"\bdarme de baja\b|\bcancelar (la |mi )?suscripci|\bno (quiero|deseo) recibir\b",
    )
]
# Each of these may ask for what a program does not do.
MORE = re.compile(
    r"\?|\b(delet\w*|eras\w*|forget|access|cop(y|ies)|data|account|complain\w*|complaint|lawyer|solicitor|attorney"
    r"|gdpr|ccpa|authority|invoice|refund|phone|call|daten|lösch\w*|auskunft|données|gegevens|datos)\b",
    re.IGNORECASE,
)
SHORT = 60
"""Words."""
TO_UNSUBSCRIBE = re.compile(r"(^|[+._-])unsubscribe($|[+._-])")
TOKEN = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{60,600}(?![\w-])")


def objects(mail: Mail) -> bool:
    """Whether its sender wants no more mailings: by its words, or by the address it was sent to."""
    if any(TO_UNSUBSCRIBE.search(address.rpartition("@")[0]) for address in mail.recipients):
        return True
    said = f"{mail.subject}\n{own_words(mail)}"
    return any(words.search(said) for words in OBJECTIONS)


def asks_for_more(mail: Mail) -> bool:
    """Whether a mail that objects may want something else too, which people have to see."""
    words = own_words(mail)
    return bool(mail.attachments) or mail.is_cut or len(words.split()) > SHORT or bool(MORE.search(words))


def tokens_in(mail: Mail) -> list[str]:
    """What may be the token of one of our links, in the subject, where `List-Unsubscribe` has it put."""
    return TOKEN.findall(mail.subject)[:3]


def own_words(mail: Mail) -> str:
    """The text without what is quoted below or in between, and without the signature."""
    kept: list[str] = []
    for line in mail.text.splitlines():
        if line == "--" or (QUOTED.match(line) and not line.startswith(">")):
            break
        if not line.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()
