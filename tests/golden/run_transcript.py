"""run_transcript.py RACEPROOF FILE.transcript: does again what it shows, and compares."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import expected
import transcript


def main(raceproof, path):
    preamble, exchanges = transcript.read(path.read_text(
        encoding="utf-8", errors="surrogateescape").removesuffix("\n").split("\n"))
    if not exchanges:
        sys.exit(f"{path}: no line begins with `$ `: nothing to run")
    lines = list(preamble)
    for exchange in exchanges:
        exchange.answer = transcript.answer(*transcript.perform(exchange.command, raceproof))
        lines += exchange.lines()
    return 0 if expected.same(path, "\n".join(lines) + "\n") else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
