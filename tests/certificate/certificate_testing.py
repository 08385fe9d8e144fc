"""What the tests of certificates share: the writer, the checker, and the checker's own parts."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parents[1] / "support"))
sys.path.insert(0, str(ROOT / "tools" / "certificate"))

import certificate_file  # noqa: E402
import obligations as obligations_module  # noqa: E402
import scenario_syntax  # noqa: E402
import solver_programs  # noqa: E402
from certificate_file import fingerprint  # noqa: E402, F401
from program import run  # noqa: E402
from scenario_tokens import Refused  # noqa: E402, F401
from scenario_world import World  # noqa: E402

VERIFIER = [sys.executable, "-B", str(ROOT / "tools" / "verify-certificate")]
RACEPROOF = Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None


def written(scenario, folder, *options):
    """The certificate file that raceproof writes for it, or None; and what it says on stderr."""
    path = Path(folder) / (Path(scenario).stem + ".smt2")
    path.unlink(missing_ok=True)
    _, _, stderr = run([RACEPROOF, "check", scenario, "-q", "--certificate", path, *options])
    return (path if path.exists() else None), stderr


def verified(path, scenario, *options):
    """(exit code, what it says) of the checker."""
    code, stdout, stderr = run([*VERIFIER, path, scenario, *options])
    return code, stdout + stderr


def made(text, scenario, sets=None):
    """The obligations of each section of a certificate's text."""
    world = World(scenario_syntax.parse(Path(scenario).read_text()), sets or {})
    return [obligations_module.Obligations(section, world)
            for section in certificate_file.read(text)]


def refusal(obligations, solver="cvc5"):
    """What is wrong with it, or None."""
    answers = solver_programs.answers(solver, obligations.text, len(obligations.checks))
    return obligations_module.judge(obligations, answers)
