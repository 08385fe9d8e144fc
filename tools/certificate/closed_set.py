"""Checks a certificate that lists all states: the first is among them, so is every state that an
edge of the scenario leads to, and in none is what the claim excludes. A value may be left open;
then nothing may depend on it."""

from scenario_tokens import Refused, Unreadable
from term_value import value


class ClosedSet:
    """`parts` are the Obligations, which know the scenario's edges."""

    def __init__(self, parts):
        self.parts = parts
        section = parts.section
        self.columns = section.info.get(":columns", "").split()
        for name in self.columns:
            if name not in parts.state:
                raise Refused(f"the scenario has no variable {name}")
        self.rows = {}  # places -> (the columns that are not left open, their values)
        for text in section.states:
            self.add(text.split())

    def add(self, words):
        count = len(self.parts.threads)
        try:
            places = tuple(int(word) for word in words[:count])
            cells = [None if word == "-" else int(word) for word in words[count:]]
        except ValueError:
            raise Unreadable("certificate: a state that is no row of numbers") from None
        if len(places) != count or len(cells) != len(self.columns):
            raise Unreadable("certificate: a state of another number of columns")
        known = tuple(name for name, cell in zip(self.columns, cells, strict=True)
                      if cell is not None)
        names, values = self.rows.setdefault(places, (known, set()))
        if names != known:
            raise Refused("two states at the same places leave different values open")
        values.add(tuple(cell for cell in cells if cell is not None))

    def has(self, places, get):
        if places not in self.rows:
            return False
        names, values = self.rows[places]
        return tuple(get(name) for name in names) in values

    def check(self):
        """Raises Refused; gives the number of states."""
        start = tuple(self.parts.numbers[(thread.number, thread.start)]
                      for thread in self.parts.threads)
        if not self.has(start, lambda name: self.parts.state[name]):
            raise Refused("the start is not among the states")
        count = 0
        for places, (names, rows) in self.rows.items():
            edges = list(self.edges_from(places))
            for row in sorted(rows):
                state = dict(zip(names, row, strict=True))
                state.update({f"T{number}.at": place for number, place in enumerate(places)})
                self.check_state(state, edges)
                count += 1
        return count

    def edges_from(self, places):
        """(edge, where it leads), of the threads that may run there."""
        numbers = self.parts.numbers
        exclusive = {number for (number, place), known in numbers.items()
                     if place.endswith(", GIL") and places[number] == known}
        for thread in self.parts.threads:
            if exclusive - {thread.number}:
                continue
            for edge in thread.edges:
                if numbers.get((thread.number, edge.place)) == places[thread.number]:
                    to = numbers.get((thread.number, edge.to))
                    yield edge, places[:thread.number] + (to,) + places[thread.number + 1:]

    def check_state(self, state, edges):
        try:
            for edge, to in edges:
                if value(edge.guard, state) and not self.has(
                        to, lambda name: int(value(edge.values.get(name, name), state))):
                    raise Refused(f"an edge from line {edge.line} leads out of the states")
            for what, term in self.parts.bad:
                if value(term, state):
                    raise Refused(what)
        except KeyError as name:
            raise Refused(f"a state leaves {name} open, and something depends on it") from None
