"""Ledgers as large as one likes.

Recording ten million calls one by one takes an hour. A thousand are run and
recorded as any others are, then copied by the database itself, each copy at a
time of its own, and the sums are made anew from all of them."""

import pathlib
import sqlite3

import lab_examples

DAYS = 30
US_PER_DAY = 86400 * 10**6


def columns(ledger, table):
    """The columns that are written: those made of others are not."""
    rows = ledger.execute(f"PRAGMA table_xinfo ({table})").fetchall()
    return [row[1] for row in rows if row[6] == 0]


def without_indexes(ledger, tables):
    """Drops what would be kept in order with every row; how to make it."""
    marks = ", ".join("?" * len(tables))
    found = ledger.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        f" AND tbl_name IN ({marks})", tables).fetchall()
    for name, _ in found:
        ledger.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def copy(ledger, table, changed, total, n_base):
    """Copies the rows of temp.base_<table> until there are as many as wanted.
    changed has an expression for each column that is another in a copy: @n is
    the number of the copy, @i that of the row among those that are copied."""
    names = columns(ledger, table)
    values = [changed.get(name, f"b.{name}").replace("@n", "k.n").replace("@i", "b.rowid")
              for name in names]
    ledger.execute(f"""
      WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < :copies)
      INSERT INTO {table} ({', '.join(names)})
      SELECT {', '.join(values)} FROM k CROSS JOIN temp.base_{table} b
      WHERE k.n * :base + b.rowid <= :total""",
                   {"copies": total // n_base, "base": n_base, "total": total})


def multiply(path, total):
    """Fills a ledger up to so many calls, over the last month."""
    ledger = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF",
                   "cache_size = -400000", "temp_store = MEMORY"):
        ledger.execute(f"PRAGMA {pragma}")
    ledger.execute("BEGIN")
    indexes = without_indexes(ledger, ("api_calls", "operations"))
    ledger.execute("CREATE TEMP TABLE base_api_calls AS SELECT * FROM api_calls ORDER BY seq")
    ledger.execute("CREATE TEMP TABLE base_operations AS SELECT o.* FROM api_calls c"
                   " JOIN operations o ON o.id = c.operation_id WHERE c.final ORDER BY c.seq")
    n_base, last = ledger.execute("SELECT count(*), max(timestamp) FROM api_calls").fetchone()
    apart = DAYS * US_PER_DAY // total
    time = f"{last} - ({total} - @n * {n_base} - @i) * {apart}"
    an_id = "printf ('%08x', @n) || substr (b.{}, 9)"
    copy(ledger, "operations", {
        "id": an_id.format("id"), "run_id": "NULL", "task_key": "NULL",
        "final_call_id": an_id.format("final_call_id"), "opened_at": time,
        "closed_at": f"{time} + b.latency_us"}, total, n_base)
    copy(ledger, "api_calls", {
        "seq": f"{n_base} * @n + @i", "id": an_id.format("id"), "run_id": "NULL",
        "operation_id": an_id.format("operation_id"), "task_key": "NULL", "timestamp": time},
         total, n_base)
    for sql in indexes:
        ledger.execute(sql)
    ledger.execute("COMMIT")
    ledger.execute("PRAGMA journal_mode = WAL")
    ledger.close()


def make(costlab, folder, total, tasks=200):
    """A ledger with so many calls in a folder: real runs, and their copies."""
    lab_examples.fill(costlab, folder, tasks=tasks)
    multiply(pathlib.Path(folder) / "costlab.db", total)
    lab_examples.costlab_cli(costlab, folder, "verify")
    return folder
