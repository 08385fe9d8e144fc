"""The words of a scenario file, each with its place."""

import re
from typing import NamedTuple


class Refused(Exception):
    """The certificate proves nothing: exit 1."""


class Unreadable(Exception):
    """The scenario or the certificate cannot be read: exit 3."""


class Unsupported(Exception):
    """What this checker does not know: exit 4, never an acceptance."""

    def __init__(self, what, place=None):
        super().__init__(f"line {place.line}: {what}" if place else what)


class Token(NamedTuple):
    kind: str  # "name", "int", "newline", "end", or the sign itself
    text: str
    line: int
    column: int


SIGNS = ["..", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "{", "}", "(", ")", "[", "]",
         "<", ">", "=", "+", "-", "*", "/", "%", ",", ";", ":", ".", "|"]
PATTERN = re.compile(r"(?P<space>[ \t\r]+|#[^\n]*)|(?P<newline>\n)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
                     r"|(?P<int>0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)|(?P<sign>"
                     + "|".join(re.escape(sign) for sign in SIGNS) + ")")


def tokens(text):
    """All tokens, newlines left out where they are spaces."""
    found = []
    at, line, begin = 0, 1, 0
    depth = []  # open brackets; in the braces of a set Parser.part skips newlines
    while at < len(text):
        match = PATTERN.match(text, at)
        if not match:
            raise Unreadable(f"line {line}: a character that has no place here: {text[at]!r}")
        kind = match.lastgroup
        token = Token(match.group() if kind == "sign" else kind, match.group(), line,
                      at - begin + 1)
        at = match.end()
        if kind == "space":
            continue
        if token.kind in ("(", "["):
            depth.append(token)
        if token.kind in (")", "]") and depth:
            depth.pop()
        if kind == "newline":
            line, begin = line + 1, at
            if not depth and found and found[-1].kind not in (",", "newline"):
                found.append(token)
            continue
        found.append(Token("newline", ";", token.line, token.column) if token.kind == ";"
                     else token)
    found.append(Token("newline", "", line, 0))
    found.append(Token("end", "the end of the file", line, 0))
    return found


def integer(text):
    return int(text.replace("_", ""), 0)
