#!/usr/bin/env python3
"""Each rule refuses what breaks it. usage: test-planted.py ROOT BUILD

A copy of the tree gets one file that breaks one rule, and the checker must
name that file and that rule. What the compiler refuses by itself is shown
with the flags the room is really compiled with.
"""

import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(ROOT / "tests/support")]

import rules  # noqa: E402
import taptest  # noqa: E402

LICENCE = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
SCRATCH = tempfile.TemporaryDirectory()
COPY = pathlib.Path(SCRATCH.name) / "house"

# case, file, its text after the licence line, the rule that must refuse it
PLANTS = [
    ("gtk-in-base", "src/base/planted.c", "#include <gtk/gtk.h>\n", "system"),
    ("gtk-in-cli", "src/cli/planted.c", "#include <gtk/gtk.h>\n", "system"),
    ("adwaita-in-app", "src/app/planted.c", "#include <adwaita.h>\n", "system"),
    ("soup-outside-providers", "src/sandbox/planted.c", "#include <libsoup/soup.h>\n", "system"),
    ("sqlite-header-outside-store", "src/costs/planted.c", "#include <sqlite3.h>\n", "system"),
    ("sqlite-header-in-a-foreign-test", "tests/costs/planted.c", "#include <sqlite3.h>\n",
     "system"),
    ("sqlite-symbol-outside-store", "src/costs/planted.c",
     "int sqlite3_open (const char *name, void **db);\n", "sql"),
    ("secret-outside-keyring", "src/providers/planted.c", "#include <libsecret/secret.h>\n",
     "system"),
    ("json-glib-outside-its-rows", "src/store/planted.c",
     "#include <json-glib/json-glib.h>\n", "system"),
    ("gsl-outside-its-rows", "src/pricing/planted.c", "#include <gsl/gsl_rng.h>\n", "system"),
    ("unknown-system-header", "src/base/planted.c", "#include <curl/curl.h>\n", "system"),
    ("upward-include", "src/base/planted.c", '#include "lab-request.h"\n', "room"),
    ("upward-include-in-a-test", "tests/base/planted.c", '#include "lab-request.h"\n', "room"),
    ("sideways-include", "src/pricing/planted.c", '#include "lab-planted-token.h"\n', "room"),
    ("include-of-nothing", "src/base/planted.c", '#include "lab-nowhere.h"\n', "room"),
    ("dots-down", "src/call/planted.c", '#include "../base/lab-money.h"\n', "dots"),
    ("dots-up", "src/base/planted.c", '#include "../call/lab-request.h"\n', "dots"),
    ("dots-in-the-middle", "src/base/planted.c", '#include "x/../../call/lab-request.h"\n',
     "dots"),
    ("private-header-of-another-room", "src/call/planted.c",
     '#include "lab-planted-private.h"\n', "private"),
    ("private-header-in-a-foreign-test", "tests/call/planted.c",
     '#include "lab-planted-private.h"\n', "private"),
    ("sql-upper-case", "src/costs/planted.c",
     'const char *q = "SELECT cost FROM api_calls WHERE id = ?";\n', "sql"),
    ("sql-over-two-literals", "src/costs/planted.c",
     'const char *q = "SELECT cost "\n                "FROM api_calls";\n', "sql"),
    ("sql-insert", "src/app/planted.c",
     'const char *q = "INSERT OR IGNORE INTO runs VALUES (1)";\n', "sql"),
    ("sql-update", "src/app/planted.c", 'const char *q = "UPDATE runs SET state = 1";\n', "sql"),
    ("sql-delete", "src/app/planted.c", 'const char *q = "DELETE FROM runs";\n', "sql"),
    ("sql-create", "src/app/planted.c", 'const char *q = "CREATE TABLE t (a)";\n', "sql"),
    ("sql-small-letters", "src/cli/planted.c",
     'const char *q = "select id from runs where id = 1";\n', "sql"),
    ("sql-in-a-foreign-test", "tests/costs/planted.c",
     'const char *q = "DELETE FROM runs";\n', "sql"),
    ("button-without-a-name", "src/ui/planted.c",
     'void *b = gtk_button_new_from_icon_name ("go-next-symbolic");\n', "buttons"),
    ("clock-real-time", "src/providers/planted.c", "gint64 t = g_get_real_time ();\n", "clock"),
    ("clock-monotonic", "src/costs/planted.c", "gint64 t = g_get_monotonic_time ();\n", "clock"),
    ("clock-time", "src/cli/planted.c", "time_t t = time (NULL);\n", "clock"),
    ("clock-gettime", "src/base/planted.c", "int t = clock_gettime (0, 0);\n", "clock"),
    ("clock-date-time-now", "src/app/planted.c", "void *t = g_date_time_new_now_utc ();\n",
     "clock"),
    ("clock-sleep", "src/sandbox/planted.c", "void f (void) { g_usleep (10); }\n", "clock"),
    ("chance-rand", "src/sandbox/planted.c", "int r = rand ();\n", "chance"),
    ("chance-glib", "src/workload/planted.c", "int r = g_random_int ();\n", "chance"),
    ("speech-g-print", "src/app/planted.c", 'void f (void) { g_print ("x"); }\n', "speech"),
    ("speech-stderr", "src/base/planted.c",
     'void f (void) { fprintf (stderr, "x"); }\n', "speech"),
    ("text-untranslated-error", "src/pricing/planted.c",
     "void\nf (void)\n{\n  lab_set_error (error, LAB_ERROR_NOT_FOUND,\n"
     '                 "No such model.");\n}\n', "text"),
    ("text-cut-by-a-macro", "src/app/planted.c",
     '#include <glib/gi18n-lib.h>\n\nconst char *t = ngettext ("%" PRId64 " call",\n'
     '  "%" G_GINT64_FORMAT " calls", n);\n', "text"),
    ("text-without-gettext", "src/app/planted.c", 'const char *t = _("Hello");\n', "text"),
    ("public-header-with-json", "src/call/lab-planted-public.h",
     "#include <json-glib/json-glib.h>\n", "public"),
    ("public-header-with-sqlite", "src/store/lab-planted-public.h",
     "#include <sqlite3.h>\n", "public"),
    ("folder-that-is-no-room", "src/cellar/planted.c", "int x;\n", "folder"),
    ("shape-long-line", "src/base/planted.c", "int " + "x" * 100 + ";\n", "shape"),
    ("shape-tab", "src/base/planted.c", "\tint x;\n", "shape"),
    ("shape-long-file", "src/base/planted.c", "int x;\n" * 801, "shape"),
    ("shape-goto", "src/base/planted.c", "void f (void) { goto out; }\n", "shape"),
    ("shape-toolkit-version", "src/base/planted.c", "#if GLIB_CHECK_VERSION (2, 80, 0)\n#endif\n",
     "shape"),
]

# What looks like a violation and is none.
INNOCENT = [
    ("words-that-are-no-sql", "src/app/planted.c",
     '#include <glib/gi18n-lib.h>\n\nconst char *t = N_("Select a model from the list.");\n'
     'const char *u = N_("Update the set of prices, then delete from it what is old.");\n'),
    ("names-in-comments", "src/base/planted.c",
     "/* g_get_real_time () and rand () and #include <gtk/gtk.h> and sqlite3_open () */\n"),
    ("names-in-strings", "src/base/planted.c",
     'const char *t = "g_get_real_time () /* no comment */ sqlite3";\n'),
    ("names-that-contain-others", "src/base/planted.c",
     "int a = lab_runtime (1);\nint b = lab_strand (1);\nint c = lab_time (1);\n"),
    ("format-without-words", "src/call/planted.c",
     "void\nf (void)\n{\n  lab_set_error (error, LAB_ERROR_NOT_FOUND,\n"
     '                 "%s:%s: %s", file, line, message);\n}\n'),
    ("seen-room", "src/call/planted.c", '#include "lab-money.h"\n'),
    ("own-private-header", "tests/base/planted.c", '#include "lab-planted-private.h"\n'),
    ("sql-in-store", "src/store/planted.c",
     '#include <sqlite3.h>\n\nconst char *q = "SELECT cost FROM api_calls";\n'),
]


def make_copy():
    for top in ("src", "tests"):
        shutil.copytree(ROOT / top, COPY / top,
                        ignore=shutil.ignore_patterns("__pycache__", "data"))
    for name in ("base/lab-planted-private.h", "tokenizer/lab-planted-token.h"):
        plant(f"src/{name}", "#pragma once\n")


def plant(path, text):
    target = COPY / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(LICENCE + text, encoding="utf-8")
    return target


def violations_of(path):
    return [v for v in HOUSE.with_one(path).violations() if v.path == path]


def check_refused(path, text, rule):
    planted = plant(path, text)
    try:
        found = violations_of(path)
    finally:
        planted.unlink()
    assert rule in {v.rule for v in found}, f"not refused; found only {found}"


def check_innocent(path, text):
    planted = plant(path, text)
    try:
        found = violations_of(path)
    finally:
        planted.unlink()
    assert not found, f"refused: {found}"


def check_table(change, what):
    """A changed table of rooms is refused, or cannot be read at all."""
    recipe = COPY / "src/meson.build"
    before = recipe.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "nothing was planted"
    recipe.write_text(after, encoding="utf-8")
    try:
        HOUSE.read_table()
        found = list(HOUSE.rule_table())
    except ValueError:
        return
    finally:
        recipe.write_text(before, encoding="utf-8")
        HOUSE.read_table()
    assert any(what in v.text for v in found), f"not refused; found only {found}"


TABLES = [
    ("row-that-looks-up", lambda text: text.replace(
        "['base', [],", "['base', ['store'],"), "does not stand above"),
    ("gtk-on-a-lower-row", lambda text: text.replace(
        "['keyring', ['base'], [", "['keyring', ['base'], [gtk_dep, "), "belongs to ui"),
    ("sqlite-on-another-row", lambda text: text.replace(
        "['keyring', ['base'], [", "['keyring', ['base'], [sqlite_dep, "), "belongs to store"),
    ("unknown-library", lambda text: text.replace(
        "['keyring', ['base'], [", "['keyring', ['base'], [curl_dep, "), "does not know"),
    ("row-that-cannot-be-read", lambda text: text.replace(
        "['keyring', ['base'], [", "['keyring', everyone, ["), ""),
]


# --- the compiler -------------------------------------------------------------

def flags_by_room():
    """How a file of each room is compiled, from the build itself."""
    commands = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
    flags = {}
    for entry in commands:
        match = re.search(r"(?:^|/)liblab-([\w-]+)\.a\.p/", entry.get("output", ""))
        if match and match[1] not in flags and (ROOT / "src" / match[1]).is_dir():
            words, kept, skip = shlex.split(entry["command"]), [], False
            for word in words:
                if skip:
                    skip = False
                elif word in ("-o", "-MF", "-MQ"):
                    skip = True
                elif word not in ("-c", "-MD", "--coverage", entry["file"]):
                    kept.append(word)
            flags[match[1]] = kept
    return flags


def compiles(command, text):
    done = subprocess.run([*command, "-fsyntax-only", "-x", "c", "-"], input=text,
                          cwd=BUILD, capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def a_header_of(room):
    for path in sorted((ROOT / "src" / room).glob("*.h")):
        if not path.name.endswith("-private.h"):
            return path.name
    return None


def check_compiler_refuses_unseen(house, room, command):
    own = a_header_of(room)
    if own:
        good, words = compiles(command, f'#include "{own}"\n')
        assert good, f"the room's own header does not compile:\n{words}"
    tried = 0
    for other in house.rooms:
        header = a_header_of(other)
        if header and other != room and other not in house.rooms[room].sees:
            good, words = compiles(command, f'#include "{header}"\n')
            assert not good and header in words, f"{room} can include {other}'s {header}"
            tried += 1
    if not tried:
        raise taptest.Skip("this room sees all that are built")


def check_compiler_refuses_library(command, header):
    good, words = compiles(command, f"#include <{header}>\n")
    assert not good and header in words, f"<{header}> is on the path"


def compiler_cases():
    house = rules.House(ROOT)
    flags = flags_by_room()
    cases = []
    for room, command in sorted(flags.items()):
        cases.append((f"/planted/compiler/{room}/unseen-rooms",
                      lambda room=room, command=command:
                      check_compiler_refuses_unseen(house, room, command)))
        for header in ("gtk/gtk.h", "adwaita.h", "libsoup/soup.h"):
            library = {"gtk/gtk.h": "gtk", "adwaita.h": "adw"}.get(header, "soup")
            if library not in house.rooms[room].libraries:
                cases.append((f"/planted/compiler/{room}/{library}",
                              lambda command=command, header=header:
                              check_compiler_refuses_library(command, header)))
    return cases


make_copy()
HOUSE = rules.House(COPY)
taptest.run(
    [(f"/planted/{name}", lambda case=case: check_refused(*case)) for name, *case in PLANTS]
    + [(f"/planted/innocent/{name}", lambda case=case: check_innocent(*case))
       for name, *case in INNOCENT]
    + [(f"/planted/table/{name}", lambda case=case: check_table(*case))
       for name, *case in TABLES]
    + compiler_cases())
