"""check_formats.py RACEPROOF: what programs read is what its format says, by judges that are not
ours: JSON against the schema by python3-jsonschema, XML by xmllint."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import jsonschema

from program import ROOT, run

SCHEMA = ROOT / "checker/report/schema/raceproof.schema.json"
RACEPROOF = Path(sys.argv.pop(1)).resolve()
COUNTER = "specs/seed/counter.race"
LOST_LOCK = "tests/golden/lost_lock.race"
EARLY_ENDS = "tests/golden/early_ends.race"

# (exit code, words) of documents that between them have every part that there is.
DOCUMENTS = [
    (0, ["check", COUNTER, "--set", "N=2"]),
    (1, ["check", LOST_LOCK]),
    (4, ["check", COUNTER, "--set", "N=100", "--engine", "explicit", "--max-states", "1000"]),
    (0, ["check", COUNTER]),
    (0, ["check", "specs/litmus", "specs/locks"]),
    (3, ["check", "specs/rejected"]),
    (0, ["outcomes", COUNTER, "--set", "N=3"]),
    (0, ["outcomes", "specs/litmus/iriw.race", "--model", "no_gil,serial"]),
    (4, ["outcomes", COUNTER, "--set", "N=100", "--engine", "explicit", "--max-states", "1000"]),
    (4, ["outcomes", EARLY_ENDS, "--engine", "explicit", "--max-states", "1000"]),
    (0, ["outcomes", COUNTER]),
    (0, ["outcomes", "specs/locks/two_locks_with.race"]),
    (0, ["explain", "specs/locks/two_locks_with.race"]),
    (0, ["explain", COUNTER, "--set", "N=2", "--outcome", "x == 2"]),
    (1, ["explain", COUNTER, "--set", "N=2", "--outcome", "x == 1"]),
    (0, ["explain", COUNTER, "--outcome", "x == 1464429"]),
    (1, ["replay", COUNTER, "--set", "N=1", "--schedule", "T0*2 T1*3 T0"]),
    (2, ["replay", COUNTER, "--set", "N=1", "--schedule", "T0*9"]),
]


class JsonTest(unittest.TestCase):
    def setUp(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        judge = jsonschema.validators.validator_for(schema)
        judge.check_schema(schema)
        self.judge = judge(schema)

    def test_documents(self):
        for exit_code, words in DOCUMENTS:
            with self.subTest(" ".join(words)):
                code, out, err = run([RACEPROOF, *words, "--json"])
                self.assertEqual(code, exit_code, err)
                self.judge.validate(json.loads(out))

    def test_the_schema_refuses(self):
        _, out, _ = run([RACEPROOF, "outcomes", COUNTER, "--set", "N=2", "--json"])
        for damage in ('"verdict": "perhaps"', '"verdict": 1', '"verdicts": "exact"'):
            damaged = out.replace('"verdict": "exact"', damage)
            self.assertNotEqual(damaged, out)
            self.assertFalse(self.judge.is_valid(json.loads(damaged)), damage)


class XmlTest(unittest.TestCase):
    def assert_well_formed(self, path):
        code, _, err = run(["xmllint", "--noout", "--nonet", path])
        self.assertEqual(code, 0, err)

    def test_junit(self):
        for exit_code, words in DOCUMENTS:
            if words[0] != "check":
                continue
            with self.subTest(" ".join(words)), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "junit.xml"
                code, _, err = run([RACEPROOF, *words, "--junit", path])
                self.assertEqual(code, exit_code, err)
                self.assert_well_formed(path)

    def test_graphml(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.xml"
            code, out, err = run([RACEPROOF, "graph", "specs/locks/peterson.race",
                                  "--format", "graphml"])
            self.assertEqual(code, 0, err)
            path.write_text(out, encoding="utf-8")
            self.assert_well_formed(path)


if __name__ == "__main__":
    unittest.main()
