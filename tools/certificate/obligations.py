"""Makes every obligation of a certificate anew, from the scenario's own edges: Inv holds at the
start, no edge breaks it, and it excludes what the claim excludes."""

from types import SimpleNamespace

import smt_terms as t
from certificate_file import Symbol, term
from claim import Claim, find, replaced
from scenario_tokens import Refused, Unsupported
from thread_code import MODELS, Code
from thread_edges import Thread

PIECES_MAX = 3
PROPOSALS_MAX = 20


class Obligations:
    """Of one section. `text` is a script for a solver, `checks` say what each check-sat asks: each
    must be unsatisfiable; of those with the same `group`, one is enough."""

    def __init__(self, section, world, is_stopped=False):
        self.section, self.world = section, world
        model = section.info[":model"]
        if model not in MODELS:
            raise Unsupported(f"the model {model} is not supported")
        removed = [name for name in section.info[":without"].split(", ") if name]
        for name in removed:
            if name not in world.locks:
                raise Refused(f"the scenario has no lock '{name}'")
        property_ = find(world.scenario, section.info[":property"])
        sees_all = property_.kind in ("always", "race_free")
        self.codes = codes = [Code(world, thread) for thread in world.threads]
        self.threads = [Thread(world, number, code, model, removed, self.places_of(number),
                               is_stopped, sees_all)
                        for number, code in enumerate(codes)]
        self.numbers = self.numbered()
        self.state = dict(world.initial())
        for thread in self.threads:
            self.state.update(thread.start_values)
            self.state[f"T{thread.number}.at"] = self.numbers[(thread.number, thread.start)]
        self.bad = Claim(property_, world, self.threads, codes, self.here).bad()
        self.checks = []
        if section.states:
            return
        self.invariant = section.checked_invariant()
        self.histories = [name for name in section.parameters if name not in self.state]
        # Part of the invariant, kept since edges to other places must be impossible.
        self.somewhere = [t.either(*[self.here(thread, place) for place in thread.found])
                          for thread in self.threads]
        self.lines = ["(set-logic QF_LIA)"]
        for name in list(self.state) + self.histories:
            self.lines.append(f"(declare-const {t.quoted(name)} Int)")
        parameters = " ".join(f"({t.quoted(name)} Int)" for name in section.parameters)
        self.lines.append(f"(define-fun Inv ({parameters}) Bool {t.show(self.invariant)})")
        self.initiation()
        for thread in self.threads:
            for edge in thread.edges:
                self.consecution(thread, edge)
        for what, bad in self.bad:
            self.check([self.inv({}), *self.somewhere, bad], what, ("claim", len(self.checks)))

    def places_of(self, number):
        begin = f"T{number} "
        return {name[len(begin):] for name in self.section.places if name.startswith(begin)}

    def numbered(self):
        """The certificate's number of every place that it names. At the others it says that no
        thread is ever: edges that lead there must be impossible."""
        numbers = {}
        for thread in self.threads:
            for place in thread.found:
                known = self.section.places.get(f"T{thread.number} {place}")
                if known is not None:
                    numbers[(thread.number, place)] = known
            own = [number for (owner, _), number in numbers.items() if owner == thread.number]
            if len(set(own)) != len(own):
                raise Refused(f"two places of T{thread.number} have the same number")
            if (thread.number, thread.start) not in numbers:
                raise Refused(f"the certificate does not name {thread.start}, where "
                              f"T{thread.number} starts")
        return numbers

    def here(self, thread, place):
        """That the thread stands there."""
        number = self.numbers.get((thread.number, place))
        return False if number is None else ("=", f"T{thread.number}.at", number)

    def inv(self, values):
        """Inv in a state in which some variables have these values, all others their own."""
        arguments = [values.get(name, str(name)) for name in self.section.parameters]
        return ("Inv", *arguments) if arguments else self.invariant

    def check(self, asserted, what, group):
        if any(part is False for part in asserted):
            return
        self.lines.append("(push 1)")
        self.lines += [f"(assert {t.show(part)})" for part in asserted]
        self.lines += ["(check-sat)", "(pop 1)"]
        self.checks.append(SimpleNamespace(what=what, group=group))

    def initiation(self):
        values = {**self.state, **{name: 0 for name in self.histories}}
        self.check([t.no(self.inv(values))], "the invariant does not hold at the start", "start")

    def consecution(self, thread, edge):
        name = f"T{thread.number}: {edge.place} -> {edge.to}"
        what = f"the invariant is not kept by the edge {name} (line {edge.line})"
        others = [t.no(self.here(other, place))
                  for other in self.threads if other is not thread
                  for place in other.found if place.endswith(", GIL")]
        at = f"T{thread.number}.at"
        before = [self.inv({}), *self.somewhere, edge.guard,
                  self.here(thread, edge.place)]
        if self.here(thread, edge.to) is False:
            self.check(before + others, what, (name, id(edge)))
            return
        stated = self.histories_of(thread, edge.place, edge.to, ()) or [{}]
        values = {**edge.values, at: self.numbers[(thread.number, edge.to)]}
        for one in stated:
            self.check(before + others + [t.no(self.inv({**values, **one}))], what,
                       (name, id(edge)))

    def histories_of(self, thread, begin, end, passed):
        """What the certificate says that such an edge does to history variables, each a proposal.
        Where it has the edge in pieces, at places where no edge of this checker ends, one piece
        after the other."""
        owner = f"T{thread.number}"
        found = [self.history(one) for one in self.section.edges.get((owner, begin, end), [])]
        if len(passed) == PIECES_MAX:
            return found
        for name, from_, to in self.section.edges:
            if (name, from_) != (owner, begin) or to in thread.found or to in passed:
                continue
            for first in map(self.history, self.section.edges[(name, from_, to)]):
                for rest in self.histories_of(thread, to, end, (*passed, to)):
                    found.append({**first, **{history: replaced(value, first)
                                              for history, value in rest.items()}})
        return found[:PROPOSALS_MAX]

    def history(self, definitions):
        """What the edge does to history variables: any terms will do, since no guard and no
        variable of the scenario depends on them."""
        names = {**{name: str(name) for name in list(self.state) + self.histories},
                 **self.section.places}
        values = {}
        for name, form in definitions.items():
            if not isinstance(name, Symbol) or not name.endswith("'"):
                raise Refused(f"an edge may not define {name}")
            if name[:-1] in self.histories:
                values[name[:-1]] = term(form, names)
        return values

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"


def judge(obligations, answers):
    """The first obligation that fails with this solver's answers ("unsat", "sat", "unknown"), as
    (what, answer), or None."""
    groups = {}
    for check, answer in zip(obligations.checks, answers, strict=True):
        groups.setdefault(check.group, []).append((answer, check.what))
    for found in groups.values():
        if not any(answer == "unsat" for answer, _ in found):
            return next(((what, answer) for answer, what in found if answer != "sat"),
                        (found[0][1], "sat"))
    return None
