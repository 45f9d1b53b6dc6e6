"""What the privacy notice of this service says, sentence by sentence (`troth/privacy/policy.py` says how)."""

from troth.rights.policy.choices import CHOICES
from troth.rights.policy.data import DATA
from troth.rights.policy.others import OTHERS
from troth.rights.policy.who import WHO

SENTENCES = (*WHO, *DATA, *CHOICES, *OTHERS)
