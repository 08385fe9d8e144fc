"""Terms of linear integer arithmetic: an int, a variable's name, or (operator, term...). Truth
values are True, False or a tuple."""


def quoted(name):
    return f"|{name}|"


def show(term):
    if term is True or term is False:
        return "true" if term else "false"
    if isinstance(term, int):
        return str(term) if term >= 0 else f"(- {-term})"
    if isinstance(term, str):
        return quoted(term)
    return "(" + " ".join([term[0]] + [show(part) for part in term[1:]]) + ")"


def add(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    if a == 0:
        return b
    return a if b == 0 else ("+", a, b)


def negative(a):
    return -a if isinstance(a, int) else ("-", a)


def subtract(a, b):
    if isinstance(b, int):
        return add(a, -b)
    return ("-", a, b)


def multiply(a, b):
    """None where it is not linear."""
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    return ("*", a, b) if isinstance(a, int) or isinstance(b, int) else None


def both(*parts):
    kept = [part for part in parts if part is not True]
    if any(part is False for part in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else ("and", *kept)


def either(*parts):
    kept = [part for part in parts if part is not False]
    if any(part is True for part in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else ("or", *kept)


def no(part):
    if part is True or part is False:
        return not part
    return part[1] if part[0] == "not" else ("not", part)


COMPARED = {"=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
            ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def compare(op, a, b):
    if isinstance(a, int) and isinstance(b, int):
        return COMPARED[op](a, b)
    return (op, a, b)


def as_number(truth):
    """What the language makes of a truth value: 0 or 1."""
    return int(truth) if truth in (True, False) else ("ite", truth, 1, 0)


def as_truth(number):
    """All but 0 is true."""
    if isinstance(number, int):
        return number != 0
    if number[0] == "ite" and number[2:] == (1, 0):
        return number[1]
    return no(("=", number, 0))


def within(value, low, high):
    return both(compare(">=", value, low), compare("<=", value, high))


def operate(op, values):
    """The language's operator on terms without bounds, or None where it is not linear."""
    if op == "not":
        return as_number(no(as_truth(values[0])))
    if op == "neg":
        return negative(values[0])
    a, b = values
    if op == "and":
        return as_number(both(as_truth(a), as_truth(b)))
    if op == "or":
        return as_number(either(as_truth(a), as_truth(b)))
    if op == "+":
        return add(a, b)
    if op == "-":
        return subtract(a, b)
    if op == "*":
        return multiply(a, b)
    if op in "/%":
        is_known = isinstance(b, int) and b > 0  # rounded down, as SMT-LIB does then
        return (("div" if op == "/" else "mod"), a, b) if is_known else None
    if op == "!=":
        return as_number(no(compare("=", a, b)))
    return as_number(compare("=" if op == "==" else op, a, b))
