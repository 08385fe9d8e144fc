"""Reads a certificate file. Of each certificate it takes the head, the numbers of places, Inv, and
what edges do to history variables; everything else the file says is left unread."""

import re
from types import SimpleNamespace

from scenario_tokens import Refused, Unreadable

# What a file may say besides, which is not taken.
PASSED_OVER = ("set-logic", "declare-const", "assert", "check-sat")
OPERATORS = ("and", "or", "not", "=>", "=", "<", "<=", ">", ">=", "+", "-", "*", "ite")
DEPTH_MAX = 200
HEAD = {":model", ":without", ":property"}
WORD = re.compile(r'\s+|;[^\n]*|(?P<sign>[()])|(?P<string>"[^"\\]*")|\|(?P<quoted>[^|\\]*)\|'
                  r"|(?P<number>[0-9]+)(?![^\s()])|(?P<word>[^\s()|\";\\]+)")


class Symbol(str):
    """A name between bars, which no operator can be mistaken for."""


def forms(text):
    """All s-expressions of the text: tuples, ints, Symbols, words as str, strings as ("", text)."""
    stack = [[]]
    at = 0
    while at < len(text):
        match = WORD.match(text, at)
        if not match:
            raise Unreadable(f"certificate: no SMT-LIB at {text[at:at + 20]!r}")
        at = match.end()
        kind = match.lastgroup
        if match.group("sign") == "(":
            stack.append([])
            if len(stack) > DEPTH_MAX:
                raise Unreadable("certificate: nested too deeply")
        elif match.group("sign") == ")":
            if len(stack) == 1:
                raise Unreadable("certificate: a parenthesis too many")
            form = tuple(stack.pop())
            stack[-1].append(form)
        elif kind == "string":
            stack[-1].append(("", match.group()[1:-1]))
        elif kind == "quoted":
            stack[-1].append(Symbol(match.group("quoted")))
        elif kind == "number":
            stack[-1].append(int(match.group()))
        elif kind == "word":
            stack[-1].append(match.group())
    if len(stack) != 1:
        raise Unreadable("certificate: a parenthesis is missing")
    return stack[0]


def term(form, names):
    """A term of linear arithmetic over `names`: variables as themselves, places as numbers."""
    if isinstance(form, int):
        return form
    if form in ("true", "false") and not isinstance(form, Symbol):
        return form == "true"
    if isinstance(form, Symbol):
        if form not in names:
            raise Refused(f"the certificate speaks of |{form}|, which it does not introduce")
        return names[form]
    if not isinstance(form, tuple) or len(form) < 2 or isinstance(form[0], Symbol) or \
            form[0] not in OPERATORS:
        raise Refused(f"the certificate may not use {form!r} here")
    return (form[0], *[term(part, names) for part in form[1:]])


class Section:
    """One certificate."""

    def __init__(self, head):
        self.scenario, self.constants = head.get(":scenario"), head.get(":constants")
        self.info = {}
        self.places = {}
        self.parameters = None
        self.invariant = None
        self.states = []  # rows, of a certificate that lists all states
        self.edges = {}  # (thread, from, to) -> what each such edge does to history variables

    def take(self, form):
        """A form outside of any edge."""
        if form[0] == "set-info" and form[1] == ":state":
            self.states.append(form[2][1])
        elif form[0] == "set-info":
            self.info[form[1]] = form[2][1]
        elif form[0] == "define-fun":
            _, name, parameters, sort, body = form
            if not isinstance(parameters, tuple) or \
                    any(not isinstance(one, tuple) or len(one) != 2 for one in parameters):
                raise Unreadable(f"certificate: parameters of {name} that are none")
            if name == "Inv" and sort == "Bool" and self.invariant is None:
                self.parameters = [parameter for parameter, kind in parameters if kind == "Int"]
                self.invariant = body
            elif isinstance(name, Symbol) and parameters == () and isinstance(body, int):
                if name in self.places:
                    raise Refused(f"the place |{name}| has two numbers")
                self.places[name] = body
            else:
                raise Refused(f"the certificate defines {name}, which it may not")

    def take_edge(self, edge, definitions):
        match = re.fullmatch(r"(T[0-9]+): (.*) -> (.*)", edge)
        if not match:
            raise Unreadable(f"certificate: no edge is named {edge!r}")
        self.edges.setdefault(match.groups(), []).append(definitions)

    def checked_invariant(self):
        names = {name: str(name) for name in self.parameters}
        if len(names) != len(self.parameters) or any(name in names for name in self.places):
            raise Refused("two parameters of Inv, or one and a place, have the same name")
        return term(self.invariant, {**self.places, **names})


def arity(form, count):
    if len(form) != count:
        raise Unreadable(f"certificate: {form[0]} of {len(form) - 1} parts")


def read(text):
    """The sections of a file."""
    sections = []
    head = {}
    depth = 0
    edge, definitions = None, {}
    for form in forms(text):
        if not isinstance(form, tuple) or not form or not isinstance(form[0], str):
            raise Unreadable(f"certificate: {form!r} is no command")
        if form[0] == "push":
            depth += 1
            edge, definitions = None, {}
            if depth == 1:
                sections.append(Section(head))
        elif form[0] == "pop":
            if depth == 2 and edge is not None:
                sections[-1].take_edge(edge, definitions)
            depth -= 1
        elif form[0] in ("set-info", "define-fun"):
            arity(form, 3 if form[0] == "set-info" else 5)
            if form[0] == "set-info" and not isinstance(form[2], tuple):
                raise Unreadable(f"certificate: {form[1]} must be a string")
            if depth == 0:
                if form[0] != "set-info":
                    raise Refused("the certificate defines something outside of its sections")
                head[form[1]] = form[2][1]
            elif depth == 1:
                sections[-1].take(form)
            elif form[0] == "set-info":
                edge = form[2][1]
            else:
                definitions[form[1]] = form[4]
        elif form[0] not in PASSED_OVER:
            raise Refused(f"a certificate may not say {form[0]}")
    if depth != 0:
        raise Unreadable("certificate: a pop is missing")
    if not sections:
        raise Unreadable("there is no certificate in it")
    for section in sections:
        is_one_thing = (section.invariant is None) != (not section.states)
        if not is_one_thing or not HEAD <= set(section.info):
            raise Unreadable("certificate: a section without Inv or states, or without its head")
    return sections


def fingerprint(text):
    """FNV-1a of the scenario's bytes: it names a scenario, it protects nothing."""
    value = 14695981039346656037
    for byte in text:
        value = (value ^ byte) * 1099511628211 % 2**64
    return f"{value:016x}"
