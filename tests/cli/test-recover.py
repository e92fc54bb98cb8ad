#!/usr/bin/env python3
"""costlab-cli recover: what cannot be opened any more"""

import contextlib
import sqlite3

import clitest

TASKS = 40
PAGE = 4096


def database(home):
    return home.data / "costlab.db"


def ask(home, statement):
    with contextlib.closing(sqlite3.connect(database(home))) as connection:
        with connection:
            return connection.execute(statement).fetchall()


def prepare(home):
    home.json("experiment", "create", "study", "--tasks", TASKS)
    home.json("run", "study", "--baseline")


def overwrite(home, first, last):
    """Pages from @first to @last, counted from 1."""
    with database(home).open("r+b") as file:
        file.seek((first - 1) * PAGE)
        file.write(b"\xa5" * ((last - first + 1) * PAGE))


def pages(home):
    return database(home).stat().st_size // PAGE


def no_database(home):
    error = home.run("--json", "recover").fails(1, "NOT_FOUND")
    assert "nothing to recover" in error["message"], error
    assert not database(home).exists()


def nothing_is_damaged(home):
    prepare(home)
    before = database(home).read_bytes()
    assert home.json("recover")["damaged"] is False
    assert "Nothing is damaged" in home.run("recover").ok().out
    assert database(home).read_bytes() == before
    assert not (home.data / "damaged").exists()
    forced = home.json("recover", "--force")
    assert forced["damaged_tables"] == 0 and forced["unfinished_runs"] == 0, forced
    assert home.json("verify")["rebuilt"] == 0


def newer_and_foreign_are_refused(home):
    prepare(home)
    for pragma, reason, word in (("user_version = 900", "newer", "Update the program"),
                                 ("application_id = 77", "foreign", "another data folder")):
        ask(home, f"PRAGMA {pragma}")
        before = database(home).read_bytes()
        for command in (("recover",), ("recover", "--force"), ("experiment", "list")):
            error = home.run("--json", *command).fails(1, "DATABASE_CONNECTION_FAILED")
            assert f"reason: {reason}" in error["details"], error
            assert error["recoverable"] is False, error
            assert word in error["suggestedAction"], error
            assert word in home.run(*command).err
        assert database(home).read_bytes() == before


def a_damaged_ledger_names_the_way_on(home):
    prepare(home)
    overwrite(home, 1, 1)
    error = home.run("--json", "experiment", "list").fails(1, "DATABASE_CONNECTION_FAILED")
    assert error["recoverable"] is True, error
    assert "costlab-cli recover" in error["suggestedAction"], error
    assert "costlab-cli recover" in home.run("experiment", "list").err


def schema_and_parents_gone(home):
    """The beginning of the file: the schema, and every table that fits on a page."""
    prepare(home)
    calls = ask(home, "SELECT count(*), sum (cost) FROM api_calls")
    overwrite(home, 1, 24)
    document = home.json("recover")
    assert document["damaged"] and document["rows"] > 2 * TASKS, document
    assert ask(home, "SELECT count(*), sum (cost) FROM api_calls") == calls
    assert home.json("verify")["rebuilt"] == 0
    assert len(home.json("experiment", "list")["experiments"]) == 1


def what_lost_tasks_is_not_complete(home):
    prepare(home)
    (lost,) = ask(home, "SELECT min (rowid), max (rowid) FROM (SELECT rowid FROM operations"
                        " LIMIT 8)")
    with contextlib.closing(sqlite3.connect(database(home))) as connection, connection:
        connection.execute("DELETE FROM api_calls WHERE operation_id IN"
                           " (SELECT id FROM operations WHERE rowid BETWEEN ? AND ?)", lost)
        connection.execute("DELETE FROM operations WHERE rowid BETWEEN ? AND ?", lost)
    page = ask(home, "SELECT rootpage FROM sqlite_schema WHERE name = 'notes'")[0][0]
    overwrite(home, page, page)

    said = home.run("recover").ok().out
    assert "1 run lost records" in said, said
    shown = home.json("experiment", "show", "study")
    assert [run["status"] for run in shown["runs"]] == ["interrupted"], shown
    assert f"{TASKS - 8} of {TASKS}" in shown["runs"][0]["message"], shown
    assert "not complete" in shown["baseline"]["stale_reason"], shown

    home.json("experiment", "resume", "study")
    shown = home.json("experiment", "show", "study")
    assert [run["status"] for run in shown["runs"]] == ["completed"], shown
    assert shown["baseline"]["stale_reason"] is None, shown
    assert ask(home, "SELECT count(*) FROM operations") == [(TASKS,)]


def nothing_left(home):
    prepare(home)
    overwrite(home, 1, pages(home))
    error = home.run("--json", "recover").fails(1, "DATABASE_CONNECTION_FAILED")
    assert "nothing-left" in error["details"] and error["recoverable"] is False, error
    assert (home.data / "damaged/costlab-1.db").exists()
    assert home.json("experiment", "list")["experiments"] == []


def wrong_usage(home):
    home.run("--json", "recover", "x").fails(2, "INVALID_INPUT")


clitest.main("recover", [
    no_database, nothing_is_damaged, newer_and_foreign_are_refused,
    a_damaged_ledger_names_the_way_on, schema_and_parents_gone, what_lost_tasks_is_not_complete,
    nothing_left, wrong_usage])
