"""The table of rooms, read from src/meson.build and from src/README.md."""

import re

ROW = re.compile(
    r"\[\s*'(?P<room>[\w-]+)'\s*,\s*\[(?P<sees>[^\]]*)\]\s*,\s*\[(?P<libraries>[^\]]*)\]\s*,?\s*\]",
    re.DOTALL)
README_ROW = re.compile(
    r"^\|[^|]*\|\s*`(?P<room>[\w-]+)`\s*\|(?P<sees>[^|]*)\|(?P<libraries>[^|]*)\|[^|]*\|\s*$",
    re.MULTILINE)
PLANNED = "<!-- planned -->"


class Room:
    """One row: its name, the rooms it sees and the libraries it uses."""

    def __init__(self, name, sees, libraries):
        self.name = name
        self.sees = sees
        self.libraries = libraries

    def __eq__(self, other):
        return (self.name, self.sees, self.libraries) == (
            other.name, other.sees, other.libraries)

    def __repr__(self):
        return f"{self.name}: sees {self.sees}, libraries {self.libraries}"


def from_meson(text):
    """Reads `rooms = [...]`; dependency variables lose their `_dep`."""
    start = text.index("rooms = [")
    table = re.sub(r"#[^\n]*", "", text[start:text.index("\n]\n", start)])
    rooms = {}
    for match in ROW.finditer(table):
        libraries = [word.strip().removesuffix("_dep")
                     for word in match["libraries"].split(",") if word.strip()]
        rooms[match["room"]] = Room(
            match["room"], re.findall(r"'([\w-]+)'", match["sees"]), libraries)
    if len(rooms) != table.count("\n  ['"):
        raise ValueError("src/meson.build: a row of the table could not be read")
    return rooms


def from_readme(text):
    """Reads the table of rooms above the mark that begins the planned ones."""
    rooms = {}
    for match in README_ROW.finditer(text.split(PLANNED)[0]):
        sees = match["sees"].replace("-", " ").split()
        libraries = [word.strip() for word in match["libraries"].split(",")
                     if word.strip(" -")]
        rooms[match["room"]] = Room(match["room"], sees, libraries)
    return rooms
