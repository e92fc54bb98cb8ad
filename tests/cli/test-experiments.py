#!/usr/bin/env python3
"""Experiments, runs, calls, comparisons and profiles, from outside"""

import json
import re
from fractions import Fraction

import clitest

TASKS = 24


def create(home, name="study", *options):
    return home.json("experiment", "create", name, "--tasks", TASKS, *options)


def prepare(home, *strategies):
    """An experiment with its baseline and one run for each strategy."""
    experiment = create(home)
    runs = [home.json("run", "study", "--baseline", "--name", "base")]
    for strategy in strategies:
        runs.append(home.json("run", "study", "--strategy", strategy, "--name",
                              strategy.split(":")[0]))
    return experiment, runs


def calls_of(home, run, experiment="study"):
    return home.json("calls", experiment, "--run", run)["calls"]


def total(calls):
    return sum(call["cost"]["nano_usd"] for call in calls if call["cost"] is not None)


def check_money(amount):
    assert Fraction(amount["usd"]) == Fraction(amount["nano_usd"], 10**9), amount


def from_experiment_to_results(home):
    """The specification's scenario: create, baseline, optimise, results."""
    experiment, (base, cached) = prepare(home, "exact-cache")
    assert experiment["status"] == "draft" and experiment["provider"] == "openai"
    for run in (base, cached):
        assert run["status"] == "completed" and run["message"] is None, run
        assert run["tasks"] == {"total": TASKS, "done": TASKS, "resumed": 0, "failed": 0,
                                "judged": TASKS}, run
    assert base["kind"] == "baseline" and cached["kind"] == "optimised"

    shown = home.json("experiment", "show", "study")
    assert shown["experiment"]["status"] == "completed"
    assert shown["baseline"]["run"] == base["run"] and not shown["baseline"]["stale"]
    assert {run["name"] for run in shown["runs"]} == {"base", "exact-cache"}

    (found,) = home.json("compare", "study", "exact-cache")["comparisons"]
    assert found["pairs"] == TASKS and found["unpaired"] == 0
    assert found["baseline_cost"]["nano_usd"] == base["cost"]["nano_usd"]
    assert found["cost"]["nano_usd"] == cached["cost"]["nano_usd"]
    saved = base["cost"]["nano_usd"] - cached["cost"]["nano_usd"]
    assert found["saved"]["nano_usd"] == saved > 0
    assert abs(found["saving"]["value"] - saved / base["cost"]["nano_usd"]) < 1e-6
    for name in ("saving", "typical_call"):
        figure = found[name]
        assert figure["interval"]["low"] <= figure["value"] <= figure["interval"]["high"], figure
        assert figure["method"] and figure["n"] > 0 and figure["seed"] == 1, figure
    assert found["quality"]["margin"] == 0.03 and found["quality"]["lower_bound"] is not None
    assert found["quality"]["state"] in ("pass", "inconclusive", "inferior")
    assert found["verdict"] in ("adopt", "collect-more", "trade-off", "drop", "not-shown")
    assert found["reason"] and "latency_change_us" in found and "overhead" in found


def totals_are_the_sums_of_their_lines(home):
    _, runs = prepare(home, "exact-cache", "prompt-compressor")
    shown = {run["id"]: run for run in home.json("experiment", "show", "study")["runs"]}
    everything = home.json("calls", "study")["calls"]
    assert len(everything) == 3 * TASKS
    for run in runs:
        calls = calls_of(home, run["run"])
        assert len(calls) == TASKS and len({c["task"] for c in calls}) == TASKS
        assert total(calls) == run["cost"]["nano_usd"]
        (metrics,) = shown[run["run"]]["metrics"]
        assert metrics["origin"] == "practice" and metrics["operations"] == TASKS
        assert metrics["cost"]["nano_usd"] == total(calls)
        for bucket in ("u", "r", "w", "wl", "o"):
            assert metrics["tokens"][bucket] == sum(c["tokens"][bucket] for c in calls)
        for call in calls:
            assert call["state"] == "known"
            check_money(call["cost"])
        sent = [call for call in calls if call["status"] != "answered"]
        call = sent[0]
        bill = home.json("price", "--model", call["model"], "--usage", json.dumps(call["tokens"]),
                         "--at", call["at"])
        assert bill["cost"] == call["cost"] and bill["price_row"] == call["price_row"]


def one_seed_gives_the_same_run(home):
    create(home)
    first = home.json("run", "study", "--baseline")
    second = home.json("run", "study", "--baseline", "--concurrency", "1")
    other = home.json("run", "study", "--baseline", "--seed", "99")

    def figures(run):
        return [(c["task"], c["tokens"], c["cost"], c["score"])
                for c in sorted(calls_of(home, run["run"]), key=lambda c: c["task"])]

    assert figures(first) == figures(second)
    assert figures(first) != figures(other)


def stacked_strategies_with_parameters(home):
    create(home)
    run = home.json("run", "study", "--strategy", "exact-cache:ttl=60", "--strategy",
                    "prompt-compressor")
    names = [part.split(":")[0] for part in run["strategies"].split(";")]
    assert names == ["exact-cache", "prompt-compressor"] and "ttl=60" in run["strategies"]
    for bad in ("nonsense", "exact-cache:ttl=-1", "exact-cache:speed=3", "exact-cache:ttl"):
        error = home.run("--json", "run", "study", "--strategy", bad).fails(
            1, "INVALID_EXPERIMENT_CONFIG")
        assert bad.split(":")[0] in error["message"], error


def strategies_list_their_parameters(home):
    listed = {s["name"]: s for s in home.json("strategies")["strategies"]}
    assert {"exact-cache", "prompt-compressor"} <= set(listed)
    for strategy in listed.values():
        assert strategy["description"]
        for parameter in strategy["parameters"]:
            assert parameter["type"] in ("boolean", "integer", "number", "choice", "set")
            assert parameter["description"] and parameter["default"] is not None
    text = home.run("strategies").ok().out
    assert "ttl=86400" in text


def several_runs_are_compared_at_once(home):
    prepare(home, "exact-cache", "prompt-compressor")
    both = home.json("compare", "study", "exact-cache", "prompt-compressor")["comparisons"]
    assert len(both) == 2
    for one in both:
        assert one["saving"]["p_adjusted"] >= one["saving"]["p_value"], one["saving"]
    text = home.run("compare", "study", "exact-cache").ok().out
    for part in ("Saving on the bill", "Verdict:", "Quality:", "95 % interval"):
        assert part in text, text
    other = home.json("compare", "study", "base", "--baseline", "exact-cache", "--margin", "0.1",
                      "--seed", "7")["comparisons"][0]
    assert other["saved"]["nano_usd"] == -both[0]["saved"]["nano_usd"]
    assert other["quality"]["margin"] == 0.1 and other["saving"]["seed"] == 7


def unpriced_is_never_nothing(home):
    """Neither the run nor the comparison of a model without a price says 0."""
    home.json("experiment", "create", "study", "--tasks", TASKS, "--model", "mystery-1",
              "--provider", "openai", "--allow-unpriced")
    home.json("run", "study", "--baseline")
    home.json("run", "study", "--strategy", "exact-cache")
    text = home.run("compare", "study", "exact-cache").ok().out
    (line,) = [line for line in text.splitlines() if line.startswith("Cost of the pairs")]
    assert line.count("unpriced") == 2 and "0.00" not in line, line
    (one,) = home.json("compare", "study", "exact-cache")["comparisons"]
    assert one["saved"] is None and one["baseline_cost"]["unpriced_calls"] > 0, one
    assert one["verdict"] == "not-shown", one


def runs_are_called_by_what_they_are(home):
    create(home)
    names = [home.json("run", "study", *what)["name"] for what in (
        ("--baseline",), ("--strategy", "exact-cache"), ("--strategy", "exact-cache"),
        ("--strategy", "prompt-compressor:level=medium", "--strategy", "exact-cache"),
        ("--strategy", "exact-cache", "--name", "mine"))]
    assert names == ["baseline", "exact-cache", "exact-cache-2", "prompt-compressor+exact-cache",
                     "mine"], names
    said = home.run("run", "study", "--strategy", "exact-cache").ok().out
    (next_step,) = re.findall(r"costlab-cli (compare \S+ \S+)", said)
    home.run(*next_step.split()).ok()


def calls_tell_all_that_is_known(home):
    create(home)
    run = home.json("run", "study", "--strategy", "exact-cache")
    for call in calls_of(home, run["run"]):
        assert call["session"] and (
            call["status"] == "answered" or call["memos"]["system"] > 0), call
        assert [note["strategy"] for note in call["strategies"]] == ["exact-cache"], call
        assert call["cost_basis"] is None or call["state"] != "known", call


def comparing_needs_a_baseline(home):
    create(home)
    home.json("run", "study", "--strategy", "exact-cache", "--name", "c")
    home.run("--json", "compare", "study", "c").fails(1, "MISSING_BASELINE")
    home.run("--json", "run", "study", "--strategy", "exact-cache",
             "--stop-on-degradation").fails(1, "MISSING_BASELINE")
    home.json("run", "study", "--baseline")
    run = home.json("run", "study", "--strategy", "exact-cache", "--stop-on-degradation")
    assert run["status"] == "completed"


def a_budget_stops_the_run_and_a_larger_one_goes_on(home):
    create(home, "study", "--max-output", "400")
    result = home.run("--json", "run", "study", "--baseline", "--budget", "0.006", "--name", "b")
    assert result.status == 1, result.out
    stopped = clitest.strict(result.out)
    error = clitest.strict(result.err)["error"]
    assert error["code"] == "RESOURCE_LIMIT_EXCEEDED" and "budget" in error["details"], error
    assert stopped["status"] == "interrupted"
    assert 0 < stopped["tasks"]["done"] < TASKS
    assert stopped["cost"]["nano_usd"] <= 6_000_000
    assert total(calls_of(home, "b")) == stopped["cost"]["nano_usd"]

    again = home.run("--json", "experiment", "resume", "study")
    assert again.status == 1, "the same budget cannot be enough"
    (whole,) = home.json("experiment", "resume", "study", "--budget", "1")["runs"]
    assert whole["status"] == "completed", whole
    assert whole["tasks"]["resumed"] >= stopped["tasks"]["done"]
    calls = calls_of(home, "b")
    assert len(calls) == len({call["task"] for call in calls}) == TASKS
    assert total(calls) == whole["cost"]["nano_usd"]
    assert home.json("experiment", "show", "study")["baseline"]["run"] == whole["run"]
    assert home.json("experiment", "resume", "study") == {"runs": []}


def budget_zero_is_not_no_budget(home):
    create(home)
    result = home.run("--json", "run", "study", "--baseline", "--budget", "0")
    assert result.status == 1
    assert clitest.strict(result.out)["tasks"]["done"] == 0


def own_prompts_and_a_changed_file(home):
    lines = [{"question": f"What is {n} + {n}?", "judge": {"type": "number", "value": 2 * n}}
             for n in range(1, 13)]
    path = home.file("own.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    made = home.json("experiment", "create", "own", "--workload", path)
    assert made["workload"] == path and len(made["workload_hash"]) == 64
    run = home.json("run", "own", "--baseline")
    assert run["tasks"]["total"] == 12 and run["workload_changed"] is False
    home.file("own.jsonl", "".join(json.dumps(line) + "\n" for line in lines[:11]))
    changed = home.run("run", "own", "--strategy", "exact-cache", "--name", "later").ok()
    assert "changed" in changed.err, changed.err
    shown = home.json("experiment", "show", "own")
    assert shown["baseline"]["stale"] and shown["baseline"]["stale_reason"]
    home.run("--json", "compare", "own", "later").fails(1, "INVALID_EXPERIMENT_CONFIG")


def bad_workloads_name_their_line(home):
    path = home.file("bad.jsonl", '{"question":"a"}\n{"question":1}\n')
    error = home.run("--json", "experiment", "create", "x", "--workload", path).fails(
        1, "INVALID_INPUT")
    assert "bad.jsonl:2" in error["message"] and "question" in error["message"], error
    table = (
        (("--workload", home.path / "absent"), None),
        (("--workload", home.file("empty.jsonl", "")), "INVALID_INPUT"),
        (("--model", "no-such-model"), "INVALID_EXPERIMENT_CONFIG"),
        (("--param", "nonsense=1"), "INVALID_EXPERIMENT_CONFIG"),
        (("--tasks", "1000000"), "INVALID_EXPERIMENT_CONFIG"),
    )
    for options, code in table:
        home.run("--json", "experiment", "create", "x", *options).fails(1, code)
    home.run("--json", "experiment", "create", "").fails(1, "INVALID_EXPERIMENT_CONFIG")
    assert home.json("experiment", "list") == {"experiments": []}


def wrong_usage(home):
    create(home)
    table = (
        ("experiment", "create"), ("experiment", "create", "a", "b"),
        ("experiment", "create", "a", "--seed", "x"), ("experiment", "create", "a", "--param", "k"),
        ("experiment", "show"), ("experiment", "list", "x"), ("experiment", "delete"),
        ("experiment", "archive"), ("experiment", "resume"),
        ("experiment", "resume", "study", "--budget", "much"), ("experiment",),
        ("run",), ("run", "study"), ("run", "study", "--baseline", "--strategy", "exact-cache"),
        ("run", "study", "--baseline", "--concurrency", "0"),
        ("run", "study", "--baseline", "--concurrency", "257"),
        ("run", "study", "--baseline", "--tasks", "-1"),
        ("run", "study", "--baseline", "--tasks", "0"),
        ("experiment", "create", "a", "--tasks", "0"),
        ("experiment", "create", "a", "--tasks", "-1"),
        ("experiment", "create", "a", "--max-output", "-1"),
        ("experiment", "create", "a", "--max-output", "0"),
        ("run", "study", "--baseline", "--budget", "-1"),
        ("run", "study", "--baseline", "--budget", "NaN"),
        ("run", "study", "--baseline", "--seed", "-1"),
        ("calls",), ("calls", "study", "--limit", "-1"), ("calls", "study", "--status", "odd"),
        ("compare", "study"), ("compare", "study", "r", "--margin", "0"),
        ("compare", "study", "r", "--margin", "nan"), ("strategies", "x"),
        ("profile", "create"), ("profile", "delete"), ("profile", "list", "x"), ("recover", "x"),
        ("tour", "x"), ("tour", "--tasks", "-5"), ("tour", "--seed", "x"))
    for arguments in table:
        error = home.run("--json", *arguments).fails(2, "INVALID_INPUT")
        if arguments[-2:] == ("--tasks", "0"):
            assert "leave it out" in error["message"], error


def names_that_are_not_there(home):
    create(home)
    for arguments in (("experiment", "show", "nothing"), ("run", "nothing", "--baseline"),
                      ("calls", "study", "--run", "nothing"), ("compare", "study", "nothing"),
                      ("profile", "delete", "nobody"), ("--profile", "nobody", "calls", "study"),
                      ("experiment", "resume", "study", "--run", "nothing")):
        home.run("--json", *arguments).fails(1, "NOT_FOUND")
    home.run("--json", "run", "study", "--baseline", "--tasks", TASKS + 1).fails(
        1, "INVALID_EXPERIMENT_CONFIG")


def errors_are_logged_once_the_ledger_is_open(home):
    create(home)
    log = home.data / "log" / "costlab.log"
    assert not log.exists() or "NOT_FOUND" not in log.read_text()
    error = home.run("--json", "experiment", "show", "nothing").fails(1, "NOT_FOUND")
    lines = [clitest.strict(line) for line in log.read_text().splitlines()]
    assert [line["message"] for line in lines if line.get("code") == "NOT_FOUND"] == \
        [error["message"]], lines


def archive_and_delete(home):
    experiment = create(home)
    home.json("run", experiment["id"][:8], "--baseline")
    home.run("experiment", "archive", "study").ok()
    assert home.json("experiment", "list") == {"experiments": []}
    (kept,) = home.json("experiment", "list", "--all")["experiments"]
    assert kept["status"] == "archived"
    home.run("--json", "run", "study", "--baseline").fails(1, "SESSION_CREATION_FAILED")
    assert home.json("experiment", "delete", "study") == {"deleted": experiment["id"]}
    assert home.json("experiment", "list", "--all") == {"experiments": []}


def profiles_see_only_their_own(home):
    create(home)
    ada = home.json("profile", "create", "Ada")
    names = [p["name"] for p in home.json("profile", "list")["profiles"]]
    assert len(names) == 2 and names[1] == "Ada"
    home.run("--json", "profile", "create", "ada").fails(1, "INVALID_INPUT")
    home.run("--json", "--profile", "Ada", "experiment", "show", "study").fails(1, "NOT_FOUND")
    home.json("--profile", ada["id"], "experiment", "create", "SecretPlanOfAda", "--tasks", TASKS)
    home.json("--profile", "Ada", "run", "SecretPlanOfAda", "--baseline", "--name", "RunOfAda")
    assert len(home.json("experiment", "list")["experiments"]) == 1
    home.run("profile", "delete", "Ada").ok()
    for path in home.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for word in (b"SecretPlanOfAda", b"RunOfAda", ada["id"].encode()):
                assert word not in content, (path, word)
    assert len(home.json("experiment", "list")["experiments"]) == 1


def calls_are_paged_and_filtered(home):
    create(home)
    home.json("run", "study", "--strategy", "exact-cache", "--name", "c")
    everything = calls_of(home, "c")
    assert home.json("calls", "study", "--limit", "5")["calls"] == everything[:5]
    answered = home.json("calls", "study", "--status", "answered")["calls"]
    assert 0 < len(answered) < TASKS
    assert all(call["cost"]["nano_usd"] == 0 for call in answered)
    assert home.json("calls", "study", "--status", "lost") == {"calls": []}
    text = home.run("calls", "study", "--limit", "2").ok().out
    assert text.count("\n") == 3


def pages_join_without_a_seam(home):
    home.json("experiment", "create", "large", "--tasks", "600")
    home.json("run", "large", "--baseline", "--concurrency", "64", "--name", "b")
    calls = calls_of(home, "b", "large")
    assert len(calls) == len({call["id"] for call in calls}) == 600
    assert [c["at"] for c in calls] == sorted(c["at"] for c in calls)


clitest.main("experiments", [
    from_experiment_to_results, totals_are_the_sums_of_their_lines, one_seed_gives_the_same_run,
    stacked_strategies_with_parameters, strategies_list_their_parameters,
    several_runs_are_compared_at_once, comparing_needs_a_baseline,
    a_budget_stops_the_run_and_a_larger_one_goes_on, budget_zero_is_not_no_budget,
    own_prompts_and_a_changed_file, bad_workloads_name_their_line, wrong_usage,
    names_that_are_not_there, errors_are_logged_once_the_ledger_is_open, archive_and_delete,
    unpriced_is_never_nothing, runs_are_called_by_what_they_are, calls_tell_all_that_is_known,
    profiles_see_only_their_own, calls_are_paged_and_filtered, pages_join_without_a_seam])
