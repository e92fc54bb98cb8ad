#!/usr/bin/env python3
"""The tree keeps the rules of the house. usage: test-house.py ROOT"""

import pathlib
import re
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(sys.argv[1]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(ROOT / "tests/support"), str(ROOT / "build-aux")]

import potfiles  # noqa: E402
import rooms as room_table  # noqa: E402
import rules  # noqa: E402
import taptest  # noqa: E402

HOUSE = rules.House(ROOT)


def check_rule(rule):
    found = [f"{v.path}:{v.line}: {v.text}" for v in rule()]
    assert not found, "\n".join(found)


def check_readme():
    readme = room_table.from_readme((ROOT / "src/README.md").read_text(encoding="utf-8"))
    for name, room in HOUSE.rooms.items():
        assert name in readme, f"src/README.md does not name the room {name}"
        assert readme[name] == room, f"src/README.md says {readme[name]}\nsrc/meson.build {room}"
    extra = set(readme) - set(HOUSE.rooms)
    assert not extra, f"src/README.md names rooms that are not there: {extra}"
    assert list(readme) == list(HOUSE.rooms), "the rooms stand in another order"


def check_names():
    """The map of the specification's names leads to types that are there."""
    text = (ROOT / "src/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| (Lab[^|]+) \| ([\w-]+) \|$", text, re.MULTILINE)
    assert len(rows) > 10, "the map was not found"
    for names, room in rows:
        headers = "".join(source.text for path, source in HOUSE.sources.items()
                          if path.startswith(f"src/{room}/") and path.endswith(".h"))
        for name in names.split(", "):
            assert re.search(rf"\b{name.strip()}\b", headers), f"{room} has no {name}"


def check_tests_mirror_rooms():
    beside = {"arch", "bench", "data", "fuzz", "house", "support", "ui"}
    for folder in sorted((ROOT / "tests").iterdir()):
        if folder.is_dir() and folder.name != "__pycache__":
            assert folder.name in beside | set(HOUSE.rooms), \
                f"tests/{folder.name} is the test of no room"
    for room in HOUSE.rooms:
        if any((ROOT / "src" / room).glob("*.c")):
            assert any((ROOT / "tests" / room).glob("test-*")), f"{room} has no test"


def check_every_test_is_run():
    for path in sorted((ROOT / "tests").glob("*/test-*.[cp]*")):
        recipe = (path.parent / "meson.build").read_text(encoding="utf-8")
        assert f"'{path.stem}'" in recipe or f"'{path.name}'" in recipe, \
            f"{path.relative_to(ROOT)} is in no list of {path.parent.name}/meson.build"


def check_potfiles():
    listed = (ROOT / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    wanted = potfiles.render(ROOT).splitlines()
    missing = sorted(set(wanted) - set(listed))
    stale = sorted(set(listed) - set(wanted))
    assert not missing and not stale, \
        f"run `make pot`: missing {missing}, not needed {stale}"


def check_links():
    for page in ("README.md", "src/README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert ((ROOT / page).parent / target).exists(), f"{page} points to {target}"


def long_functions():
    return [f"{path}:{line}: {name} () has {length} lines" for path, line, name, length
            in sorted(HOUSE.long_functions(), key=lambda found: -found[3])]


taptest.run(
    [(f"/arch/{name}", lambda rule=rule: check_rule(rule)) for name, rule in HOUSE.rules()]
    + [("/arch/readme/names-are-there", check_names),
       ("/arch/readme/table-is-the-one-that-builds", check_readme),
       ("/arch/readme/links-lead-somewhere", check_links),
       ("/arch/tests/mirror-the-rooms", check_tests_mirror_rooms),
       ("/arch/tests/every-file-is-run", check_every_test_is_run),
       ("/arch/po/potfiles-are-complete", check_potfiles)],
    notes=long_functions())
