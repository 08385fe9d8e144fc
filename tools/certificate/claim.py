"""What a property says, as terms over the state: what must never be true. It is read from the
scenario, never from the certificate."""

import re
from types import SimpleNamespace

import smt_terms as t
from scenario_tokens import Refused, Unsupported
from scenario_world import GREATEST, LEAST, element
from scenario_syntax import COMPARISONS, FLAGS


def find(scenario, text):
    """The property of that text; deadlock_free and error_free need not be in the file."""
    wanted = re.sub(r"\s+", "", text)
    for claim in scenario.properties:
        if "".join(token.text for token in claim.text) == wanted:
            return claim
    if text in FLAGS:
        return SimpleNamespace(kind=text, expressions=[], set=None, token=None)
    raise Refused(f"the scenario does not claim `{text}`")


class Evaluator:
    """Property expressions over the cells of the final state, or of any. What cannot be evaluated
    is false, so that everything in it must fit 64 bits: `limits`."""

    def __init__(self, world, codes):
        self.world, self.codes = world, codes
        self.limits = []

    def value(self, e):
        if e.kind == "int":
            return e.value
        if e.kind == "in":
            return t.as_number(self.member([self.value(e.operands[0])], e.set))
        if e.kind == "apply":
            result = t.operate(e.op, [self.value(operand) for operand in e.operands])
            if result is None:
                raise Unsupported(f"`{e.op}` on these values is not linear", e.token)
            if e.op not in COMPARISONS + ("and", "or", "not", "%") and not isinstance(result, int):
                self.limits.append(t.within(result, LEAST, GREATEST))
            return result
        if e.kind != "place":
            raise Unsupported("this expression in a property", e.token)
        if e.local is not None:
            return self.local(e)
        if e.item.index is None:
            value = self.world.constant(e.item.name)
            if value is not None:
                return value
        shape = self.world.variables.get(e.item.name)
        if shape is None or (shape.size is None) != (e.item.index is None):
            raise Unsupported(f"`{e.item.name}` in a property", e.token)
        if e.item.index is None:
            return e.item.name
        index = self.value(e.item.index)
        if not isinstance(index, int) or not 0 <= index < shape.size:
            raise Unsupported("an index that is not known, in a property", e.token)
        return element(e.item.name, shape.size, index)

    def local(self, e):
        name = e.item.name if e.item.index is None else \
            f"{e.item.name}[{self.world.known(e.item.index)}]"
        for number, thread in enumerate(self.world.threads):
            if thread.name == name and e.local.name in self.codes[number].locals:
                local = self.codes[number].locals[e.local.name]
                if local.size is None:
                    return f"T{number}.{local.slot}"
        raise Unsupported("this local in a property", e.token)

    def member(self, values, parts):
        found = []
        for part in parts:
            if part[0] == "values":
                for value in part[1]:
                    found.append(t.both(*[t.compare("=", one, self.world.known(other))
                                          for one, other in zip(values, value, strict=True)]))
                continue
            _, low, high, step = part
            low, high = self.world.known(low), self.world.known(high)
            inside = t.within(values[0], low, high)
            if step is not None and self.world.known(step) != 1:
                distance = t.subtract(values[0], low)
                inside = t.both(inside, t.compare("=", ("mod", distance, self.world.known(step)),
                                                  0))
            found.append(inside)
        return t.either(*found)


def replaced(term, values):
    """The term in a state in which some variables have other values."""
    if isinstance(term, str):
        return values.get(term, term)
    if isinstance(term, tuple):
        return (term[0], *[replaced(part, values) for part in term[1:]])
    return term


class Claim:
    """`bad()` gives (what is wrong, the states in which it is), over one state that satisfies Inv.
    `here` says that a thread stands at a place."""

    def __init__(self, property_, world, threads, codes, here):
        self.property, self.world, self.threads = property_, world, threads
        self.here = here
        self.evaluator = Evaluator(world, codes)

    def at(self, thread, entry):
        return t.both(self.here(thread, entry.place), entry.guard)

    def bad(self):
        kind = self.property.kind
        if kind == "outcomes" and self.property.set is None:
            raise Unsupported("outcomes that claim nothing", self.property.token)
        if kind not in ("finally", "outcomes", "always", "deadlock_free", "error_free",
                        "race_free"):
            raise Unsupported(f"`{kind}` is not supported", self.property.token)
        return getattr(self, kind)()

    # --- the end: control behind the last step may still change locals that the claim reads

    def endings(self, thread):
        found = [(self.here(thread, "end"), {})]
        return found + [(self.at(thread, one), one.values) for one in thread.endings]

    def ended(self):
        return t.both(*[t.either(*[guard for guard, _ in self.endings(thread)])
                        for thread in self.threads])

    def true_at_the_end(self, wanted):
        """That all have ended and `wanted` is false then."""
        if not any(name.startswith("T") and "." in name for name in used(wanted)):
            return t.both(self.ended(), t.no(wanted))
        states = [([], {})]
        for thread in self.threads:
            states = [(guards + [guard], {**values, **more}) for guards, values in states
                      for guard, more in self.endings(thread)]
        return t.either(*[t.both(*guards, t.no(replaced(wanted, values)))
                          for guards, values in states])

    # `finally`
    def finally_(self):
        wanted = t.as_truth(self.evaluator.value(self.property.expressions[0]))
        wanted = t.both(wanted, *self.evaluator.limits)
        return [("a final state is not as claimed", self.true_at_the_end(wanted))]

    def outcomes(self):
        values = [self.evaluator.value(e) for e in self.property.expressions]
        wanted = t.both(self.evaluator.member(values, self.property.set), *self.evaluator.limits)
        return [("a final value is outside of the set", self.true_at_the_end(wanted))]

    def deadlock_free(self):
        stuck = []
        for thread in self.threads:
            stuck += [t.no(self.at(thread, one)) for one in thread.steps]
        return [("a state is stuck", t.both(t.no(self.ended()), *stuck))]

    def error_free(self):
        return [(f"{one.what}, line {one.line}", self.at(thread, one))
                for thread in self.threads for one in thread.failures]

    def race_free(self):
        bad = []
        for a in self.threads:
            for b in self.threads[a.number + 1:]:
                for one in a.steps:
                    for other in b.steps:
                        if conflict(one, other):
                            bad.append((f"a data race, lines {one.line} and {other.line}",
                                        t.both(self.at(a, one), self.at(b, other))))
        return bad

    def always(self):
        wanted = t.as_truth(self.evaluator.value(self.property.expressions[0]))
        wanted = t.both(wanted, *self.evaluator.limits)
        if any(name.startswith("T") and "." in name for name in used(wanted)):
            raise Unsupported("`always` over locals", self.property.token)
        bad = [("a state is not as claimed", t.no(wanted))]
        for thread in self.threads:
            for one in thread.passing:
                bad.append((f"a state is not as claimed, line {one.line}",
                            t.both(self.at(thread, one), t.no(replaced(wanted, one.values)))))
        return bad


setattr(Claim, "finally", Claim.finally_)


def used(term):
    if isinstance(term, str):
        return {term}
    if isinstance(term, tuple):
        return set().union(*[used(part) for part in term[1:]])
    return set()


def conflict(one, other):
    if one.is_exclusive or other.is_exclusive or (one.is_region and other.is_region):
        return False
    return any(a == b and (a_writes or b_writes) for a, a_writes in one.accesses
               for b, b_writes in other.accesses)
