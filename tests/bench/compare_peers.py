"""compare_peers.py EXPLORE_BENCH [--runs N] [--peers none|quick|all] [--small]

Runs the same models, step for step, here, by SPIN and by rumur, and prints a table: CPU seconds of
whole processes (user and system, medians), peak resident memory, and ratios. Before a ratio is
printed the numbers of states must be equal; where they are not, the run fails. Generating and
compiling the peers' programs is not counted in their time, but shown.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Model, sizes, states. Small sizes are for the tests: their numbers of states are SPIN's.
LARGE = (("counter", {"K": 4, "N": 4}, 3_892_125), ("counter", {"K": 3, "N": 9}, 7_231_391),
         ("philosophers", {"N": 13}, 1_594_322), ("bakery", {"K": 4, "MOST": 7}, 2_366_366),
         ("filter", {"K": 5}, 10_042_596))
SMALL = (("counter", {"K": 2, "N": 3}, 195), ("counter", {"K": 3, "N": 2}, 904),
         ("philosophers", {"N": 5}, 242), ("bakery", {"K": 2, "MOST": 3}, 190),
         ("filter", {"K": 3}, 1_626))

SPIN_VARIANTS = {"full": (), "bfs": ("-DBFS",), "collapse": ("-DCOLLAPSE",)}
COMPILE = ("gcc", "-O2", "-w")


class Failed(Exception):
    """A tool that did not run, or states that are not equal."""


def measured(command, folder=None):
    """Output, CPU seconds and peak bytes of one process."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if child.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: exit {child.returncode}\n{text[-2000:]}")
    return text, usage.ru_utime + usage.ru_stime, 1024 * usage.ru_maxrss


class Program:
    """One of those that are compared: its command, and what its runs have told and taken."""

    def __init__(self, name, command, states_in, folder=None, made=0.0):
        self.name, self.command, self.states_in = name, command, states_in
        self.folder, self.made = folder, made
        self.text, self.each, self.peak = "", [], 0

    @property
    def seconds(self):
        return statistics.median(self.each)

    def run(self, states):
        self.text, seconds, peak = measured(self.command, self.folder)
        if self.states_in(self.text) != states:
            raise Failed(f"{' '.join(map(str, self.command))}: {self.states_in(self.text)} "
                         f"states, not {states}")
        self.each.append(seconds)
        self.peak = max(self.peak, peak)


def spin_states(text):
    for line in text.splitlines():
        if "states, stored" in line:
            return int(line.split()[0])
    return None


def rumur_states(text):
    for line in text.splitlines():
        words = line.split()
        if "states," in words and "rules" in line:
            return int(words[words.index("states,") - 1].replace(",", ""))
    return None


def spin(model, sizes, states, variant, folder):
    begin = time.monotonic()
    defines = [f"-D{size}={value}" for size, value in sizes.items()]
    measured(["spin", *defines, "-a", HERE / f"{model}.pml"], folder)
    measured([*COMPILE, "-DSAFETY", "-DNOREDUCE", *SPIN_VARIANTS[variant], "-o", "pan", "pan.c"],
             folder)
    room = max(20, states.bit_length() + 1)
    return Program(f"SPIN {variant}", ["./pan", "-m10000000", f"-w{room}", "-c0", "-E"],
                   spin_states, folder, time.monotonic() - begin)


def rumur(model, sizes, folder):
    begin = time.monotonic()
    constants = " ".join(f"{size}: {value};" for size, value in sizes.items())
    text = (HERE / f"{model}.m").read_text()
    Path(folder, "model.m").write_text(f"const {constants}\n{text}")
    measured(["rumur", "--deadlock-detection", "off", "--threads", "1", "--output", "model.c",
              "model.m"], folder)
    measured(["gcc", "-std=c11", "-O3", "-march=native", "-mcx16", "-w", "-o", "model",
              "model.c", "-lpthread"], folder)
    return Program("rumur", ["./model"], rumur_states, folder, time.monotonic() - begin)


def ours(bench, model, sizes, *options):
    arguments = [f"{size}={value}" for size, value in sizes.items()]
    return Program("here", [bench, HERE / f"{model}.race", *arguments, *options],
                   lambda output: json.loads(output)["states"])


def compare(bench, row, runs, peers):
    model, sizes, states = row
    variants = {"none": (), "quick": ("full",), "all": tuple(SPIN_VARIANTS)}[peers]
    with contextlib.ExitStack() as stack:
        def folder():
            return stack.enter_context(tempfile.TemporaryDirectory())

        here, with_set = ours(bench, model, sizes), ours(bench, model, sizes, "--set-of-all")
        yard = ours(bench, model, sizes, "--set-of-all", "--yardstick")
        spins = [spin(model, sizes, states, variant, folder()) for variant in variants]
        others = [] if peers == "none" else [rumur(model, sizes, folder())]
        # In turns, since the machine is faster at one time and slower at another.
        for _ in range(runs):
            for program in (here, with_set, yard, *spins, *others):
                program.run(states)
    tell(f"{model}({','.join(map(str, sizes.values()))})", states, here, with_set, yard)
    if spins:
        fastest = min(spins, key=lambda program: program.seconds)
        fastest.made = max(program.made for program in spins)
        fastest.peak = min(program.peak for program in spins)
        others.insert(0, fastest)
    for peer in others:
        show(peer.name, peer.seconds, peer.peak / states,
             f"x {peer.seconds / here.seconds:.1f}, with the set "
             f"x {peer.seconds / with_set.seconds:.1f}, bytes x {peer.peak / with_set.peak:.1f}; "
             f"making it {peer.made:.1f} s")


def tell(title, states, here, with_set, yard):
    found, set_found, yard_found = (json.loads(each.text) for each in (here, with_set, yard))
    print(f"{title}: {states:,} states, {found['transitions']:,} transitions, {found['bits']} bits")
    show("here", here.seconds, here.peak / states)
    show("with the set", with_set.seconds, with_set.peak / states,
         f"of which the set {set_found['set_bytes'] / states:.2f}")
    plain, compact = yard_found["plain_insert_ns"], yard_found["compact_insert_ns"]
    each = 1e9 * with_set.seconds / found["transitions"]
    print(f"    {'a transition':12} {each:7.1f} ns = {each / plain:.2f} unique inserts of the same "
          f"states into a plain set, {plain:.1f} ns; into the compact one {compact:.1f} ns")


def show(what, seconds, bytes_each, more=""):
    line = f"    {what:12} {seconds:7.2f} s  {bytes_each:6.1f} B a state  {more}"
    print(line.rstrip(), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", choices=("none", "quick", "all"), default="all")
    parser.add_argument("--small", action="store_true")
    arguments = parser.parse_args()
    bench = arguments.bench.resolve()
    try:
        for row in SMALL if arguments.small else LARGE:
            compare(bench, row, arguments.runs, arguments.peers)
    except Failed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
