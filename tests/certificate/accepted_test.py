"""accepted_test.py RACEPROOF: every certificate that raceproof writes for the long scenarios is
accepted. Each is asked under one model, so that all have their turn; the seed's own under all."""

import tempfile
import unittest

from certificate_testing import ROOT, verified, written

MODELS = ("no_gil", "gil_39", "gil_310", "gil_313", "gil_314")
# These take the engine seconds; the others stand for them.
SLOW = {"below_five", "below_five_once", "broken_lock", "broken_lock_four", "nested_locks",
        "reference_count"}


class Accepted(unittest.TestCase):
    def check(self, scenario, *options):
        with tempfile.TemporaryDirectory() as folder:
            path, said = written(scenario, folder, *options)
            self.assertEqual(said, "", scenario)
            self.assertIsNotNone(path, scenario)
            code, answer = verified(path, scenario)
            self.assertEqual(code, 0, f"{scenario}\n{answer}")
            self.assertNotIn("REFUSED", answer)

    def test_the_seed_under_every_model(self):
        self.check(ROOT / "specs/seed/counter.race")

    def test_long_scenarios_under_one_model_each(self):
        scenarios = sorted((ROOT / "specs/long").glob("*.race"))
        for number, scenario in enumerate(scenarios):
            if scenario.stem in SLOW:
                continue
            with self.subTest(scenario=scenario.stem):
                self.check(scenario, "--engine", "symbolic", "--model", MODELS[number % 5])

    def test_with_locks_and_without(self):
        self.check(ROOT / "specs/seed/each_lock.race", "--engine", "symbolic", "--model",
                   "gil_314,gil_313")


if __name__ == "__main__":
    unittest.main()
