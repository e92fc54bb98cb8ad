#!/usr/bin/env python3
"""A key stays where it was put. usage: test-secrets.py COSTLAB

One lies in the environment, as vendors' tools want it, and one is written
into a prompt. The prompt is kept because the user wants it kept, and nothing
else may know either."""

import pathlib
import sqlite3
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import lab_atspi  # noqa: E402
import lab_rounds  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]
IN_ENVIRONMENT = "sk-test-PLANTED0environment0environment0"
IN_PROMPT = "sk-test-PLANTED1prompt1prompt1prompt1"
ENVIRONMENT = {"OPENAI_API_KEY": IN_ENVIRONMENT, "ANTHROPIC_API_KEY": IN_ENVIRONMENT,
               "G_MESSAGES_DEBUG": "all"}
# Where the prompt itself is: the ledger, and the draft that is there again
# when the program starts.
KEPT = {("costlab.db", "call_content.prompt"), ("draft.json", "")}


def columns_with(path, secret):
    """The columns of a ledger that have it, in whatever form."""
    found = set()
    with sqlite3.connect(path) as ledger:
        tables = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for column in ledger.execute(f"PRAGMA table_info ({table})").fetchall():
                query = f"SELECT count(*) FROM {table} WHERE instr(CAST({column[1]} AS TEXT), ?)"
                if ledger.execute(query, (secret,)).fetchone()[0]:
                    found.add((path.name, f"{table}.{column[1]}"))
    return found


def lines_with(path, secret):
    """The places in any other file."""
    return {(path.name, line.split(b"=")[0].decode(errors="replace") if b"=" in line else "")
            for line in path.read_bytes().split(b"\n") if secret.encode() in line}


def places_with(folder, secret):
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            found |= columns_with(path, secret) if path.suffix == ".db" else \
                lines_with(path, secret)
    return found


def said_with(program, secret):
    """The nodes that say it."""
    found = []
    for node in program.nodes():
        words = [node.name, node.description]
        if "org.a11y.atspi.Text" in node.interfaces:
            words.append(node.text())
        found += [f"{node.role} “{node.name}”" for text in words if secret in text]
    return found


def a_key_stays_where_it_is(program):
    lab_rounds.when_ready(program)
    program.key("ctrl+a")
    program.type(f"Is {IN_PROMPT} a key?")
    program.key("ctrl+Return")
    program.wait_for("status bar", "Answered.")
    program.wait_for("label", lambda name: name.startswith("1 call"))
    assert said_with(program, IN_PROMPT) == ["text “Prompt”"], said_with(program, IN_PROMPT)
    assert said_with(program, IN_ENVIRONMENT) == []
    program.activate("quit")
    program.process.wait(lab_atspi.LIMIT_S)
    assert places_with(program.home, IN_ENVIRONMENT) == set()
    assert places_with(program.home, IN_PROMPT) == KEPT, places_with(program.home, IN_PROMPT)


def check_planted():
    """What looks for keys finds them."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "costlab.log").write_text("key=sk-secret\n", encoding="utf-8")
        ledger = sqlite3.connect(folder / "a.db")
        ledger.execute("CREATE TABLE t (c BLOB)")
        ledger.execute("INSERT INTO t VALUES (CAST('x sk-secret' AS BLOB))")
        ledger.commit()
        ledger.close()
        assert places_with(folder, "sk-secret") == {("costlab.log", "key"), ("a.db", "t.c")}


taptest.run([
    ("/ui/secrets/planted-ones-are-found", check_planted),
    ("/ui/secrets/a-key-stays-where-it-is", lab_atspi.scenario(
        COSTLAB, a_key_stays_where_it_is, env=ENVIRONMENT)),
])
