#!/usr/bin/env python3
"""Takes the pictures of the window that README.md and the desktop's shop show.

usage: window-pictures.py COSTLAB FOLDER

Runs the real program on an example experiment, in a display of its own
(`make screenshots` sees to that), and writes one PNG for each scene.
"""

import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/ui"), str(ROOT / "tests/support")]

import lab_atspi  # noqa: E402
import lab_examples  # noqa: E402
import lab_ledger  # noqa: E402

COSTLAB, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
WIDE = (1180, 760)
NARROW = (360, 700)
PROMPT = "Say in one sentence why a prompt cache needs a stable beginning."


CALLS = 6000


def with_example(program):
    """Two experiments, and a month of calls like theirs."""
    def cli(*words):
        lab_examples.costlab_cli(COSTLAB, program.folder, *words)

    cli("experiment", "create", "Ticket sorting", "--workload", "classify-extract",
        "--model", "gpt-5.4-mini", "--tasks", "40")
    cli("run", "Ticket sorting", "--baseline")
    lab_examples.fill(COSTLAB, program.folder, tasks=160)
    lab_ledger.multiply(pathlib.Path(program.folder) / "costlab.db", CALLS)
    cli("verify")


def crop(path, size):
    """Only the window, and no more colours than the eye needs."""
    subprocess.run(["mogrify", "-crop", f"{size[0]}x{size[1]}+0+0", "+repage", "-strip",
                    "-dither", "None", "-colors", "128", f"PNG8:{path}"], check=True)


def at_rest(program):
    """Until two readings of the window are one: nothing slides or loads."""
    seen = [None]

    def same():
        before, seen[0] = seen[0], program.dump()
        return before == seen[0]

    program.until(same, "a window at rest")


def take(program, name, size=WIDE):
    at_rest(program)
    path = FOLDER / f"window-{name}.png"
    program.picture(path)
    crop(path, size)
    print(path)


def sandbox(program):
    program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")), "the prompt")
    program.key("ctrl+a")
    program.type(PROMPT)
    program.key("ctrl+Return")
    program.wait_for("push button", "Stop")
    program.until(lambda: not any(program.is_shown(button) for button in
                                  program.find_all("push button", "Stop")), "the whole answer")
    take(program, "sandbox")


def view(name):
    def scene(program):
        program.show_view(name)
        take(program, name.lower())
    return scene


def dashboard_by_night(program):
    program.show_view("Dashboard")
    take(program, "dashboard-dark")


def narrow(program):
    program.resize(*NARROW)
    take(program, "narrow", NARROW)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    dark = {"style": "'dark'"}
    for scene, settings in ((sandbox, {}), (view("Dashboard"), {}), (view("Compare"), {}),
                            (dashboard_by_night, dark), (narrow, {})):
        program = lab_atspi.Program(COSTLAB, settings=settings, before=with_example)
        try:
            program.resize(*WIDE)
            scene(program)
            program.close()
        finally:
            program.kill()


main()
