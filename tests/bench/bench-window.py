#!/usr/bin/env python3
"""The window on a ledger of ten million calls, beside an empty one.
usage: bench-window.py COSTLAB

The ledger takes some minutes and 15 GB to make, and is removed again unless
LAB_LEDGER names a folder to keep it in."""

import os
import pathlib
import shutil
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ui"))

import lab_ledger  # noqa: E402
import watching  # noqa: E402

COSTLAB = sys.argv[1]
CALLS = int(os.environ.get("LAB_LEDGER_CALLS", 10_000_000))
ROOM_BYTES = 2000  # a call takes, with its indexes, and a good deal more
RUNS = 5
SESSIONS = 100


def slowest(figures, ending):
    """The view of a run's figures that took longest."""
    found = {name: value for name, value in figures.items() if name.endswith(ending)}
    return max(found.items(), key=lambda item: item[1])


def tell(folder):
    with tempfile.TemporaryDirectory() as empty:
        frames = {folder: [], empty: []}
        for _ in range(RUNS):
            for where in (empty, folder):
                frames[where].append(watching.watch(COSTLAB, where, 0)["first-frame-ms"])
        print(f"window: first frame on {CALLS:,} calls: median "
              f"{statistics.median(frames[folder]):.0f} ms (target: not later than on an empty "
              f"ledger, {statistics.median(frames[empty]):.0f} ms)")
    figures = watching.watch(COSTLAB, folder, SESSIONS)
    for when in ("first", "again"):
        for ending in ("shown", "filled"):
            name, value = slowest({name: figure for name, figure in figures.items()
                                   if name.startswith(when)}, f"{ending}-ms")
            print(f"window: {name.rsplit('-', 2)[0]} {ending}, the slowest of its kind: "
                  f"{value:.0f} ms (target: under 100 ms)")
    print(f"window: longest turn of the main loop while {SESSIONS} sessions run: "
          f"{figures['busy-longest-ms']:.1f} ms of its own time, "
          f"{figures['busy-longest-wall-ms']:.1f} ms by the clock (target: 16 ms); "
          f"{figures['busy-over']:.0f} of {figures['busy-turns']:.0f} turns took longer; longest "
          f"frame, drawn by the processor: {figures['busy-longest-frame-ms']:.1f} ms")


def main():
    kept = os.environ.get("LAB_LEDGER")
    folder = kept or tempfile.mkdtemp(prefix="costlab-ledger-")
    try:
        if not pathlib.Path(folder, "costlab.db").exists():
            os.makedirs(folder, exist_ok=True)
            if shutil.disk_usage(folder).free < CALLS * ROOM_BYTES:
                print(f"skipped: {folder} has no room for {CALLS:,} calls")
                return
            lab_ledger.make(COSTLAB, folder, CALLS)
        tell(folder)
    finally:
        if not kept:
            shutil.rmtree(folder)


main()
