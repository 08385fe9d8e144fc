"""tidy.py [RULE...]: the rules of style that a machine can judge; each finding is one line,
`file:line: what is wrong`, and each broken rule says once why it exists. Without a name all rules
run; `tidy.py --list` prints the names."""

import re
import sys
from collections import defaultdict

from functions import functions
from layers import refused_header, refused_package
from source import ROOT, Finding, read_all

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
COLUMNS_MAX = 100

# Data of tests: exact bytes, whatever they look like.
EXACT = (".expected", ".transcript")

BANNED = {
    r"/(work|home|root|tmp|Users)/": "a path of one machine",
    r"\b(TODO|FIXME|XXX|HACK)\b": "a note to self; do it, or say in a sentence what the limit is",
    r"\b(https?|ftp)://(deb|ftp|mirrors?|proxy|pypi|registry)\b": "the system knows its registry",
    r"\bfield/\w+\.(md|py)\b|\b(design|language)\.md\b": "a file that is not in the repository",
    r"\b[Ii]ssues? #?[0-9]+\b": "a number that nobody can look up here; say what it is about",
    r"(?i)\bco-authored-by\b|\bgenerated (by|with)\b": "who or what wrote a line is no part of it",
}


def is_text(source):
    """True for a file that people write: not an expected output, not a deliberately wrong input."""
    return not (source.path.endswith(EXACT) or source.path.startswith("specs/rejected/")
                or "/corpus/" in source.path)


def file_length(sources):
    """A file is read as a whole: one concept, one file. The ugly ones grew because no number said
    stop."""
    for source in sources:
        if source.suffix in (".h", ".cpp", ".py") and len(source.lines) > FILE_LINES_MAX:
            yield Finding(source.path, FILE_LINES_MAX + 1,
                          f"{len(source.lines)} lines, at most {FILE_LINES_MAX}: split the file")


def function_length(sources):
    """A function that does not fit on a screen is not understood at once."""
    for source in sources:
        if not source.is_cpp:
            continue
        for name, first, last in functions(source.code):
            if last - first + 1 > FUNCTION_LINES_MAX:
                yield Finding(source.path, first, f"{name} has {last - first + 1} lines, "
                              f"at most {FUNCTION_LINES_MAX}: split the function")


def line_length(sources):
    """Two files stand side by side on a screen, and a diff on half of one."""
    for source in sources:
        is_command = not source.suffix and source.path.startswith(("tools/", ".ci/"))
        if not (source.is_cpp or is_command or source.suffix in (".py", ".txt", ".sh")):
            continue
        for number, line in enumerate(source.lines, 1):
            if len(line) > COLUMNS_MAX:
                yield Finding(source.path, number,
                              f"{len(line)} columns, at most {COLUMNS_MAX}: break the line")


def whitespace(sources):
    """What cannot be seen shows only as noise in diffs."""
    for source in filter(is_text, sources):
        for number, line in enumerate(source.lines, 1):
            if "\t" in line:
                yield Finding(source.path, number, "a tab: use spaces")
            if line.endswith("\r"):
                yield Finding(source.path, number, "a carriage return: end lines with \\n alone")
            elif line != line.rstrip():
                yield Finding(source.path, number, "blanks at the end of the line: remove them")
        if source.text and not source.text.endswith("\n"):
            yield Finding(source.path, len(source.lines), "the last line has no end: add a newline")
        if source.text.endswith("\n\n"):
            yield Finding(source.path, len(source.lines), "empty lines at the end: remove them")


def pragma_once(sources):
    """A header that is read twice must not be compiled twice."""
    for source in sources:
        if source.is_header:
            directives = [line for line in source.code.split("\n") if line.startswith("#")]
            if directives[:1] != ["#pragma once"]:
                yield Finding(source.path, 1, "`#pragma once` is not the first directive")


def using_namespace(sources):
    """A header decides for all who include it, now and later."""
    for source in sources:
        if source.is_header:
            for number, line in enumerate(source.code.split("\n"), 1):
                if re.search(r"\busing\s+namespace\b", line):
                    yield Finding(source.path, number, "`using namespace` in a header: name things")


def built(sources):
    """A source file that nothing builds, and a script that nothing runs, is dead and rots."""
    lists = {source.path.removesuffix("CMakeLists.txt"): source.text
             for source in sources if source.name == "CMakeLists.txt"}
    modules = {name for source in sources if source.suffix == ".py"
               for name in re.findall(r"^(?:from|import) (\w+)", source.text, re.MULTILINE)}
    for source in sources:
        stem = source.name.rpartition(".")[0]
        is_script = source.suffix == ".py" and source.path.startswith("tests/")
        if source.suffix != ".cpp" and not is_script:
            continue
        if is_script and stem in modules:
            continue
        near = [text for folder, text in lists.items() if source.path.startswith(folder)]
        named = rf"(?<![\w.]){re.escape(stem)}(?:{re.escape(source.suffix)})?(?![\w.])"
        if not any(re.search(named, text) for text in near):
            yield Finding(source.path, 1, "no CMakeLists.txt here or above names this file")


def layers(sources):
    """Dependencies point down, so that a layer can be understood, tested and replaced without those
    above it."""
    known = {source.path for source in sources}
    for source in sources:
        if not source.is_cpp:
            continue
        for number, included in source.includes:
            header = included[1:-1]
            if source.path.startswith("tests/") and f"{source.folder}/{header}" in known:
                continue  # a helper beside its test
            if included.startswith('"'):
                if header not in known:
                    why = (f'{included} is no file of the project: write the path from the root, '
                           'as in "models/step.h"')
                else:
                    why = refused_header(source.path, header)
            elif header in known:
                why = f'{included} is ours: write it in quotes'
            else:
                why = refused_package(source.path, header)
            if why:
                yield Finding(source.path, number, why)


def banned_words(sources):
    """The repository speaks of what it is, to people who have nothing else."""
    for source in filter(is_text, sources):
        if source.folder == "tests/tidy":
            continue  # the words themselves
        for number, line in enumerate(source.lines, 1):
            for pattern, reason in BANNED.items():
                if found := re.search(pattern, line):
                    yield Finding(source.path, number, f"`{found[0]}`: {reason}")


def file_names(sources):
    """A name that stands for one file of the library can be said, searched and jumped to."""
    by_name = defaultdict(list)
    for source in sources:
        if source.is_cpp and source.path.startswith(("models/", "checker/")):
            by_name[source.name].append(source.path)
    for name, paths in by_name.items():
        for path in paths[1:]:
            yield Finding(path, 1, f"there is a {name} already: {paths[0]}")


def links(sources):
    """A link to nothing costs the reader who follows it more than no link."""
    for source in sources:
        if source.suffix != ".md":
            continue
        folder = (ROOT / source.path).parent
        for number, line in enumerate(source.lines, 1):
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
                if "://" not in target and not (folder / target).exists():
                    yield Finding(source.path, number, f"a link to {target}, which does not exist")


def scripts(sources):
    """What people type works in a fresh clone."""
    for source in sources:
        if not source.suffix and source.path.startswith(("tools/", ".ci/")):
            if not source.text.startswith("#!"):
                yield Finding(source.path, 1, "a command without `#!` in its first line")
            if not (ROOT / source.path).stat().st_mode & 0o100:
                yield Finding(source.path, 1, "a command that is not executable: chmod +x")


RULES = (file_length, function_length, line_length, whitespace, pragma_once, using_namespace, built,
         layers, banned_words, file_names, links, scripts)


def main(names):
    rules = {rule.__name__: rule for rule in RULES}
    if names == ["--list"]:
        print("\n".join(rules))
        return 0
    if unknown := [name for name in names if name not in rules]:
        sys.exit(f"no such rule: {', '.join(unknown)}; there are {', '.join(rules)}")
    sources = read_all()
    broken = False
    for rule in (rules[name] for name in names or rules):
        findings = list(rule(sources))
        for finding in findings:
            print(f"{finding.path}:{finding.line}: {finding.what}")
        if findings:
            broken = True
            print(f"  why ({rule.__name__}): {' '.join(rule.__doc__.split())}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
