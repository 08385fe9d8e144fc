"""Runs solvers as separate programs on a script. Their budgets are counted, so that an answer does
not depend on the machine."""

import subprocess

SOLVERS = {
    "cvc5": ["cvc5", "--lang", "smt2", "--incremental", "--rlimit-per=20000000", "-"],
    "z3": ["z3", "rlimit=100000000", "-smt2", "-in"],
}


class Failed(Exception):
    """The program is missing, or did not answer."""


def answers(name, script, count):
    try:
        ran = subprocess.run(SOLVERS[name], input=script, capture_output=True, text=True)
    except OSError as reason:
        raise Failed(f"{name} cannot be run: {reason.strerror}") from None
    words = ran.stdout.split()
    if len(words) != count or not set(words) <= {"sat", "unsat", "unknown"}:
        raise Failed(f"{name} does not answer: {(ran.stdout + ran.stderr).strip()[:300]}")
    return words
