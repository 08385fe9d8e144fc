"""Expressions to nodes, left to right; and the names that they read."""

from types import SimpleNamespace

from scenario_tokens import Unreadable, Unsupported
from scenario_world import folded

ATOMIC_METHODS = {"load": 0, "store": 1, "fetch_add": 1, "exchange": 1, "compare_exchange": 2}


def const(number):
    return ("const", number)


class Expressions:
    """Of a thread's code; see Code, which has the nodes."""

    # --- names

    def declare(self, cell):
        shape = self.world.shape(cell)
        shape.slot = self.allocate(shape.size or 1)
        return shape

    def local(self, name):
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None

    def variable(self, item):
        if item.name not in self.world.variables:
            raise Unreadable(f"line {item.token.line}: there is no variable '{item.name}'")
        return self.world.variables[item.name]

    # A shared cell: a name, or a name with an index that is known only at run time.
    def shared(self, item, shape):
        place = SimpleNamespace(name=item.name, size=shape.size, index=None,
                                low=getattr(shape, "low", 0), high=getattr(shape, "high", 0))
        if item.index is not None:
            place.index = self.expression(item.index)
        elif shape.size is not None:
            raise Unreadable(f"line {item.token.line}: '{item.name}' is an array")
        return place

    def lock(self, item):
        if item.name not in self.world.locks:
            raise Unsupported(f"`{item.name}` is no lock", item.token)
        place = self.shared(item, SimpleNamespace(size=self.world.locks[item.name]))
        if place.index is not None and place.index[0] != "const":
            raise Unsupported("a lock by an index that is not known", item.token)
        place.is_semaphore = item.name in self.world.permits
        return place

    def lock_step(self, kind, token, place, reason, slot=None):
        """Of a semaphore it is a function of Python, entered and left."""
        if place.is_semaphore:
            reason = "python_call"
            self.emit("point", token, (reason,))
        self.emit(kind, token, (reason,), lock=place, slot=slot)

    # --- expressions

    def expression(self, e):
        if e.kind == "int":
            return const(e.value)
        if e.kind == "self":
            return const(self.self)
        if e.kind == "place":
            return self.read(e)
        if e.kind == "call":
            return self.call(e)
        if e.kind == "apply" and e.op in ("and", "or"):
            return self.logic(e, False)
        if e.kind == "apply":
            mark = self.top
            return self.apply(e.op, [self.expression(one) for one in e.operands], mark, e.sign)
        raise Unsupported("this expression is not supported", e.token)

    def apply(self, op, operands, mark, sign):
        if all(kind == "const" for kind, _ in operands):
            return const(folded(op, [value for _, value in operands], sign))
        self.top = mark
        slot = self.allocate()
        self.emit("apply", sign, op=op, operands=operands, slot=slot)
        return ("slot", slot)

    def read(self, e):
        item = e.item
        local = self.local(item.name)
        if local is not None:
            if local.size is not None:
                raise Unsupported("a local array is not supported", e.token)
            return ("slot", local.slot)
        if item.index is None:
            value = self.world.constant(item.name)
            if value is not None:
                return const(value)
        mark = self.top
        place = self.shared(item, self.variable(item))
        self.top = mark
        slot = self.allocate()
        self.emit("load", e.token, place=place, slot=slot)
        return ("slot", slot)

    def logic(self, e, with_points):
        mark = self.top
        if_true, if_false, end = self.label(), self.label(), self.label()
        known = self.condition(e, if_true, if_false, with_points)
        if known is not None:
            return const(int(known))
        self.top = mark
        slot = self.allocate()
        self.bind(if_true)
        self.move(const(1), slot, e.token)
        self.jump(end, e.token)
        self.bind(if_false)
        self.move(const(0), slot, e.token)
        self.bind(end)
        return ("slot", slot)

    def condition(self, e, if_true, if_false, with_points):
        """Control goes to one of the labels; or the answer, where it is known."""
        mark = self.top
        if e.kind == "apply" and e.op in ("and", "or"):
            is_and = e.op == "and"
            stop, right = self.label(), self.label()
            left = self.condition(e.operands[0], right if is_and else stop,
                                  stop if is_and else right, with_points)
            if left is not None:
                if left != is_and:
                    return left
                return self.condition(e.operands[1], if_true, if_false, with_points)
            self.bind(stop)
            if with_points:
                self.point(("forward_jump",), e.sign)
            self.jump(if_false if is_and else if_true, e.sign)
            self.bind(right)
            known = self.condition(e.operands[1], if_true, if_false, with_points)
            if known is not None:
                self.jump(if_true if known else if_false, e.sign)
            return None
        if e.kind == "apply" and e.op == "not" and self.inner(e).kind == "apply" and \
                self.inner(e).op in ("and", "or"):
            raise Unsupported("`not` of `and` or `or` in a condition", e.token)
        value = self.expression(e)
        self.top = mark
        if value[0] == "const":
            return value[1] != 0
        branch = self.emit("branch", e.token, value=value)
        branch.next, branch.otherwise = if_true, if_false
        return None

    def inner(self, e):
        while e.kind == "apply" and e.op == "not":
            e = e.operands[0]
        return e

    def call(self, e):
        if e.item.name in self.world.locks:
            if e.method not in ("acquire", "release", "try_acquire"):
                raise Unsupported(f"`.{e.method}()` is not supported", e.token)
            mark = self.top
            place = self.lock(e.item)
            self.top = mark
            slot = self.allocate() if e.method == "try_acquire" else None
            self.lock_step(e.method, e.token, place, "native_call", slot)
            return ("slot", slot) if slot is not None else const(0)
        shape = self.world.variables.get(e.item.name)
        if shape is None or not shape.is_atomic or ATOMIC_METHODS.get(e.method) != len(e.operands):
            raise Unsupported(f"`{e.item.name}.{e.method}()` is not supported", e.token)
        mark = self.top
        place = self.shared(e.item, shape)
        operands = [self.expression(one) for one in e.operands]
        self.top = mark
        slot = self.allocate() if e.method != "store" else None
        self.emit(e.method, e.token, place=place, operands=operands, slot=slot)
        return ("slot", slot) if slot is not None else const(0)
