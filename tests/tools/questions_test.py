"""questions_test.py RACEPROOF: `outcomes`, `explain` and `replay`, which ask about one file."""

import json
import subprocess
import unittest

from asking import LOST, RACEPROOF, WRONG, CommandLine
from program import environment


class Outcomes(CommandLine):
    def test_the_table(self):
        self.ask("outcomes", "good.race", "--model", "no_gil",
                 out=["x in {1, 2}   20 interleavings", "90.00 %", "0.7500  3/4"])

    def test_json(self):
        text = self.ask("outcomes", "good.race", "--model", "no_gil,gil_313", "--json")
        no_gil, gil_313 = json.loads(text)["results"]
        self.assertEqual(no_gil["model"], "no_gil")
        self.assertEqual(no_gil["outcomes"], [
            {"values": {"x": 1}, "interleavings": "18", "probability": "3/4"},
            {"values": {"x": 2}, "interleavings": "2", "probability": "1/4"}])
        self.assertEqual(no_gil["interleavings"], "20")
        self.assertEqual((gil_313["model"], gil_313["interleavings"]), ("gil_313", "2"))

    def test_a_reduction_changes_no_byte(self):
        for command in ("check", "outcomes", "explain"):
            reduced = self.ask(command, "good.race", "--json", "--reduce", "symmetry")
            self.assertEqual(self.ask(command, "good.race", "--json", "--reduce", "none"), reduced)
            self.assertEqual(self.ask(command, "good.race", "--json", "--self-check"), reduced)

    def test_what_waits_makes_no_trace_longer(self):
        self.write("two.race", "var a = 0\nvar b = 0\nthread t { a = 1 }\n"
                               "thread u { let r = 2\nb = r\nassert b == 0 }\n")
        best = self.ask("explain", "two.race", "--json", "--reduce", "none")
        for reduction in ("fusion", "partial-order", "dead", "partial-order,dead,symmetry"):
            found = self.ask("explain", "two.race", "--json", "--reduce", reduction)
            self.assertEqual(json.loads(found)["trace"], json.loads(best)["trace"])

    def test_what_waits_is_told(self):
        self.write("apart.race", "var a = 0\nvar b = 0\nthread t { a += 1 }\nthread u { b += 1 }\n"
                                 "finally a + b == 2\n")
        text = self.ask("check", "apart.race", "--model", "no_gil", "--reduce", "partial-order",
                        "--verbose", out=["7 kept", "7 states that stand for all"])
        self.assertNotIn("all 7 states", text)
        document = json.loads(self.ask("check", "apart.race", "--model", "no_gil", "--reduce",
                                       "partial-order", "--json"))
        self.assertTrue(document["files"][0]["results"][0]["statistics"]["leaves_out"])

    def test_sixty_four_identical_threads(self):
        self.write("many.race", "var x = 0\nthread t[64] { atomic { x += 1 } }\nfinally x == 64\n")
        document = json.loads(self.ask("check", "many.race", "--json", "--model", "no_gil"))
        statistics = document["files"][0]["results"][0]["statistics"]
        self.assertEqual(statistics["states"], str(2 ** 64))
        self.assertEqual(statistics["transitions"], str(64 * 2 ** 63))

    def test_a_failing_property_is_no_failure_here(self):
        self.write("lost.race", LOST)
        self.ask("outcomes", "lost.race")

    def test_undecided(self):
        small = ("--set", "N=50", "--engine", "explicit", "--max-states", "100")
        self.ask("outcomes", "good.race", *small, code=4,
                 out=["undecided: the limit of 100 states was reached", "help: "])
        document = json.loads(self.ask("outcomes", "good.race", *small, "--json", code=4))
        self.assertEqual(document["results"][0]["verdict"], "undecided")

    def test_errors(self):
        self.write("wrong.race", WRONG)
        self.ask("outcomes", "wrong.race", code=3, err=["error:"])
        document = json.loads(self.ask("outcomes", "wrong.race", "--json", code=3, err=["error:"]))
        self.assertEqual(document["command"], "outcomes")
        self.ask("outcomes", ".", code=2, err=["it is a folder"])


class Explain(CommandLine):
    def test_an_outcome(self):
        self.ask("explain", "good.race", "--outcome", "x == 1",
                 out=["`x == 1` is possible under no_gil   6 steps, 2 switches", "lost update"])

    def test_under_the_models_asked(self):
        self.ask("explain", "good.race", "--outcome", "x == 2", "--model", "gil_313",
                 out=["possible under gil_313"])

    def test_an_impossible_outcome(self):
        self.ask("explain", "good.race", "--outcome", "x == 7", code=1,
                 out=["`x == 7` is impossible under no_gil", "under no_gil: x in {1, 2}",
                      "under gil_313: x = 2"])
        document = json.loads(self.ask("explain", "good.race", "--outcome", "x == 7", "--json",
                                       code=1))
        self.assertEqual(document["answer"], "impossible")

    def test_an_undecided_outcome(self):
        self.ask("explain", "good.race", "--set", "N=50", "--outcome", "x == 7",
                 "--engine", "explicit", "--max-states", "100", code=4, out=["undecided", "help: "])

    def test_a_condition_that_is_none(self):
        self.refused("explain", "good.race", "--outcome", "x ==", err=["--outcome:1:5: error:"])
        self.refused("explain", "good.race", "--outcome", "z == 1", err=["--outcome:1:1: error:"])

    def test_the_property_that_is_not_as_stated(self):
        self.write("lost.race", LOST)
        self.ask("explain", "lost.race", out=["#1 finally x == 2: violated under no_gil"])

    def test_else_one_that_is_violated_as_stated(self):
        self.ask("explain", "good.race", out=["#3 finally x == 2*N fails: violated under no_gil"])

    def test_a_property_by_its_number(self):
        self.ask("explain", "good.race", "--property", "3", out=["lost update"])
        self.ask("explain", "good.race", "--property", "2", code=1,
                 out=["#2 finally x == 2*N: holds under gil_313", "there is no execution to show"])
        self.refused("explain", "good.race", "--property", "99", err=["no property 99", "1 to 5"])
        self.refused("explain", "good.race", "--property", "0", err=["--property"])
        self.refused("explain", "good.race", "--property", "2", "--model", "no_gil",
                     err=["judged in none of these models"])

    def test_nothing_to_explain(self):
        self.ask("explain", "good.race", "--model", "gil_313", code=1, out=["nothing is violated"])

    def test_both_questions_are_none(self):
        self.refused("explain", "good.race", "--property", "1", "--outcome", "x == 1",
                     err=["excludes"])


class Replay(CommandLine):
    SCHEDULE = "T0*2 T1*3 T0"

    def test_a_violation_is_shown(self):
        self.ask("replay", "good.race", "--schedule", self.SCHEDULE, code=1,
                 out=["lost update", "violates #3 finally x == 2*N fails"])

    def test_no_violation(self):
        self.ask("replay", "good.race", "--schedule", "T0*3 T1*3", out=["no property is violated"])

    def test_a_schedule_may_end_early(self):
        self.ask("replay", "good.race", "--schedule", "T0*2", out=["threads could go on"])

    def test_a_refused_step(self):
        self.ask("replay", "good.race", "--model", "gil_313", "--schedule", self.SCHEDULE, code=2,
                 out=["add "], err=["gil_313 does not allow step 3: there is no switch point here"])
        self.ask("replay", "good.race", "--schedule", "T0*4", code=2, err=["step 4: T0 (t[0]) has"])
        self.ask("replay", "good.race", "--schedule", "T7", code=2, err=["there is no thread T7"])

    def test_a_schedule_that_is_none(self):
        self.refused("replay", "good.race", "--schedule", "T0 what",
                     err=["at character 4: expected a thread", "\n     ^\n"])

    def test_a_schedule_is_required(self):
        self.refused("replay", "good.race", err=["raceproof replay --help"])

    def test_what_explain_writes_is_replayed(self):
        trace = self.ask("explain", "good.race", "--outcome", "x == 1", "--json")
        self.write("trace.json", trace)
        self.ask("replay", "good.race", "--trace", "trace.json", code=1, out=["lost update"])
        self.write("trace.txt", self.SCHEDULE + "\n")
        self.ask("replay", "good.race", "--trace", "trace.txt", code=1, out=["lost update"])
        self.write("bad.json", "{}")
        self.refused("replay", "good.race", "--trace", "bad.json",
                     err=["bad.json: it has no trace"])
        self.refused("replay", "good.race", "--trace", "none.json",
                     err=["none.json: cannot read"])

    def test_the_command_that_explain_prints_works(self):
        self.write("lost.race", LOST)
        text = self.ask("explain", "lost.race")
        command = text[text.index("raceproof replay"):].splitlines()[0]
        done = subprocess.run(command.replace("raceproof", str(RACEPROOF), 1), shell=True,
                              cwd=self.folder, capture_output=True, env=environment(), timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_json(self):
        document = json.loads(self.ask("replay", "good.race", "--schedule", self.SCHEDULE, "--json",
                                       code=1))
        self.assertEqual(document["answer"], "violated")
        self.assertEqual(document["trace"]["schedule"], self.SCHEDULE)

    def test_one_model_at_a_time(self):
        self.refused("replay", "good.race", "--schedule", "T0", "--model", "no_gil,gil_39",
                     err=["under one model"])


if __name__ == "__main__":
    unittest.main()
