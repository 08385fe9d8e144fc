"""run_specs.py RACEPROOF CASE | --list: judges the scenarios of specs/, one case at a time.

A case is the path of a scenario. `raceproof check` must agree with all that it states; those in
specs/rejected must be refused, with what the `.expected` beside them says. Where a `sizes.json`
beside a scenario lists sizes for it, each is a case `PATH:N=2`, with the exit code that it names;
no setting at all is the size that is written in the file, `PATH:as-written`. `options` are further
words of the command: a limit, where a search would go on until the memory is used up.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import expected
from program import ROOT, complain, run

REJECTED = "specs/rejected/"
AS_WRITTEN = "as-written"
# On two cores an optimised program answers in a minute at any size; the one under test may have
# assertions or sanitizers in it.
TIMEOUT_S = 300


def cases():
    """The names of all cases, in order."""
    for path in sorted((ROOT / "specs").rglob("*.race")):
        name = path.relative_to(ROOT).as_posix()
        entries = _sizes(path)
        if entries:
            yield from (f"{name}:{_size_name(entry)}" for entry in entries)
        else:
            yield name


def _sizes(path):
    """What the sizes.json beside a scenario says of it: a list of {"set": {...}, "exit": N}."""
    table = path.parent / "sizes.json"
    if not table.exists():
        return []
    return json.loads(table.read_text(encoding="utf-8"))["files"].get(path.name, [])


def _size_name(entry):
    return ",".join(f"{name}={value}" for name, value in entry["set"].items()) or AS_WRITTEN


def _check(raceproof, name, words, exit_code):
    code, out, err = run([raceproof, "check", name, *words], timeout_s=TIMEOUT_S)
    if code == exit_code:
        return True
    complain(f"{out}{err}{name}: exit code {code}, not {exit_code}")
    return False


def _refuse(raceproof, name):
    code, out, err = run([raceproof, "check", name], timeout_s=TIMEOUT_S)
    if code != 3 or out:
        complain(f"{out}{err}{name}: exit code {code}, not 3 with nothing on standard output")
        return False
    return expected.same((ROOT / name).with_suffix(".expected"), err)


def judge(raceproof, case):
    """True if the case is as it should be; else the reason goes to standard error."""
    name, _, size = case.partition(":")
    if name.startswith(REJECTED):
        return _refuse(raceproof, name)
    entries = [entry for entry in _sizes(ROOT / name) if _size_name(entry) == size]
    if not entries:
        return _check(raceproof, name, [], 0)
    words = [word for constant, value in entries[0]["set"].items()
             for word in ("--set", f"{constant}={value}")]
    words += entries[0].get("options", [])
    return _check(raceproof, name, words, entries[0]["exit"])


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(cases()))
    else:
        sys.exit(0 if judge(Path(sys.argv[1]).resolve(), sys.argv[2]) else 1)
