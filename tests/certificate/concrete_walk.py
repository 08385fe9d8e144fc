"""Walks the checker's own edges with numbers: what they lead to at a small size can be compared
with what raceproof finds."""

from types import SimpleNamespace

import smt_terms as t
from claim import Evaluator
from scenario_syntax import parse
from scenario_world import World
from thread_code import Code
from thread_edges import Thread


def value(term, state):
    if isinstance(term, int):
        return term
    if isinstance(term, str):
        return state[term]
    op, *parts = term
    if op == "ite":
        return value(parts[1 if value(parts[0], state) else 2], state)
    values = [value(part, state) for part in parts]
    return OPERATORS[op](*values)


OPERATORS = {
    "and": lambda *v: all(v), "or": lambda *v: any(v), "not": lambda a: not a,
    "=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b, "-": lambda a, *b: a - b[0] if b else -a,
    "*": lambda a, b: a * b, "div": lambda a, b: a // b, "mod": lambda a, b: a % b,
}


STATES_MAX = 20_000


class Walk:
    """All that the edges reach: `finals` (tuples of shared variables), whether a state is stuck,
    whether one fails, whether there is a data race."""

    def __init__(self, source, model, sets, removed=()):
        self.world = World(parse(source), sets)
        codes = [Code(self.world, thread) for thread in self.world.threads]
        self.threads = [Thread(self.world, number, code, model, removed, set())
                        for number, code in enumerate(codes)]
        self.evaluator = Evaluator(self.world, codes)
        self.names = list(self.world.initial())
        self.shared = [name for name in self.names
                       if name.partition("[")[0] in self.world.variables]
        for thread in self.threads:
            self.names += list(thread.start_values)
        self.finals, self.is_stuck, self.fails = set(), False, False
        self.states = 0
        self.run()

    def run(self):
        start = dict(self.world.initial())
        for thread in self.threads:
            start.update(thread.start_values)
        first = (tuple(thread.start for thread in self.threads), self.packed(start))
        seen, open_ = {first}, [first]
        while open_ and self.states < STATES_MAX:
            at, cells = open_.pop()
            self.states += 1
            for following in self.visit(at, dict(zip(self.names, cells, strict=True))):
                if following not in seen:
                    seen.add(following)
                    open_.append(following)
        self.is_complete = not open_

    def packed(self, state):
        return tuple(state[name] for name in self.names)

    def visit(self, at, state):
        exclusive = [n for n, place in enumerate(at) if place.endswith(", GIL")]
        found = []
        ended = [place == "end" or self.holds(thread.endings, place, state)
                 for thread, place in zip(self.threads, at, strict=True)]
        can_go = False
        for thread, place in zip(self.threads, at, strict=True):
            can_go |= bool(self.holds(thread.steps, place, state))
            if exclusive and exclusive != [thread.number]:
                continue
            self.fails |= bool(self.holds(thread.failures, place, state))
            for edge in self.holds(thread.edges, place, state):
                after = {**state, **{name: int(value(term, state))
                                     for name, term in edge.values.items()}}
                places = at[:thread.number] + (edge.to,) + at[thread.number + 1:]
                found.append((places, self.packed(after)))
        if all(ended):
            self.finals.add(tuple(state[name] for name in self.shared))
        self.is_stuck |= not all(ended) and not can_go
        return found

    @staticmethod
    def holds(entries, place, state):
        return [one for one in entries if one.place == place and value(one.guard, state)]
