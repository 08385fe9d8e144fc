"""Which part of the project may include which: the two tables that a newcomer should see first."""

from fnmatch import fnmatch

# A file may include headers of its own layer and of layers with a smaller number, never of another
# layer with the same number. Tests may include everything.
LAYERS = {
    "models": 0,
    "checker/property": 1,
    "checker/lang": 2,
    "checker/result": 2,
    "checker/explore": 3,
    "checker/prove": 3,
    "checker/replay": 3,
    "checker/engine": 4,
    "checker/time": 4,
    "checker": 5,  # checker.h, the public interface
    "checker/report": 6,
    "tools": 7,
}

# What the oracle judges, it may not use: it shares the parser with the checker and nothing else.
# Its tests compare the two, so they are not bound by this.
ORACLE = "tests/oracle"
ORACLE_MAY_USE = ("checker/lang/*", "models/operator.h", "tests/oracle/*")
ORACLE_MAY_NOT_USE = ("checker/lang/lower*",)

# Third-party headers, and the only files that may include them.
PACKAGES = {
    "CLI/*": ("tools/*.h", "tools/*.cpp"),
    "isl/*": ("checker/prove/presburger.cpp",),
    "z3*": ("checker/prove/solver.cpp",),
    "boost/graph/*": ("checker/explore/*.cpp", "checker/prove/strong_components.cpp",
                      "checker/report/waits.cpp", "checker/report/cycle.cpp"),
    "boost/multiprecision/*": ("checker/result/number.h", "tests/oracle/brute_force.h"),
    "boost/*": (),
    "fmt/*": ("checker/report/*.cpp",),
    "nlohmann/*": ("checker/report/json*",),
    "gtest/*": ("tests/*",),
    "gmock/*": ("tests/*",),
    "rapidcheck*": ("tests/*",),
    "benchmark/*": ("tests/bench/parts_bench.cpp",),
}


def layer_of(path):
    """The layer that a file belongs to, or None for a test."""
    folder = path.rpartition("/")[0]
    return folder if folder in LAYERS else None


def refused_header(path, header):
    """Why the file at `path` may not include the project's `header`, or nothing."""
    if path.startswith("tests/"):
        return _refused_in_tests(path, header)
    own, other = layer_of(path), layer_of(header)
    if own is None:
        return f"{path} is in no layer: add its folder to tests/tidy/layers.py"
    if other is None:
        return f'{header} is in no layer: write the path from the root, as in "models/step.h"'
    if own != other and LAYERS[other] >= LAYERS[own]:
        return f"{own} may not include {other}: dependencies point down (tests/tidy/layers.py)"
    return ""


def _refused_in_tests(path, header):
    if layer_of(header) is None and not header.startswith("tests/"):
        return f'{header} is in no layer: write the path from the root, as in "models/step.h"'
    if path.startswith(ORACLE + "/") and not path.endswith("_test.cpp"):
        if not _any_match(header, ORACLE_MAY_USE) or _any_match(header, ORACLE_MAY_NOT_USE):
            return f"the oracle may not use {header}: it would agree with its mistakes"
    return ""


def refused_package(path, header):
    """Why the file at `path` may not include the third-party `header`, or nothing."""
    for package, users in PACKAGES.items():
        if fnmatch(header, package):
            if _any_match(path, users):
                return ""
            names = ", ".join(users) or "no file"
            return f"<{header}> is included from {names} only (tests/tidy/layers.py)"
    if "/" in header and not header.startswith("sys/"):
        return f"<{header}> belongs to no package of the table in tests/tidy/layers.py"
    return ""


def _any_match(path, patterns):
    return any(fnmatch(path, pattern) for pattern in patterns)
