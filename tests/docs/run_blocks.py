"""run_blocks.py RACEPROOF DOCUMENT... [--accept]: the examples of the documentation, run.

In each document, of the fenced code blocks

    ```race              must be a whole scenario that `raceproof check` judges with exit code 0;
    ```race exit=1       with exit code 1; further words, as `--set N=3`, are passed on
    ```console           a transcript (support/transcript.py) as a terminal shows it, the output,
    ```console exit=1    then what went to standard error; each command ends with exit code 0, or 1

are run. Blocks in any other language, and those without one, are not.
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import expected
import program
import transcript

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>```+)(?P<info>.*)$")


@dataclass
class Block:
    line: int  # of the opening fence, from 1
    language: str
    words: list[str]  # of the fence, behind the language and `exit=`
    exit_code: int
    content: list[str]


def blocks_of(lines):
    """All fenced blocks of a document, in order; (block, index of its first line) each."""
    found, opening = [], None
    for index, line in enumerate(lines):
        fence = FENCE.match(line)
        if fence and opening is None:
            opening = (index, fence)
        elif fence and not fence["info"].strip() and fence["ticks"] == opening[1]["ticks"]:
            first, begun = opening
            found.append(_block(first, begun["info"], lines[first + 1:index]))
            opening = None
    if opening is not None:
        raise transcript.Unreadable(f"line {opening[0] + 1}: this block is never closed")
    return found


def _block(index, info, content):
    words = info.split()
    exits = [word for word in words if word.startswith("exit=")]
    others = [word for word in words[1:] if word not in exits]
    code = int(exits[0].removeprefix("exit=")) if exits else 0
    return Block(index + 1, words[0] if words else "", others, code, content)


def check_race(block, raceproof):
    """The reason why a scenario is not judged as its fence says, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "block.race"
        path.write_text("\n".join(block.content) + "\n", encoding="utf-8")
        code, out, err = program.run([raceproof, "check", path.name, *block.words], cwd=folder)
    if code == block.exit_code:
        return ""
    return f"exit code {code}, not {block.exit_code}\n{out}{err}"


def redo_console(block, raceproof):
    """The block's lines as they should be, and the reason why an exit code is wrong, or nothing."""
    lines, exchanges = transcript.read(block.content)
    wrong = "" if exchanges else "no line begins with `$ `: nothing to run\n"
    for exchange in exchanges:
        code, out, err = transcript.perform(exchange.command, raceproof)
        exchange.answer = transcript.answer(0, out + err, "")
        lines += exchange.lines()
        if code != block.exit_code:
            wrong += f"exit code {code}, not {block.exit_code}: {exchange.command}\n{err}"
    return lines, wrong


def run_document(path, raceproof, accepting):
    """True if every block of the document is as it says."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    name = program.shown(path)
    ran, good = 0, True
    for block in reversed(blocks_of(lines)):  # from the end, so that line numbers stay
        if block.language == "race":
            wrong = check_race(block, raceproof)
        elif block.language == "console":
            actual, wrong = redo_console(block, raceproof)
            lines[block.line:block.line + len(block.content)] = actual
        else:
            continue
        ran += 1
        if wrong:
            good = False
            program.complain(f"{name}:{block.line}: {wrong}")
    print(f"{name}: {ran} blocks")
    return expected.same(path, "\n".join(lines), accepting) and good


def main(arguments):
    accepting = program.ACCEPTING or "--accept" in arguments
    raceproof, *documents = [Path(word).resolve() for word in arguments if word != "--accept"]
    results = [run_document(path, raceproof, accepting) for path in documents]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
