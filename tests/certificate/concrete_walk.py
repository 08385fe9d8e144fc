"""Walks the checker's own edges with numbers: what they lead to at a small size can be compared
with what raceproof finds."""

from types import SimpleNamespace

from claim import Claim
from scenario_syntax import parse
from scenario_world import World
from term_value import value
from thread_code import Code
from thread_edges import Thread


STATES_MAX = 20_000


def place_number(place):
    """A number for each name."""
    return int.from_bytes(place.encode())


class Walk:
    """All that the edges reach: `finals` (tuples of shared variables), whether a state is stuck,
    whether one fails, whether there is a data race."""

    def __init__(self, source, model, sets, removed=()):
        self.world = World(parse(source), sets)
        codes = [Code(self.world, thread) for thread in self.world.threads]
        self.threads = [Thread(self.world, number, code, model, removed, set())
                        for number, code in enumerate(codes)]
        self.names = list(self.world.initial())
        self.shared = [name for name in self.names
                       if name.partition("[")[0] in self.world.variables]
        for thread in self.threads:
            self.names += list(thread.start_values)
        self.finals, self.is_stuck, self.fails, self.is_racy = set(), False, False, False
        race_free = SimpleNamespace(kind="race_free", expressions=[], set=None, token=None)
        self.races = [bad for what, bad in Claim(race_free, self.world, self.threads, codes,
                                                 self.here).bad() if "data race" in what]
        self.states = 0
        self.run()

    @staticmethod
    def here(thread, place):
        return ("=", f"T{thread.number}.at", place_number(place))

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
        state.update({f"T{n}.at": place_number(place) for n, place in enumerate(at)})
        self.is_racy |= any(value(bad, state) for bad in self.races)
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
