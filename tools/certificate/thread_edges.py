"""Executes the code of one thread on terms, from each place where it can stand to the next.

A place is a node and whether the thread has the GIL there. An edge is one step and all that comes
before another thread may run or matter: control, steps up to a switch point of the model, and
behind a switch point steps on the thread's own slots, since these commute with every step of the
others (if another switch point follows each). The head of a loop is a place, so that no edge goes
round. Integers are without bounds: what fails with an overflow goes on here, which adds behaviour
and hides none; the results that must fit are kept as failures."""

from types import SimpleNamespace

import smt_terms as t
from scenario_tokens import Unsupported
from thread_code import LOCAL_STEPS, POINTS, STEPS
from thread_steps import NODES_MAX, Steps

PATHS_MAX = 5000


class Path:
    def __init__(self, at, values=None):
        self.at = at
        self.values = values or {}
        self.guard = []
        self.point = False
        self.fused = None  # (node, values) before the first step that was taken early
        self.has_stepped = False
        self.nodes = 0

    def get(self, name):
        return self.values.get(name, name)

    def split(self, condition):
        """The same where the condition holds, or None."""
        if condition is False:
            return None
        other = Path(self.at, dict(self.values))
        other.guard = self.guard + ([] if condition is True else [condition])
        other.point, other.fused, other.nodes = self.point, self.fused, self.nodes
        other.has_stepped = self.has_stepped
        return other


class Thread(Steps):
    """`places` are the names of the certificate's places of this thread. Edges end where it names a
    place in which the thread keeps the GIL, and, if `is_stopped`, at every place that it names:
    more places than needed hide nothing, and may be those of the proof. Where `sees_all`, an edge
    is not taken early into a failure, which would hide what others do before it: that matters where
    every state is looked at, not only those at an end. Results: `start`, `edges`,
    `endings`, `failures`, `steps`, `passing`, each a list of namespaces with `place` (a name), a
    `guard` and more."""

    def __init__(self, world, number, code, model, removed, places, is_stopped=False,
                 sees_all=True):
        self.world, self.number, self.code = world, number, code
        self.model, self.removed, self.named = model, removed, places
        self.is_stopped, self.sees_all = is_stopped, sees_all
        self.nodes = code.nodes
        self.edges, self.endings, self.failures = [], [], []
        self.steps = []    # what the thread can do next: a step, or a failure without one
        self.passing = []  # states behind steps in the middle of edges
        self.is_quiet = False
        self.found = []
        self.start_values = {}
        self.start = self.begin()
        self.open = [self.start]
        while self.open:
            place = self.open.pop()
            if place not in self.found and place != "end":
                self.found.append(place)
                self.expand(place)
        self.found.append("end")

    # --- names

    def slot(self, number):
        return f"T{self.number}.{number}"

    def slots(self):
        most = max([node.slot for node in self.nodes if getattr(node, "slot", None) is not None],
                   default=-1)
        return [self.slot(number) for number in range(most + 1)]

    def place(self, node, is_exclusive):
        return self.nodes[node].name + (", GIL" if is_exclusive else "")

    def node_of(self, place):
        is_exclusive = place.endswith(", GIL")
        name = place[:-5] if is_exclusive else place
        return next(i for i, node in enumerate(self.nodes) if node.name == name), is_exclusive

    def operand(self, path, value):
        return value[1] if value[0] == "const" else path.get(self.slot(value[1]))

    def is_point(self, node):
        return any(self.model in POINTS[reason] for reason in node.reasons)

    # --- from place to place

    def begin(self):
        self.is_quiet = True
        values = {name: 0 for name in self.slots()}
        values.update(self.world.initial())
        path = Path(0, values)
        while not self.stops(path) and self.nodes[path.at].kind != "end":
            paths = self.control(path)
            if len(paths) != 1 or path.nodes > NODES_MAX:
                raise Unsupported("a failure before any step", self.nodes[path.at])
            path = paths[0]
        self.is_quiet = False
        self.start_values = {name: path.values[name] for name in self.slots()}
        if self.nodes[path.at].kind == "end":
            return "end"
        return self.place(path.at, False)

    def stops(self, path):
        node = self.nodes[path.at]
        return node.kind in STEPS or node.is_head

    def expand(self, place):
        self.here = place
        at, is_exclusive = self.node_of(place)
        open_ = [Path(at)]
        while open_:
            path = open_.pop()
            node = self.nodes[path.at]
            if node.kind == "end":
                for ended in self.end(path):
                    if is_exclusive:
                        self.edge(ended, "end")
                        self.add(self.steps, ended, accesses=[], is_exclusive=True,
                                 is_region=False)
                    else:
                        self.add(self.endings, ended)
            elif node.kind in STEPS:
                self.first_step(path, is_exclusive)
            else:
                open_ += self.control(path)
            self.limit(len(open_), node)

    def limit(self, count, node):
        if count > PATHS_MAX or len(self.edges) > PATHS_MAX:
            raise Unsupported("too many ways through this code", node)

    def add(self, entries, path, **fields):
        fields.setdefault("line", self.nodes[self.node_of(self.here)[0]].line)
        entries.append(SimpleNamespace(place=self.here, guard=t.both(*path.guard),
                                       values=dict(path.values), **fields))

    def edge(self, path, to):
        self.add(self.edges, path, to=to)
        self.open.append(to)

    def fail(self, path, what, token):
        if self.is_quiet:
            raise Unsupported("a failure before any step", token)
        self.add(self.failures, path, what=what, line=token.line)
        self.stop_before(path)
        if not path.has_stepped:
            self.add(self.steps, path, accesses=[], is_exclusive=True, is_region=False)

    def stop_before(self, path):
        """The path ends the execution, by steps that were taken too early: where it does, they are
        left to be taken from a place of their own."""
        if path.fused is not None and self.sees_all:
            at, values = path.fused
            stopped = Path(at, dict(values))
            stopped.guard = path.guard
            self.edge(stopped, self.place(at, False))

    def first_step(self, path, is_exclusive):
        if is_exclusive and path.point:
            self.edge(path, self.place(path.at, False))
            self.add(self.steps, path, accesses=[], is_exclusive=True, is_region=False)
            return
        path.point = False
        node = self.nodes[path.at]
        open_ = []
        for ready in self.ready(path, is_exclusive):
            self.add(self.steps, ready, accesses=self.accesses(ready, node),
                     is_exclusive=is_exclusive, is_region=node.kind in ("atomic", "await"))
            open_ += self.step(ready)
        while open_:
            open_ += self.behind(open_.pop())
            self.limit(len(open_), node)

    def ready(self, path, has_gil):
        """The path where its step can be taken; where it cannot, the GIL is given up."""
        node = self.nodes[path.at]
        condition = self.readiness(path, node)
        blocked = path.split(t.no(condition))
        if has_gil and blocked:
            self.edge(blocked, self.place(path.at, False))
        ready = path.split(condition)
        return [ready] if ready else []

    def behind(self, path):
        """What comes behind a step: the end of the edge, or the paths that go on."""
        node = self.nodes[path.at]
        if node.kind == "end":
            for ended in self.end(path):
                self.edge(ended, "end")
            return []
        if node.is_head:
            self.edge(path, self.place(path.at, not path.point))
            return []
        if node.kind not in STEPS:
            return self.control(path)
        if path.point:
            is_named = self.is_stopped and self.place(path.at, False) in self.named
            if node.kind in LOCAL_STEPS and self.is_point(node) and not is_named:
                path.fused = path.fused or (path.at, dict(path.values))
                return self.step(path)
            self.edge(path, self.place(path.at, False))
            return []
        if self.place(path.at, True) in self.named:
            self.edge(path, self.place(path.at, True))
            return []
        return [behind for ready in self.ready(path, True) for behind in self.step(ready)]

    def end(self, path):
        """Behind the end: a thread must not hold a lock then that it took last."""
        free = []
        for cell in sorted({self.lock_cell(node) for node in self.nodes
                            if node.kind in ("acquire", "try_acquire")
                            and not node.lock.is_semaphore}):
            free.append(t.no(t.compare("=", path.get(cell), self.number + 1)))
        holding = path.split(t.no(t.both(*free)))
        if holding:
            self.fail(holding, "a thread ends holding a lock", self.nodes[path.at])
        ended = path.split(t.both(*free))
        return [ended] if ended else []
