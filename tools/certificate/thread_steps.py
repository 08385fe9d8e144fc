"""What each node of a thread's code does to a path: cases, each with its guard."""

from types import SimpleNamespace

import smt_terms as t
from scenario_tokens import Unsupported
from scenario_world import GREATEST, LEAST, element
from thread_code import STEPS

NODES_MAX = 2000
BLOCKING = ("acquire", "await")


class Steps:
    """Of a thread; see Thread, which knows the names and keeps the failures."""

    # --- one node

    def control(self, path):
        node = self.nodes[path.at]
        path.nodes += 1
        if path.nodes > NODES_MAX:
            raise Unsupported("a loop of too many rounds without a step, or within one", node)
        paths = getattr(self, "control_" + node.kind)(path, node)
        for one in paths:
            one.at = node.next if one.at == path.at else one.at
        return paths

    def ways(self, path, condition, node):
        """To `next` where the condition holds, to `otherwise` where not."""
        yes, other = path.split(condition), path.split(t.no(condition))
        if yes:
            yes.at = node.next
        if other:
            other.at = node.otherwise
        return [one for one in (yes, other) if one]

    def control_jump(self, path, node):
        return [path]

    control_loop = control_region_end = control_jump

    def control_point(self, path, node):
        path.point = path.point or self.is_point(node)
        return [path]

    def control_move(self, path, node):
        return self.stored(path, self.slot(node.slot), self.operand(path, node.value), node.low,
                           node.high, node)

    def control_branch(self, path, node):
        return self.ways(path, t.as_truth(self.operand(path, node.value)), node)

    def control_count_down(self, path, node):
        name = self.slot(node.slot)
        value = path.get(name)
        paths = self.ways(path, t.compare(">=", value, 1), node)
        for one in paths:
            one.values[name] = t.subtract(value, 1) if one.at == node.next else 0
        return paths

    def control_for_test(self, path, node):
        high = self.operand(path, node.high)
        return self.ways(path, t.compare("<", path.get(self.slot(node.slot)), high), node)

    def control_advance(self, path, node):
        name = self.slot(node.slot)
        path.values[name] = t.add(path.get(name), 1)
        return [path]

    def control_assert(self, path, node):
        return self.checked(path, node, "an assertion fails")

    def control_assume(self, path, node):
        return self.checked(path, node, None)

    def checked(self, path, node, what):
        truth = t.as_truth(self.operand(path, node.value))
        false, true = path.split(t.no(truth)), path.split(truth)
        if false and what:
            self.fail(false, what, node)
        elif false and not path.has_stepped:
            raise Unsupported("an `assume` before a step", node)
        elif false:
            self.stop_before(false)
        return [true] if true else []

    def stored(self, path, name, value, low, high, node):
        """A value written to a cell with a range."""
        inside = True if (low, high) == (LEAST, GREATEST) else t.within(value, low, high)
        outside = path.split(t.no(inside))
        if outside:
            self.fail(outside, f"a value out of the range of {name}", node)
        kept = path.split(inside)
        if not kept:
            return []
        kept.values[name] = value
        return [kept]

    # --- steps

    def readiness(self, path, node):
        if node.kind == "acquire" and node.lock.name not in self.removed:
            return self.is_free(path, node)
        if node.kind == "await":
            return t.as_truth(self.tree(path, node.condition, node))
        return True

    def is_free(self, path, node):
        value = path.get(self.lock_cell(node))
        return t.compare(">=", value, 1) if node.lock.is_semaphore else t.compare("=", value, 0)

    def taken(self, path, node):
        """What a lock's cell holds behind its acquire: who has it; of a semaphore: permits."""
        if node.lock.is_semaphore:
            return t.subtract(path.get(self.lock_cell(node)), 1)
        return self.number + 1

    def lock_cell(self, node):
        place = node.lock
        return place.name if place.size is None else element(place.name, place.size,
                                                             place.index[1])

    def step(self, path):
        node = self.nodes[path.at]
        path.at = node.next
        path.has_stepped = True
        path.point = path.point or self.is_point(node)
        paths = getattr(self, "step_" + node.kind)(path, node)
        self.passing += [SimpleNamespace(place=self.here, guard=t.both(*one.guard),
                                         values=dict(one.values), line=node.line)
                         for one in paths]
        return paths

    def step_yield(self, path, node):
        return [path]

    def step_apply(self, path, node):
        values = [self.operand(path, value) for value in node.operands]
        result = t.operate(node.op, values)
        if result is None:
            raise Unsupported(f"`{node.op}` on these values is not linear", node)
        if node.op in ("+", "-", "*", "neg"):
            self.keep_overflow(path, result, node)
        path.values[self.slot(node.slot)] = result
        return [path]

    def cells(self, path, node):
        """(path, name) for each cell that the place can be."""
        place = node.place
        if place.index is None:
            return [(path, place.name)]
        index = self.operand(path, place.index)
        found = []
        for number in range(place.size):
            one = path.split(t.compare("=", index, number))
            if one:
                found.append((one, element(place.name, place.size, number)))
        beyond = path.split(t.no(t.within(index, 0, place.size - 1)))
        if beyond:
            self.fail(beyond, "an index out of bounds", node)
        return found

    def step_load(self, path, node):
        found = self.cells(path, node)
        for one, name in found:
            one.values[self.slot(node.slot)] = one.get(name)
        return [one for one, _ in found]

    def step_store(self, path, node):
        return self.changed(path, node, lambda path, old, operands: operands[0])

    def step_exchange(self, path, node):
        return self.changed(path, node, lambda path, old, operands: operands[0])

    def step_fetch_add(self, path, node):
        return self.changed(path, node, lambda path, old, operands: self.sum(path, node, "+", old,
                                                                             operands[0]))

    def step_update(self, path, node):
        return self.changed(path, node, lambda path, old, operands: self.sum(path, node, node.op,
                                                                             old, operands[0]))

    def sum(self, path, node, op, old, operand):
        result = t.operate(op, [old, operand])
        if result is None:
            raise Unsupported(f"`{op}` on these values is not linear", node)
        self.keep_overflow(path, result, node)
        return result

    def keep_overflow(self, path, result, node):
        outside = path.split(t.no(t.within(result, LEAST, GREATEST)))
        if outside:
            self.add(self.failures, outside, what="a result beyond 64 bits", line=node.line)

    def changed(self, path, node, new):
        paths = []
        for one, name in self.cells(path, node):
            old = one.get(name)
            operands = [self.operand(one, value) for value in node.operands]
            for kept in self.stored(one, name, new(one, old, operands), node.place.low,
                                    node.place.high, node):
                if node.slot is not None:
                    kept.values[self.slot(node.slot)] = old
                paths.append(kept)
        return paths

    def step_compare_exchange(self, path, node):
        paths = []
        for one, name in self.cells(path, node):
            expected, new = [self.operand(one, value) for value in node.operands]
            is_same = t.compare("=", one.get(name), expected)
            same, other = one.split(is_same), one.split(t.no(is_same))
            if same:
                same.values[self.slot(node.slot)] = 1
                paths += self.stored(same, name, new, node.place.low, node.place.high, node)
            if other:
                other.values[self.slot(node.slot)] = 0
                paths.append(other)
        return paths

    def step_acquire(self, path, node):
        if node.lock.name not in self.removed:
            path.values[self.lock_cell(node)] = self.taken(path, node)
        return [path]

    def step_try_acquire(self, path, node):
        if node.lock.name in self.removed:
            path.values[self.slot(node.slot)] = 1
            return [path]
        cell = self.lock_cell(node)
        is_free = self.is_free(path, node)
        free, held = path.split(is_free), path.split(t.no(is_free))
        if free:
            free.values.update({self.slot(node.slot): 1, cell: self.taken(path, node)})
        if held:
            held.values[self.slot(node.slot)] = 0
        return [one for one in (free, held) if one]

    def step_release(self, path, node):
        if node.lock.name in self.removed:
            return [path]
        cell = self.lock_cell(node)
        if node.lock.is_semaphore:
            path.values[cell] = t.add(path.get(cell), 1)
            return [path]
        is_free = self.is_free(path, node)
        free, held = path.split(is_free), path.split(t.no(is_free))
        if free:
            self.fail(free, "the release of a lock that is not held", node)
        if held:
            held.values[cell] = 0
        return [held] if held else []

    def step_atomic(self, path, node):
        return self.region(path)

    def step_await(self, path, node):
        return self.region(path) if node.has_region else [path]

    def region(self, path):
        """All up to the end of the region, as one step."""
        behind, open_ = [], [path]
        while open_:
            one = open_.pop()
            node = self.nodes[one.at]
            if node.kind == "region_end":
                one.at = node.next
                behind.append(one)
            elif node.kind in STEPS:
                if node.kind in BLOCKING:
                    raise Unsupported("what can block, within a step", node)
                one.at = node.next
                open_ += getattr(self, "step_" + node.kind)(one, node)
            else:
                open_ += self.control(one)
            self.limit(len(open_), node)
        return behind

    # --- the condition of an `await`, and what steps touch

    def tree(self, path, e, node):
        if e.kind == "int":
            return e.value
        if e.kind == "self":
            return self.code.self
        if e.kind == "apply":
            operands = [self.tree(path, one, node) for one in e.operands]
            value = t.operate(e.op, operands)
            if value is None:
                raise Unsupported(f"`{e.op}` on these values is not linear", e.token)
            if e.op in ("+", "-", "*", "neg"):
                self.keep_overflow(path, value, node)
            return value
        if e.kind != "place":
            raise Unsupported("this condition of an `await`", e.token)
        for scope in reversed(node.scopes):
            if e.item.name in scope:
                return path.get(self.slot(scope[e.item.name].slot))
        if e.item.index is None:
            value = self.world.constant(e.item.name)
            return path.get(e.item.name) if value is None else value
        index = self.tree(path, e.item.index, node)
        size = self.world.variables[e.item.name].size
        if not isinstance(index, int) or not 0 <= index < size:
            raise Unsupported("an index that is not known, in an `await`", e.token)
        return path.get(element(e.item.name, size, index))

    def accesses(self, path, node):
        """(cell, whether it is written) of a step, at least: of variables that can race."""
        if node.kind == "await":
            found = self.reads(node.condition, [])
            return found + (self.region_accesses(path) if node.has_region else [])
        if node.kind == "atomic":
            return self.region_accesses(path)
        place = getattr(node, "place", None)
        if place is None or self.world.variables[place.name].is_atomic:
            return []
        if place.index is None:
            return [(place.name, node.kind != "load")]
        index = self.operand(path, place.index)
        numbers = [index] if isinstance(index, int) else range(place.size)
        return [(element(place.name, place.size, number), node.kind != "load")
                for number in numbers]

    def region_accesses(self, path):
        found = []
        at = path.at + 1
        while self.nodes[at].kind != "region_end":
            node = self.nodes[at]
            place = getattr(node, "place", None)
            if place is not None and not self.world.variables[place.name].is_atomic:
                found += [(element(place.name, place.size, number), node.kind != "load")
                          for number in range(place.size or 1)]
            at += 1
        return found

    def reads(self, e, found):
        if e.kind == "place" and e.item.name in self.world.variables:
            shape = self.world.variables[e.item.name]
            if not shape.is_atomic:
                found += [(element(e.item.name, shape.size, number), False)
                          for number in range(shape.size or 1)]
        for operand in getattr(e, "operands", []):
            self.reads(operand, found)
        return found
