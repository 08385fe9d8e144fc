"""Terms with numbers for variables."""

OPERATORS = {
    "not": lambda a: not a,
    "=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b, "-": lambda a, *b: a - b[0] if b else -a,
    "*": lambda a, b: a * b, "div": lambda a, b: a // b, "mod": lambda a, b: a % b,
}


def value(term, state):
    """Its value in a state. What decides `and` and `or` first is enough: a variable that the state
    does not have is then not asked for, else it is a KeyError."""
    if isinstance(term, int):
        return term
    if isinstance(term, str):
        return state[term]
    op, *parts = term
    if op == "and":
        return all(value(part, state) for part in parts)
    if op == "or":
        return any(value(part, state) for part in parts)
    if op == "ite":
        return value(parts[1 if value(parts[0], state) else 2], state)
    return OPERATORS[op](*[value(part, state) for part in parts])
