#!/usr/bin/env python3
"""How soon the window is there, and what it takes to have it there.
usage: bench-start.py COSTLAB

From starting the program to the server's word that its window is mapped, by
turns with another program of the same toolkit on the same display; and the
memory that is its own, with what it shares divided among those that share it,
once it has nothing left to do."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ui"))

import x11  # noqa: E402

COSTLAB = sys.argv[1]
RUNS = 10
LIMIT_S = 60


def start(display, command):
    """Starts a program, and returns it and the seconds until its window."""
    display.watch_windows()
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    display.wait_for_window()
    return process, time.monotonic() - began


def stop(process):
    process.terminate()
    process.wait()


def processor_time(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def wait_idle(pid):
    """Until a second has passed in which it did nothing."""
    began = time.monotonic()
    before = None
    while (now := processor_time(pid)) != before and time.monotonic() - began < LIMIT_S:
        before = now
        time.sleep(1)


def own_memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def compare_starts(display, ours, theirs):
    times = {ours[0]: [], theirs[0]: []}
    for turn in range(RUNS + 1):
        for command in (ours, theirs):
            process, seconds = start(display, command)
            stop(process)
            if turn > 0:  # the first reads files that later ones find in memory
                times[command[0]].append(seconds * 1000)
    mine, other = times[ours[0]], times[theirs[0]]
    print(f"start to mapped window, {RUNS} runs by turns: median "
          f"{statistics.median(mine):.0f} ms, least {min(mine):.0f} ms (target: not later than "
          f"{os.path.basename(theirs[0])}, median {statistics.median(other):.0f} ms, least "
          f"{min(other):.0f} ms)")


def compare_memory(display, ours, theirs):
    # Both at once, so that what they share is divided alike.
    processes = [start(display, command)[0] for command in (ours, theirs)]
    for process in processes:
        wait_idle(process.pid)
    memory = [own_memory(process.pid) for process in processes]
    for process in processes:
        stop(process)
    print(f"memory when idle (PSS): {memory[0]:.0f} MiB ({os.path.basename(theirs[0])}: "
          f"{memory[1]:.0f} MiB)")


def main():
    display = x11.Display()
    with tempfile.TemporaryDirectory() as folder:
        ours = [COSTLAB, "--data-dir", folder]
        subprocess.run([*ours, "--exit-after-startup"], check=True)
        for compare, name in ((compare_starts, "gnome-calculator"),
                              (compare_memory, "gnome-text-editor")):
            program = shutil.which(name)
            if program is None:
                print(f"skipped: {name} is not installed; see [bench] in build-aux/packages")
            else:
                compare(display, ours, [program])


main()
