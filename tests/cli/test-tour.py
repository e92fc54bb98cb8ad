#!/usr/bin/env python3
"""costlab-cli tour"""

import json
import pathlib
import re
from fractions import Fraction

import clitest


def tour(home, *options, data=False, env=None):
    out = home.path / f"out-{len(list(home.path.glob('out-*')))}"
    document = home.json("tour", "--tasks", "24", "--out", out, *options, data=data, env=env)
    path = pathlib.Path(document["report"])
    assert path == out / "report.json"
    return document, path.read_bytes()


def amounts(value, path="$"):
    """Every amount of money in a document."""
    if isinstance(value, dict):
        if "nano_usd" in value:
            yield path, value
        for name, member in value.items():
            yield from amounts(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from amounts(member, f"{path}[{index}]")


def without_ids(content):
    """A report with its ids, which are UUIDs, numbered as they come."""
    seen = {}
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                  lambda found: b"id-%d" % seen.setdefault(found.group(0), len(seen)), content)


def one_seed_one_report(home):
    _, first = tour(home)
    _, second = tour(home, env={"TZ": "Asia/Kolkata"})
    kept, third = tour(home, "--data-dir", home.data)
    _, fourth = tour(home, "--data-dir", home.data)
    assert first == second
    # In a ledger that is kept ids are its own; all else is the same.
    assert without_ids(first) == without_ids(third) == without_ids(fourth)
    assert kept["ledger"] == str(home.data)
    report = json.loads(third)
    shown = home.json("experiment", "show", report["experimentId"])
    assert report["baseline"]["id"] in [run["id"] for run in shown["runs"]], report["baseline"]
    _, elsewhere = tour(home, "--workload", "rag-qa")
    assert json.loads(elsewhere)["experimentId"] != json.loads(first)["experimentId"]
    _, other = tour(home, "--seed", "2")
    assert other != first


def it_leaves_nothing_but_its_report(home):
    document, _ = tour(home)
    assert document["ledger"] is None
    assert list((home.path / "tmp").iterdir()) == []
    assert not (home.path / "share").exists()
    result = home.run("tour", "--tasks", "24", data=False).ok()
    (report,) = [p for p in (home.path / "share").rglob("*") if p.is_file()]
    assert str(report) in result.out and report.name == "report.json"
    assert home.json("experiment", "list", data=False) == {"experiments": []}


def keep_keeps_the_example(home):
    home.run("tour", "--tasks", "24", "--keep", data=False).ok()
    (kept,) = home.json("experiment", "list", data=False)["experiments"]
    assert "example" in kept["name"]
    shown = home.json("experiment", "show", kept["id"], data=False)
    assert len(shown["runs"]) == 4 and shown["baseline"] is not None


def totals_add_up_to_the_nano_dollar(home):
    _, content = tour(home)
    report = clitest.strict(content.decode())
    assert report["schema"].startswith("apicostlab-report/")
    found = list(amounts(report))
    assert len(found) > 20
    for path, amount in found:
        assert Fraction(amount["usd"]) == Fraction(amount["nano_usd"], 10**9), (path, amount)


def readable_account(home):
    text = home.run("tour", "--tasks", "24", data=False).ok().out
    for part in ("baseline", "exact-cache", "prompt-compressor", "both", "total", "Verdict:",
                 "no money was spent", "In short", "report.json"):
        assert part in text, part
    for line in text.splitlines():
        if line.strip().startswith("total"):
            assert Fraction(line.split()[-1]) > 0, line


def a_profile_has_reports_of_its_own(home):
    """They go with it, and so does what was made before there was one."""
    home.run("tour", "--tasks", "5", data=False).ok()
    for name in ("Ada", "Ben"):
        home.run("profile", "create", name, data=False).ok()
        home.run("--profile", name, "tour", "--tasks", "5", "--keep", data=False).ok()
        home.run("--profile", name, "tour", "--tasks", "5", "--seed", "9", data=False).ok()
        assert len(home.json("--profile", name, "experiment", "list",
                             data=False)["experiments"]) == 1
    reports = list((home.path / "share").rglob("report.json"))
    assert len(reports) == 5, reports
    home.run("profile", "delete", "Ada", data=False).ok()
    left = list((home.path / "share").rglob("report.json"))
    assert len(left) == 2 and all("profiles" in str(path) for path in left), left
    home.run("--json", "--profile", "nobody", "tour", "--tasks", "5", data=False).fails(
        1, "NOT_FOUND")


def own_prompts(home):
    lines = "".join(json.dumps({"question": f"Name the capital of country {n}."}) + "\n"
                    for n in range(20))
    path = home.file("mine.jsonl", lines)
    document = home.json("tour", "--workload", path, "--out", home.path / "o", data=False)
    assert all(c["pairs"] == 20 for c in document["comparisons"])
    for comparison in document["comparisons"]:
        assert comparison["quality"]["state"] == "not judged"
        assert comparison["verdict"] != "adopt", comparison


def every_built_in_workload(home):
    for name in ("rag-qa", "code-review", "summarise", "classify-extract", "agent-loop"):
        document, _ = tour(home, "--workload", name)
        assert len(document["comparisons"]) == 3, name


def bad_input(home):
    home.run("--json", "tour", "--workload", home.path / "absent", data=False).fails(1)
    home.run("--json", "tour", "--model", "nothing", data=False).fails(
        1, "INVALID_EXPERIMENT_CONFIG")
    file = home.file("file", "")
    home.run("--json", "tour", "--out", file, data=False).fails(1, "INVALID_INPUT")
    assert list((home.path / "tmp").iterdir()) == []


clitest.main("tour", [
    one_seed_one_report, it_leaves_nothing_but_its_report, keep_keeps_the_example,
    totals_add_up_to_the_nano_dollar, readable_account, a_profile_has_reports_of_its_own, own_prompts, every_built_in_workload,
    bad_input])
