"""compare_peers.py EXPLORE_BENCH [--runs N] [--peers none|quick|all] [--small]

Runs the same models, step for step, here, by SPIN and by rumur, and prints a table: CPU seconds of
whole processes (user and system, medians), peak resident memory, and ratios. Before a ratio is
printed the numbers of states must be equal; where they are not, the run fails. Generating and
compiling the peers' programs is not counted in their time, but shown.
"""

import argparse
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


def repeated(command, runs, states_in, states, folder=None):
    """The last output, the median of the seconds, the peak bytes."""
    seconds, peak = [], 0
    for _ in range(runs):
        text, cpu, rss = measured(command, folder)
        if states_in(text) != states:
            raise Failed(f"{' '.join(map(str, command))}: {states_in(text)} states, not {states}")
        seconds.append(cpu)
        peak = max(peak, rss)
    return text, statistics.median(seconds), peak


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


def run_spin(model, sizes, states, runs, variants):
    """Seconds and name of the fastest exact variant, the least bytes, and what making took."""
    best, least, made = None, None, 0.0
    for name in variants:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            defines = [f"-D{size}={value}" for size, value in sizes.items()]
            measured(["spin", *defines, "-a", HERE / f"{model}.pml"], folder)
            measured([*COMPILE, "-DSAFETY", "-DNOREDUCE", *SPIN_VARIANTS[name], "-o", "pan",
                      "pan.c"], folder)
            made = max(made, time.monotonic() - begin)
            room = max(20, states.bit_length() + 1)
            command = ["./pan", "-m10000000", f"-w{room}", "-c0", "-E"]
            _, seconds, peak = repeated(command, runs, spin_states, states, folder)
        if best is None or seconds < best[0]:
            best = (seconds, name)
        least = peak if least is None else min(least, peak)
    return best[0], best[1], least, made


def run_rumur(model, sizes, states, runs):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        constants = " ".join(f"{size}: {value};" for size, value in sizes.items())
        text = (HERE / f"{model}.m").read_text()
        Path(folder, "model.m").write_text(f"const {constants}\n{text}")
        measured(["rumur", "--deadlock-detection", "off", "--threads", "1", "--output", "model.c",
                  "model.m"], folder)
        measured(["gcc", "-std=c11", "-O3", "-march=native", "-mcx16", "-w", "-o", "model",
                  "model.c", "-lpthread"], folder)
        made = time.monotonic() - begin
        _, seconds, peak = repeated(["./model"], runs, rumur_states, states, folder)
    return seconds, peak, made


def run_ours(bench, model, sizes, states, runs, *options):
    arguments = [f"{size}={value}" for size, value in sizes.items()]
    text, seconds, peak = repeated([bench, HERE / f"{model}.race", *arguments, *options], runs,
                                   lambda output: json.loads(output)["states"], states)
    return json.loads(text), seconds, peak


def compare(bench, row, runs, peers):
    model, sizes, states = row
    title = f"{model}({','.join(map(str, sizes.values()))})"
    found, seconds, peak = run_ours(bench, model, sizes, states, runs)
    with_set, set_seconds, set_peak = run_ours(bench, model, sizes, states, runs, "--set-of-all")
    yard, _, _ = run_ours(bench, model, sizes, states, 1, "--set-of-all", "--yardstick")
    print(f"{title}: {states:,} states, {found['transitions']:,} transitions, {found['bits']} bits")
    show("here", seconds, peak / states)
    show("with the set", set_seconds, set_peak / states,
         f"of which the set {with_set['set_bytes'] / states:.2f}")
    plain, compact = yard["plain_insert_ns"], yard["compact_insert_ns"]
    each = 1e9 * set_seconds / with_set["transitions"]
    print(f"    {'a transition':12} {each:7.1f} ns = {each / plain:.2f} unique inserts of the same "
          f"states into a plain set, {plain:.1f} ns; into the compact one {compact:.1f} ns")

    def against(peer, peer_seconds, peer_peak, made):
        show(peer, peer_seconds, peer_peak / states,
             f"x {peer_seconds / seconds:.1f}, with the set x {peer_seconds / set_seconds:.1f}, "
             f"bytes x {peer_peak / set_peak:.1f}; making it {made:.1f} s")

    if peers == "none":
        return
    variants = tuple(SPIN_VARIANTS) if peers == "all" else ("full",)
    spin, variant, least, made = run_spin(model, sizes, states, runs, variants)
    against(f"SPIN {variant}", spin, least, made)
    against("rumur", *run_rumur(model, sizes, states, runs))


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
