#!/usr/bin/env python3
"""costlab-cli verify: kept sums against the calls they are the sums of"""

import contextlib
import sqlite3

import clitest

TASKS = 12
TAMPERINGS = (
    "UPDATE rollups_1h SET cost_amount = cost_amount + 1",
    "UPDATE rollups_15m SET u = u - 1",
    "UPDATE rollups_15m SET n_ok = n_ok + 1",
    "DELETE FROM rollups_1h",
)


def prepare(home):
    home.json("experiment", "create", "study", "--tasks", TASKS)
    home.json("run", "study", "--baseline")


def ask(home, statement):
    with contextlib.closing(sqlite3.connect(home.data / "costlab.db")) as connection:
        with connection:
            cursor = connection.execute(statement)
            return cursor.fetchall(), cursor.rowcount


def states(document):
    return [profile["state"] for profile in document["profiles"]]


def nothing_to_compare(home):
    assert home.json("verify") == {"rebuilt": 0, "profiles": []}
    assert "no profile" in home.run("verify").ok().out


def sums_that_agree(home):
    prepare(home)
    document = home.json("verify")
    assert document["rebuilt"] == 0 and states(document) == ["agreed"], document
    assert document["profiles"][0]["difference"] is None
    assert "agree" in home.run("verify").ok().out


def what_differs_is_mended(home):
    prepare(home)
    home.json("profile", "create", "Ada")
    calls = home.json("calls", "study")
    kept = ask(home, "SELECT * FROM rollups_1h")[0]
    for statement in TAMPERINGS:
        assert ask(home, statement)[1] > 0, statement
        document = home.json("verify")
        assert document["rebuilt"] == 1, (statement, document)
        assert states(document) == ["rebuilt", "agreed"], (statement, document)
        assert "rollups_" in document["profiles"][0]["difference"], document
        assert home.json("verify")["rebuilt"] == 0, statement
    columns = [row[3:] for row in ask(home, "SELECT * FROM rollups_1h")[0]]
    assert columns == [row[3:] for row in kept]
    assert home.json("calls", "study") == calls
    assert "roll-ups-rebuilt" in (home.data / "log/costlab.log").read_text()


def text(home):
    prepare(home)
    ask(home, TAMPERINGS[0])
    first = home.run("verify").ok()
    assert "rollups_1h" in first.out and "made anew" in first.out, first.out
    second = home.run("verify").ok().out
    assert "made anew" not in second and "agree" in second, second


def wrong_usage(home):
    home.run("--json", "verify", "x").fails(2, "INVALID_INPUT")


clitest.main("verify", [
    nothing_to_compare, sums_that_agree, what_differs_is_mended, text, wrong_usage])
