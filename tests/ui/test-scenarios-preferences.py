#!/usr/bin/env python3
"""Budgets, prices of one's own and profiles, as they are set in Preferences.

usage: test-scenarios-preferences.py COSTLAB
"""

import pathlib
import sqlite3
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402

COSTLAB = sys.argv[1]
AMOUNT = "US dollars at most; empty is no budget"


def at_rest(program):
    program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")), "the prompt")


def seen(program, role, name):
    """What is on the screen, and not on a page beside."""
    return program.until(lambda: next((node for node in program.find_all(role, name)
                                       if program.is_shown(node)), None), f"{role} {name}")


def button_of_dialog(program, name):
    """The toolkit names a button with a mnemonic twice: “_Add Add”."""
    return seen(program, "push button", lambda text: text.replace("_", "").split() == 2 * [name])


def open_page(program, name):
    program.key("ctrl+comma")
    tab = program.until(lambda: next(iter(program.find_all("page tab", name)), None), name)
    program.press(tab)


def close_dialog(program, name):
    program.key("Escape")
    program.wait_gone("page tab", name)
    program.give_focus()


def ledger(program, question):
    with sqlite3.connect(f"file:{program.folder}/costlab.db?mode=ro", uri=True) as database:
        return database.execute(question).fetchall()


def click(node):
    """With the mouse, and back to where keys go to the window."""
    x, y, width, height = node.extents()
    subprocess.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2),
                    "click", "1", "mousemove", "3", "3"], check=True)


def type_into(program, row, text):
    """Types over what is there."""
    click(row)
    program.key("ctrl+a")
    program.type(text)
    program.until(lambda: program.text(row) == text, f"{text} in {row.name}")


def budget_holds(program):
    """No budget until Apply; then it refuses what does not fit, and says why."""
    at_rest(program)
    open_page(program, "Budgets")
    amount = seen(program, "text", AMOUNT)
    type_into(program, amount, "0.000001")
    assert ledger(program, "SELECT count(*) FROM budgets WHERE scope = 'month'") == [(0,)]
    program.press(seen(program, "push button", "Apply"))
    program.until(lambda: ledger(program, "SELECT cap FROM budgets WHERE scope = 'month'") ==
                  [(1000,)], "the budget in the ledger")
    program.until(lambda: program.find("label", "$0.00, $0.000001 left"), "what is left")
    close_dialog(program, "Budgets")
    at_rest(program)
    program.key("ctrl+Return")
    seen(program, "status bar", lambda name: name.endswith("$0.000001 is left in this month's "
                                                           "budget."))
    seen(program, "status bar", "Nothing was sent.")
    assert ledger(program, "SELECT count(*) FROM api_calls") == [(0,)]


def own_price(program):
    """A price of one's own is added beside the catalogue, and counted."""
    at_rest(program)
    open_page(program, "Prices")
    program.press(seen(program, "push button", "Add a Price…"))
    for name, text in (("Input", "0.5"), ("Output", "2")):
        type_into(program, seen(program, "text", name), text)
    program.press(button_of_dialog(program, "Add"))
    program.wait_gone("text", "Input")
    kept = list(pathlib.Path(program.folder).glob("*price*"))
    assert any("gpt-5.4-mini" in path.read_text(encoding="utf-8") for path in kept), kept


def profile_names(program):
    return {name for (name,) in ledger(program, "SELECT name FROM profiles")}


def add_profile(program, name):
    open_page(program, "General")
    program.press(seen(program, "push button", "Add a Profile…"))
    type_into(program, seen(program, "text", "Name"), name)
    program.key("Return")
    program.until(lambda: name in profile_names(program), "the profile in the ledger")


def send_one(program):
    at_rest(program)
    program.key("ctrl+Return")
    program.until(lambda: ledger(program, "SELECT count(*) FROM api_calls WHERE final") == [(1,)],
                  "one call")


def other_profile_is_empty(program):
    """Another profile sees nothing of the first one's, and goes without a trace."""
    send_one(program)
    (first,) = profile_names(program)
    add_profile(program, "Second")
    click(seen(program, "check box", "Second"))
    program.wait_gone("page tab", "General")
    program.until(lambda: not program.find_all("label", "1 call"), "another history")
    seen(program, "label", "No Calls Yet")
    program.give_focus()
    open_page(program, "General")
    program.press(seen(program, "push button", "Delete Second"))
    program.press(button_of_dialog(program, "Delete"))
    program.until(lambda: profile_names(program) == {first}, "only the first profile")
    program.wait_gone("page tab", "General")
    program.until(lambda: any(node.name.endswith(", answered") for node in program.nodes()),
                  "the first one's call again")


lab_atspi.run_scenarios(COSTLAB, [budget_holds, own_price, other_profile_is_empty],
                        prefix="/ui/preferences")
