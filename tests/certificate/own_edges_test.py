"""own_edges_test.py RACEPROOF: the edges that the checker of certificates derives by itself lead,
at small sizes, to the final values, deadlocks and failures that raceproof finds."""

import json
import random
import tempfile
import unittest
from pathlib import Path

from certificate_testing import RACEPROOF, ROOT, run
from concrete_walk import Walk

MODELS = ("no_gil", "gil_39", "gil_310", "gil_313", "gil_314")
SMALL = {"N": 2, "M": 3}
PROGRAMS = 60


class Source:
    """A random program of what the checker supports; the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = ["var x = 0, y: 0..3 = 1, a[2] = [0, 1]", "atomic z = 0", "lock m, n",
                      "semaphore s = 1"]
        self.locals = []
        for number in range(self.random.choice((2, 2, 3))):
            self.locals = ["p", "q"]
            self.lines += [f"thread t{number} {{", "let p = 0, q = 1"]
            for _ in range(self.random.choice((1, 2))):
                self.statement(2)
            self.lines.append("}")
        self.text = "\n".join(self.lines) + "\nrace_free\nerror_free\ndeadlock_free\n"

    def pick(self, *choices):
        return self.random.choice(choices)

    def value(self):
        return self.pick("x", "y", "z", "a[0]", "a[p % 2]", "p", "q", "0", "1", "2")

    def sum(self):
        return self.pick(self.value(), f"{self.value()} + {self.value()}", f"{self.value()} - 1",
                         f"2 * {self.value()}", f"{self.value()} % 2")

    def condition(self):
        simple = f"{self.sum()} {self.pick('==', '!=', '<', '>=')} {self.value()}"
        return self.pick(simple, simple, self.value(), f"not {self.value()}",
                         f"{simple} and {self.value()}", f"{self.value()} or {simple}")

    def block(self, depth):
        self.lines[-1] += " {"
        for _ in range(self.pick(1, 2)):
            self.statement(depth - 1)
        self.lines.append("}")

    def head(self, text, depth):
        self.lines.append(text)
        self.block(depth)

    def statement(self, depth):
        kinds = ["assign", "assign", "compound", "compound", "local", "atomic", "yield"]
        if depth > 0:
            kinds += ["if", "if", "repeat", "while", "for", "with", "region", "await", "lock"]
        getattr(self, "make_" + self.pick(*kinds))(depth)

    def make_assign(self, depth):
        self.lines.append(f"{self.pick('x', 'y', 'z', 'a[1]', 'a[q % 2]')} = {self.sum()}")

    def make_compound(self, depth):
        self.lines.append(f"{self.pick('x', 'y', 'z', 'a[0]', 'a[p % 2]')} "
                          f"{self.pick('+=', '-=')} {self.value()}")

    def make_local(self, depth):
        self.lines.append(f"{self.pick('p', 'q')} {self.pick('=', '+=')} {self.sum()}")

    def make_atomic(self, depth):
        self.lines.append(self.pick("z.fetch_add(1)", "p = z.fetch_add(2)", "q = z.exchange(p)",
                                    "p = z.compare_exchange(0, 1)", "z.store(q)", "p = z.load()"))

    def make_yield(self, depth):
        self.lines.append("yield")

    def make_if(self, depth):
        self.head(f"if {self.condition()}", depth)
        if self.pick(True, False):
            self.lines[-1] += " else"
            self.block(depth)

    def make_repeat(self, depth):
        self.head("repeat 2", depth)
        if self.pick(True, False):
            self.lines.insert(-1, f"if {self.condition()} {{ {self.pick('break', 'continue')} }}")

    def make_for(self, depth):
        self.head("for i in 0..2", depth)
        self.lines.insert(-1, f"{self.pick('x', 'p')} += i")
        for at in range(len(self.lines) - 1, -1, -1):
            if self.lines[at].startswith("for i in"):
                name = f"i{at}"
                self.lines[at] = self.lines[at].replace("for i", f"for {name}")
                self.lines[-2] = self.lines[-2].replace("+= i", f"+= {name}")
                break

    def make_while(self, depth):
        self.lines.append("q = 2")
        self.head("while q > 0", depth)
        self.lines.insert(-1, "q -= 1")

    def make_with(self, depth):
        self.head(f"with {self.pick('m', 'n', 's')}", depth)

    def make_lock(self, depth):
        name = self.pick("m", "n", "s")
        self.lines.append(self.pick(f"{name}.acquire()", f"{name}.release()",
                                    f"if {name}.try_acquire() {{ {name}.release() }}"))

    def make_region(self, depth):
        self.lines.append(f"atomic {{ x += {self.value()}; if x > 2 {{ x = 0 }} }}")

    def make_await(self, depth):
        self.lines.append(self.pick("await z != 1", "await x == 0 or y == 1",
                                    "await y > 0 { y -= 1 }"))


class OwnEdges(unittest.TestCase):
    def compare(self, path, model, sets):
        """Whether it could be compared: within the limits of both."""
        options = [word for name, number in sets.items() for word in ("--set", f"{name}={number}")]
        code, out, err = run([RACEPROOF, "outcomes", path, "--json", "--model", model,
                              "--max-states", "5000", "--engine", "explicit", *options])
        if code != 0:
            return False
        names = [name for name in SMALL if f"const {name} " in Path(path).read_text()]
        walk = Walk(Path(path).read_text(), model, {name: SMALL[name] for name in names})
        if not walk.is_complete:
            return False
        told = json.loads(out)["results"][0]
        finals = {tuple(int(one["values"][name]) for name in walk.shared)
                  for one in told["outcomes"]}
        where = f"{path} under {model}\n{Path(path).read_text()}"
        self.assertEqual(finals, walk.finals, where)
        self.assertEqual(told["deadlocks"] != "0", walk.is_stuck, where)
        self.assertEqual(told["failed"] != "0", walk.fails, where)
        self.compare_races(path, model, walk, options, where)
        return True

    def compare_races(self, path, model, walk, options, where):
        """Every data race is one for the checker; it may see more, but not often."""
        _, out, _ = run([RACEPROOF, "check", path, "--json", "--model", model, "--max-states",
                         "5000", "--engine", "explicit", *options])
        answer = json.loads(out)["files"][0]
        numbers = {one["number"] for one in answer["properties"] if one["kind"] == "race_free"}
        for told in answer["results"]:
            for one in told["properties"]:
                if one["property"] in numbers and not told["without"]:
                    self.assertTrue(walk.is_racy or one["verdict"] != "violated", where)
                    self.counts["races"] += one["verdict"] == "violated"
                    self.counts["needless"] += walk.is_racy and one["verdict"] == "holds"

    def setUp(self):
        self.counts = {"races": 0, "needless": 0}

    def test_scenarios(self):
        scenarios = sorted((ROOT / "specs/seed").glob("*.race"))
        scenarios += sorted((ROOT / "specs/long").glob("*.race"))
        compared = 0
        for scenario in scenarios:
            names = [name for name in SMALL if f"const {name} " in scenario.read_text()]
            shared = scenario.read_text().replace("outcomes", "# outcomes")
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / scenario.name
                path.write_text(shared)
                for model in MODELS:
                    compared += self.compare(path, model, {name: SMALL[name] for name in names})
        self.assertGreater(compared, 100)

    def test_random_programs(self):
        compared = 0
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(PROGRAMS):
                path = Path(folder) / f"program{seed}.race"
                path.write_text(Source(seed).text)
                compared += self.compare(path, MODELS[seed % 5], {})
        self.assertGreater(compared, PROGRAMS // 2)
        self.assertGreater(self.counts["races"], 10)
        self.assertLessEqual(self.counts["needless"], 3)


if __name__ == "__main__":
    unittest.main()
