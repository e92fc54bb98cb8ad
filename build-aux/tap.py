"""Counts the cases of a `meson test` run from meson's own log.

One case is one line of TAP, or one whole test that speaks by exit status. A
test that crashed, timed out or broke its plan without saying `not ok` counts
as one failure more, so a lost test can never look like a passed one.
"""

import json
import re

TAP_LINE = re.compile(
    r"^(?P<indent> *)(?P<not>not )?ok\b(?P<rest>[^#]*)(?P<directive>#.*)?$")
DIRECTIVE = re.compile(r"^#\s*(?P<word>SKIP|TODO)\b", re.IGNORECASE)
BAD_RESULTS = ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS")


class Count:
    """Cases that passed, failed and were skipped, and the names of the bad."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.bad = []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.bad += other.bad

    def fail(self, name):
        self.failed += 1
        self.bad.append(name)

    def closing_line(self):
        return f"{self.passed} passed, {self.failed} failed"


def count_tap(text, test_name):
    """Counts TAP's leaves: the line that sums up an indented block is none."""
    count = Count()
    deepest_open = 0
    for line in text.splitlines():
        match = TAP_LINE.match(line)
        if not match:
            continue
        depth = len(match["indent"])
        sums_up = depth < deepest_open
        deepest_open = depth
        if sums_up:
            continue
        directive = DIRECTIVE.match(match["directive"] or "")
        word = directive["word"].upper() if directive else ""
        if word == "SKIP":
            count.skipped += 1
        elif match["not"] and word != "TODO":
            count.fail(f"{test_name}: {match['rest'].strip(' -')}")
        else:
            count.passed += 1
    return count


def count_test(entry):
    """Counts one line of meson's testlog.json."""
    name, result = entry["name"], entry["result"]
    count = count_tap(entry.get("stdout") or "", name)
    cases = count.passed + count.failed + count.skipped
    if result in BAD_RESULTS and not count.failed:
        count.fail(f"{name}: {result.lower()}")
    elif not cases and result == "SKIP":
        count.skipped += 1
    elif not cases and result in ("OK", "EXPECTEDFAIL"):
        count.passed += 1
    return count


def count_log(path):
    """Counts a testlog.json; one that is missing or empty is a failure."""
    count = Count()
    try:
        with open(path, encoding="utf-8") as log:
            entries = [json.loads(line) for line in log if line.strip()]
    except (OSError, ValueError) as error:
        count.fail(f"no readable test log: {error}")
        return count
    if not entries:
        count.fail("no test was run")
    for entry in entries:
        count.add(count_test(entry))
    return count
