"""Mail on its way out, mailings, what people refuse, and which mail to us was read."""

from troth.outreach.models.letter import Letter
from troth.outreach.models.mailing import Mailing, MailingState
from troth.outreach.models.read_mail import ReadMail
from troth.outreach.models.topic_opt_out import TopicOptOut

__all__ = ["Letter", "Mailing", "MailingState", "ReadMail", "TopicOptOut"]
