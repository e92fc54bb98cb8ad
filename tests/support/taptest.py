"""Runs test functions and speaks TAP, so that each case is counted."""

import sys
import traceback


class Skip(Exception):
    """Raised by a case that cannot run here; the text says why."""


def run(cases, notes=()):
    """Runs a list of (name, callable) and exits by what came of them. The
    notes are for the reader of the log."""
    print("TAP version 13")
    for note in notes:
        print(f"# {note}")
    print(f"1..{len(cases)}")
    failed = False
    for number, (name, case) in enumerate(cases, 1):
        try:
            case()
        except Skip as skip:
            print(f"ok {number} {name} # SKIP {skip}")
        except Exception as error:  # any exception is that case's failure
            failed = True
            trouble = traceback.format_exc() if not isinstance(
                error, AssertionError) or not str(error) else str(error)
            for line in trouble.splitlines():
                print(f"# {line}")
                # meson shows what a failed test said here, and not its TAP.
                print(f"{name}: {line}", file=sys.stderr)
            print(f"not ok {number} {name}")
        else:
            print(f"ok {number} {name}")
    sys.stdout.flush()
    sys.exit(1 if failed else 0)
