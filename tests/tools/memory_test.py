"""memory_test.py RACEPROOF: `--max-memory` is never exceeded by more than a twentieth."""

import os
import unittest

from asking import ENDLESS, RACEPROOF, CommandLine
from program import environment

LIMIT = "100M"
MOST_KIB = 100 * 1024 * 21 // 20

# Loops without a counter: states are met again on later levels, so all are kept.
ENDLESS_LOOPS = """\
const N = 300
var a = 0, b = 0
thread t[3] {
    while true {
        a = (a + 1) % N
        b = (b + a) % N
    }
}
always a < N
"""
# Its steps are kept too, since they are asked for, and more is derived from them.
ENDLESS_PROGRESS = """\
const N = 400
var a = 0, b = 0
thread t[2] {
    while true {
        a = (a + 1) % N
        b = (b + a) % N
    }
}
eventually a == 3
leads_to(a == 1, a == 2)
"""
COUNTED = """\
var x = 0, y = 0
thread t[3] {
    repeat 5 {
        while y == 1 { x += 1 }
        x = (x + 1) % 50
        y = x
    }
}
"""
# The violation is deep, and nearly all states lead to it.
TRACED = """\
const N = 5
var x = 0
thread t[4] { repeat N { x += 1 } }
always x < 4*N - 4
"""
# All ways to a state are equally long, so that it is counted along with the search.
EVEN = """\
const N = 60
var x = 0
thread t[3] { repeat N { x += 1 } }
"""


class Memory(CommandLine):
    def peak_kib(self, *words):
        """The peak of the resident set, and the exit code."""
        child = os.posix_spawn(RACEPROOF, [RACEPROOF, *words], environment(),
                               file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
        _, status, usage = os.wait4(child, 0)
        return usage.ru_maxrss, os.waitstatus_to_exitcode(status)

    def test_a_limit_is_held(self):
        cases = (("check", ENDLESS), ("check", ENDLESS_LOOPS), ("check", ENDLESS_PROGRESS),
                 ("outcomes", COUNTED), ("outcomes", EVEN), ("outcomes", ENDLESS),
                 ("check", TRACED))
        for number, (command, text) in enumerate(cases):
            path = self.write(f"{number}.race", text)
            for jobs in ("1", "2"):
                with self.subTest(command=command, text=text, jobs=jobs):
                    peak, code = self.peak_kib(command, str(path), "--engine", "explicit",
                                               "--model", "no_gil", "--max-memory", LIMIT,
                                               "--reduce", "none",
                                               "--jobs", jobs)
                    self.assertEqual(code, 4)
                    self.assertLess(peak, MOST_KIB)
                    self.assertGreater(peak, MOST_KIB // 3, "the limit was far away")


if __name__ == "__main__":
    unittest.main()
