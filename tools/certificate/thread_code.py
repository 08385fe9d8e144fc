"""Lowers one thread to nodes: steps, and control between them, as the language reference says
(sections 5 and 6). Values live in the slots of a stack: a local, the counter of a `repeat`, the
variable and the end of a `for`, and the operands of an expression take the next slot each; a result
takes the slot of its first operand that has one. This is the numbering that certificates use."""

from types import SimpleNamespace

from code_expressions import Expressions, const
from scenario_tokens import Unreadable, Unsupported
from scenario_world import GREATEST, LEAST

# Reasons for switch points, and the models that have them.
POINTS = {
    "step": {"no_gil"},
    "instruction": {"no_gil", "gil_39"},
    "backward_jump": {"no_gil", "gil_39", "gil_314"},
    "backward_jump_after_test": {"gil_310", "gil_313"},
    "native_call": {"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"},
    "python_call": {"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"},
    "with_acquire": {"no_gil", "gil_39", "gil_314"},
    "with_release": {"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"},
    "forward_jump": {"no_gil", "gil_39", "gil_310"},
    "yield": {"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"},
}
MODELS = POINTS["yield"]
EVERY_BACKWARD_JUMP = ("backward_jump", "backward_jump_after_test")
LOCAL_STEPS = ("apply", "yield")
STEPS = LOCAL_STEPS + ("load", "store", "update", "fetch_add", "exchange", "compare_exchange",
                       "acquire", "release", "try_acquire", "await", "atomic")


class Code(Expressions):
    """`nodes`: each goes on at `next`, some at `otherwise` too; `locals`: slots of the outermost
    block, by name."""

    def __init__(self, world, thread):
        self.world = world
        self.self = thread.self
        self.nodes = []
        self.labels = []
        self.top = 0
        self.scopes = [{}]
        self.loops = []
        self.withs = []
        self.in_region = False
        self.locals = {}
        for statement in thread.body.statements:
            if statement.kind == "let":
                for cell in statement.cells:
                    self.locals[cell.item.name] = self.declare(cell)
        self.is_outermost = True
        self.statements(thread.body)
        self.emit("end", thread.body.close)
        for node in self.nodes:
            for way in ("next", "otherwise"):
                target = getattr(node, way)
                if isinstance(target, SimpleNamespace):
                    setattr(node, way, target.at)
        self.name_nodes()

    def name_nodes(self):
        counts = {}
        for node in self.nodes:
            node.name = None
            if node.kind in STEPS or node.kind in ("count_down", "for_test", "loop"):
                what = node.kind if node.kind in STEPS else "loop"
                name = f"{node.line}:{node.column} {what}"
                counts[name] = counts.get(name, 0) + 1
                node.name = name if counts[name] == 1 else f"{name} #{counts[name]}"

    # --- nodes

    def emit(self, kind, token, reasons=(), **fields):
        if kind in STEPS and not self.in_region:
            reasons = tuple(reasons) + ("step", "instruction")
        if self.in_region:
            reasons = ()
        node = SimpleNamespace(kind=kind, line=token.line, column=token.column, reasons=reasons,
                               next=len(self.nodes) + 1, otherwise=None, is_head=False)
        vars(node).update(fields)
        self.nodes.append(node)
        return node

    def label(self):
        return SimpleNamespace(at=None)

    def bind(self, label):
        label.at = len(self.nodes)

    def jump(self, label, token):
        self.emit("jump", token).next = label

    def point(self, reasons, token):
        if not self.in_region:
            self.emit("point", token, reasons)

    def allocate(self, count=1):
        self.top += count
        return self.top - count

    def move(self, value, slot, token, low=LEAST, high=GREATEST):
        self.emit("move", token, value=value, slot=slot, low=low, high=high)

    # --- statements

    def block(self, body):
        mark = self.top
        was_outermost, self.is_outermost = self.is_outermost, False
        self.scopes.append({})
        self.statements(body)
        self.scopes.pop()
        self.is_outermost = was_outermost
        self.top = mark

    def statements(self, body):
        for statement in body.statements:
            getattr(self, "lower_" + statement.kind)(statement)

    def lower_skip(self, s):
        pass

    def lower_call(self, s):
        mark = self.top
        self.call(s.call)
        self.top = mark

    def lower_let(self, s):
        for cell in s.cells:
            local = self.locals[cell.item.name] if self.is_outermost else self.declare(cell)
            if local.size is not None or cell.is_list:
                raise Unsupported("a local array is not supported", s.token)
            mark = self.top
            value = self.expression(cell.initial[0]) if cell.initial else const(0)
            self.move(value, local.slot, cell.item.token, local.low, local.high)
            self.top = mark
            self.scopes[-1][cell.item.name] = local

    def lower_assign(self, s):
        mark = self.top
        item = s.place.item
        local = self.local(item.name)
        if local is not None:
            if local.size is not None:
                raise Unsupported("a local array is not supported", s.token)
            value = self.expression(s.value)
            if s.compound:
                value = self.apply(s.compound, [("slot", local.slot), value], mark, s.token)
            self.move(value, local.slot, s.token, local.low, local.high)
        elif not s.compound:
            value = self.expression(s.value)
            place = self.shared(item, self.variable(item))
            self.emit("store", s.token, place=place, operands=[value], slot=None)
        elif self.variable(item).is_atomic:
            value = self.expression(s.value)
            place = self.shared(item, self.variable(item))
            self.emit("update", s.token, place=place, op=s.compound, operands=[value], slot=None)
        else:
            place = self.shared(item, self.variable(item))
            behind_index = self.top
            slot = self.allocate()
            self.emit("load", s.token, place=place, slot=slot)
            value = self.apply(s.compound, [("slot", slot), self.expression(s.value)],
                               behind_index, s.token)
            self.emit("store", s.token, place=place, operands=[value], slot=None)
        self.top = mark

    def lower_if(self, s):
        end = self.label()
        for condition, body in s.branches:
            if_true, if_false = self.label(), self.label()
            known = self.condition(condition, if_true, if_false, True)
            if known is False:
                continue
            if known is None:
                self.bind(if_true)
            self.block(body)
            self.jump(end, body.close)
            if known:
                self.bind(end)
                return
            self.bind(if_false)
            self.point(("forward_jump",), condition.token)
        if s.otherwise:
            self.block(s.otherwise)
        self.bind(end)

    def loop(self, body, loop):
        self.loops.append((loop, len(self.withs)))
        self.block(body)
        self.loops.pop()
        self.bind(loop.again)

    def new_loop(self):
        return SimpleNamespace(again=self.label(), out=self.label())

    def lower_while(self, s):
        body, out = self.label(), self.label()
        loop = self.new_loop()
        known = self.condition(s.condition, body, out, True)
        if known is False:
            return
        if known is None:
            self.bind(out)
            self.point(("forward_jump",), s.condition.token)
            self.jump(loop.out, s.token)
        self.bind(body)
        head = self.emit("loop", s.body.open)
        self.loop(s.body, loop)
        head.is_head = not self.in_region
        if known:
            self.point(EVERY_BACKWARD_JUMP, s.body.close)
        else:
            again = self.label()
            self.point(("backward_jump",), s.body.close)
            self.condition(s.condition, again, loop.out, False)
            self.bind(again)
            self.point(("backward_jump_after_test",), s.body.close)
        self.jump(body, s.body.close)
        self.bind(loop.out)

    def lower_repeat(self, s):
        mark = self.top
        loop = self.new_loop()
        rounds = self.expression(s.rounds)
        self.top = mark
        slot = self.allocate()
        self.move(rounds, slot, s.token)
        head = self.label()
        self.bind(head)
        test = self.emit("count_down", s.token, slot=slot)
        test.is_head = not self.in_region
        test.otherwise = loop.out
        self.loop(s.body, loop)
        self.point(EVERY_BACKWARD_JUMP, s.body.close)
        self.jump(head, s.body.close)
        self.bind(loop.out)
        self.top = mark

    def lower_for(self, s):
        mark = self.top
        loop = self.new_loop()
        low = self.expression(s.low)
        self.top = mark
        slot = self.allocate()
        self.move(low, slot, s.token)
        behind = self.top
        high = self.expression(s.high)
        self.top = behind
        if high[0] != "const":
            limit = self.allocate()
            self.move(high, limit, s.token)
            high = ("slot", limit)
        head = self.label()
        self.bind(head)
        test = self.emit("for_test", s.token, slot=slot, high=high)
        test.is_head = not self.in_region
        test.otherwise = loop.out
        self.scopes.append({s.name.text: SimpleNamespace(slot=slot, size=None)})
        self.loop(s.body, loop)
        self.scopes.pop()
        self.point(EVERY_BACKWARD_JUMP, s.body.close)
        self.emit("advance", s.token, slot=slot).next = head
        self.bind(loop.out)
        self.top = mark

    def lower_break(self, s):
        self.leave(s, "out")

    def lower_continue(self, s):
        self.leave(s, "again")

    def leave(self, s, way):
        if not self.loops:
            raise Unreadable(f"line {s.token.line}: there is no loop around it")
        loop, depth = self.loops[-1]
        for place, close in reversed(self.withs[depth:]):
            self.lock_step("release", close, place, "with_release")
        self.jump(getattr(loop, way), s.token)

    def lower_with(self, s):
        place = self.lock(s.lock)
        self.lock_step("acquire", s.token, place, "with_acquire")
        self.withs.append((place, s.body.close))
        self.block(s.body)
        self.withs.pop()
        self.lock_step("release", s.body.close, place, "with_release")

    def region(self, body):
        was, self.in_region = self.in_region, True
        self.block(body)
        self.in_region = was
        if not was:
            self.emit("region_end", body.close)

    def lower_atomic(self, s):
        if not self.in_region:
            self.emit("atomic", s.token)
        self.region(s.body)

    def lower_await(self, s):
        self.emit("await", s.token, condition=s.condition, has_region=s.body is not None,
                  scopes=[dict(scope) for scope in self.scopes])
        if s.body:
            self.region(s.body)

    def lower_assert(self, s):
        self.check(s, ("forward_jump",))

    def lower_assume(self, s):
        self.check(s, ())

    def check(self, s, reasons):
        mark = self.top
        value = self.expression(s.condition)
        self.top = mark
        if value[0] == "const" and value[1] != 0:
            return
        self.emit(s.kind, s.token, value=value)
        if reasons and value[0] != "const":
            self.point(reasons, s.token)

    def lower_yield(self, s):
        self.emit("yield", s.token, ("yield",))
