"""engine_ratios.py EXPLORE_BENCH [--runs N] [--small]

What the parts of the explicit engine are worth in whole searches, as ratios of one run: tables
against steps that are interpreted, counting and rebuilding a trace against the search alone,
symmetry, and two threads against one. CPU seconds are of the search, medians; wall seconds where
two threads work. Numbers of states, and the interleavings, are compared with what is known.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path

from compare_peers import HERE, LARGE, SMALL, Failed

# Load, add and store apart, so that their orders can be counted: threads, rounds, states.
COUNTED = (3, 6, 2_747_669)
COUNTED_SMALL = (3, 2, 2_981)


def explored(bench, model, sizes, states, runs, *options):
    """What one search tells; of several, with the medians of their seconds."""
    command = [bench, HERE / f"{model}.race", *(f"{size}={n}" for size, n in sizes.items()),
               *options]
    found = []
    for _ in range(runs):
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise Failed(f"{' '.join(map(str, command))}: exit {result.returncode}")
        found.append(json.loads(result.stdout))
        if states is not None and found[-1]["states"] != states:
            raise Failed(f"{model} {sizes}: {found[-1]['states']} states, not {states}")
    for key in ("seconds", "wall_seconds", "trace_seconds"):
        if key in found[0]:
            found[0][key] = statistics.median(each[key] for each in found)
    return found[0]


def title(model, sizes):
    return f"{model}({','.join(map(str, sizes.values()))})"


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def steps(bench, models, runs):
    row("model", "tables", "interpreted", "ratio")
    row("---", "---:", "---:", "---:")
    for model, sizes, states in models:
        tables = explored(bench, model, sizes, states, runs, "--set-of-all")["seconds"]
        slow = explored(bench, model, sizes, states, 1, "--interpreted")["seconds"]
        row(title(model, sizes), f"{tables:.2f} s", f"{slow:.2f} s", f"{slow / tables:.0f}")


def counts(bench, threads, rounds, states, runs):
    sizes = {"K": threads, "N": rounds}
    steps_each = 3 * rounds
    expected = math.factorial(threads * steps_each) // math.factorial(steps_each) ** threads

    def searched(*options):
        found = explored(bench, "workers", sizes, states, runs, *options)
        if int(found.get("interleavings", expected)) != expected:
            raise Failed(f"{found['interleavings']} interleavings, not {expected}")
        return found

    plain, counted = searched(), searched("--counts")
    forgetful, hoarding = searched("--log=none"), searched("--log=states")
    alike = searched("--counts", "--symmetry")
    traced = searched("--set-of-all", "--outcome=x == 2")
    row(title("counter", sizes) + ", load, add and store apart", "s", "ratio")
    row("---", "---:", "---:")
    row("search alone", f"{plain['seconds']:.2f}", "1")
    for name, found in (("nothing kept of the states", forgetful), ("states kept", hoarding)):
        row(name, f"{found['seconds']:.2f}", f"{found['seconds'] / plain['seconds']:.2f}")
    row("with counts", f"{counted['seconds']:.2f}", f"{counted['seconds'] / plain['seconds']:.2f}")
    row("with counts and symmetry", f"{alike['seconds']:.2f}",
        f"1/{counted['seconds'] / alike['seconds']:.1f} of that")
    row("search with the set", f"{traced['seconds']:.2f}", "1")
    row("the best trace to x == 2, behind it", f"{traced['trace_seconds']:.2f}",
        f"{traced['trace_seconds'] / traced['seconds']:.2f}")


def threads(bench, models, runs):
    row("model", "one thread", "two threads", "faster by", "CPU of two / of one")
    row("---", "---:", "---:", "---:", "---:")
    for model, sizes, states in models:
        for name, options in (("", ()), (", with the set", ("--set-of-all",))):
            one = explored(bench, model, sizes, states, runs, "--jobs=1", *options)
            two = explored(bench, model, sizes, states, runs, "--jobs=2", *options)
            row(title(model, sizes) + name, f"{one['wall_seconds']:.2f} s",
                f"{two['wall_seconds']:.2f} s",
                f"{one['wall_seconds'] / two['wall_seconds']:.2f}",
                f"{two['seconds'] / one['seconds']:.2f}")


def main():
    parser = argparse.ArgumentParser(prog="engine_ratios.py")
    parser.add_argument("bench", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="small sizes, for the tests")
    arguments = parser.parse_args()
    bench = arguments.bench.resolve()
    models = SMALL if arguments.small else LARGE
    counts(bench, *(COUNTED_SMALL if arguments.small else COUNTED), arguments.runs)
    print()
    threads(bench, models, arguments.runs)
    print()
    steps(bench, models, arguments.runs)


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"engine_ratios.py: {problem}")
