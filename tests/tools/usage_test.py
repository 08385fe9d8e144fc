"""usage_test.py RACEPROOF: help, and whatever is wrong on a command line."""

import unittest

from asking import LOCKED, CommandLine


class Usage(CommandLine):
    def test_help_has_the_table_of_exit_codes(self):
        text = self.ask("--help", out=["Usage: raceproof", "check", "fmt", "Exit codes"])
        for code in ("70", " 2", " 3", " 1", " 4", " 0"):
            self.assertIn(f"\n  {code}  ", text)
        self.assertEqual(text, self.ask("-h"))

    def test_every_command_has_help(self):
        for command in ("check", "outcomes", "explain", "replay", "steps", "graph", "fmt"):
            self.ask(command, "--help", out=[f"Usage: raceproof {command} ", "FILE"])

    def test_version(self):
        self.assertRegex(self.ask("--version"), r"\Araceproof [0-9]+\.[0-9]+\.[0-9]+\n\Z")

    def test_nothing_is_no_command(self):
        self.refused(err=["Usage: raceproof"])

    def test_misspelt_command(self):
        self.refused("chek", "good.race",
                     err=["no command and no file 'chek'", "did you mean check?"])
        self.refused("frobnicate", err=["raceproof --help lists the commands"])

    def test_misspelt_option(self):
        self.refused("check", "good.race", "--modle", "no_gil",
                     err=["there is no option --modle", "did you mean --model?"])

    def test_a_number_of_jobs_that_is_none(self):
        self.refused("check", "good.race", "--jobs", "0", err=["--jobs 0"])

    def test_an_engine_that_is_none(self):
        self.refused("check", "good.race", "--engine=fast", err=["--engine"])

    def test_a_reduction_that_is_none(self):
        self.refused("check", "good.race", "--reduce", "symetry",
                     err=["there is no reduction 'symetry'", "reductions: none, symmetry"])
        self.refused("check", "good.race", "--reduce", "none,symmetry", err=["--reduce"])

    def test_a_file_is_required(self):
        self.refused("outcomes", err=["FILE is required"])

    def test_one_file_is_one_file(self):
        self.refused("steps", "good.race", "other.race", err=["unexpected argument 'other.race'"])

    def test_quiet_and_verbose_exclude_each_other(self):
        self.refused("check", "good.race", "--quiet", "--verbose", err=["excludes"])

    def test_unknown_model(self):
        self.refused("check", "good.race", "--model", "no_gli",
                     err=["there is no model 'no_gli'", "did you mean no_gil?"])
        self.refused("check", "good.race", "--model", "weak", err=["models: no_gil, gil_39"])

    def test_unknown_constant(self):
        self.refused("check", "good.race", "--set", "M=3",
                     err=["the file has no constant 'M'", "it has N"])

    def test_values_that_are_none(self):
        for value in ("N", "N=", "N=two", "N=1.5", "=3", "N=9223372036854775808"):
            self.refused("check", "good.race", "--set", value, err=[f"--set {value}'"])

    def test_limits_that_make_no_sense(self):
        for option, value in (("--max-states", "0"), ("--max-states", "-5"),
                              ("--max-states", "many"),
                              ("--max-memory", "4X"), ("--max-time", "soon"), ("--max-time", "0s"),
                              ("--jobs", "0"), ("--jobs", "many"), ("--jobs", "257")):
            self.refused("check", "good.race", f"{option}={value}", err=["makes no sense"])

    def test_unknown_lock(self):
        self.write("locked.race", LOCKED)
        self.refused("check", "locked.race", "--without", "mutx",
                     err=["no lock 'mutx'", "did you mean mutex?"])
        self.refused("check", "good.race", "--without", "mutex", err=["no lock 'mutex'"])

    def test_colour_has_three_words(self):
        self.refused("check", "good.race", "--color", "sometimes", err=["--color"])


if __name__ == "__main__":
    unittest.main()
