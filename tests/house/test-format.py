#!/usr/bin/env python3
"""What build-aux/check-format.py refuses, in a repository of its own."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))

import taptest  # noqa: E402

BEFORE = "int\nadd (int a,\n     int b)\n{\n  return a+b;\n}\n"

# case, text of the second commit, whether it is refused
CASES = [
    ("unchanged-lines-are-not-judged", BEFORE + "\nint x;\n", False),
    ("missing-spaces", BEFORE + "\nint x=1;\n", True),
    ("space-before-bracket", BEFORE + "\nint f (void);\nint y = sizeof(int);\n", True),
    ("indentation", BEFORE + "\nint\nf (void)\n{\n     return 1;\n}\n", True),
    ("one-parameter-a-line", BEFORE + "\nint\nf (int         a,\n   const char *b)\n{\n"
     "  return 1;\n}\n", False),
    ("gettext-has-no-space", BEFORE + '\nconst char *\nf (void)\n{\n  return _("x");\n}\n', False),
]


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org",
                    "-c", "commit.gpgsign=false", *words],
                   cwd=folder, check=True, capture_output=True)


def check_case(text, refused):
    if not shutil.which("clang-format") or not shutil.which("git"):
        raise taptest.Skip("clang-format or git is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copy(ROOT / ".clang-format", folder)
        git(folder, "init", "-q")
        for content in (BEFORE, text):
            (folder / "a.c").write_text(content, encoding="utf-8")
            git(folder, "add", "a.c")
            git(folder, "commit", "-q", "-m", "step")
        done = subprocess.run([sys.executable, ROOT / "build-aux/check-format.py"],
                              cwd=folder, capture_output=True, text=True)
        assert done.returncode == int(refused), done.stdout + done.stderr


taptest.run([(f"/house/format/{name}", lambda case=case: check_case(*case))
             for name, *case in CASES])
