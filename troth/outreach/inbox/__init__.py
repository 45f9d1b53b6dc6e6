"""Mail to the privacy address: objections are acted on, everything else goes to people.

A room above takes what is left over, once, when it starts:

    on_other_mail(receive)

`receive` is called with each `Mail` that asks for more than, or for anything
but, an end to mailings. It runs in the transaction that notes the mail as
read, so it must change nothing but the database. What it answers with False
stays unseen in the inbox, for people to find.
"""

from troth.outreach.inbox.mail import Mail
from troth.outreach.inbox.rounds import on_other_mail

__all__ = ["Mail", "on_other_mail"]
