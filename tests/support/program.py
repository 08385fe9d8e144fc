"""How every script here runs the program under test: in the repository root, without a terminal,
without the user's settings, and with a time limit."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Set by `tools/test --accept`: expected outputs are then written instead of compared.
ACCEPTING = os.environ.get("RACEPROOF_ACCEPT") == "1"

# What is told every ten seconds, and so depends on how fast the machine is.
_PROGRESS = re.compile(r"^\w+: .*left: .*, [\d,]+ MB(?: of [\d,]+ MB)?, [\d,]+ s\n", re.MULTILINE)

_LEFT_OUT = ("CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LANG", "LC_ALL", "NO_COLOR")


def shown(path):
    """A path as people know it: from the root, where it lies there."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def environment(**changes):
    """The environment without what may colour, translate or fold an output, plus `changes`."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return kept | changes


def run(command, cwd=ROOT, timeout_s=300, **changes):
    """Runs a list of words; gives (exit code, standard output, standard error), outputs as text
    in which bytes that are no UTF-8 survive. Lines of progress are left out."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment(**changes),
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout_s)
    return done.returncode, _text(done.stdout), _PROGRESS.sub("", _text(done.stderr))


def _text(data):
    return data.decode("utf-8", errors="surrogateescape")


def complain(text):
    """Prints to standard error what may hold bytes that are no text, as outputs do."""
    print(text.encode("utf-8", errors="backslashreplace").decode("utf-8"), file=sys.stderr)
