#!/usr/bin/env python3
"""Comparisons, from an empty window to a verdict, as a screen reader and a
keyboard meet them.

usage: test-scenarios-compare.py COSTLAB
"""

import json
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402
import lab_examples  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]
NAME = "Studied"
INTERVAL = re.compile(r"interval(?: of the saving)? ([−\d.]+)\s% to ([−\d.]+)\s%")


def cli(folder, *arguments):
    return lab_examples.costlab_cli(COSTLAB, folder, *arguments)


def said_by_cli(program, *arguments):
    return json.loads(cli(program.folder, "--json", *arguments))


def runs_of(program):
    """What the ledger has of the experiment's runs, by name."""
    shown = said_by_cli(program, "experiment", "show", NAME)
    return {run["name"]: run for run in shown["runs"]}


def operations_of(run):
    return sum(metrics["operations"] for metrics in run["metrics"])


def wait_for_prompt(program):
    program.until(lambda: program.has_focus(program.wait_for("text", "Prompt")),
                  "the focus in the prompt")


def shown_node(program, role, fits, what):
    return program.until(lambda: next((node for node in program.find_all(role, fits)
                                       if program.is_shown(node)), None), what)


def button(program, fits):
    return shown_node(program, "push button", fits, f"the button {fits}")


def open_compare(program):
    program.key("alt+2")
    return button(program, "Run Comparison")


def row_of(program, title, fits=lambda sentence: True):
    """The sentence of a run's row, once it is at rest and is as asked."""
    def ended(name):
        return (name.startswith(f"{title}: ") and "so far" not in name and fits(name))
    return shown_node(program, "label", ended, f"the row of {title}")


def waits(program):
    """Until nothing is under way."""
    program.until(lambda: not program.find("push button", lambda name: "running" in name and
                                           "job" in name), "no job any more")


def figures(sentence):
    """The ends of a row's interval, in per cent."""
    low, high = INTERVAL.search(sentence).groups()
    return tuple(float(end.replace("−", "-")) for end in (low, high))


# --- from nothing to a verdict ------------------------------------------------

def create_experiment(program, name):
    """By the keyboard, in the dialog, whose first field has the focus."""
    program.key("ctrl+n")
    dialog = program.until(lambda: next((window for window in program.root
                                         if window.name == "New Experiment" and
                                         program.is_shown(window)), None), "the dialog")
    entry = program.wait_for("text", "Name", near=dialog)
    program.key("ctrl+a")
    program.type(name)
    program.until(lambda: program.text(entry) == name, "the name in its field")
    program.key("Return")
    program.until(lambda: not any(window.name == "New Experiment" for window in program.root),
                  "the end of the dialog")
    program.give_focus()


def first_comparison(program):
    """Experiment, baseline, optimisations, results: nothing but this window."""
    wait_for_prompt(program)
    create_experiment(program, NAME)
    run = open_compare(program)
    program.wait_for("label", "No Comparison Yet")
    program.press(button(program, "Measure Baseline"))
    program.wait_for("label", "Nothing to Compare Yet")
    program.wait_for("label", "Baseline · 40 tasks")
    program.until(lambda: run.is_state("sensitive"), "Run Comparison to be pressed")
    program.key("ctrl+Return")
    for title in ("exact-cache", "prompt-compressor"):
        sentence = row_of(program, title, lambda name: " 40 tasks" in name).name
        assert re.search(r"verdict: [a-z -]+\.", sentence), sentence
        assert INTERVAL.search(sentence), sentence
    waits(program)
    runs = runs_of(program)
    assert {operations_of(run) for run in runs.values()} == {40}, runs
    # A task leads to both answers, and Back to the list.
    tasks = program.until(lambda: next((node for node in program.nodes()
                                        if "tasks.open" in node.actions()), None), "the tasks")
    program.press(tasks, "tasks.open")
    for side in ("Answer: Baseline", "Answer: exact-cache"):
        answer = program.until(lambda: next((node for node in program.find_all("text", side)
                                             if program.is_shown(node)), None), side)
        assert len(program.text(answer)) > 20, f"nothing in {side}"
    assert program.find("list", "Facts: Baseline"), "no facts"
    program.key("alt+Left")
    row_of(program, "exact-cache")


# --- verdicts -------------------------------------------------------------------

def with_baseline(*words):
    def prepare(folder):
        cli(folder, "experiment", "create", NAME, *words)
        cli(folder, "run", NAME, "--baseline")
    return prepare


def compare(program, title, fits=lambda sentence: True):
    wait_for_prompt(program)
    run = open_compare(program)
    program.until(lambda: run.is_state("sensitive"), "Run Comparison to be pressed")
    program.press(run)
    row = row_of(program, title, fits)
    waits(program)
    return row.name


def cache_is_adopted(program):
    """The verdict, the interval, and the same figures in the table."""
    sentence = compare(program, "exact-cache", lambda name: "verdict: adopt" in name)
    assert "quality not worse" in sentence and "cheaper" in sentence, sentence
    (found,) = said_by_cli(program, "compare", NAME, "exact-cache")["comparisons"]
    assert found["verdict"] == "adopt", found["verdict"]
    saving = found["saving"]
    drawn = figures(sentence)
    for told, computed in zip(drawn, (saving["interval"]["low"], saving["interval"]["high"])):
        assert abs(told - 100 * computed) <= 0.5, (told, computed)
    picture = program.find("image", "Saving with its interval")
    assert picture.description == sentence, (picture.description, sentence)
    program.press(button(program, "Show as a Table"))
    table = shown_node(program, "tree table", "Runs compared with the baseline", "the table")
    program.until(lambda: {"From", "To", "p adjusted"} <=
                  {node.name for node in program.nodes(table)}, "the columns of figures")
    cells = [node.name for node in program.nodes(table) if node.role == "label"]
    for computed in (saving["value"], saving["interval"]["low"], saving["interval"]["high"]):
        assert any(abs(float(cell.split()[0].replace("−", "-")) - 100 * computed) < 0.06
                   for cell in cells if re.fullmatch(r"[−\d.]+\s%", cell)), (cells, computed)
    assert str(found["pairs"]) in cells, cells


def trimming_loses_the_cache(program):
    """What is shorter is dearer where the vendor's cache is lost, and why."""
    sentence = compare(program, "prompt-compressor", lambda name: "verdict: drop" in name)
    assert "dearer" in sentence, sentence
    assert re.search(r"breaks the provider's cached prefix: −\d+ cached tokens a call",
                     sentence), sentence
    said = shown_node(program, "label", lambda name: name.startswith(
        "prompt-compressor breaks the provider's cached prefix"), "the reason in the details")
    assert said.name in sentence, (said.name, sentence)


def baseline_again_is_noise(program):
    """No verdict of the baseline against itself, but how far apart they lie."""
    sentence = compare(program, "Baseline again", INTERVAL.search)
    assert sentence.endswith("No verdict: it shows the noise."), sentence
    assert all(abs(end) < 10 for end in figures(sentence)), sentence
    table = shown_node(program, "tree table", "Runs compared with the baseline", "the table")
    words = {node.name for node in program.shown(table)}
    assert "noise" in words, words
    assert not words & {"Adopt", "Drop", "Trade-off", "Collect More", "Not Shown"}, words


# --- more of it -------------------------------------------------------------------

def exactly_so_many_more(program):
    """What is offered with its price is what is run, on both sides."""
    compare(program, "exact-cache", lambda name: "verdict: collect more" in name)
    program.press(button(program, "Details"))
    more = button(program, lambda name: re.fullmatch(r"Run \d+ More · at most \$[\d.]+", name))
    wanted = int(re.search(r"\d+", more.name).group())
    shown_node(program, "label", lambda name: re.match(r"About \$[\d.]+ by what such tasks", name),
               "the price that is likely")
    program.press(more)
    row_of(program, "exact-cache", lambda name: f" {12 + wanted} tasks" in name)
    waits(program)
    counts = {name: operations_of(run) for name, run in runs_of(program).items()}
    assert set(counts.values()) == {12 + wanted}, (counts, wanted)
    assert len(counts) == 2, counts


LONG = 1200


def stopped_and_gone_on_with(program):
    """A run goes on while another view is looked at, keeps what it has when it
    is stopped, and ends as one that was never stopped."""
    wait_for_prompt(program)
    run = open_compare(program)
    program.until(lambda: run.is_state("sensitive"), "Run Comparison to be pressed")
    program.press(run)
    program.wait_for("push button", "1 job running")
    program.key("alt+1", "alt+2", "ctrl+period")
    sentence = row_of(program, "prompt-compressor", lambda name: "stopped after" in name).name
    done = int(re.search(rf"stopped after (\d+) of {LONG} tasks", sentence).group(1))
    assert 0 < done < LONG, sentence
    waits(program)
    program.press(button(program, "Details"))
    program.press(button(program, "Go On With This Run"))
    program.press(button(program, lambda name: name.startswith("1 job running")))
    program.until(lambda: next((node for node in program.nodes() if re.search(
        rf"[1-9]\d* of {LONG}", node.name) and program.is_shown(node)), None),
        "how many are done, in the list of jobs")
    program.key("Escape")
    row_of(program, "prompt-compressor", lambda name: "stopped" not in name and
           f" {LONG} tasks" in name)
    waits(program)
    cli(program.folder, "run", NAME, "--strategy", "prompt-compressor", "--name", "whole")
    paused, whole = (said_by_cli(program, "compare", NAME, name)["comparisons"][0]
                     for name in ("prompt-compressor", "whole"))
    assert paused["pairs"] == whole["pairs"] == LONG, (paused["pairs"], whole["pairs"])
    assert paused["quality"] == whole["quality"], (paused["quality"], whole["quality"])
    # What was under way when it was stopped was paid for, and is not hidden.
    assert paused["cost"]["nano_usd"] >= whole["cost"]["nano_usd"], (paused, whole)


def play(scene, prepare=None, stacks=None):
    """A scenario on a folder that is prepared, with these stacks chosen."""
    def run():
        settings = {"compare-stacks": str(stacks)} if stacks else {}
        with tempfile.TemporaryDirectory() as home:
            if prepare:
                prepare(f"{home}/data")
            lab_atspi.scenario(COSTLAB, scene, home=home, settings=settings)()
    return run


MINI = ("--model", "gpt-5.4-mini")

taptest.run([
    ("/ui/compare/first-comparison", play(first_comparison)),
    ("/ui/compare/cache-is-adopted", play(
        cache_is_adopted, with_baseline("--tasks", "240", *MINI), ["exact-cache"])),
    ("/ui/compare/trimming-loses-the-cache", play(
        trimming_loses_the_cache, with_baseline("--tasks", "60", "--param", "system=1030"),
        ["prompt-compressor"])),
    ("/ui/compare/baseline-again-is-noise", play(
        baseline_again_is_noise, with_baseline("--tasks", "40", *MINI), [""])),
    ("/ui/compare/exactly-so-many-more", play(
        exactly_so_many_more, with_baseline("--tasks", "12", *MINI), ["exact-cache"])),
    ("/ui/compare/stopped-and-gone-on-with", play(
        stopped_and_gone_on_with, with_baseline("--tasks", str(LONG), *MINI),
        ["prompt-compressor"])),
])
