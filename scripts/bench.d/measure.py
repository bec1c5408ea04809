#!/usr/bin/env python3
"""Runs two commands by turns and prints their times, their peak memory and the ratio of the first to the second.

    measure.py LABEL RUNS NAME COMMAND NAME COMMAND

The commands are bash's; what they print is dropped. One run of each goes before, so that files are in the cache. Times
are medians; CPU time stands beside the wall time since it is what holds on a machine with other work to do.
"""

import os
import statistics
import sys
import time


def run(command):
    """Returns the seconds on the clock, the seconds of CPU, and the peak of memory in MB."""
    sys.stdout.flush()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execvp("bash", ["bash", "-c", f"exec {command}"])
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"bench: this failed: {command}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def text(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def main(label, runs, *sides):
    names, commands = sides[::2], sides[1::2]
    results = [[], []]
    for command in commands:
        run(command)
    for _ in range(int(runs)):
        for result, command in zip(results, commands):
            result.append(run(command))
    walls, cpus, peaks = zip(*[[statistics.median(column) for column in zip(*result)] for result in results])
    print(f"\n{label}, medians of {runs}")
    for name, wall, cpu, peak in zip(names, walls, cpus, peaks):
        print(f"  {name:22} {text(wall):>10}   CPU {text(cpu):>10}   {peak:7.1f} MB")
    ratios = [mine / other for mine, other in (walls, cpus, peaks)]
    print(f"  {'ratio':22} {ratios[0]:>10.2f}   CPU {ratios[1]:>10.2f}   {ratios[2]:10.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
