"""run_twice.py RACEPROOF WORDS...: runs a command again and again where nothing that matters has
changed, and compares every byte that comes out, and the exit code."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from expected import show_difference
from program import ROOT, complain, run

# What must not matter: settings of the user, ...
ENVIRONMENTS = {
    "again": {},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "the plain locale": {"LC_ALL": "C"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "a narrow terminal": {"COLUMNS": "20", "TERM": "dumb"},
    "dirty memory": {"MALLOC_PERTURB_": "165"},
}
# ... where in memory things lie, ...
FIXED_ADDRESSES = ["setarch", "--addr-no-randomize"]
# ... how many threads work, ...
SEARCHING = ("check", "outcomes", "explain")
JOBS = ("1", "3")


def can_fix_addresses():
    """Containers may forbid it; other runs have random addresses anyway."""
    try:
        return subprocess.run([*FIXED_ADDRESSES, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def variants(command, elsewhere):
    """(what is different, how to run it) of every run that must give the same."""
    for name, changes in ENVIRONMENTS.items():
        yield name, lambda changes=changes: run(command, **changes)
    if can_fix_addresses():
        yield "fixed addresses", lambda: run([*FIXED_ADDRESSES, *command])
    for jobs in JOBS if command[1] in SEARCHING else ():
        yield f"--jobs {jobs}", lambda jobs=jobs: run([*command, "--jobs", jobs])
    # ... and where the files are.
    yield "another folder", lambda: run(command, cwd=elsewhere)


def main(raceproof, words):
    command = [raceproof, *words]
    expected = run(command)
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = Path(folder) / "some where else"
        shutil.copytree(ROOT / "specs", elsewhere / "specs")
        for name, again in variants(command, elsewhere):
            actual = again()
            if actual == expected:
                continue
            complain(f"{' '.join(words)}: not the same with {name}: exit code {actual[0]}, "
                     f"not {expected[0]}")
            for stream, old, new in zip(("output", "error"), expected[1:], actual[1:]):
                if old != new:
                    show_difference(f"standard {stream}", old, new)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
