#!/usr/bin/env python3
"""Compares the C lines changed since a commit with what clang-format says.

usage: check-format.py [COMMIT]     (HEAD^ unless given)

Without clang-format or without history it says so and exits with 77, the
status of a test that was skipped. It judges
indentation, spaces and braces. Left to the writer's eye: where lines break, how
a statement goes on over lines, columns aligned by hand, `* const`, literals
of structs, and _() and its like, which have no space.
"""

import difflib
import re
import shutil
import subprocess
import sys

SKIPPED = 77
HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def git(*arguments):
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def changed_lines(commit):
    """Returns {file: [(first, last)]} of the lines added since the commit."""
    diff = git("diff", "-U0", "--diff-filter=AM", commit, "--", "*.c", "*.h")
    if diff is None:
        return None
    changed, name = {}, None
    for line in diff.splitlines():
        if line.startswith("+++ b/"):
            name = line[6:]
        match = HUNK.match(line)
        if match and name and match[2] != "0":
            first = int(match[1])
            changed.setdefault(name, []).append((first, first + int(match[2] or 1) - 1))
    return changed


def squeeze(text):
    """What is compared of each line. A line that continues a statement is
    aligned by the writer."""
    squeezed, continues = [], False
    for line in text.splitlines():
        line = re.sub(r"(?<=\S) +", " ", line)
        line = re.sub(r"\b(N?C?_) \(", r"\1(", line)
        line = line.replace("* const ", "*const ").replace("){", ") {")
        squeezed.append(line.lstrip() if continues else line)
        bare = line.strip()
        continues = bool(bare) and not bare.endswith((";", "{", "}", ":", "*/", ")")) \
            and not bare.startswith(("#", "/*", "*"))
    return squeezed


def differences(name, ranges):
    """Lines that have a counterpart and differ from it; a different number
    of lines means that only their breaks do."""
    arguments = [f"--lines={first}:{last}" for first, last in ranges]
    done = subprocess.run(["clang-format", "--style=file", *arguments, name],
                          capture_output=True, text=True, check=True)
    with open(name, encoding="utf-8") as source:
        ours = squeeze(source.read())
    theirs = squeeze(done.stdout)
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    return [f"{name}:{first + offset + 1}:\n-{ours[first + offset]}\n+{theirs[second + offset]}"
            for word, first, last, second, end in matcher.get_opcodes()
            if word == "replace" and last - first == end - second
            for offset in range(last - first)
            if ours[first + offset] != theirs[second + offset]]


def main():
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD^"
    if not shutil.which("clang-format"):
        print("format: not checked, because clang-format is not installed")
        return SKIPPED
    changed = changed_lines(commit)
    if changed is None:
        print(f"format: not checked, because there is no commit {commit}")
        return SKIPPED
    complaints = [line for name, ranges in sorted(changed.items())
                  for line in differences(name, ranges)]
    print("\n".join(complaints) if complaints else "format: as .clang-format has it")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
