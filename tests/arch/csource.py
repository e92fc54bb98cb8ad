"""Takes a C file apart: includes, code without comments, string literals."""

import re

TOKEN = re.compile(
    r"(?P<comment>/\*.*?\*/|//[^\n]*)"
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<character>'(?:\\.|[^'\\\n])*')"
    r"|(?P<newline>\n)",
    re.DOTALL)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]", re.MULTILINE)
ADJACENT = re.compile(r"\s*(?:PRI\w+|G_G\w+_FORMAT)?\s*")


def blank(text):
    """Keeps the lines, drops the rest."""
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One C file. Literals are (line, text), neighbours joined to one."""

    def __init__(self, text):
        self.text = text
        self.lines = text.split("\n")
        self.literals = []
        self.code = self._take_apart()
        self.includes = [
            (text.count("\n", 0, match.start()) + 1, match[2], match[1] == "<")
            for match in INCLUDE.finditer(self._without_comments)]

    def _take_apart(self):
        code, bare, at = [], [], 0
        pending = None
        for match in TOKEN.finditer(self.text):
            between = self.text[at:match.start()]
            code.append(between)
            bare.append(between)
            if between.strip() and not ADJACENT.fullmatch(between):
                pending = None
            at = match.end()
            token = match[0]
            if match["comment"]:
                code.append(blank(token))
                bare.append(blank(token))
            elif match["string"]:
                bare.append(token)
                code.append('""' + " " * (len(token) - 2))
                pending = self._literal(match.start(), token[1:-1], pending)
            elif match["character"]:
                bare.append(token)
                code.append("' '" + " " * (len(token) - 3))
                pending = None
            else:
                code.append("\n")
                bare.append("\n")
        code.append(self.text[at:])
        bare.append(self.text[at:])
        self._without_comments = "".join(bare)
        return "".join(code)

    def _literal(self, start, text, pending):
        if pending is not None:
            line, before = self.literals[pending]
            self.literals[pending] = (line, before + text)
            return pending
        self.literals.append((self.text.count("\n", 0, start) + 1, text))
        return len(self.literals) - 1

    def find(self, pattern):
        """Yields (line, matched text) of a pattern in the code proper."""
        for match in pattern.finditer(self.code):
            yield self.code.count("\n", 0, match.start()) + 1, match[0]

    def functions(self):
        """Yields (line, name, length) of each function's body, GTK style:
        the braces of a body stand in the first column."""
        name, opened = None, None
        for number, line in enumerate(self.code.split("\n"), 1):
            if opened is None:
                match = re.match(r"^([A-Za-z_]\w*)\s*\(", line)
                name = match[1] if match else name
                if line.rstrip() == "{" and name:
                    opened = number
            elif line.startswith("}"):
                if line.rstrip() == "}":
                    yield opened, name, number - opened - 1
                name, opened = None, None
