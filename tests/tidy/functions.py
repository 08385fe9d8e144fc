"""Finds the functions of a C++ file by its braces alone: enough to measure how long they are."""

import re

_TEMPLATE = re.compile(r"\btemplate\s*<")
_TYPE = re.compile(r"\b(class|struct|union|enum)\b")
_NAME = re.compile(r"([~\w:]+|operator\s*\S+)\s*\(")
_ACCESS = re.compile(r"\s*(public|private|protected)\s*:\s*")
_TOKEN = re.compile(r"[{}();]|\n|[^{}();\n]+")


def functions(code):
    """Yields (name, first line, last line) of each function defined in `Source.code`. Functions
    inside functions (lambdas) belong to the outer one."""
    stack = []  # of "namespace", "type", "function", "other"
    parens = []  # how many parentheses are open, at each depth of braces
    line, open_parens = 1, 0
    head, head_line, started = "", 1, None
    skip_line = False  # of the preprocessor
    tokens = _TOKEN.findall(code)
    for index, token in enumerate(tokens):
        if token == "\n":
            line += 1
            skip_line = skip_line and head_continues(tokens, index)
            head += " "
            continue
        if index == 0 or tokens[index - 1] == "\n":
            skip_line = skip_line or token.lstrip().startswith("#")
        if skip_line:
            continue
        if token == "{":
            kind = "other"
            if not open_parens and all(outer in ("namespace", "type") for outer in stack):
                kind = _kind(head)
            if kind == "function":
                started = (_name(head), head_line)
            stack.append(kind)
            parens.append(open_parens)
            open_parens = 0
            if kind in ("namespace", "type"):
                head = ""
        elif token == "}":
            kind = stack.pop() if stack else "other"
            open_parens = parens.pop() if parens else 0
            if kind == "function" and not _goes_on(tokens, index):
                yield (*started, line)
                head = ""
            elif kind in ("namespace", "type") or not head.strip():
                head = ""
        elif token == ";":
            if not open_parens and (not stack or stack[-1] in ("namespace", "type")):
                head = ""
        else:
            open_parens += (token == "(") - (token == ")")
            if not stack or stack[-1] in ("namespace", "type"):
                if _ACCESS.fullmatch(token):
                    continue
                if not head.strip() and token.strip():
                    head, head_line = "", line
                head += token


def head_continues(tokens, index):
    """True if the line that ends at `index` ends in a backslash."""
    return index > 0 and tokens[index - 1].rstrip(" ").endswith("\\")


def _goes_on(tokens, index):
    """True if the brace closed at `index` was an initialiser before a constructor's body."""
    rest = (token for token in tokens[index + 1:] if token.strip())
    following = next(rest, "").lstrip()
    return following.startswith((",", "{"))


def _kind(head):
    head = _without_templates(head)
    if re.search(r"\bnamespace\b", head) or re.fullmatch(r'\s*extern\s*""\s*', head):
        return "namespace"
    outside = _outside_parens(head)
    if _TYPE.search(outside) and "(" not in _TYPE.split(head)[-1]:
        return "type"
    if "(" in head and ("operator" in head or "=" not in outside):
        return "function"
    return "other"


def _name(head):
    found = _NAME.search(_without_templates(head))
    return found[1] if found else head.strip()


def _without_templates(head):
    while match := _TEMPLATE.search(head):
        depth, end = 1, match.end()
        while end < len(head) and depth:
            depth += (head[end] == "<") - (head[end] == ">")
            end += 1
        head = head[:match.start()] + head[end:]
    return head


def _outside_parens(text):
    kept, depth = [], 0
    for character in text:
        depth += character == "("
        if depth == 0:
            kept.append(character)
        depth -= character == ")"
    return "".join(kept)
