"""What every test of the command line shares: a folder of its own, small scenarios, and one way to
run the program and to look at what it answers."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from program import run

RACEPROOF = Path(sys.argv.pop(1)).resolve()

INCREMENTS = """\
const N = 1
var x = 0
thread t[2] {
    repeat N { x += 1 }
}
outcomes x == 1..2   holds under no_gil
finally x == 2*N     holds under gil_313
finally x == 2*N     fails under no_gil
"""
LOST = "var x = 0\nthread t[2] { x += 1 }\nfinally x == 2\n"
LOCKED = """\
var x = 0
lock mutex
thread t[2] { with mutex { x += 1 } }
finally x == 2
"""
WRONG = "var x = 0\nthread t { y += 1 }\n"
# Far too many states for any test to wait for.
ENDLESS = "const N = 1_000_000\nvar x = 0\nthread t[4] { repeat N { x += 1 } }\nfinally x == 4*N\n"
# Few states, but numbers of interleavings of hundreds of digits: what takes long is the counting.
LONG_TO_COUNT = ("var x = 0, y = 0\n"
                 + "thread a {\n" + "    x = 1\n" * 1400 + "}\n"
                 + "thread b {\n" + "    y = 1\n" * 1400 + "}\n")


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.good = self.write("good.race", INCREMENTS)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ask(self, *words, code=0, out=(), err=(), **changes):
        """Runs it; checks the exit code and that the pieces are there, and returns stdout. What is
        not asked for on stderr must not be there."""
        got, stdout, stderr = run([RACEPROOF, *words], cwd=self.folder, **changes)
        told = f"\n$ raceproof {' '.join(map(str, words))}\n{stdout}\n--- stderr\n{stderr}"
        self.assertEqual(got, code, told)
        for piece in out:
            self.assertIn(piece, stdout, told)
        for piece in err:
            self.assertIn(piece, stderr, told)
        if not err:
            self.assertEqual(stderr, "", told)
        return stdout

    def refused(self, *words, err):
        self.assertEqual(self.ask(*words, code=2, err=err), "")
