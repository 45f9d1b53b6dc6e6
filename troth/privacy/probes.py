"""What the engine looks at every day."""

from troth.privacy.probing.agreed import AGREED
from troth.privacy.probing.declared import DECLARED
from troth.privacy.probing.disk import ON_DISK
from troth.privacy.probing.past import PAST
from troth.privacy.probing.records import RECORDS

PROBES = (*PAST, *DECLARED, *ON_DISK, *RECORDS, *AGREED)
