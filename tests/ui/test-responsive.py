#!/usr/bin/env python3
"""A large ledger is opened, shown and worked on without holding anything up.
usage: test-responsive.py COSTLAB

A hundred thousand calls, and a hundred sessions at once while the views are
changed. How long anything took is the machine's and stands in the notes;
asserted is what came of it. `make bench` has the figures
for ten million calls."""

import pathlib
import sys
import tempfile

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
# A list has some two hundred rows made, of some ten nodes each, whatever it
# shows; one that made all of them would be beyond a million.
MOST_NODES = 10_000

FOLDER = tempfile.TemporaryDirectory()


def check_watch():
    """Every view is shown and filled, also while all the sessions run, which
    come to their end for all that."""
    lab_ledger.make(COSTLAB, FOLDER.name, CALLS, tasks=50)
    figures = watching.watch(COSTLAB, FOLDER.name, SESSIONS)
    for name, value in figures.items():
        if "longest" in name or name == "first-frame-ms":
            print(f"# {name}: {value}")
    assert figures["sessions-run"] == SESSIONS, figures["sessions-run"]
    for view in ("sandbox", "dashboard"):
        for when in ("first", "again", "busy"):
            assert f"{when}-{view}-filled-ms" in figures, f"{view}, {when}"


def trees_stay_small(program):
    """However many calls there are, a view has but those in sight."""
    for where in lab_rounds.every_view(program, {"wide": (1100, 720)}):
        nodes = program.nodes()
        print(f"# {where}: {len(nodes)} nodes")
        assert len(nodes) < MOST_NODES, f"{where}: {len(nodes)} nodes"


taptest.run([
    ("/ui/responsive/large-ledger-and-many-sessions", check_watch),
    ("/ui/responsive/trees-stay-small", lab_atspi.scenario(
        COSTLAB, trees_stay_small, folder=FOLDER.name)),
])
