#!/usr/bin/env python3
"""The Dashboard, and charts, as a screen reader and a keyboard meet them.

usage: test-scenarios-dashboard.py COSTLAB
"""

import pathlib
import re
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402

COSTLAB = sys.argv[1]
AMOUNT = re.compile(r"\$\d+\.\d+")


def send(program, times=1):
    for _ in range(times):
        program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")),
                      "the focus in the prompt")
        before = len(calls(program))
        program.key("ctrl+Return")
        program.until(lambda: len(calls(program)) > before, "one row more")


def calls(program):
    return [node for node in program.nodes()
            if re.match(r"^Call of .*, (answered|stopped)$", node.name)]


def figure(program, title):
    """The figure of a tile, once it is there."""
    return program.wait_for("push button", lambda name: name.startswith(f"{title}: "))


def open_dashboard(program):
    program.key("alt+4")
    return program.until(lambda: next((node for node in program.find_all("image", "Spend per day")
                                       if program.is_shown(node)), None), "the chart")


def enter_chart(program, chart):
    """From pane to pane until the chart has the focus."""
    for _ in range(6):
        if program.has_focus(chart):
            return
        focused = program.focused()
        program.key("F6")
        program.until(lambda: program.focused() != focused, "another focus")
    raise AssertionError("F6 does not lead into the chart")


def described(program, name, condition, what):
    """The chart of that name once its description fulfils the condition."""
    return program.until(lambda: next((node for node in program.find_all("image", name)
                                       if program.is_shown(node) and condition(node.description)),
                                      None), what)


def nothing_yet(program):
    """An empty Dashboard says so and leads on."""
    program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")), "the prompt")
    program.key("alt+4")
    program.wait_for("label", "No Calls in These 7 Days")
    program.press(program.wait_for("push button", "Show 30 Days"))
    program.wait_for("label", "No Calls in These 30 Days")
    program.press(program.wait_for("push button", "Open Sandbox"))
    program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")),
                  "the focus in the prompt")


def figures_of_what_was_sent(program):
    """Amount and count are those of the calls."""
    send(program, 2)
    chart = open_dashboard(program)
    assert len(chart.description) >= 40 and chart.description.endswith("."), chart.description
    assert figure(program, "Calls").name.startswith("Calls: 2."), figure(program, "Calls").name
    spend = AMOUNT.search(figure(program, "Spend").name).group()
    strip = program.wait_for("push button", lambda name: name.startswith("Spent today: practice"))
    assert AMOUNT.search(strip.name).group() == spend, (strip.name, spend)
    for name in ("Where it goes", "Cost per call, n = 2"):
        program.until(lambda: program.find("image", name), name)
    rows = program.wait_for("list", "Dearest calls")
    assert len([row for row in rows if row.role == "list item"]) == 2
    assert not [node for node in program.nodes()
                if node.role == "push button" and node.name in ("Live", "Imported")
                and program.is_shown(node)], "one origin alone is offered as a choice"


def from_a_bar_to_a_bill_and_back(program):
    """Three presses of Enter lead to one call's bill, three times Back to the
    bar, with the focus where it was."""
    send(program)
    chart = open_dashboard(program)
    enter_chart(program, chart)
    program.key("End")
    bar = described(program, "Spend per day", lambda text: "Point 7 of 7" in text, "today's bar")
    read = bar.description
    program.key("Return")
    program.wait_for("push button", "Back")
    day = described(program, "Spend per hour", lambda text: len(text) > 40, "the day by the hour")
    program.until(lambda: program.has_focus(day), "the focus in the day")
    program.key("End")
    hour = described(program, "Spend per hour", lambda text: "Point" in text, "an hour").description
    program.key("Return")
    program.until(lambda: next((node for node in program.find_all("tree table", "Calls")
                                if program.is_shown(node) and any(
                                    program.has_focus(row) for row in node.walk())), None),
                  "the focus in the calls")
    program.key("Return")
    bill = program.until(lambda: next((node for node in program.find_all(
        "tree table", "Lines of the bill") if program.is_shown(node)), None), "the bill")
    assert any(AMOUNT.fullmatch(node.name) for node in bill.walk()), "no amounts in the bill"

    program.key("alt+Left")
    program.until(lambda: next((node for node in program.find_all("tree table", "Calls")
                                if program.is_shown(node) and any(
                                    program.has_focus(row) for row in node.walk())), None),
                  "the focus in the calls again")
    program.key("alt+Left")
    day = described(program, "Spend per hour", lambda text: text == hour, "the hour again")
    program.until(lambda: program.has_focus(day), "the focus in the day again")
    program.key("alt+Left")
    chart = described(program, "Spend per day", lambda text: text == read, "the bar again")
    program.until(lambda: program.has_focus(chart), "the focus in the chart again")


def chart_by_keyboard_and_as_a_table(program):
    """Each step is read in two places, and the table has the same amounts."""
    send(program)
    chart = open_dashboard(program)
    summary = chart.description
    enter_chart(program, chart)
    said = [summary]
    for _ in range(3):
        program.key("Right")
        chart = described(program, "Spend per day", lambda text: text != said[-1], "another point")
        said.append(chart.description)
        program.wait_for("status bar", chart.description)
    program.key("End")
    chart = described(program, "Spend per day", lambda text: "Point 7 of 7" in text, "the last")
    amount = AMOUNT.search(chart.description).group()
    program.key("s")
    described(program, "Spend per day", lambda text: text == summary, "the summary")
    program.key("t")
    table = program.until(lambda: next((node for node in program.find_all(
        "tree table", "Table of “Spend per day”") if program.is_shown(node)), None), "the table")
    assert amount in [node.name for node in table.walk()], amount
    assert sum(amount in node.name and ";" in node.name for node in table.walk()) == 1, \
        "no row says itself"
    program.until(lambda: any(program.has_focus(node) for node in
                              program.wait_for("tree table", "Table of “Spend per day”").walk()),
                  "the focus in the table")
    program.key("t")
    program.wait_gone("tree table", "Table of “Spend per day”")
    program.until(lambda: program.has_focus(program.wait_for("image", "Spend per day")),
                  "the focus in the chart")


def chart_by_its_actions(program):
    """What the keys do, accessibility tools can ask for."""
    send(program)
    chart = open_dashboard(program)
    for action in ("chart.next-point", "chart.previous-point", "chart.next-series",
                   "chart.previous-series", "chart.toggle-table", "chart.copy"):
        assert action in chart.actions(), chart.actions()
    program.press(chart, "chart.last-point")
    described(program, "Spend per day", lambda text: "Point 7 of 7" in text, "the last point")
    program.press(chart, "chart.drill")
    described(program, "Spend per hour", lambda text: len(text) > 40, "the day by the hour")


def the_strip_leads_to_today(program):
    send(program)
    program.press(program.wait_for("push button", lambda name: name.startswith("Spent today")))
    described(program, "Spend per hour", lambda text: len(text) > 40, "today by the hour")
    program.until(lambda: program.wait_for("push button", "Today").is_state("pressed"), "Today")


lab_atspi.run_scenarios(COSTLAB, [
    nothing_yet, figures_of_what_was_sent, from_a_bar_to_a_bill_and_back,
    chart_by_keyboard_and_as_a_table, chart_by_its_actions, the_strip_leads_to_today,
], prefix="/ui/dashboard")
