"""check_install.py CMAKE BUILD_FOLDER: what `cmake --install` puts somewhere works there."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from program import complain, run


def main(cmake, build):
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder)
        code, out, err = run([cmake, "--install", build, "--prefix", prefix])
        if code != 0:
            complain(f"{out}{err}cmake --install: exit code {code}")
            return 1
        specs = prefix / "share/raceproof/specs/litmus"
        code, out, err = run([prefix / "bin/raceproof", "check", specs], cwd=prefix)
        if code != 0:
            complain(f"{out}{err}the installed program: exit code {code}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
