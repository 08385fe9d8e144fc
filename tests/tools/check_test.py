"""check_test.py RACEPROOF: `check`, with each of its options and exit codes."""

import json
import os
import subprocess
import unittest

from asking import ENDLESS, INCREMENTS, LOCKED, LOST, RACEPROOF, WRONG, CommandLine
from program import environment


class Check(CommandLine):
    def test_as_stated(self):
        self.ask("check", "good.race", out=["as stated", "all ", "N = 1"])

    def test_a_bare_file_is_checked(self):
        self.assertEqual(self.ask("good.race"), self.ask("check", "good.race"))
        self.assertEqual(self.ask("--model", "no_gil", "good.race"),
                         self.ask("check", "good.race", "--model", "no_gil"))

    def test_not_as_stated(self):
        self.write("lost.race", LOST)
        self.ask("check", "lost.race", code=1,
                 out=["NOT as stated: #1 finally x == 2   lost.race:3", "lost update",
                      "raceproof replay lost.race --model no_gil --schedule 'T0*2 T1*3 T0'"])

    def test_only_some_models(self):
        self.write("lost.race", LOST)
        text = self.ask("check", "lost.race", "--model", "gil_310,gil_313", "--model", "gil_314")
        self.assertNotIn("no_gil", text)

    def test_constants_are_set(self):
        self.ask("check", "good.race", "--set", "N=2", code=1, out=["N = 2"])
        self.ask("check", "good.race", "--set", "N=0x1", out=["N = 1"])

    def test_locks_are_removed(self):
        self.write("locked.race", LOCKED)
        self.ask("check", "locked.race")
        self.ask("check", "locked.race", "--without", "mutex", code=1,
                 out=["finally x == 2 without mutex", "acquire mutex (removed)",
                      "--without mutex --schedule"])

    def test_a_wrong_scenario(self):
        self.write("wrong.race", WRONG)
        self.assertEqual(self.ask("check", "wrong.race", code=3,
                                  err=["wrong.race:2:12: error:", "^"]), "")
        document = json.loads(self.ask("check", "wrong.race", "--json", code=3, err=["error:"]))
        self.assertEqual(document["errors"][0]["line"], 2)
        self.assertEqual(document["exit_code"], 3)

    def test_a_file_that_cannot_be_read(self):
        self.ask("check", "none.race", code=2, err=["cannot read none.race: No such file"])
        document = json.loads(self.ask("check", "none.race", "--json", code=2, err=["cannot read"]))
        self.assertNotIn("line", document["errors"][0])

    def test_standard_input(self):
        done = subprocess.run([RACEPROOF, "check", "-"], input=LOST.encode(), capture_output=True,
                              env=environment(), timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"lost update", done.stdout)

    def test_folders_are_walked_but_for_rejected_ones(self):
        self.write("s/b.race", INCREMENTS)
        self.write("s/a/z.race", INCREMENTS)
        self.write("s/rejected/wrong.race", WRONG)
        self.write("s/notes.txt", "not a scenario")
        text = self.ask("check", "s", out=["2 files: 2 as stated"])
        self.assertLess(text.index("s/a/z.race"), text.index("s/b.race"))
        self.ask("check", "s/rejected", code=3, err=["error:"])
        self.write("empty/notes.txt", "")
        self.refused("check", "empty", err=["there is no .race file in empty"])

    def test_a_file_named_twice_is_checked_once(self):
        self.assertEqual(self.ask("check", "good.race", "good.race"),
                         self.ask("check", "good.race"))

    def test_over_a_batch_the_worst_wins(self):
        self.write("lost.race", LOST)
        self.write("wrong.race", WRONG)
        small = ("--engine", "explicit", "--max-states", "5")
        self.ask("check", "good.race", "lost.race", code=1, out=["1 as stated, 1 NOT as stated"])
        self.ask("check", "wrong.race", "lost.race", code=3, err=["error:"], out=["1 in error"])
        self.ask("check", "wrong.race", "none.race", code=2, err=["No such file"])
        self.ask("check", "good.race", *small, code=4)
        self.ask("check", "good.race", "wrong.race", *small, code=3, err=["error:"])

    def test_a_constant_of_a_batch_is_known_to_some_file(self):
        self.write("lost.race", LOST)
        self.ask("check", "good.race", "lost.race", "--set", "N=1", code=1)
        self.refused("check", "good.race", "lost.race", "--set", "M=1", err=["no constant 'M'"])

    def test_quiet_tells_only_what_is_wrong(self):
        self.write("lost.race", LOST)
        self.assertEqual(self.ask("check", "good.race", "--quiet"), "")
        text = self.ask("check", "good.race", "lost.race", "-q", code=1, out=["lost update"])
        self.assertNotIn("good.race", text)

    def test_verbose_tells_how(self):
        self.ask("check", "good.race", "--verbose", out=["#2  gil_313  holds     all "])

    def test_limits_end_with_advice(self):
        self.write("endless.race", ENDLESS)
        # The program itself takes most of that memory where it runs under sanitizers.
        for limit in (("--max-states", "1000"), ("--max-time", "1s"), ("--max-memory", "150M")):
            self.ask("check", "endless.race", "--model", "gil_313", "--engine", "explicit", *limit,
                     code=4, out=["undecided", "was reached", "seen: ", "most values: ",
                                   "help: ", "--set N="])

    def test_json_is_one_document(self):
        document = json.loads(self.ask("check", "good.race", "--json"))
        self.assertEqual(document["raceproof"]["format"], 1)
        self.assertEqual(document["exit_code"], 0)
        self.assertEqual(document["files"][0]["standing"], "as stated")

    def test_junit_and_github_beside_the_text(self):
        self.write("lost.race", LOST)
        self.ask("check", "lost.race", "--junit", "report.xml", "--github", code=1,
                 out=["NOT as stated", "\n::error file=lost.race,line=3,col=1,title="])
        self.assertIn("<failure ", (self.folder / "report.xml").read_text())

    def test_json_keeps_stdout_to_itself(self):
        self.write("lost.race", LOST)
        json.loads(self.ask("check", "lost.race", "--json", "--github", code=1, err=["::error "]))

    def test_a_report_that_cannot_be_written(self):
        self.ask("check", "good.race", "--junit", "none/report.xml", code=2,
                 err=["cannot write none/report.xml: No such file"])

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs a device that is always full")
    def test_a_full_disk_is_told(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([RACEPROOF, "check", self.good], stdout=full,
                                  stderr=subprocess.PIPE, env=environment(), timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot write to standard output", done.stderr)


class Certificates(CommandLine):
    def test_what_holds_is_written(self):
        self.ask("check", "good.race", "--certificate", "good.smt2", out=["as stated"])
        text = (self.folder / "good.smt2").read_text()
        self.assertIn('(set-info :property "outcomes x == 1..2")', text)
        self.assertNotIn('(set-info :property "finally x == 2*N")\n; T0 is t[0]\n(set-info', text)

    def test_what_has_none_is_named(self):
        self.write("progress.race", "var x = 0\nthread t { x = 1 }\nstarvation_free\n")
        self.ask("check", "progress.race", "--model", "no_gil", "--certificate", "p.smt2",
                 out=["as stated"], err=["no certificate of `starvation_free` under no_gil: "
                                         "the symbolic engine does not support `starvation_free`"])
        self.assertTrue((self.folder / "p.smt2").exists())  # of what is judged by default

    def test_nothing_written_is_undecided(self):
        self.write("product.race", "var x = 2, y = 2\nthread t { x = x * y }\nfinally x == 4\n")
        self.ask("check", "product.race", "--model", "no_gil", "--certificate", "p.smt2", code=4,
                 out=["as stated"], err=["no certificate of `finally x == 4` under no_gil"])
        self.assertFalse((self.folder / "p.smt2").exists())

    def test_one_file_at_a_time(self):
        self.write("other.race", LOCKED)
        self.refused("check", "good.race", "other.race", "--certificate", "c.smt2",
                     err=["'--certificate' is for one scenario"])


if __name__ == "__main__":
    unittest.main()
