#!/usr/bin/env python3
"""What outlives the program: runs cut off at any moment, two programs at
once, and ledgers that cannot be used as they are"""

import os
import random
import signal
import sqlite3
import subprocess
import time

import clitest

TASKS = 60
SLOW = ("--real-time", "--concurrency", "8")


def prepare(home, *options):
    # The cap leaves room for every task, so that it must hold, not bind.
    home.json("experiment", "create", "study", "--tasks", TASKS, "--max-output", "300", *options)


def calls(home):
    return home.json("calls", "study")["calls"]


def money(found):
    return sum(call["cost"]["nano_usd"] for call in found if call["cost"] is not None)


def database(home):
    return home.data / "costlab.db"


def count(home, query):
    """One number out of the ledger, while another program writes it."""
    if not database(home).exists():
        return 0
    connection = sqlite3.connect(f"file:{database(home)}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(query).fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def wait_for_calls_under_way(home, recorded=1):
    """Some are recorded, and others are open."""
    clitest.until(lambda: count(home, "SELECT count(*) FROM api_calls") >= recorded and
                  count(home, "SELECT count(*) FROM operations WHERE state = 'open'") > 0,
                  "calls under way")


def check_whole(home, run, cap=None):
    """Each task is answered once; what was lost is counted beside it."""
    found = [call for call in calls(home) if call["run"] == run["run"]]
    answered = [c for c in found if c["status"] in ("ok", "cut", "answered") and c["final"]]
    assert len(answered) == len({c["task"] for c in answered}) == TASKS, len(answered)
    assert all(c["status"] == "lost" or c["status"] == "cancelled" or c in answered
               for c in found), {c["status"] for c in found}
    assert money(found) == run["cost"]["nano_usd"], (money(found), run["cost"])
    assert cap is None or money(found) <= cap
    return found


def resume_until_done(home):
    (run,) = home.json("experiment", "resume", "study")["runs"]
    assert run["status"] == "completed", run
    return run


def killed_at_any_moment(home):
    seed = random.randrange(2**32)
    print(f"# seed {seed}")
    chance = random.Random(seed)
    prepare(home)
    cap = 200_000_000
    process = home.start("run", "study", "--strategy", "exact-cache", "--name", "r", "--budget",
                         "0.2", "--concurrency", "8")
    for attempt in range(8):
        time.sleep(chance.uniform(0.0, 0.06))
        clitest.kill(process)
        runs = home.json("experiment", "show", "study")["runs"]
        if not runs:
            process = home.start("run", "study", "--strategy", "exact-cache", "--name", "r",
                                 "--budget", "0.2", "--concurrency", "8")
            continue
        assert runs[0]["status"] in ("interrupted", "completed"), runs
        if runs[0]["status"] == "completed":
            break
        assert money(calls(home)) <= cap
        process = home.start("experiment", "resume", "study")
    clitest.finish(process)
    (run,) = home.json("experiment", "show", "study")["runs"]
    if run["status"] != "completed":
        resume_until_done(home)
        (run,) = home.json("experiment", "show", "study")["runs"]
    found = [call for call in calls(home) if call["run"] == run["id"]]
    answered = [c for c in found if c["status"] in ("ok", "answered")]
    assert len(answered) == len({c["task"] for c in answered}) == TASKS
    assert money(found) == run["metrics"][0]["cost"]["nano_usd"] <= cap


def killed_while_calls_are_under_way(home):
    prepare(home)
    process = home.start("run", "study", "--baseline", "--name", "b", "--budget", "0.5", *SLOW)
    wait_for_calls_under_way(home)
    clitest.kill(process)
    told = home.run("experiment", "show", "study").ok()
    assert "cut off" in told.err and "worst case" in told.err, told.err
    assert "interrupted" in told.out
    assert home.json("experiment", "list")["experiments"][0]["interrupted"]
    lost = home.json("calls", "study", "--status", "lost")["calls"]
    assert 0 < len(lost) <= 8 and all(c["state"] == "estimated" for c in lost), lost
    before = [c for c in calls(home) if c["status"] == "ok"]
    run = resume_until_done(home)
    assert run["tasks"]["resumed"] == len(before)
    found = check_whole(home, run, 500_000_000)
    assert [c for c in found if c["status"] == "lost"] == lost
    # Nothing that was recorded changed.
    assert [c for c in found if c["id"] in {b["id"] for b in before}] == before


def interrupted_from_the_keyboard(home):
    prepare(home)
    process = home.start("--json", "run", "study", "--baseline", *SLOW)
    wait_for_calls_under_way(home)
    process.send_signal(signal.SIGINT)
    result = clitest.finish(process)
    assert result.status == 1, (result.status, result.err)
    stopped = clitest.strict(result.out)
    assert stopped["status"] == "cancelled" and stopped["tasks"]["done"] < TASKS
    error = clitest.strict(result.err)["error"]
    assert error["code"] == "CANCELLED" and error["recoverable"], error
    assert home.json("calls", "study", "--status", "lost") == {"calls": []}
    check_whole(home, resume_until_done(home))


def a_second_interrupt_ends_it(home):
    prepare(home)
    process = home.start("run", "study", "--baseline", *SLOW)
    wait_for_calls_under_way(home, recorded=0)

    def ended():
        process.send_signal(signal.SIGINT)
        return process.poll() is not None

    clitest.until(ended, "its end")
    result = clitest.finish(process)
    assert result.status in (-signal.SIGINT, 1), result.status


def two_programs_at_once(home):
    prepare(home)
    processes = [home.start("--json", "run", "study", "--baseline", "--name", f"b{n}")
                 for n in range(2)]
    runs = [clitest.finish(process).json() for process in processes]
    assert len({run["run"] for run in runs}) == 2
    for run in runs:
        assert run["status"] == "completed", run
        check_whole(home, run)
    assert runs[0]["cost"] == runs[1]["cost"]


def a_living_program_is_left_alone(home):
    prepare(home)
    process = home.start("--json", "run", "study", "--baseline", *SLOW)
    wait_for_calls_under_way(home)
    shown = home.run("experiment", "show", "study").ok()
    assert "cut off" not in shown.err and "running" in shown.out, shown.out
    home.run("--json", "experiment", "delete", "study").fails(1)
    clitest.kill(process)
    assert "interrupted" in home.run("experiment", "show", "study").ok().out


def newer_database(home):
    prepare(home)
    with sqlite3.connect(database(home)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = database(home).read_bytes()
    error = home.run("--json", "experiment", "list").fails(1, "DATABASE_CONNECTION_FAILED")
    assert "newer" in error["details"], error
    assert database(home).read_bytes() == before, "a newer database was touched"


# Nothing is read-only for root, who gives up for it what makes that so. It
# stays root: the build may lie where nobody else can go.
OBEY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search"]


def as_one_who_obeys():
    """What a command is put behind, so that rights count for it."""
    if os.geteuid() != 0:
        return []
    try:
        subprocess.run([*OBEY, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise clitest.taptest.Skip(f"root cannot give up its rights here: {error}") from None
    return OBEY


def read_only_folder(home):
    prepare(home)
    home.data.chmod(0o500)
    database(home).chmod(0o400)
    try:
        done = subprocess.run([*as_one_who_obeys(),
                               *home.command("--json", "run", "study", "--baseline")],
                              capture_output=True, text=True, env=home.environment, check=False)
        clitest.Result(done.returncode, done.stdout, done.stderr).fails(
            1, "DATABASE_CONNECTION_FAILED")
    finally:
        home.data.chmod(0o700)


def damaged_database(home):
    prepare(home)
    home.json("run", "study", "--baseline")
    content = bytearray(database(home).read_bytes())
    content[:16] = b"not a database!!"
    database(home).write_bytes(content)
    for extra in ("-wal", "-shm"):
        path = database(home).with_name("costlab.db" + extra)
        if path.exists():
            path.unlink()
    error = home.run("--json", "experiment", "list").fails(1, "DATABASE_CONNECTION_FAILED")
    assert "corrupt" in error["details"], error
    recovered = home.json("recover")
    assert os.path.exists(recovered["damaged_file"])
    home.json("experiment", "list")
    home.json("experiment", "create", "again", "--tasks", "5")


def no_folder(home):
    file = home.file("file", "")
    home.run("--json", "--data-dir", f"{file}/below", "experiment", "list", data=False).fails(
        1, "DATABASE_CONNECTION_FAILED")


clitest.main("crash", [
    killed_at_any_moment, killed_while_calls_are_under_way, interrupted_from_the_keyboard,
    a_second_interrupt_ends_it, two_programs_at_once, a_living_program_is_left_alone,
    newer_database, read_only_folder, damaged_database, no_folder])
