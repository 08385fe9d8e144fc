"""prove_sizes.py RACEPROOF [--runs N] [--small]

Proves the final values of the unlocked counter, side by side for several numbers of rounds and of
threads, and prints CPU seconds of whole processes (user and system, medians). The time should not
depend on the number of rounds. What is proved is compared with the formula 2..K*N: where it is
another set, or none, the run fails.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

from compare_peers import Failed, measured

WORKERS = Path(__file__).resolve().parent / "workers.race"

ROUNDS = (10, 10**3, 10**6, 10**9)
THREADS = (2, 4, 8, 16)


def proved(raceproof, threads, rounds, runs):
    """The median of the CPU seconds of one proof, whose answer is checked."""
    command = (raceproof, "outcomes", WORKERS, "--engine", "symbolic", "--model", "no_gil",
               "--set", f"K={threads}", "--set", f"N={rounds}", "--jobs", "1", "--json")
    seconds = []
    for _ in range(runs):
        text, cpu, _ = measured(command)
        found = json.loads(text)["results"][0]["set"]
        if found != f"2..{threads * rounds}":
            raise Failed(f"K={threads} N={rounds}: {found}")
        seconds.append(cpu)
    return statistics.median(seconds)


def main():
    parser = argparse.ArgumentParser(prog="prove_sizes.py")
    parser.add_argument("raceproof", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="two sizes only, for the tests")
    arguments = parser.parse_args()
    sizes = [(2, rounds) for rounds in ROUNDS] + [(threads, 10**6) for threads in THREADS[1:]]
    print("| threads | rounds | final values | s |")
    print("| ---: | ---: | --- | ---: |")
    for threads, rounds in sizes[:2] if arguments.small else sizes:
        seconds = proved(arguments.raceproof, threads, rounds, arguments.runs)
        print(f"| {threads} | {rounds:,} | 2..{threads * rounds:,} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"prove_sizes.py: {problem}")
