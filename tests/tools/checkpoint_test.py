"""checkpoint_test.py RACEPROOF: what was saved is gone on from to the same bytes, or refused."""

import os
import signal
import subprocess
import time
import unittest

from asking import RACEPROOF, CommandLine
from program import environment

COUNTED = """\
const N = 4
var x = 0
thread t[3] { repeat N { x += 1 } }
finally x == 3*N  fails under no_gil
always x < 3*N    fails under gil_313
"""
LOOPS = """\
const N = 17
var a = 0, b = 0
thread t[2] {
    while true {
        a = (a + 1) % N
        b = (b + a) % N
    }
}
always a + b < 2*N
"""

WIDE = """\
var flag[70] = false
thread up { for i in 0..35 { flag[i] = true } }
thread down { for i in 0..35 { flag[69 - i] = true } }
"""


class Checkpoint(CommandLine):
    def setUp(self):
        super().setUp()
        self.write("counted.race", COUNTED)
        self.write("loops.race", LOOPS)

    def saved(self, *words, code=4):
        self.ask(*words, "--engine", "explicit", "--checkpoint", "saved", code=code)
        self.assertFalse((self.folder / "saved.new").exists())
        return (self.folder / "saved").read_bytes()

    def test_after_a_limit_it_goes_on_to_the_same_end(self):
        for command, name in (("check", "counted.race"), ("outcomes", "counted.race"),
                              ("check", "loops.race")):
            question = (command, name, "--model", "no_gil,gil_313", "--set", "N=2", "--engine",
                        "explicit")
            whole = self.ask(*question)
            for states in ("1", "9", "70"):
                for jobs in ("1", "2"):
                    self.ask(*question, "--max-states", states, "--checkpoint", "saved", code=4)
                    self.assertEqual(self.ask(*question, "--resume", "saved", "--jobs", jobs),
                                     whole)
            # Several times, each from where it came to.
            self.ask(*question, "--max-states", "50", "--checkpoint", "saved", code=4)
            self.ask(*question, "--max-states", "90", "--checkpoint", "saved", "--resume", "saved",
                     code=4)
            self.assertEqual(self.ask(*question, "--resume", "saved"), whole)

    def test_states_that_are_too_wide_for_a_word_are_saved_too(self):
        self.write("wide.race", WIDE)
        for command in ("check", "outcomes"):
            question = (command, "wide.race", "--model", "no_gil", "--engine", "explicit")
            whole = self.ask(*question)
            for states in ("300", "2500"):  # some of them fit a word
                self.ask(*question, "--max-states", states, "--checkpoint", "saved", code=4)
                self.assertEqual(self.ask(*question, "--resume", "saved"), whole)

    def test_what_is_damaged_is_refused(self):
        data = self.saved("check", "counted.race", "--model", "no_gil", "--max-states", "200")
        places = [*range(0, 120), *range(120, len(data), 97), *range(len(data) - 9, len(data))]
        for place in places:
            changed = bytearray(data)
            changed[place] ^= 1 << place % 8
            (self.folder / "changed").write_bytes(changed)
            self.refused_file("changed", "cannot resume from changed: it ")
        for size in (0, 5, 8, 60, len(data) // 2, len(data) - 1):
            (self.folder / "changed").write_bytes(data[:size])
            self.refused_file("changed", "cannot resume from changed: it ")
        (self.folder / "changed").write_bytes(data + b"x")
        self.refused_file("changed", "cannot resume from changed: it ")
        self.refused_file("none", "cannot resume from none: No such file")
        self.refused_file("counted.race", "cannot resume from counted.race: it is no checkpoint")

    def refused_file(self, name, *err):
        self.refused("check", "counted.race", "--model", "no_gil", "--engine", "explicit",
                     "--resume", name, err=err)

    def test_what_belongs_to_another_question_is_refused(self):
        self.saved("check", "counted.race", "--model", "no_gil", "--max-states", "200")
        same = ["check", "counted.race", "--model", "no_gil", "--engine", "explicit"]
        self.ask(*same, "--resume", "saved", code=0)
        for words, other in ((["check", "loops.race", *same[2:]], "scenario"),
                             (["outcomes", *same[1:]], "command"),
                             ([*same, "--set", "N=7"], "--set"),
                             ([*same[:2], "--model", "gil_313", *same[4:]], "--model"),
                             (same[:-2], "--engine")):
            self.refused(*words, "--resume", "saved",
                         err=["cannot resume from saved: it was made with another " + other])

    def test_it_is_about_one_file_that_can_be_written(self):
        self.refused("check", "counted.race", "loops.race", "--checkpoint", "saved",
                     err=["about one scenario"])
        self.refused("check", "counted.race", "--checkpoint", "no/such/folder/saved",
                     err=["cannot write no/such/folder/saved"])

    def test_killed_at_any_moment_it_goes_on(self):
        question = ["check", "counted.race", "--model", "no_gil", "--engine", "explicit"]
        whole = self.ask(*question)
        child = [RACEPROOF, *question, "--checkpoint", "saved", "--checkpoint-every", "1ms"]
        killed = 0
        for number in range(12):
            resume = ["--resume", "saved"] if (self.folder / "saved").exists() else []
            run = subprocess.Popen([*child, *resume], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment())
            time.sleep(0.02 + 0.03 * number)
            run.send_signal(signal.SIGKILL)
            out, err = run.communicate()
            killed += run.returncode == -signal.SIGKILL
            if run.returncode == 0:
                self.assertEqual(out.decode(), whole)
            else:
                self.assertEqual(err, b"")
        self.assertGreater(killed, 0)
        self.assertTrue((self.folder / "saved").exists())
        self.assertEqual(self.ask(*question, "--resume", "saved"), whole)

    def test_a_signal_saves(self):
        question = ["check", "loops.race", "--model", "no_gil", "--engine", "explicit",
                    "--set", "N=60"]
        run = subprocess.Popen([RACEPROOF, *question, "--checkpoint", "saved"], cwd=self.folder,
                               stdout=subprocess.PIPE, env=environment())
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        out, _ = run.communicate()
        self.assertEqual(run.returncode, 4, out)
        self.assertGreater(os.path.getsize(self.folder / "saved"), 1000)


if __name__ == "__main__":
    unittest.main()
