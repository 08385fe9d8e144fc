"""surroundings_test.py RACEPROOF: terminals, pipes and signals."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import time
import unittest

from asking import ENDLESS, LONG_TO_COUNT, RACEPROOF, CommandLine
from program import environment


# Ways to a state differ in length, so that it is counted when all states are known.
UNEVEN_TO_COUNT = """\
var x = 0, y = 0
thread t[3] {
    repeat 3 {
        while y == 1 { skip }
        x = (x + 1) % 5
        y = x
    }
}
"""


def all_of(leader, child):
    """Everything that the program writes to the terminal until it ends."""
    data = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # nobody has the other side open any more
            break
        if not piece:
            break
        data += piece
    child.wait(timeout=60)
    os.close(leader)
    return data


class Surroundings(CommandLine):
    def on_terminal(self, *words, **changes):
        """What is written to a terminal of 200 columns as standard output."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        child = subprocess.Popen([RACEPROOF, *words], cwd=self.folder, stdout=follower,
                                 env=environment(TERM="xterm", **changes))
        os.close(follower)
        return all_of(leader, child)

    def test_colour(self):
        escape = b"\x1b["
        self.assertIn(escape, self.on_terminal("check", "good.race"))
        self.assertNotIn(escape, self.on_terminal("check", "good.race", NO_COLOR="1"))
        self.assertIn(escape, self.on_terminal("check", "good.race", "--color", "always",
                                               NO_COLOR="1"))
        self.assertNotIn(escape, self.on_terminal("check", "good.race", "--color", "never"))
        self.assertNotIn("\x1b[", self.ask("check", "good.race"))
        self.assertIn("\x1b[", self.ask("check", "good.race", "--color", "always"))

    def test_a_reader_that_goes_away_is_no_error(self):
        child = subprocess.Popen([RACEPROOF, "graph", self.good, "--format", "graphml"],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        child.stdout.close()
        error = child.stderr.read()
        child.stderr.close()
        self.assertEqual(child.wait(timeout=60), 0)
        self.assertEqual(error, b"")

    def interrupted(self, number):
        self.write("endless.race", ENDLESS)
        child = subprocess.Popen([RACEPROOF, "check", "endless.race", "--engine", "explicit"],
                                 cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=environment())
        time.sleep(1)
        child.send_signal(number)
        out, _ = child.communicate(timeout=60)
        return child.returncode, out.decode()

    def test_signals_end_with_what_is_known(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            code, text = self.interrupted(number)
            self.assertEqual(code, 4)
            self.assertIn("undecided: #1", text)

    def progress(self, *words):
        """What is written to a terminal as standard error."""
        leader, follower = pty.openpty()
        child = subprocess.Popen([RACEPROOF, *words], cwd=self.folder, stdout=subprocess.DEVNULL,
                                 stderr=follower, env=environment(TERM="xterm"))
        os.close(follower)
        data = all_of(leader, child)
        return [line.decode() for line in data.split(b"\r\x1b[K")]

    def test_progress_is_one_line_written_again(self):
        self.write("endless.race", ENDLESS)
        lines = self.progress("check", "endless.race", "--model", "no_gil", "--engine", "explicit",
                              "--max-time", "2s", "--max-memory", "1G")
        self.assertGreater(len(lines), 3)
        self.assertEqual((lines[0], lines[-1]), ("", ""))
        for line in lines[1:-1]:
            self.assertRegex(line, r"^no_gil: [\d,]+ states(, [\d,]+/s)?, frontier [\d,]+, "
                                   r"depth \d+, left: unknown, \d+ MB of 1,024 MB, \d s$")

    def test_progress_of_what_comes_behind_a_search(self):
        self.write("uneven.race", UNEVEN_TO_COUNT)
        lines = self.progress("outcomes", "uneven.race", "--model", "no_gil", "--max-time", "40s")
        counting = [line for line in lines if "counting interleavings" in line]
        self.assertGreater(len(counting), 3)
        self.assertTrue(any(" % of " in line for line in counting), counting)
        for line in counting:
            self.assertRegex(line, r"^no_gil: counting interleavings(, \d+ % of [\d,]+ states)?, "
                                   r"left: (about [\d,]+ s|unknown), \d+ MB of [\d,]+ MB, ")
        lines = self.progress("check", "good.race", "--set", "N=1000000", "--engine", "symbolic")
        self.assertTrue(any("proving, left: unknown" in line for line in lines), lines)

    def test_limits_hold_for_the_counting_too(self):
        self.write("long.race", LONG_TO_COUNT)
        begun = time.monotonic()
        self.ask("outcomes", "long.race", "--model", "no_gil", "--max-time", "500ms", code=4,
                 out=["undecided: the limit of time was reached"])
        self.assertLess(time.monotonic() - begun, 5)


if __name__ == "__main__":
    unittest.main()
