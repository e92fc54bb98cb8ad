#!/usr/bin/env python3
"""How cases are counted: build-aux/tap.py."""

import json
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "build-aux"), str(ROOT / "tests" / "support")]

import tap  # noqa: E402
import taptest  # noqa: E402

FLAT = "TAP version 13\n1..3\nok 1 /a/b\nnot ok 2 /a/c\nok 3 /a/d # SKIP no locale\n"
NESTED = ("# Subtest: a\n    ok 1 b\n    ok 2 c\n    1..2\nok 1 a\n"
          "# Subtest: d\n    not ok 1 e\n    1..1\nnot ok 2 d\nok 3 f\n1..3\n")

# what, meson's result, what the test printed, (passed, failed, skipped)
CASES = [
    ("each-line-is-a-case", "FAIL", FLAT, (1, 1, 1)),
    ("summing-lines-are-none", "FAIL", NESTED, (3, 1, 0)),
    ("crash-after-passes-is-a-failure", "ERROR", "1..2\nok 1 /a\n", (1, 1, 0)),
    ("timeout-is-a-failure", "TIMEOUT", "", (0, 1, 0)),
    ("failure-is-not-counted-twice", "FAIL", "1..1\nnot ok 1 /a\n", (0, 1, 0)),
    ("exit-status-alone-is-one-case", "OK", "some words\n", (1, 0, 0)),
    ("failed-exit-status-is-one-failure", "FAIL", "some words\n", (0, 1, 0)),
    ("skipped-test-is-no-pass", "SKIP", "", (0, 0, 1)),
    ("expected-failure-passes", "OK", "1..1\nnot ok 1 /a # TODO later\n", (1, 0, 0)),
    ("unexpected-pass-is-a-failure", "UNEXPECTEDPASS", "", (0, 1, 0)),
    ("comments-are-no-cases", "OK", "# ok 7 not this\nok 1 /a\n1..1\n", (1, 0, 0)),
]


def check_case(result, stdout, expected):
    count = tap.count_test({"name": "t", "result": result, "stdout": stdout})
    seen = (count.passed, count.failed, count.skipped)
    assert seen == expected, f"counted {seen}, not {expected}"
    assert len(count.bad) == count.failed


def counted(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "testlog.json")
        if text is not None:
            pathlib.Path(path).write_text(text, encoding="utf-8")
        return tap.count_log(path)


def check_whole_log():
    lines = [{"name": "a", "result": "FAIL", "stdout": FLAT},
             {"name": "b", "result": "OK", "stdout": "ok 1 /x\n1..1\n"}]
    count = counted("\n".join(json.dumps(line) for line in lines) + "\n")
    assert count.closing_line() == "2 passed, 1 failed", count.closing_line()


def check_lost_log(text):
    count = counted(text)
    assert count.failed == 1, count.closing_line()


taptest.run(
    [(f"/house/count/{name}", lambda case=case: check_case(*case))
     for name, *case in CASES]
    + [("/house/count/sums-over-tests", check_whole_log),
       ("/house/count/missing-log-is-a-failure", lambda: check_lost_log(None)),
       ("/house/count/empty-log-is-a-failure", lambda: check_lost_log("")),
       ("/house/count/broken-log-is-a-failure", lambda: check_lost_log("{\"na"))])
