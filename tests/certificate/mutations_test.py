"""mutations_test.py RACEPROOF: a certificate that was changed is refused, or is a proof still."""

import re
import tempfile
import unittest
from pathlib import Path

from certificate_testing import ROOT, Refused, fingerprint, made, refusal, verified, written

COUNTER = ROOT / "specs/seed/counter.race"


def sections(text):
    """The head of a file, and its certificates."""
    head, *rest = text.split("\n(push 1)\n(set-info :model")
    return head, ["\n(push 1)\n(set-info :model" + one for one in rest]


def conjuncts(section):
    """Begin and end of each conjunct of Inv: they have a line each."""
    begin = section.index("Bool (and true\n") + len("Bool (and true\n")
    end = section.index("\n))\n", begin) + 1
    at = begin
    while at < end:
        line_end = section.index("\n", at) + 1
        yield at, line_end
        at = line_end


def without_conjuncts(section):
    for begin, end in conjuncts(section):
        yield section[:begin] + section[end:]


def other_constants(section):
    """Each number within Inv, one more and one less."""
    for begin, end in conjuncts(section):
        for match in re.finditer(r"(?<= )[0-9]+(?=[ )])", section[begin:end]):
            at, number = begin + match.start(), int(match.group())
            for other in {number + 1, abs(number - 1)} - {number}:
                yield section[:at] + str(other) + section[at + len(match.group()):]


class Mutations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path, _ = written(COUNTER, folder, "--engine", "symbolic", "--model", "no_gil,gil_313")
            cls.head, cls.all = sections(path.read_text())

    def section(self, model, claim):
        return next(one for one in self.all if f'"{model}"' in one and f'"{claim}"' in one)

    def judged(self, changed, scenario=COUNTER):
        """Refused, or a proof according to the other solver."""
        try:
            obligations = made(self.head + changed, scenario)[0]
        except Refused:
            return True
        if refusal(obligations, "cvc5"):
            return True
        self.assertIsNone(refusal(obligations, "z3"), changed)
        return False

    def count(self, mutations):
        refused = [self.judged(changed) for changed in mutations]
        return sum(refused), len(refused)

    def test_what_is_minimal_needs_every_conjunct(self):
        section = self.section("no_gil", "outcomes x == 2..2*N")
        refused, all_ = self.count(without_conjuncts(section))
        self.assertGreaterEqual(all_, 20)
        self.assertGreaterEqual(refused, all_ - 2)

    def test_constants(self):
        section = self.section("no_gil", "outcomes x == 2..2*N")
        refused, all_ = self.count(list(other_constants(section))[::2])
        self.assertGreaterEqual(all_, 15)
        self.assertGreater(refused, all_ // 2)

    def test_ghosts_that_count_otherwise(self):
        section = self.section("no_gil", "outcomes x == 2..2*N")
        changed = section.replace("Int (+ |T0 x+1 in x| 1))", "Int |T0 x+1 in x|)", 1)
        self.assertNotEqual(changed, section)
        self.assertTrue(self.judged(changed))

    def test_claims_that_are_false(self):
        section = self.section("no_gil", "outcomes x == 2..2*N")
        text = COUNTER.read_text()
        for false in ("outcomes x == 3..2*N", "outcomes x == 2..2*N-1", "finally x == 2*N",
                      "finally x >= 3", "finally x < 2*N", "always x < 2*N", "race_free"):
            with self.subTest(claim=false), tempfile.TemporaryDirectory() as folder:
                scenario = Path(folder) / "other.race"
                scenario.write_text(text + f"\n{false}\n")
                changed = section.replace('"outcomes x == 2..2*N"', f'"{false}"')
                self.assertTrue(self.judged(changed, scenario))

    def test_another_model(self):
        strong = self.section("gil_313", "outcomes x == 2*N")
        for model in ("no_gil", "gil_39"):
            self.assertTrue(self.judged(strong.replace('"gil_313"', f'"{model}"')))


class Elsewhere(unittest.TestCase):
    """With the whole program: what it says, and its exit code."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path, _ = written(COUNTER, folder, "--engine", "symbolic", "--model", "no_gil")
            cls.text = path.read_text()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "counter.smt2"
        self.path.write_text(self.text)

    def changed(self, old, new, count=1):
        text = self.path.read_text()
        self.assertIn(old, text)
        self.path.write_text(text.replace(old, new, count))

    def refused(self, code, words, *options, scenario=COUNTER):
        got, said = verified(self.path, scenario, *options)
        self.assertEqual(got, code, said)
        self.assertIn(words, said)

    def scenario(self, old, new, is_disguised=True):
        source = COUNTER.read_text()
        self.assertIn(old, source)
        other = self.folder / "other.race"
        other.write_text(source.replace(old, new))
        if is_disguised:
            self.changed(fingerprint(COUNTER.read_bytes()), fingerprint(other.read_bytes()))
        return other

    def test_another_scenario(self):
        other = self.scenario("x += 1", "x += 2", is_disguised=False)
        self.refused(1, "of another scenario", scenario=other)

    def test_another_scenario_in_disguise(self):
        other = self.scenario("x += 1", "x += 2")
        self.refused(1, "is not kept by the edge T0: 9:5 loop -> 10:9 store (line 9), says cvc5",
                     scenario=other)

    def test_another_thread_in_disguise(self):
        other = self.scenario("worker[2]", "worker[3]")
        self.refused(1, "REFUSED", scenario=other)

    def test_another_size(self):
        self.refused(1, "is for N=1000000, the scenario has N=7", "--set", "N=7")

    def test_another_size_in_disguise(self):
        self.changed('"N=1000000"', '"N=7"')
        self.refused(1, "does not hold at the start", "--set", "N=7")

    def test_a_claim_that_is_not_in_the_scenario(self):
        self.changed("outcomes x == 2..2*N", "outcomes x == 2..3*N")
        self.refused(1, "does not claim `outcomes x == 2..3*N`")

    def test_what_a_certificate_may_not_say(self):
        for form in ("(set-option :produce-models true)", "(declare-fun f (Int) Int)",
                     "(define-sort S () Int)", "(define-fun-rec f () Int 1)", "(reset)"):
            text = self.path.read_text()
            self.changed("(declare-const |x| Int)", form + "\n(declare-const |x| Int)")
            self.refused(1, "REFUSED" if "define-fun " in form else "may not say")
            self.path.write_text(text)

    def test_an_assertion_of_its_own_does_nothing(self):
        section = "(push 1)\n(set-info :model"
        self.changed(section, section.replace("\n", "\n(assert false)\n", 1), count=-1)
        self.changed("(>= |T0 x+1 in T0.1| 1)", "(>= |T0 x+1 in T0.1| 0)")
        self.refused(1, "REFUSED")

    def test_an_edge_cannot_change_a_variable(self):
        text = self.path.read_text()
        name = "(define-fun |T0.1'| () Int (+ |x| 1))"
        self.assertIn(name, text)
        self.path.write_text(text.replace(name, "(define-fun |T0.1'| () Int 0)"))
        got, said = verified(self.path, COUNTER)
        self.assertEqual(got, 0, said)  # what it says of variables is not read

    def test_operators_that_are_not_linear(self):
        self.changed("(>= |T0 x+1 in x| 0)", "(forall |x| 0)")
        self.refused(1, "may not use")

    def test_two_places_with_one_number(self):
        self.changed("(define-fun |T0 10:9 store| () Int 1)",
                     "(define-fun |T0 10:9 store| () Int 0)")
        self.refused(1, "two places of T0 have the same number")

    def test_no_certificate_at_all(self):
        self.path.write_text("(set-logic QF_LIA)\n")
        self.refused(3, "there is no certificate in it")

    def test_no_smt_lib(self):
        self.path.write_text("(push 1")
        self.refused(3, "a parenthesis is missing")

    def test_a_wrong_scenario(self):
        other = self.folder / "wrong.race"
        other.write_text("thread t { x += }\n")
        self.refused(3, "line 1", scenario=other)

    def test_what_is_not_supported_is_never_accepted(self):
        other = self.scenario("var x = 0", "var x = 0\nevent e")
        self.refused(4, "`event` is not supported", scenario=other)


if __name__ == "__main__":
    unittest.main()
