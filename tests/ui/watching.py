"""Runs window-watch, which opens the window on a ledger and says how it moves."""

import pathlib
import subprocess


def watch(costlab, folder, sessions):
    """Its figures by their names; of one that comes again, the largest."""
    program = pathlib.Path(costlab).resolve().parent.parent / "tests/ui/window-watch"
    done = subprocess.run([program, folder, str(sessions)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    figures = {}
    for line in done.stdout.splitlines():
        name, value = line.split()
        figures[name] = max(float(value), figures.get(name, 0.0))
    return figures
