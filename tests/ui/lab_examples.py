"""Data folders with something in them, made by the command line."""

import os
import pathlib
import subprocess


def costlab_cli(costlab, folder, *arguments):
    """Runs the command line that was built beside the window."""
    program = pathlib.Path(costlab).resolve().parent.parent / "src/costlab-cli"
    env = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
    done = subprocess.run([program, "--data-dir", str(folder), *arguments], env=env,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fill(costlab, folder, name="Support bot", tasks=20):
    """An experiment with its baseline and three runs, twice as many calls as
    any table shows at once."""
    costlab_cli(costlab, folder, "experiment", "create", name, "--tasks", str(tasks))
    costlab_cli(costlab, folder, "run", name, "--baseline")
    for strategies in (["exact-cache"], ["prompt-compressor"],
                       ["exact-cache", "prompt-compressor"]):
        words = [word for strategy in strategies for word in ("--strategy", strategy)]
        costlab_cli(costlab, folder, "run", name, *words)
    return folder
