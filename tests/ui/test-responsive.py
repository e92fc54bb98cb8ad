#!/usr/bin/env python3
"""A large ledger is opened, shown and worked on without waiting.
usage: test-responsive.py COSTLAB

A hundred thousand calls, and a hundred sessions at once while the views are
changed. What took longest is in the notes; what is asserted is far from it, so
that only a window that really waits fails. `make bench` has the figures for
ten million."""

import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402
import lab_ledger  # noqa: E402
import lab_rounds  # noqa: E402
import taptest  # noqa: E402
import watching  # noqa: E402

COSTLAB = sys.argv[1]
CALLS = 100_000
SESSIONS = 100
# Of the main thread's own processor time; one piece of work takes up to 8.
MOST_MS = 60 * watching.slowness()
MOST_NODES = 2500
MOST_DUMP_S = 3

FOLDER = tempfile.TemporaryDirectory()


def check_watch():
    lab_ledger.make(COSTLAB, FOLDER.name, CALLS, tasks=50)
    figures = watching.watch(COSTLAB, FOLDER.name, SESSIONS)
    for name, value in figures.items():
        if "longest" in name or name == "first-frame-ms":
            print(f"# {name}: {value}")
    assert figures["busy-longest-ms"] < MOST_MS, figures["busy-longest-ms"]


def trees_stay_small(program):
    """However many calls there are, a view has but those in sight."""
    for where in lab_rounds.every_view(program, {"wide": (1100, 720)}):
        start = time.monotonic()
        nodes = program.nodes()
        took = time.monotonic() - start
        print(f"# {where}: {len(nodes)} nodes, read in {took:.2f} s")
        assert len(nodes) < MOST_NODES, f"{where}: {len(nodes)} nodes"
        assert took < MOST_DUMP_S * watching.slowness(), f"{where}: read in {took:.1f} s"


taptest.run([
    ("/ui/responsive/large-ledger-and-many-sessions", check_watch),
    ("/ui/responsive/trees-stay-small", lab_atspi.scenario(
        COSTLAB, trees_stay_small, folder=FOLDER.name)),
])
