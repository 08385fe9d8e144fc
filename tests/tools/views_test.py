"""views_test.py RACEPROOF: `steps`, `graph` and `fmt`."""

import unittest

from asking import CommandLine


class Steps(CommandLine):
    def test_steps_with_the_points_of_every_model(self):
        text = self.ask("steps", "good.race",
                        out=["T0 t[0], T1 t[1]", "load x", "add 1", "store x"])
        self.assertIn("no_gil  gil_39  gil_310  gil_313  gil_314", text)

    def test_some_models(self):
        text = self.ask("steps", "good.race", "--model", "serial,no_gil")
        self.assertNotIn("gil_39", text)
        self.assertIn("serial", text)


class Graph(CommandLine):
    def test_formats(self):
        self.assertTrue(self.ask("graph", "good.race").startswith("digraph"))
        self.assertTrue(self.ask("graph", "good.race", "--format", "aut").startswith("des ("))
        self.assertTrue(self.ask("graph", "good.race", "--format", "graphml").startswith("<?xml"))
        self.refused("graph", "good.race", "--format", "png", err=["--format"])

    def test_too_large_a_graph_is_no_graph(self):
        self.assertEqual(self.ask("graph", "good.race", "--max-states", "5", code=4,
                                  err=["no graph: ", "help: "]), "")


class Format(CommandLine):
    UNTIDY = "var x=0\nthread t{x+=1}\n"

    def test_to_stdout(self):
        self.write("untidy.race", self.UNTIDY)
        text = self.ask("fmt", "untidy.race", out=["var x = 0\n"])
        self.write("tidy.race", text)
        self.assertEqual(self.ask("fmt", "tidy.race"), text)

    def test_check(self):
        self.write("untidy.race", self.UNTIDY)
        self.write("tidy.race", self.ask("fmt", "untidy.race"))
        self.ask("fmt", "--check", "tidy.race")
        self.ask("fmt", "--check", "tidy.race", "untidy.race", code=1,
                 out=["would reformat untidy.race\n"])

    def test_in_place(self):
        path = self.write("untidy.race", self.UNTIDY)
        wanted = self.ask("fmt", "untidy.race")
        self.assertEqual(self.ask("fmt", "-i", "untidy.race"), "")
        self.assertEqual(path.read_text(), wanted)
        self.ask("fmt", "--check", "untidy.race")

    def test_what_makes_no_sense(self):
        self.write("untidy.race", self.UNTIDY)
        self.refused("fmt", "untidy.race", "good.race", err=["use --in-place or --check"])
        self.refused("fmt", "-i", "-", err=["standard input has no place"])
        self.refused("fmt", "-i", "--check", "untidy.race", err=["excludes"])

    def test_a_file_that_does_not_parse(self):
        self.write("broken.race", "thread {\n")
        self.ask("fmt", "broken.race", code=3, err=["broken.race:1:8: error:"])


if __name__ == "__main__":
    unittest.main()
