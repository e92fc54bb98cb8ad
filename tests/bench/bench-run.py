#!/usr/bin/env python3
"""1,000 mock calls the whole way: gateway, ledger, roll-ups.
usage: bench-run.py COSTLAB-CLI"""

import os
import resource
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
CALLS = 1000


def run(folder, *arguments):
    subprocess.run([PROGRAM, "--data-dir", folder, "--json", *arguments], check=True,
                   stdout=subprocess.DEVNULL)


def main():
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    for name, where in (("on the disk", None), ("in memory", memory)):
        with tempfile.TemporaryDirectory(prefix="costlab-bench-", dir=where) as folder:
            run(folder, "experiment", "create", "bench", "--tasks", str(CALLS))
            for concurrency in ("1", "64"):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                start = time.monotonic()
                run(folder, "run", "bench", "--baseline", "--concurrency", concurrency)
                wall = time.monotonic() - start
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                print(f"{CALLS} mock calls, ledger {name}, {concurrency:>2} at once: "
                      f"{wall:.2f} s wall, {cpu:.2f} s processor (target: under 1 s)")


main()
