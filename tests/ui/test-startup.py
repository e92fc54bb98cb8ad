#!/usr/bin/env python3
"""The program starts, opens everything and ends. usage: test-startup.py COSTLAB"""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import taptest  # noqa: E402

COSTLAB = sys.argv[1]
FOLDER = tempfile.TemporaryDirectory()


def run(*arguments):
    env = dict(os.environ, GTK_A11Y="none", XDG_DATA_HOME=f"{FOLDER.name}/share",
               XDG_CONFIG_HOME=f"{FOLDER.name}/config", XDG_CACHE_HOME=f"{FOLDER.name}/cache")
    return subprocess.run([COSTLAB, *arguments], env=env, capture_output=True, text=True,
                          timeout=60)


def check_starts():
    for _ in ("the first time", "once more"):
        done = run("--data-dir", f"{FOLDER.name}/data", "--exit-after-startup")
        assert done.returncode == 0, done.stderr
        assert "CRITICAL" not in done.stderr and "WARNING" not in done.stderr, done.stderr
    assert pathlib.Path(FOLDER.name, "data/costlab.db").exists()
    assert not pathlib.Path(FOLDER.name, "share/costlab").exists(), "it kept data elsewhere"


def check_says_when_it_cannot():
    """A file where the folder should be: a page that says so, and status 1."""
    pathlib.Path(FOLDER.name, "a-file").write_text("no folder", encoding="utf-8")
    done = run("--data-dir", f"{FOLDER.name}/a-file", "--exit-after-startup")
    assert done.returncode == 1, done.stderr
    assert "CRITICAL" not in done.stderr, done.stderr


def check_help():
    done = run("--help")
    assert done.returncode == 0 and "--data-dir" in done.stdout, done.stdout


taptest.run([
    ("/ui/startup/opens-and-ends", check_starts),
    ("/ui/startup/says-when-it-cannot", check_says_when_it_cannot),
    ("/ui/startup/help", check_help),
])
