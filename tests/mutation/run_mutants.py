"""run_mutants.py PLANT_BUGS: plants bugs into every correct scenario of specs/, and holds those
that are not caught against the list of those that were looked at, survivors.json.

A bug that survives and is not listed is a property that is missing, or a mutant that is equivalent:
then `tools/test --accept` adds its row, and whoever looked at it writes why. A row whose mutant is
caught or gone is dropped in the same way. The classes of reasons stand in specs/README.md.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

import expected
from program import ROOT, complain, run

LIST = HERE / "survivors.json"
LEFT_OUT = ("specs/long/", "specs/seed/", "specs/rejected/")
OPERATORS = ("drop", "swap", "if_once", "plain")
TIMEOUT_S = 300


def scenarios():
    """The scenarios that bugs are planted into: paths from the root, in order."""
    paths = (path.relative_to(ROOT).as_posix() for path in (ROOT / "specs").rglob("*.race"))
    return sorted(path for path in paths if not path.startswith(LEFT_OUT))


def mutants(plant_bugs, path):
    """A dictionary for every mutant of a scenario."""
    code, out, err = run([plant_bugs, path], timeout_s=TIMEOUT_S)
    if code != 0:
        raise RuntimeError(f"plant_bugs {path}: exit code {code}\n{err}")
    return [mutant(path, *line.split("\t")) for line in out.splitlines()]


def mutant(path, number, fate, line, operator, change):
    """One line of the program, as a dictionary."""
    return {"number": int(number), "fate": fate, "file": path.removeprefix("specs/"),
            "line": int(line), "operator": operator, "change": change}


def place(row):
    """What tells a mutant from all others, but where a line holds the same change twice."""
    return row["file"], row["line"], row["operator"], row["change"]


def written(rows):
    """The text of survivors.json: a row a line, so that a difference shows rows."""
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    about = json.dumps("The planted bugs that no property catches, each looked at: specs/README.md")
    return f'{{\n  "about": {about},\n  "survivors": [\n{lines}\n  ]\n}}\n'


def relisted(survivors, listed):
    """The rows of all survivors, with what was written about them, be their lines others now."""
    rows = []
    known = {}
    for row in listed:
        known.setdefault((row["file"], row["operator"], row["change"]), []).append(row)
    for one in survivors:
        old = known.get((one["file"], one["operator"], one["change"]), [])
        said = old.pop(0) if old else {"class": "", "why": ""}
        rows.append({"file": one["file"], "line": one["line"], "operator": one["operator"],
                     "change": one["change"], "class": said["class"], "why": said["why"]})
    return sorted(rows, key=lambda row: row["file"])


def told(one):
    """A mutant as a person finds it again."""
    return (f"specs/{one['file']}:{one['line']}: {one['operator']}: {one['change']}"
            f"   (plant_bugs specs/{one['file']} {one['number']})")


def complaints_about_fates(found):
    """What no list can excuse."""
    for one in found:
        if one["fate"] == "undecided":
            yield f"{told(one)}: a limit was reached; make the scenario smaller"
        elif one["fate"] == "internal":
            yield f"{told(one)}: the checker contradicts itself"
    for operator in OPERATORS:
        if not any(one["operator"] == operator and one["fate"] == "caught" for one in found):
            yield f"not one mutant of the operator {operator} is caught: it plants no bugs"


def complaints_about_list(survivors, listed, classes):
    """Where the list and the survivors differ, and rows that say nothing."""
    free = Counter(place(row) for row in listed)
    for one in survivors:
        if free[place(one)] == 0:
            yield f"{told(one)}: survives, and nobody has said why"
        free[place(one)] -= 1
    for row in listed:
        where = f"{row['file']}:{row['line']}: {row['operator']}: {row['change']}"
        if free[place(row)] > 0:
            free[place(row)] -= 1
            yield f"{where}: listed, but caught or gone"
        if row["class"] not in classes:
            yield f"{where}: no class {row['class']!r} in specs/README.md"
        if not row["why"].endswith("."):
            yield f"{where}: `why` is not a sentence"
    for name in sorted(classes - {row["class"] for row in listed}):
        yield f"specs/README.md: the class {name!r} has no survivor"


def described_classes():
    """The classes of reasons: the rows of the table in specs/README.md."""
    text = (ROOT / "specs/README.md").read_text(encoding="utf-8")
    table = text.partition("\n| class |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| ([a-z][a-z ]+) \|", table, re.MULTILINE))


def listed_rows():
    """The rows of survivors.json."""
    return json.loads(LIST.read_text(encoding="utf-8"))["survivors"] if LIST.exists() else []


def main(plant_bugs):
    """The exit code: 0 where every mutant is caught or listed."""
    found = [one for path in scenarios() for one in mutants(plant_bugs, path)]
    survivors = [one for one in found if one["fate"] == "survived"]
    fates = Counter(one["fate"] for one in found)
    print(f"{len({one['file'] for one in found})} scenarios, {len(found)} mutants: "
          + ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())))
    is_same = expected.same(LIST, written(relisted(survivors, listed_rows())))
    complaints = [*complaints_about_fates(found),
                  *complaints_about_list(survivors, listed_rows(), described_classes())]
    for complaint in complaints:
        complain(complaint)
    return 0 if is_same and not complaints else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
