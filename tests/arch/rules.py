"""The rules of the house, and a checker that says who breaks them.

Each rule is a method that yields violations, `file:line: what and why`. A
compiler keeps most of them too; it cannot keep those about system headers,
which are on its path always, nor those about what code may say.
"""

import collections
import copy
import os
import pathlib
import re

import csource
import rooms as room_table

Violation = collections.namedtuple("Violation", "rule path line text")

C_LIBRARY = set("""
    assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h math.h signal.h stdarg.h
    stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h time.h wchar.h
    fcntl.h unistd.h sys/file.h sys/ioctl.h sys/mman.h sys/resource.h sys/stat.h
    sys/statvfs.h sys/types.h sys/wait.h termios.h
    """.split())
GLIB = re.compile(r"^(glib\.h|glib-object\.h|glib-unix\.h|gio/gio\.h|glib/(gstdio|gi18n-lib)\.h"
                  r"|gio/g(unix|networking|filedescriptor)\w*\.h)$")
# Test programs are programs: they have a main and speak to a terminal.
TEST_HEADERS = {"glib/gi18n.h", "sys/socket.h", "sys/time.h"}

# A library's word in the table, and the headers it brings.
LIBRARY_HEADERS = {
    "gio_unix": r"^gio/gunix",
    "gsl": r"^gsl/",
    "m": r"^math\.h$",
    "sqlite": r"^sqlite3\.h$",
    "json_glib": r"^json-glib/",
    "soup": r"^libsoup/",
    "secret": r"^libsecret/",
    "cairo": r"^cairo",
    "pangocairo": r"^pango/",
    "hiredis": r"^hiredis/",
    "muparser": r"^muParser",
    "xlsxwriter": r"^xlsxwriter",
    "gtk": r"^(gtk|gdk|gsk)/",
    "adw": r"^adwaita\.h$",
}
# Only these rooms may ever name the library, whatever the table says.
LIBRARY_OWNERS = {
    "sqlite": {"store"},
    "soup": {"providers"},
    "secret": {"keyring"},
    "gtk": {"ui"},
    "adw": {"ui"},
    "gsl": {"base", "evaluate", "simulate", "twins"},
    "cairo": {"charts", "reports", "ui"},
    "pangocairo": {"charts", "reports", "ui"},
    "hiredis": {"optimize"},
    "muparser": {"kpi"},
    "xlsxwriter": {"reports"},
}
# Test-only oracles: (room, header).
ORACLES = {("tokenizer", "pcre2.h"), ("base", "json-glib/json-glib.h"),
           ("call", "json-glib/json-glib.h"),
           # Asking the main thread where it is.
           ("ui", "execinfo.h"), ("ui", "pthread.h")}
# A type of one of these in a public header would force it on every reader.
PRIVATE_LIBRARIES = ("sqlite", "soup", "json_glib", "secret", "hiredis", "gsl")

CLOCK_FILES = {"src/base/lab-clock.c", "src/base/lab-clock-turn.c", "src/base/lab-real-clock.c"}
# A hash table's key against documents made to collide; no figure rests on it.
ENTROPY_FILES = {"src/call/lab-json-names.c"}
ASKS_THE_TIME = re.compile(
    r"\b(g_get_real_time|g_get_monotonic_time|g_get_current_time|g_date_time_new_now\w*"
    r"|g_timer_new|clock_gettime|gettimeofday|timespec_get|time|clock|ftime)\s*\(")
WAITS = re.compile(r"\b(g_usleep|usleep|nanosleep|clock_nanosleep|sleep)\s*\(")
# Names (UUIDs) are no chance: no figure may rest on them.
ASKS_CHANCE = re.compile(
    r"\b(rand|srand|random|srandom|rand_r|[delmnj]rand48|srand48|getrandom|getentropy"
    r"|arc4random\w*|g_random_\w+|g_rand_\w+|gsl_rng_\w+)\s*\(")
SPEAKS = re.compile(
    r"\b(g_print|g_printerr|printf|vprintf|puts|putchar|perror)\s*\("
    r"|\b(fprintf|fputs|fputc|fwrite|putc|fflush)\s*\([^;]*\b(stdout|stderr)\b"
    r"|\bwrite\s*\(\s*(1|2|STDOUT_FILENO|STDERR_FILENO)\b")
SQLITE_NAME = re.compile(r"\bsqlite3(_\w+)?\b")
SQL = re.compile(
    r"\bSELECT\s.*\sFROM\s|\bINSERT\s+(OR\s+\w+\s+)?INTO\s|\bREPLACE\s+INTO\s"
    r"|\bUPDATE\s+\w+\s+SET\s|\bDELETE\s+FROM\s|\bDROP\s+(TABLE|INDEX|VIEW|TRIGGER)\s"
    r"|\bCREATE\s+(TEMP\s+|UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)\s|\bALTER\s+TABLE\s"
    r"|^\s*PRAGMA\s+\w|^\s*BEGIN\s+(IMMEDIATE|EXCLUSIVE)|\bUNION\s+ALL\s", re.DOTALL)
SMALL_SQL = re.compile(
    r"^\s*(select\s.*\sfrom\s+\w+\s*(;|$|where\s|order\s|group\s|limit\s|join\s)"
    r"|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s+\w+\s*=|delete\s+from\s+\w+"
    r"|create\s+(temp\s+)?(table|index|view|trigger)\s|drop\s+table\s|pragma\s+\w)",
    re.DOTALL)
UNTRANSLATED = re.compile(
    r"\blab_set_error\s*\([^;\"]*?,\s*LAB_ERROR_\w+,\s*(?=\")")
DIRECTIVE = re.compile(r"%[-+ #0-9.*]*(?:l|ll|h|z|j)?[a-zA-Z%]")
# xgettext joins literals over the macros of <inttypes.h> and cuts at others.
CUT_MESSAGE = re.compile(r"(?<!\w)(N?_|ngettext)\s*\([^;()]*G_G\w+_FORMAT")
TOOLKIT_VERSION = re.compile(r"\b(GTK|ADW|GLIB|SOUP)_CHECK_VERSION\b")
# A tooltip does not name a button for a screen reader; LabIconButton does.
NAMELESS_BUTTON = re.compile(
    r"\b(gtk_(toggle_)?button_new_from_icon_name|gtk_(menu_)?button_set_icon_name)\s*\(")
UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

LINE_WALL = 100
FILE_WALL = 800
FUNCTION_AIM = 40


class House:
    """A tree to check. `sources` is path -> Source; `headers` name -> rooms."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.sources = {}
        self.read_table()
        for top in ("src", "tests"):
            for path in sorted((self.root / top).rglob("*.[ch]")):
                relative = path.relative_to(self.root).as_posix()
                if not relative.startswith(("tests/data/", "tests/arch/")):
                    self.sources[relative] = csource.Source(
                        path.read_text(encoding="utf-8"))
        self.headers = collections.defaultdict(set)
        for path in self.sources:
            parts = path.split("/")
            if parts[0] == "src" and path.endswith(".h") and len(parts) > 2:
                self.headers["/".join(parts[2:])].add(parts[1])

    def read_table(self):
        recipe = self.root / "src/meson.build"
        self.rooms = room_table.from_meson(recipe.read_text(encoding="utf-8"))

    def with_one(self, path):
        """A house that knows this one's headers and checks one file only."""
        one = copy.copy(self)
        text = (self.root / path).read_text(encoding="utf-8")
        one.sources = {path: csource.Source(text)}
        return one

    # --- what a file is ---------------------------------------------------

    @staticmethod
    def room_of(path):
        """The room whose rules hold for a file of src/ or tests/, or None."""
        parts = path.split("/")
        return parts[1] if len(parts) > 2 else None

    def reach(self, path):
        """The rooms whose headers a file may include."""
        room = self.room_of(path)
        if room in self.rooms:
            return {room, *self.rooms[room].sees}
        # Support, benches and fuzzers stand beside the rooms and may use any.
        return set(self.rooms)

    def libraries(self, path):
        room = self.room_of(path)
        if room in self.rooms:
            return set(self.rooms[room].libraries)
        return {"gsl", "m"}

    def in_source(self):
        return ((path, source) for path, source in self.sources.items()
                if path.startswith("src/"))

    def is_generated(self, path, name):
        """Whether the room's meson.build makes a file of this name."""
        recipe = self.root / os.path.dirname(path) / "meson.build"
        if not recipe.exists():
            return False
        text = recipe.read_text(encoding="utf-8")
        base = os.path.basename(name)
        # gnome.compile_resources() is given the name without its ending.
        return f"'{base}'" in text or f"'{base.removesuffix('.h')}'" in text

    # --- the rules --------------------------------------------------------

    def rule_table(self):
        """A row names rooms above it, known libraries, and only its own."""
        above = set()
        for room in self.rooms.values():
            for seen in room.sees:
                if seen not in above:
                    yield Violation("table", "src/meson.build", 0,
                                    f"{room.name} sees {seen}, which does not stand above it")
            for library in room.libraries:
                owners = LIBRARY_OWNERS.get(library, set(self.rooms))
                if library not in LIBRARY_HEADERS:
                    yield Violation("table", "src/meson.build", 0,
                                    f"{room.name} uses {library}, which this test does not know")
                elif room.name not in owners:
                    yield Violation("table", "src/meson.build", 0,
                                    f"{room.name} uses {library}, which belongs to "
                                    f"{', '.join(sorted(owners))} only")
            above.add(room.name)

    def rule_folder(self):
        """Every folder with C files in src/ is a room of the table."""
        for path, _ in self.in_source():
            if self.room_of(path) not in self.rooms:
                yield Violation("folder", path, 0, "this folder is no room of src/meson.build")

    def rule_room_include(self):
        """Own room's headers, and those of the rooms on the row."""
        for path, source in self.sources.items():
            for line, name, angled in source.includes:
                if not angled:
                    yield from self._check_quoted(path, line, name)

    def _check_quoted(self, path, line, name):
        if ".." in name.split("/"):
            yield Violation("dots", path, line, f'"{name}" climbs out of its folder')
            return
        owners = self.headers.get(name, set())
        if owners:
            room = self.room_of(path)
            if not owners & self.reach(path):
                yield Violation("room", path, line,
                                f'"{name}" belongs to {"/".join(sorted(owners))}, '
                                f"which {room} does not see")
            elif name.endswith("-private.h") and room not in owners:
                yield Violation("private", path, line,
                                f'"{name}" is private to {"/".join(sorted(owners))}')
            return
        beside = (self.root / os.path.dirname(path) / name).exists()
        support = path.startswith("tests/") and (self.root / "tests/support" / name).exists()
        if not beside and not support and not self.is_generated(path, name):
            yield Violation("room", path, line, f'"{name}" is no header of any room')

    def rule_system_include(self):
        """GLib, the C library, and the libraries on the row."""
        for path, source in self.sources.items():
            for line, name, angled in source.includes:
                if angled and not self._may_include(path, name):
                    yield Violation("system", path, line,
                                    f"<{name}> is not for {self.room_of(path)}")

    def _may_include(self, path, name):
        if name in C_LIBRARY or GLIB.match(name):
            return True
        if any(re.match(LIBRARY_HEADERS[library], name)
               for library in self.libraries(path) if library in LIBRARY_HEADERS):
            return True
        if path.startswith("tests/"):
            return name in TEST_HEADERS or (self.room_of(path), name) in ORACLES
        return False

    def rule_public_header(self):
        """A public header includes only rooms that each of its readers sees,
        and no library that would be forced on them."""
        readers = collections.defaultdict(set)
        for path, source in self.in_source():
            for _, name, angled in source.includes:
                if not angled:
                    readers[name].add(self.room_of(path))
        for path, source in self.in_source():
            if path.endswith(".h") and not path.endswith("-private.h"):
                yield from self._check_public(path, source, readers[os.path.basename(path)])

    def _check_public(self, path, source, readers):
        for line, name, angled in source.includes:
            if angled and any(re.match(LIBRARY_HEADERS[library], name)
                              for library in PRIVATE_LIBRARIES):
                yield Violation("public", path, line,
                                f"<{name}> would be forced on every reader")
            for owner in self.headers.get(name, ()):
                for reader in sorted(readers & set(self.rooms)):
                    if owner not in {reader, *self.rooms[reader].sees}:
                        yield Violation("public", path, line,
                                        f"{reader} reads this and does not see {owner}")

    def _refuse(self, rule, pattern, allowed, why):
        for path, source in self.in_source():
            if not allowed(path):
                for line, text in source.find(pattern):
                    yield Violation(rule, path, line, f"{' '.join(text.split())[:60]}: {why}")

    def rule_clock(self):
        """Only LabClock asks what time it is, and nothing sleeps."""
        yield from self._refuse("clock", ASKS_THE_TIME, CLOCK_FILES.__contains__,
                                "only LabClock asks the time")
        yield from self._refuse("clock", WAITS, lambda path: False,
                                "nothing sleeps; LabClock wakes")

    def rule_chance(self):
        """Only base's LabRandom draws."""
        yield from self._refuse("chance", ASKS_CHANCE,
                                lambda path: self.room_of(path) == "base" or path in ENTROPY_FILES,
                                "randomness comes from LabRandom")

    def rule_speech(self):
        """Only the command line writes to the terminal."""
        yield from self._refuse("speech", SPEAKS,
                                lambda path: self.room_of(path) == "cli",
                                "only cli writes to the terminal")

    def rule_sql(self):
        """SQL stands in store, and nowhere else."""
        yield from self._refuse("sql", SQLITE_NAME,
                                lambda path: self.room_of(path) == "store",
                                "SQLite belongs to store")
        for path, source in self.sources.items():
            if self.room_of(path) == "store":
                continue
            for line, text in source.literals:
                text = text.replace("\\n", "\n")
                if SQL.search(text) or SMALL_SQL.search(text):
                    yield Violation("sql", path, line, "SQL belongs to store")

    def rule_text(self):
        """What a person reads is marked for translation."""
        for path, source in self.in_source():
            for match in UNTRANSLATED.finditer(source.code):
                format_text = re.match(r'"((?:\\.|[^"\\])*)"', source.text[match.end():])[1]
                if re.search(r"[A-Za-z]", DIRECTIVE.sub("", format_text)):
                    yield Violation("text", path, source.code.count("\n", 0, match.end()) + 1,
                                    "the message of an error goes through _() or ngettext()")
            for line, _ in source.find(CUT_MESSAGE):
                yield Violation("text", path, line,
                                "xgettext cuts a message at this macro; use PRId64")
            marks = next(source.find(re.compile(r"(?<!\w)(N?_|ngettext|C_|NC_)\s*\(\s*\"")), None)
            includes = {name for _, name, _ in source.includes}
            if marks and path.endswith(".c") and not includes & {
                    "glib/gi18n-lib.h", "glib/gi18n.h"}:
                yield Violation("text", path, marks[0],
                                "_() needs <glib/gi18n-lib.h>")

    def rule_buttons(self):
        """A button with a picture always says its name."""
        yield from self._refuse("buttons", NAMELESS_BUTTON,
                                lambda path: path == "src/ui/common/lab-icon-button.c",
                                "use LabIconButton, which has a name")

    def rule_shape(self):
        """Lines, files and what style rules out."""
        for path, source in self.sources.items():
            for number, line in enumerate(source.lines, 1):
                if len(line) > LINE_WALL:
                    yield Violation("shape", path, number, f"over {LINE_WALL} columns")
                if "\t" in line or line != line.rstrip():
                    yield Violation("shape", path, number, "a tab, or space at the end")
            if not source.text.endswith("\n") or source.text.endswith("\n\n"):
                yield Violation("shape", path, len(source.lines), "does not end in one newline")
            if len(source.lines) - 1 > FILE_WALL:
                yield Violation("shape", path, FILE_WALL + 1, f"over {FILE_WALL} lines")
            for line, text in source.find(re.compile(r"\bgoto\b")):
                yield Violation("shape", path, line, text)
            for line, text in source.find(TOOLKIT_VERSION):
                yield Violation("shape", path, line, f"{text}: one source for all versions")
            for number, line in enumerate(source.lines, 1):
                if UNDONE.search(line):
                    yield Violation("shape", path, number, "says that it is not done")
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in source.text[:600]:
                yield Violation("shape", path, 1, "no licence line")

    def rules(self):
        return [(name.removeprefix("rule_").replace("_", "-"), getattr(self, name))
                for name in sorted(dir(self)) if name.startswith("rule_")]

    def violations(self):
        return [violation for _, rule in self.rules() for violation in rule()]

    def long_functions(self):
        """(path, line, name, length) of functions longer than the aim."""
        return [(path, line, name, length)
                for path, source in self.in_source()
                for line, name, length in source.functions() if length > FUNCTION_AIM]
