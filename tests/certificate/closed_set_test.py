"""closed_set_test.py RACEPROOF: certificates that list all states."""

import re
import tempfile
import unittest
from pathlib import Path

from certificate_testing import ROOT, fingerprint, verified, written

# Neither the history variables nor the sets of the exact fixpoint decide it.
SCENARIO = ROOT / "specs/long/reference_count.race"
SIZE = ("--set", "N=5")
CLAIM = "outcomes x == -2*N+2..2*N"


def opened(row):
    """The row without the value of x."""
    words = row.split('"')[1].split()
    return '(set-info :state "' + " ".join(words[:2] + ["-"] + words[3:]) + ' ")\n'


class ClosedSets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path, cls.said = written(SCENARIO, folder, "--model", "no_gil", *SIZE)
            cls.text = path.read_text().partition("(pop 1)\n")
        cls.text = cls.text[0] + cls.text[1]  # the first certificate alone
        cls.rows = [match.group() for match in re.finditer(r"\(set-info :state .*\n", cls.text)]

    def judge(self, text, scenario=SCENARIO):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "changed.smt2"
            path.write_text(text)
            return verified(path, scenario, *SIZE)

    def refused(self, text, words, scenario=SCENARIO):
        code, said = self.judge(text, scenario)
        self.assertEqual(code, 1, said)
        self.assertIn(words, said)

    def test_it_is_accepted(self):
        self.assertEqual(self.said, "")
        self.assertGreater(len(self.rows), 1000)
        code, said = self.judge(self.text)
        self.assertEqual((code, said),
                         (0, f"accepted  `{CLAIM}` under no_gil: {len(self.rows)} states\n"))

    def test_no_state_can_be_left_out(self):
        for row in self.rows[1::len(self.rows) // 8]:
            code, said = self.judge(self.text.replace(row, ""))
            self.assertEqual(code, 1, row)
            self.assertRegex(said, "leads out of the states|the start is not")

    def test_no_value_can_be_left_open(self):
        row = opened(self.rows[0])
        self.refused(self.text.replace(self.rows[0], row), "leave different values open")

    def test_a_value_that_matters_cannot_be_left_open_everywhere(self):
        text = self.text
        for row in self.rows:
            text = text.replace(row, opened(row))
        self.refused(text, "open, and something depends on it")

    def test_a_claim_that_is_false(self):
        source = SCENARIO.read_text() + "\nfinally x <= 2*N - 1\n"
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "other.race"
            other.write_text(source)
            text = self.text.replace(fingerprint(SCENARIO.read_bytes()),
                                     fingerprint(source.encode()))
            self.refused(text.replace(CLAIM, "finally x <= 2*N - 1"),
                         "a final state is not as claimed", other)

    def test_states_and_an_invariant_at_once(self):
        code, said = self.judge(self.text.replace(
            "(pop 1)", "(define-fun Inv () Bool true)\n(pop 1)"))
        self.assertEqual(code, 3, said)


if __name__ == "__main__":
    unittest.main()
