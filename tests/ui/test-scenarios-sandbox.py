#!/usr/bin/env python3
"""One call by hand, whatever becomes of it. usage: test-scenarios-sandbox.py COSTLAB"""

import json
import pathlib
import re
import sqlite3
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402
import lab_examples  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]


# --- what the window shows -------------------------------------------------

def prompt_of(program):
    return program.wait_for("text", "Prompt")


def wait_ready(program):
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt")
    program.until(lambda: len(program.text(prompt_of(program))) > 0, "a prompt")
    program.wait_for("status bar", lambda name: "tokens in" in name or "budget" in name)


def wait_status(program, begin):
    return program.wait_for("status bar", lambda name: name.startswith(begin))


def wait_shown(program, role, name):
    return program.until(lambda: next((node for node in program.find_all(role, name)
                                       if program.is_shown(node)), None), f"{role} “{name}” shown")


def rows(program):
    """The sentences of the calls, newest first."""
    return [node.name for node in program.nodes()
            if node.name and re.match(r"^Call of .* to .*, (answered|refused|failed|stopped|cut off)$",
                                      node.name)]


def chip_of(program):
    return program.until(lambda: next((
        node for node in program.find_all("push button", lambda name: name.startswith("Cost "))
        if program.is_shown(node)), None), "a price")


def send(program, end="Answered"):
    program.key("ctrl+Return")
    wait_status(program, end)


# --- what the ledger holds -------------------------------------------------

def ledger(program, query):
    path = next(pathlib.Path(program.folder).glob("*.db"))
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


def hashes(program):
    return [row[0] for row in ledger(
        program, "SELECT request_hash FROM api_calls ORDER BY timestamp, seq")]


# --- how it is driven ------------------------------------------------------

def wait_focus(program, role, name):
    """The focus is at that node: a window behind may keep its own."""
    return program.until(lambda: next((node for node in program.find_all(role, name)
                                       if program.has_focus(node)), None),
                         f"the focus at {role} “{name}”")


def choose(program, name, steps):
    """The n-th word of a drop-down below the one that is chosen."""
    box = program.until(lambda: next((
        node for node in program.find_all("combo box", name) if program.is_shown(node)), None), name)
    program.press(box)
    program.until(lambda: (focused := program.focused()) and focused.role == "list item",
                  f"the words of {name}")
    program.key(*["Down"] * steps, "Return")
    program.until(lambda: (focused := program.focused()) and focused.role != "list item",
                  f"{name} chosen")


def set_fault(program, steps):
    program.press(program.wait_for("push button", "Call Settings"))
    choose(program, "Fault", steps)
    program.key("Escape")
    wait_status(program, "Practice ")
    program.key("F6", "shift+F6")
    program.until(lambda: program.has_focus(prompt_of(program)), "the focus in the prompt again")


def set_budget(program, dollars):
    program.press(program.wait_for("push button", "Practice: nothing is sent"))
    program.press(wait_shown(program, "push button", "Set a budget"))
    def is_set(name):
        return name.endswith("Set Budget")
    program.wait_for("text", "At most, in US dollars").set_text(dollars)
    button = program.until(lambda: (found := program.find("push button", is_set)) and
                           found.is_state("sensitive") and found, "an amount that is taken")
    program.press(button)
    program.wait_gone("push button", is_set)


def ctrl_return_sends(program):
    """The answer, its price, and a row in the history."""
    wait_ready(program)
    send(program)
    answer = program.wait_for("text", "Answer")
    program.until(lambda: len(program.text(answer)) > 20, "the text of the answer")
    chip = chip_of(program)
    assert re.fullmatch(r"Cost \$0\.\d+, known", chip.name), chip.name
    program.until(lambda: len(rows(program)) == 1, "one row in the history")


def breakdown_adds_up(program):
    """The rows add up to the total, and Escape leads back to the chip."""
    wait_ready(program)
    send(program)
    chip = chip_of(program)
    program.press(chip)
    table = wait_shown(program, "tree table", "Lines of the bill")
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
    """A stopped call is kept with what it cost, and Send is back."""
    wait_ready(program)
    # Both keys at once: the mock is quicker than a walk through the tree.
    program.key("ctrl+Return", "ctrl+period")
    wait_status(program, "Stopped")
    program.wait_for("push button", "Send")


def budget_refuses(program):
    """Both amounts are named, the ledger is as before, and the way out works."""
    wait_ready(program)
    set_budget(program, "0.001")
    line = program.wait_for("status bar", lambda name: "could cost up to" in name)
    assert re.fullmatch(r"This call could cost up to \$0\.\d+\. \$0\.001\d* is left in this "
                        r"month's budget\.", line.name), line.name
    before = ledger(program, "SELECT count(*) FROM api_calls")
    program.key("ctrl+Return")
    wait_status(program, "Nothing was sent.")
    assert ledger(program, "SELECT count(*) FROM api_calls") == before
    assert ledger(program, "SELECT count(*) FROM reservations") == [(0,)]
    program.press(wait_shown(program, "push button", "Shorten…"))
    program.press(wait_shown(
        program, "push button", lambda name: name.startswith("Use This Limit")))
    program.wait_for("status bar", lambda name: "at most $0.00" in name and "left" in name)
    program.until(lambda: program.has_focus(prompt_of(program)) or program.key("F6") or True,
                  "somewhere to send from")
    send(program)


def unpriced_is_never_nothing(program):
    """No "$0" anywhere; sums say "at least"; a budget asks first."""
    wait_ready(program)
    program.wait_for("status bar", lambda name: "no price is known" in name)
    send(program)
    assert chip_of(program).name == "Cost unpriced: no price is known"
    program.until(lambda: [name for name in rows(program) if ", unpriced, " in name],
                  "the call in the history")
    program.wait_for("label", "1 call · unpriced")
    program.until(lambda: not [node for node in program.nodes() if re.search(
        r"\$0(\.0+)?(?![\d.])", node.name or "")], "no zero anywhere")
    set_budget(program, "5")
    program.wait_for("status bar", lambda name: "nobody can say whether this call fits" in name)
    program.key("ctrl+Return")
    wait_status(program, "Nothing was sent.")
    assert ledger(program, "SELECT count(*) FROM api_calls") == [(1,)]
    program.press(wait_shown(program, "push button", "Allow Once"))
    wait_status(program, "Answered")
    assert ledger(program, "SELECT count(*) FROM api_calls") == [(2,)]
    program.key("ctrl+Return")
    wait_status(program, "Nothing was sent.")


def refused_twice_then_answered(program):
    """It counts down, tells the attempts, and adds up all of them."""
    wait_ready(program)
    set_fault(program, 1)
    program.key("ctrl+Return")
    status = wait_status(program, "Attempt 2 of 3 begins in ")
    assert "Rate limit reached" in status.name, status.name
    wait_status(program, "Attempt 3 of 3 begins in ")
    wait_status(program, "Answered")
    program.until(lambda: len(rows(program)) == 3, "three attempts in the history")
    names = rows(program)
    assert "attempt 3" in names[0] and names[0].endswith("answered"), names
    assert "attempt 2" in names[1] and names[1].endswith("refused"), names
    assert "attempt" not in names[2] and names[2].endswith("refused"), names
    program.wait_for("label", lambda name: name.endswith("3 attempts"))
    cost = ledger(program, "SELECT sum(cost) FROM api_calls")[0][0]
    shown = float(re.search(r"\$([\d.]+)", chip_of(program).name)[1])
    assert abs(shown * 1e9 - cost) <= 5000, (shown, cost)


def offline_says_three_things(program):
    """What happened, what it means, what to do; and doing that works."""
    wait_ready(program)
    set_fault(program, 4)
    send(program, "There is no answer.")
    program.wait_for("alert", "The connection to the provider was refused.")
    program.wait_for("label", lambda name: name.startswith(
        "Nothing reached the provider, so nothing is billed.") and "Try again later" in name)
    program.press(wait_shown(program, "push button", "Use Practice Without Faults"))
    program.until(lambda: not any(program.is_shown(node) for node in program.find_all(
        "push button", "Switch the practice fault off")), "the fault switched off")
    program.key("F6", "shift+F6")
    send(program)


def open_found(program, words):
    """Opens the one call that has these words. Each search is one change, and
    begins without a row: what is there is what was found, and stays."""
    program.key("ctrl+f")
    search = program.until(lambda: (focused := program.focused()) and
                           "Search" in focused.name and focused, "the focus in the search")
    search.set_text("no such words")
    program.until(lambda: not rows(program), "no call")
    search.set_text(words)
    program.until(lambda: len(rows(program)) == 1, f"the call with {words}")
    program.key("Tab", "Tab")
    program.until(lambda: (focused := program.focused()) and program.find(
        "table cell", near=focused) or program.key("Tab"), "the focus in the list")
    program.key("Return")
    wait_status(program, "Call of ")
    program.until(lambda: words in program.text(prompt_of(program)), "its prompt")


def reopened_and_sent_again(program):
    """The same request, found by its words, sent once more."""
    wait_ready(program)
    send(program)
    program.until(lambda: len(rows(program)) == 1, "one row")
    program.key("ctrl+f")
    program.until(lambda: (focused := program.focused()) and "Search" in focused.name,
                  "the focus in the search")
    program.type("no such words")
    program.wait_for("label", "Nothing Found")
    open_found(program, "order 1042")
    program.press(wait_shown(program, "push button", "Send Again"))
    wait_status(program, "Answered")
    found = hashes(program)
    assert len(found) == 2 and found[0] == found[1], found


def wire_hides_the_key(program):
    """The headers are there, a key is not, and curl gets a variable for it."""
    wait_ready(program)
    send(program)
    program.press(wait_shown(program, "push button", "Wire…"))
    program.until(lambda: (found := program.find("push button", "Copy as curl")) and
                  found.is_state("sensitive"), "a command to copy")
    page = next(node for node in program.nodes()
                if node.name == "Headers" and node.actions())
    program.press(page)
    headers = wait_shown(program, "text", "Headers")
    text = program.text(headers)
    assert "authorization: Bearer ••••" in text, text
    assert "host: api.openai.com" in text, text
    program.press(program.find("push button", "Copy as curl"))
    wait_status(program, "A curl command was copied.")
    program.key("Escape")
    program.wait_gone("push button", "Copy as curl")


def opened_by_key_and_compared(program):
    """A pinned call, and another opened by its key: the two of them."""
    wait_ready(program)
    send(program)
    prompt_of(program).set_text("Say in one line when the second payment goes back.")
    program.until(lambda: program.find("push button", "Send") is not None, "Send")
    send(program)
    program.until(lambda: len(rows(program)) == 2, "two rows")
    open_found(program, "order 1042")
    program.press(wait_shown(program, "push button", "Pin to Compare"))
    wait_shown(program, "push button", "Unpin")
    open_found(program, "second payment goes")
    program.press(program.until(lambda: (found := program.find("push button", "Compare Calls")) and
                                found.is_state("sensitive") and found, "two to compare"))
    wait_shown(program, "tree table", "Figures of both calls")
    program.key("alt+Left")
    wait_shown(program, "push button", "Send Again")


# --- a workload -------------------------------------------------------------

def with_experiment(play, *arguments, prompts=None):
    """An experiment of so many tasks, or of one's own prompts, in view."""
    def before(program):
        if prompts:
            path = pathlib.Path(program.home) / "prompts.jsonl"
            path.write_text(prompts, encoding="utf-8")
            words = ["--workload", str(path), *arguments]
        else:
            words = arguments
        lab_examples.costlab_cli(COSTLAB, program.folder, "experiment", "create", "Tried", *words)
    return lab_atspi.scenario(COSTLAB, play, before=before)


def open_workload(program):
    wait_ready(program)
    program.press(wait_shown(program, "push button", "Run a Workload"))
    return wait_shown(program, "push button", "Run the Workload")


def runs(program, begin):
    """What is said of the runs that ended so, newest first."""
    return [node.name for node in program.find_all(
        "label", lambda name: name.startswith(begin) and " tasks" in name)
        if program.is_shown(node)]


def steer(program, action):
    """Does one of the verbs of the run under way, once it has it: its row has
    them all, as buttons take each other's place."""
    def find():
        rows_of = program.find("list", "Under way")
        return next((row for row in rows_of or () if action in row.actions()), None)
    row = program.until(find, f"a run that takes {action}")
    row.do(row.actions().index(action))


def wait_words(program, begin):
    return program.until(lambda: next((
        node for node in program.find_all("label", lambda name: name.startswith(begin))
        if program.is_shown(node)), None), f"“{begin}”")


def workload_runs_to_its_end(program):
    """The worst price before, progress, and a result that the ledger agrees to;
    a second run is not the baseline again."""
    button = open_workload(program)
    most = program.wait_for("label", lambda name: name.startswith("12 tasks · at most $"))
    most = float(most.name.split("$")[1].replace(",", ""))
    program.press(button)
    program.until(lambda: runs(program, "Completed · 12 of 12 tasks"), "the run's result")
    found = ledger(program, "SELECT count(*), sum(cost) FROM api_calls WHERE run_id NOT NULL")
    assert found[0][0] == 12 and 0 < found[0][1] / 1e9 <= most, (found, most)
    assert ledger(program, "SELECT kind, status FROM runs") == [("baseline", "completed")]
    program.key("ctrl+Return")
    program.until(lambda: len(runs(program, "Completed · 12 of 12 tasks")) == 2, "two results")
    assert len(ledger(program, "SELECT 1 FROM runs WHERE kind = 'baseline'")) <= 2
    program.key("alt+Left")
    program.until(lambda: program.has_focus(prompt_of(program)), "the prompt again")


def workload_pauses_stops_and_goes_on(program):
    """What was paid stays, and is not paid again."""
    program.press(open_workload(program))
    steer(program, "job.pause")
    wait_words(program, "Paused · ")
    steer(program, "job.resume")
    program.until(lambda: not program.find("label", lambda name: name.startswith("Paused · ")),
                  "it goes on")
    program.key("ctrl+period")
    program.until(lambda: runs(program, "Stopped · "), "the run stopped")
    first = ledger(program, "SELECT count(*) FROM api_calls WHERE run_id NOT NULL")[0][0]
    assert first < 20000, first
    program.press(wait_shown(program, "push button", "Go On"))
    program.until(lambda: ledger(program, "SELECT count(*) FROM api_calls")[0][0] > first,
                  "more calls than before")
    program.key("ctrl+period")
    program.until(lambda: (found := program.find("push button", "Go On")) and
                  found.is_state("sensitive"), "it stopped again")
    assert len(ledger(program, "SELECT id FROM runs")) == 1
    # A call that was stopped in the middle has no answer, and is made again.
    twice = ledger(program, "SELECT task_key FROM api_calls WHERE final AND status = 'ok'"
                            " GROUP BY task_key, replicate HAVING count(*) > 1")
    assert twice == [], twice[:3]


PROMPTS = '{"prompt": "Name a colour."}\n{"prompt": "Name another."}\n'


def own_prompts_run(program):
    """A file of one's own; and what is wrong with it is said by line and field."""
    button = open_workload(program)
    program.wait_for("label", "prompts.jsonl")
    program.wait_for("label", lambda name: name.startswith("2 tasks · at most $"))
    program.press(button)
    program.until(lambda: runs(program, "Completed · 2 of 2 tasks"), "the run's result")
    path = pathlib.Path(program.home) / "prompts.jsonl"
    path.write_text(PROMPTS + '{"prompt": 7}\n', encoding="utf-8")
    program.key("F5")
    program.wait_for("alert", lambda name: "prompts.jsonl:3: $.prompt: " in name)
    path.write_text(PROMPTS * 2, encoding="utf-8")
    program.key("F5")
    program.wait_for("label", lambda name: name.startswith("4 tasks · at most $"))


OWN_MODEL = json.dumps({
    "schema": "costlab-price-rows/1",
    "models": [{"provider": "openai", "id": "ft-support", "max_output": 4096}],
    "rows": [],
})


def with_own_model(play):
    """A model of one's own that has no price, and is the one chosen."""
    def run():
        if lab_atspi.MISSING:
            raise taptest.Skip(lab_atspi.MISSING)
        import tempfile
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home) / "data"
            folder.mkdir()
            (folder / "prices.json").write_text(OWN_MODEL, encoding="utf-8")
            lab_atspi.scenario(COSTLAB, play, home=home, settings={
                "sandbox-provider": "'openai'", "sandbox-model": "'ft-support'"})()
    return run


def case(play, run=None):
    name = f"/ui/scenario/sandbox/{play.__name__.replace('_', '-')}"
    return name, run or lab_atspi.scenario(COSTLAB, play)


taptest.run([
    case(ctrl_return_sends),
    case(breakdown_adds_up),
    case(stop_means_stop),
    case(budget_refuses),
    case(unpriced_is_never_nothing, with_own_model(unpriced_is_never_nothing)),
    case(refused_twice_then_answered),
    case(offline_says_three_things),
    case(reopened_and_sent_again),
    case(wire_hides_the_key),
    case(opened_by_key_and_compared),
    case(workload_runs_to_its_end,
         with_experiment(workload_runs_to_its_end, "--tasks", "12")),
    case(workload_pauses_stops_and_goes_on,
         with_experiment(workload_pauses_stops_and_goes_on, "--tasks", "20000")),
    case(own_prompts_run, with_experiment(own_prompts_run, prompts=PROMPTS)),
])
