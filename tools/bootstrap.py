"""Gets a checkout ready: `python3 tools/bootstrap.py run|check|test`.

Needs nothing but Python's standard library. This file stays readable for old
interpreters, so that they can say what is wrong.
"""

import os
import shutil
import sys

NEEDED = (3, 11)
KNOWN = ("python3.14", "python3.13", "python3.12", "python3.11")


def main():
    """Exit code for the shell; a trouble is one sentence on standard error."""
    if sys.version_info < NEEDED:
        for name in KNOWN:
            if shutil.which(name):
                os.execvp(name, [name, *sys.argv])
        have = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Troth needs Python 3.11 or newer; {sys.executable} is {have}. Install a newer one (on Debian and "
            "Ubuntu: apt-get install python3), and run `make run PYTHON=/path/to/python3` if it has another name."
        )
    from parts import prepare
    from steps import Trouble

    try:
        prepare(sys.argv[1])
    except Trouble as trouble:
        sys.exit("\n" + str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
