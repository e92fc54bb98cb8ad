#!/usr/bin/env python3
"""What build-aux/ensure-deps.sh does on each system, with made-up packagers."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))

import taptest  # noqa: E402

PLAIN = ("sh", "awk", "dirname", "tr", "env", "sed")
NOTE = 'echo "$0 $*" | sed "s,.*/,," >> "$LOG"\n'
# A packager is a name and what it does; $HAS lists what is installed.
KNOWN = 'case " $HAS " in *" all "*) exit 0;; *" $last "*) exit 0;; esac\nexit 1\n'
LAST = 'for last; do :; done\n'
DEBIAN = {
    "dpkg-query": LAST + 'case " $HAS " in *" all "*|*" $last "*) printf installed;; esac\n',
    "apt-get": NOTE,
}
FEDORA = {"dnf": NOTE, "rpm": LAST + KNOWN}
ARCH = {"pacman": LAST + 'case "$1" in -T) ;; *) ' + NOTE + "exit 9;; esac\n" + KNOWN}


def names(column, section=""):
    """The packages of one column: of the section, and those without one."""
    found = []
    at = ""
    for line in (ROOT / "build-aux/packages").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            at = line.strip("[]")
        elif line and not line.startswith("#") and at in ("", section):
            found.append(line.split()[column])
    return [name for name in found if name != "-"]


def run(packagers, has, uid, *arguments):
    """Returns (status, what was said, what the packager was asked to do)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        for word in PLAIN:
            (path / word).symlink_to(shutil.which(word))
        for word, text in {**packagers, "id": f"echo {uid}\n"}.items():
            (path / word).write_text("#!/bin/sh\n" + text, encoding="utf-8")
            (path / word).chmod(0o755)
        log = path / "log"
        done = subprocess.run(
            ["sh", ROOT / "build-aux/ensure-deps.sh", *arguments], capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": folder, "LOG": str(log), "HAS": has, "CI": "true"})
        asked = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return done.returncode, done.stdout + done.stderr, asked


def check_nothing_to_do(packagers):
    for uid in (0, 1000):
        status, said, asked = run(packagers, "all", uid)
        assert (status, said, asked) == (0, "", []), (status, said, asked)


def check_debian_root():
    status, said, asked = run(DEBIAN, "gcc meson", 0)
    assert status == 0, said
    assert asked[0].startswith("apt-get update"), asked
    wanted = [word for word in names(0) if word not in ("gcc", "meson")]
    assert asked[1].startswith("apt-get install") and asked[1].split()[-len(wanted):] == wanted, \
        asked
    assert "Installing what is missing: libc6-dev" in said


def check_debian_without_root():
    status, said, asked = run(DEBIAN, "gcc", 1000)
    assert status == 1 and asked == []
    assert "apt-get install " + " ".join(names(0)[1:]) in said, said


def check_debian_with_sudo():
    sudo = '[ "$1" = -n ] && exit 0\n' + NOTE + '"$@"\n'
    status, said, asked = run({**DEBIAN, "sudo": sudo}, "gcc", 1000)
    assert status == 0, said
    assert [line.split()[:3] for line in asked if line.startswith("sudo")] == [
        ["sudo", "apt-get", "update"], ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]], asked


def check_debian_failing():
    status, _, _ = run({**DEBIAN, "apt-get": "exit 100\n"}, "gcc", 0)
    assert status != 0


def check_section():
    """What a section holds is asked for by those that name it alone."""
    assert "gnome-calculator" in names(0, "bench") and "gnome-calculator" not in names(0)
    for arguments, wanted in (((), names(0)), (("bench",), names(0, "bench"))):
        _, said, _ = run(DEBIAN, "", 1000, *arguments)
        assert f"apt-get install {' '.join(wanted)} " in said, said


def check_told(packagers, column, command):
    status, said, asked = run(packagers, "gcc", 1000)
    assert status == 1 and asked == [], (status, asked)
    wanted = [word for word in names(column) if word != "gcc"]
    assert f"{command} {' '.join(wanted)}" in said, said


taptest.run([
    ("/house/deps/debian-does-nothing-when-all-is-there", lambda: check_nothing_to_do(DEBIAN)),
    ("/house/deps/fedora-does-nothing-when-all-is-there", lambda: check_nothing_to_do(FEDORA)),
    ("/house/deps/arch-does-nothing-when-all-is-there", lambda: check_nothing_to_do(ARCH)),
    ("/house/deps/debian-root-installs-what-is-missing", check_debian_root),
    ("/house/deps/debian-user-without-sudo-is-told", check_debian_without_root),
    ("/house/deps/debian-user-with-sudo-installs", check_debian_with_sudo),
    ("/house/deps/debian-failure-stops", check_debian_failing),
    ("/house/deps/section-is-asked-for", check_section),
    ("/house/deps/fedora-is-told", lambda: check_told(FEDORA, 1, "sudo dnf install")),
    ("/house/deps/arch-is-told", lambda: check_told(ARCH, 2, "sudo pacman -S --needed")),
])
