"""The files of the project, and C++ text as far as the rules need to understand it."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("models", "checker", "tools", "specs", "tests", ".ci")

_INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")')
_LITERAL = re.compile(
    r"""R"(?P<mark>[^()\s\\]*)\(.*?\)(?P=mark)"    # a raw string
      | //(?:[^\n\\]|\\.)*                          # comments
      | /\*.*?\*/
      | "(?:[^"\\\n]|\\.)*"                         # a string
      | (?<![0-9a-zA-Z_])'(?:[^'\\\n]|\\.)*'        # a character; behind a digit it is a separator
    """, re.DOTALL | re.VERBOSE)


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule."""
    path: str
    line: int
    what: str


class Source:
    """One file: its path from the root of the repository, with slashes, and its text."""

    def __init__(self, path, text):
        self.path = path
        self.text = text

    @property
    def folder(self):
        return self.path.rpartition("/")[0]

    @property
    def name(self):
        return self.path.rpartition("/")[2]

    @property
    def suffix(self):
        return Path(self.path).suffix

    @property
    def is_header(self):
        return self.suffix == ".h"

    @property
    def is_cpp(self):
        return self.suffix in (".h", ".cpp")

    @cached_property
    def lines(self):
        return self.text.removesuffix("\n").split("\n") if self.text else []

    @cached_property
    def includes(self):
        """(line, what is included with its quotes or angle brackets)."""
        found = ((number, _INCLUDE.match(line)) for number, line in enumerate(self.lines, 1))
        return [(number, match[1]) for number, match in found if match]

    @cached_property
    def code(self):
        """The text with comments, strings and characters emptied and every line in its place."""
        def emptied(match):
            rest = "" if match[0].startswith("/") else '""'
            return rest + "\n" * match[0].count("\n")
        return _LITERAL.sub(emptied, self.text)


def read_all():
    """Every text file of the project, sorted by path; binary files are left out."""
    paths = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    for folder in FOLDERS:
        paths += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    sources = []
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if "__pycache__" in name:
            continue
        try:
            sources.append(Source(name, path.read_bytes().decode("utf-8")))
        except UnicodeDecodeError:
            continue
    return sources
