#!/usr/bin/env python3
"""Configures, builds and tests one build, and closes with `N passed, N failed`.

usage: run-tests.py [--coverage] [--asan] [--suite S | --long] BUILD-DIR

Whatever happens, the last line is the count: a build that fails is one
failure, and so is line coverage below the floor.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

import coverage
import tap

ROOT = pathlib.Path(__file__).resolve().parent.parent

COVERAGE_OPTIONS = ["-Db_coverage=true"]
ASAN_OPTIONS = ["-Db_sanitize=address,undefined", "-Db_lundef=false",
                "-Doptimization=1"]
ASAN_ENVIRONMENT = {
    "G_SLICE": "always-malloc",
    "ASAN_OPTIONS": "detect_leaks=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
}


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--asan", action="store_true")
    parser.add_argument("--long", action="store_true",
                        help="only the long tests")
    parser.add_argument("--suite", action="append", default=[])
    parser.add_argument("build_dir", type=pathlib.Path)
    return parser.parse_args()


def build(options):
    """Configures where needed and compiles; true when both went well."""
    build_dir = options.build_dir
    if not (build_dir / "build.ninja").exists():
        flags = ["--werror"]
        flags += COVERAGE_OPTIONS if options.coverage else []
        flags += ASAN_OPTIONS if options.asan else []
        if subprocess.run(["meson", "setup", *flags, build_dir, ROOT]).returncode:
            return False
    return subprocess.run(["ninja", "-C", build_dir]).returncode == 0


def forget_last_run(build_dir):
    """Old counters and logs must not be taken for this run's."""
    for old in build_dir.rglob("*.gcda"):
        old.unlink()
    (build_dir / "meson-logs" / "testlog.json").unlink(missing_ok=True)


def run_tests(options):
    command = ["meson", "test", "-C", options.build_dir, "--no-rebuild",
               "--print-errorlogs"]
    command += ["--suite", "long"] if options.long else ["--no-suite", "long"]
    # The window's tests are a step of their own until they have shown that a
    # busy machine cannot make them fail, and take less time.
    if not options.long and "ui" not in options.suite:
        command += ["--no-suite", "ui"]
    for suite in options.suite:
        command += ["--suite", suite]
    environment = dict(os.environ)
    if options.asan:
        environment.update(ASAN_ENVIRONMENT)
        command += ["--timeout-multiplier", "4"]
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL)
    return tap.count_log(options.build_dir / "meson-logs" / "testlog.json")


def main():
    options = parse_arguments()
    started = time.monotonic()
    count = tap.Count()
    if not build(options):
        count.fail("the build")
    else:
        forget_last_run(options.build_dir)
        count.add(run_tests(options))
        if options.coverage and not options.suite:
            complaint = coverage.report(ROOT, options.build_dir)
            if complaint:
                count.fail(complaint)
            else:
                count.passed += 1

    print()
    for name in count.bad:
        print(f"failed: {name}")
    print(f"{options.build_dir}: {time.monotonic() - started:.0f} s, "
          f"{count.skipped} skipped")
    print(count.closing_line(), flush=True)
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
