#!/usr/bin/env python3
"""First launch, the tour, and the shell. usage: test-scenarios-first.py COSTLAB"""

import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]
CLI = str(pathlib.Path(COSTLAB).with_name("costlab-cli"))
CARDS = "Welcome to API Cost Lab"
NARROW = 360


def prompt_of(program):
    return program.wait_for("text", "Prompt")


def wait_for_prompt(program):
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt")


def sockets_of(program):
    """The sockets of its own that could reach beyond this machine."""
    inodes = set()
    for entry in pathlib.Path(f"/proc/{program.process.pid}/fd").iterdir():
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink()))
        except FileNotFoundError:  # closed since
            continue
        if found:
            inodes.add(found[1])
    network = set()
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        table = pathlib.Path(f"/proc/{program.process.pid}/net/{kind}")
        if table.exists():
            network |= {line.split()[9] for line in table.read_text().splitlines()[1:]}
    return inodes & network


def cli(folder, *arguments):
    done = subprocess.run([CLI, "--data-dir", folder, *arguments], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- first launch -------------------------------------------------------------

def first_launch(program):
    """The cards read as a dialog with a name; Escape leads to the prompt."""
    program.wait_for("dialog", CARDS)
    program.until(lambda: program.find("status bar", lambda name: name.startswith("1 of 3: ")),
                  "the card in words")
    program.until(lambda: (program.focused() or prompt_of(program)).name == "Next",
                  "the focus in the dialog")
    program.key("Escape")
    program.wait_gone("dialog", CARDS)
    assert len(program.text(prompt_of(program))) > 20, "no sample prompt"
    # Without a window manager no window is told that it has the keys; what is
    # typed shows where they go.
    program.type("Briefly. ")
    program.until(lambda: "Briefly. " in program.text(prompt_of(program)), "what was typed")
    program.wait_for("push button", "Practice: nothing is sent")
    program.key("ctrl+Return")
    program.wait_for("push button", lambda name: name.startswith("Cost $"))
    assert not sockets_of(program), "it opened a network socket"


def marks(program):
    """Heading and text of the marks that are on the screen."""
    return [node for node in program.find_all("dialog")
            if node.name != CARDS and program.is_shown(node)]


def place_of(program):
    """The last and the number of the marks: (2, 5)."""
    for label in program.find_all("label", lambda name: re.fullmatch(r"\d of \d", name)):
        if program.is_shown(label):
            return tuple(int(part) for part in label.name.split(" of "))
    return None


def tour_by_keys(program):
    """From the first card to the last mark with Return and Escape alone."""
    program.wait_for("dialog", CARDS)
    for card in ("1 of 3: ", "2 of 3: ", "3 of 3: "):
        program.until(lambda: program.find("status bar", lambda name: name.startswith(card)), card)
        program.key("Return")
    program.wait_gone("dialog", CARDS)
    seen = []
    while True:
        mark = program.until(lambda: next((mark for mark in marks(program)
                                           if mark.name not in seen), None) or
                             program.find("label", lambda name: name.startswith("That was the")),
                             f"the mark after {seen}")
        if mark.role == "label":
            break
        seen.append(mark.name)
        place = program.until(lambda: place_of(program), "which mark it is")
        assert place[0] == len(seen), f"{place} for {seen}"
        assert mark.description.endswith("."), mark.description
        # The bill has to be closed; all else is pressed.
        program.key("Escape" if "line by line" in mark.name else "Return")
    assert len(seen) == place[1] >= 3, f"{place} for {seen}"


def tour_is_taken_once(program):
    """What was taken is kept with the profile, and the menu has it again."""
    tour_by_keys(program)
    program.close()
    with sqlite3.connect(f"{program.folder}/costlab.db") as database:
        (settings,) = database.execute("SELECT settings FROM profiles").fetchone()
    assert '"tour_done":true' in settings, settings
    again = lab_atspi.Program(COSTLAB, home=program.home, settings={"offer-tour": "true"})
    try:
        wait_for_prompt(again)
        assert not again.find("dialog", CARDS), "it was shown again"
        again.key("F10")
        again.press(again.until(lambda: next((item for item in again.find_all(
            "menu item", "Take the Tour") if again.is_shown(item)), None), "the menu"))
        again.wait_for("dialog", CARDS)
        again.close()
    finally:
        again.kill()


def skip_ends_the_tour(program):
    """Skip in a mark, and Escape in the window, end it for good."""
    program.wait_for("dialog", CARDS)
    for _ in range(3):
        program.key("Return")
    mark = program.until(lambda: next(iter(marks(program)), None), "the first mark")
    program.press(program.wait_for("push button", "Skip the tour", near=mark))
    program.until(lambda: not marks(program), "no mark any more")
    wait_for_prompt(program)


# --- experiments ----------------------------------------------------------------

def row_of(program, name):
    return program.wait_for("list item", name)


def delete_and_undo(program):
    """The counts are back, and the focus is on the row."""
    wait_for_prompt(program)
    program.key("ctrl+shift+e")
    row = row_of(program, "Studied")
    counts = program.until(lambda: program.find("label", lambda name: "1 run" in name), "counts")
    said = counts.name
    program.press(row, "row.delete")
    program.until(lambda: program.find("label", lambda name: name.startswith("“Studied” deleted "
                                                                             "with 5 calls")),
                  "what was deleted, in words")
    program.wait_gone("list item", "Studied")
    program.key("ctrl+z")
    row = row_of(program, "Studied")
    program.until(lambda: program.has_focus(row), "the focus on the row")
    program.until(lambda: program.find("label", said), "the counts again")
    # Once more, and now the program ends before the offer does.
    program.press(row, "row.delete")
    program.wait_gone("list item", "Studied")
    listed = cli(program.folder, "experiment", "list")
    assert "Studied" in listed, "it was deleted before the offer had gone"
    program.key("Escape")
    program.close()
    listed = cli(program.folder, "experiment", "list")
    assert "Studied" not in listed and "First Steps" in listed, listed


def rename(program):
    """The new name stands in the list and in the ledger."""
    wait_for_prompt(program)
    program.key("ctrl+shift+e")
    program.press(row_of(program, "Studied"), "row.rename")
    program.wait_for("text", "Name")
    program.key("ctrl+a")
    program.type("Measured")
    program.key("Return")
    row_of(program, "Measured")
    program.wait_gone("list item", "Studied")
    assert "Measured" in cli(program.folder, "experiment", "list")


def with_studied_experiment(folder):
    cli(folder, "experiment", "create", "First Steps", "--tasks", "5")
    cli(folder, "experiment", "create", "Studied", "--tasks", "5")
    cli(folder, "run", "Studied", "--baseline")


# --- work under way -----------------------------------------------------------

def cut_off_and_closing(program):
    """A run that was cut off goes on; closing asks; another start raises."""
    wait_for_prompt(program)
    program.wait_for("alert", lambda name: "“Long” was cut off" in name)
    program.press(program.wait_for("push button", "Resume"))
    program.wait_for("push button", "1 job running")
    program.key("ctrl+q")
    program.wait_for("dialog", "Stop the Run and Close?")
    program.key("Escape")
    program.wait_gone("dialog", "Stop the Run and Close?")
    program.wait_for("push button", "1 job running")
    second = subprocess.run([COSTLAB, "--data-dir", program.folder], env=program.env,
                            timeout=60, check=False)
    assert second.returncode == 0, "a second start failed"
    assert len(program.find_all("frame")) == 1, "there are two windows"
    program.key("ctrl+q")
    program.wait_for("dialog", "Stop the Run and Close?")
    program.press(program.until(lambda: next((
        button for button in program.find_all(
            "push button", lambda name: name.startswith("_Stop and Close"))
        if program.is_shown(button)), None), "the button"))
    program.process.wait(60)
    program.close()
    assert "cancelled" in cli(program.folder, "--json", "experiment", "show", "Long")


def with_cut_off_run(folder):
    """A run whose program was killed once some of it was in the ledger."""
    cli(folder, "experiment", "create", "Long", "--tasks", "20000")
    run = subprocess.Popen([CLI, "--data-dir", folder, "run", "Long", "--baseline"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with sqlite3.connect(f"{folder}/costlab.db", timeout=60) as database:
            while database.execute("SELECT count(*) FROM api_calls").fetchone()[0] < 20:
                assert run.poll() is None, "the run ended by itself"
    finally:
        run.kill()
        run.wait()


# --- narrow -----------------------------------------------------------------------

def is_cut(node):
    """Whether it begins inside of a narrow window and ends outside."""
    left, _, width, _ = node.extents()
    return width > 0 and left < NARROW < left + width


def cut_nodes(program):
    return [node for node in program.nodes(program.frame())
            if node.role in {"push button", "entry", "text"} and is_cut(node)]


def narrow(program):
    """At 360 pixels every view can be gone to and left, and nothing is cut."""
    wait_for_prompt(program)
    program.resize(NARROW, 640)
    names = program.views()
    for name in names:
        program.key("alt+Left")
        program.until(lambda: program.is_shown(program.wait_for("list", "Views")),
                      "the list of views")
        program.show_view(name)
        program.until(lambda: program.is_shown(program.wait_for("push button", "Back")), "Back")
        # The page slides in; what is cut then is whole once it is there.
        program.until(lambda: not cut_nodes(program), f"all of {name} in the window")
    program.key("alt+1")
    program.until(lambda: program.is_shown(program.wait_for("push button", "Send")), "Send")


def play(scene, tour="false", prepare=None):
    """A scenario with the tour offered or not, on a folder that is prepared."""
    def run():
        with tempfile.TemporaryDirectory() as home:
            if prepare:
                prepare(f"{home}/data")
            lab_atspi.scenario(COSTLAB, scene, home=home, settings={"offer-tour": tour})()
    return run


taptest.run([
    ("/ui/first/launch", play(first_launch, tour="true")),
    ("/ui/first/tour-by-keys", play(tour_is_taken_once, tour="true")),
    ("/ui/first/skip-ends-the-tour", play(skip_ends_the_tour, tour="true")),
    ("/ui/first/delete-and-undo", play(delete_and_undo, prepare=with_studied_experiment)),
    ("/ui/first/rename", play(rename, prepare=with_studied_experiment)),
    ("/ui/first/cut-off-and-closing", play(cut_off_and_closing, prepare=with_cut_off_run)),
    ("/ui/first/narrow", play(narrow)),
])
