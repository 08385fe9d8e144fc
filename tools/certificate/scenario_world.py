"""What a scenario declares, with the values of its constants: variables, locks, threads."""

from types import SimpleNamespace

from scenario_tokens import Unreadable, Unsupported

LEAST, GREATEST = -2**63, 2**63 - 1

ARITHMETIC = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a // b, "%": lambda a, b: a % b,
    "==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b), "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b), ">=": lambda a, b: int(a >= b),
    "and": lambda a, b: int(a != 0 and b != 0), "or": lambda a, b: int(a != 0 or b != 0),
}


def folded(op, values, token):
    """The value of an operator on known values; what fails is left to be refused."""
    if op == "not":
        return int(values[0] == 0)
    if op == "neg":
        return -values[0]
    if op in "/%" and values[1] == 0:
        raise Unsupported("a division by zero that is known", token)
    value = ARITHMETIC[op](*values)
    if not LEAST <= value <= GREATEST:
        raise Unsupported("a constant beyond 64 bits", token)
    return value


class World:
    """`sets` are the values of `--set`."""

    def __init__(self, scenario, sets):
        self.scenario = scenario
        self.definitions = {name.text: value for name, value in scenario.constants}
        for name in sets:
            if name not in self.definitions:
                raise Unreadable(f"there is no constant '{name}'")
        self.constants = dict(sets)
        for name, _ in scenario.constants:
            self.constant(name.text)
        self.variables = {}  # name -> shape: size (None: no array), range, is_atomic, initial
        for cell in scenario.variables:
            shape = self.shape(cell)
            shape.is_atomic = cell.is_atomic
            shape.initial = [self.known(value) for value in cell.initial] or [0]
            if not cell.is_list:
                shape.initial *= shape.size or 1
            self.variables[cell.item.name] = shape
        self.permits = {item.name: self.known(value) for item, value in scenario.semaphores}
        locks = scenario.locks + [item for item, _ in scenario.semaphores]
        self.locks = {item.name: self.size(item) for item in locks}
        self.threads = []
        for thread in scenario.threads:
            copies = self.size(thread.item)
            for number in range(copies or 1):
                name = thread.item.name + (f"[{number}]" if copies else "")
                self.threads.append(SimpleNamespace(name=name, self=number, body=thread.body))

    def constant(self, name, token=None):
        if name not in self.constants:
            if name not in self.definitions:
                return None
            definition = self.definitions.pop(name)
            self.constants[name] = self.known(definition)
        return self.constants[name]

    def known(self, e):
        """The value of a constant expression."""
        if e.kind == "int":
            return e.value
        if e.kind == "place" and e.item.index is None and e.local is None:
            value = self.constant(e.item.name)
            if value is not None:
                return value
        if e.kind == "apply":
            return folded(e.op, [self.known(operand) for operand in e.operands], e.token)
        raise Unreadable(f"line {e.token.line}: this must be known when the file is read")

    def size(self, item):
        return None if item.index is None else self.known(item.index)

    def shape(self, cell):
        low = LEAST if cell.low is None else self.known(cell.low)
        high = GREATEST if cell.high is None else self.known(cell.high)
        is_flag = bool(cell.initial) and cell.low is None and all(
            value.kind == "int" and value.token.text in ("true", "false")
            for value in cell.initial)
        if is_flag:
            low, high = 0, 1
        return SimpleNamespace(size=self.size(cell.item), low=low, high=high)

    def initial(self):
        """All shared cells, locks and semaphores by name, with the values they begin with."""
        values = {}
        for name, shape in self.variables.items():
            for number, value in enumerate(shape.initial):
                values[element(name, shape.size, number)] = value
        for name, size in self.locks.items():
            for number in range(size or 1):
                values[element(name, size, number)] = self.permits.get(name, 0)
        return values


def element(name, size, number):
    return name if size is None else f"{name}[{number}]"
