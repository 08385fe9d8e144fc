"""Compares what came out with what a file says, or, when accepting, writes it there."""

import difflib

from program import ACCEPTING, complain, shown


def same(path, actual, accepting=ACCEPTING):
    """True if the file at `path` holds the text `actual`; else the difference goes to standard
    error. When accepting, the file is written and all is well."""
    old = path.read_bytes() if path.exists() else None
    new = actual.encode("utf-8", errors="surrogateescape")
    if old == new:
        return True
    name = shown(path)
    if accepting:
        path.write_bytes(new)
        print(f"accepted {name}")
        return True
    if old is None:
        complain(f"{name}: missing; `tools/test --accept` writes it:\n{actual}")
        return False
    show_difference(name, old.decode("utf-8", errors="surrogateescape"), actual)
    complain("If that is as it should be: tools/test --accept")
    return False


def show_difference(name, expected, actual):
    """Prints a unified diff to standard error."""
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(),
                                 f"{name} (expected)", f"{name} (actual)", lineterm="")
    text = "\n".join(lines)
    if not text:
        text = f"{name}: differs in its line ends only: {expected[-20:]!r} against {actual[-20:]!r}"
    complain(text)
