#!/usr/bin/env python3
"""The window as a screen reader meets it. usage: test-scenarios.py COSTLAB"""

import pathlib
import re
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402

COSTLAB = sys.argv[1]


def prompt_of(program):
    return program.wait_for("text", "Prompt")


def chip_of(program):
    return program.wait_for("push button", lambda name: name.startswith("Cost $"))


def send(program):
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt")
    program.key("ctrl+Return")
    program.until(lambda: program.find("status bar", "Answered."), "an answer")


def rows(program):
    return [node for node in program.nodes()
            if node.name and re.match(r"^Call of .*, (answered|stopped)$", node.name)]


def first_launch(program):
    """The prompt has the focus, practice is said, a price is said."""
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt")
    assert len(program.text(prompt_of(program))) > 20, "no sample prompt"
    program.wait_for("push button", "Practice: nothing is sent")
    program.wait_for("status bar", lambda name: "at most $" in name)


def ctrl_return_sends(program):
    send(program)
    answer = program.wait_for("text", "Answer")
    program.until(lambda: len(program.text(answer)) > 20, "the text of the answer")
    chip = chip_of(program)
    assert re.fullmatch(r"Cost \$0\.\d+, known", chip.name), chip.name
    program.until(lambda: len(rows(program)) == 1, "one row in the history")


def breakdown_opens(program):
    """The rows add up to the total, and Escape leads back to the chip."""
    send(program)
    chip = chip_of(program)
    program.press(chip)
    table = program.wait_for("tree table", "Lines of the bill")
    program.until(lambda: program.is_shown(table), "the table on the screen")
    texts = [node.name for node in program.nodes(table) if node.role == "label"]
    amounts = [text for text in texts if re.fullmatch(r"\$0\.\d{3,}", text)]
    assert len(amounts) >= 3, texts
    picos = [round(float(text[1:]) * 1e12) for text in amounts]
    total = picos.pop()
    assert abs(sum(picos) - total) <= 1000, texts
    program.key("Escape")
    program.until(lambda: program.find("tree table", "Lines of the bill", near=chip) is None,
                  "the breakdown closed")
    program.until(lambda: (program.focused() or chip).name == chip.name, "the focus at the chip")


def stop_means_stop(program):
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt")
    # Both keys at once: the mock is quicker than a walk through the tree.
    program.key("ctrl+Return", "ctrl+period")
    program.until(lambda: program.find("status bar", lambda name: name.startswith("Stopped")),
                  "the word that it stopped")
    program.until(lambda: program.find("push button", "Send"), "Send back in its place")


def search_and_send_again(program):
    send(program)
    program.until(lambda: len(rows(program)) == 1, "one row")
    program.key("ctrl+f")
    program.until(lambda: (program.focused() or prompt_of(program)).name != "Prompt",
                  "the focus in the search")
    program.type("no such words")
    program.wait_for("label", "Nothing Found")
    program.key("Escape")
    program.until(lambda: len(rows(program)) == 1, "the row again")


def views_to_come_say_so(program):
    program.wait_for("push button", "Practice: nothing is sent")
    row = program.wait_for("list item", "Challenges, comes later")
    assert not row.is_state("sensitive"), "it can be opened"
    assert not row.actions(), row.actions()


def shortcuts_and_go_to(program):
    send(program)
    program.key("ctrl+k")
    program.until(lambda: program.find("dialog", "Go To") or program.find("frame", "Go To"),
                  "the dialog")
    program.type("Keyboard")
    program.until(lambda: program.find("label", "Keyboard shortcuts"), "what was looked for")
    program.key("Escape")
    program.until(lambda: not (program.find("dialog", "Go To") or
                               program.find("frame", "Go To")), "the dialog gone")


lab_atspi.run_scenarios(COSTLAB, [
    first_launch, ctrl_return_sends, breakdown_opens, stop_means_stop, search_and_send_again,
    views_to_come_say_so, shortcuts_and_go_to])
