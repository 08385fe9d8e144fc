"""Transcripts: what somebody typed at a console, and what came back.

    $ raceproof check specs/locks/peterson.race
    ...standard output, byte for byte...
    [stderr]
    ...standard error, where there is any...
    [exit 1]

A command may be `raceproof ...` (also as `tools/run ...`) or `cat FILE`; all run in the repository
root. `[exit N]` stands where N is not 0, `[no newline]` where an output does not end its last line.
"""

import shlex
from dataclasses import dataclass, field

from program import ROOT, run

PROMPT = "$ "
PROGRAM_NAMES = ("raceproof", "tools/run")


class Unreadable(Exception):
    """A transcript that does not follow the format above."""


@dataclass
class Exchange:
    command: str
    answer: list[str] = field(default_factory=list)  # lines without their ends

    def lines(self):
        return [PROMPT + self.command, *self.answer]


def read(lines):
    """Splits lines into what stands before the first command and a list of exchanges."""
    preamble, exchanges = [], []
    for line in lines:
        if line.startswith(PROMPT):
            exchanges.append(Exchange(line.removeprefix(PROMPT)))
        elif exchanges:
            exchanges[-1].answer.append(line)
        else:
            preamble.append(line)
    return preamble, exchanges


def perform(command, raceproof, timeout_s=300):
    """Runs one command: (exit code, standard output, standard error)."""
    words = shlex.split(command)
    if words and words[0] in PROGRAM_NAMES:
        return run([raceproof, *words[1:]], timeout_s=timeout_s)
    if len(words) == 2 and words[0] == "cat":
        return 0, (ROOT / words[1]).read_text(encoding="utf-8"), ""
    raise Unreadable(f"only `raceproof ...` and `cat FILE` can be run here: {command}")


def answer(exit_code, out, err):
    """The lines of a transcript that stand for what a command did."""
    lines = _lines(out)
    if err:
        lines += ["[stderr]", *_lines(err)]
    if exit_code != 0:
        lines.append(f"[exit {exit_code}]")
    return lines


def _lines(output):
    if not output:
        return []
    if output.endswith("\n"):
        return output[:-1].split("\n")
    return [*output.split("\n"), "[no newline]"]
