#!/usr/bin/env python3
"""Makes a translation that nobody needs to know a language for.

usage: pseudo_locale.py ROOT LOCALEDIR

Every message becomes itself with accents on all letters, two fifths longer
and in brackets: what is shown without them was not translated, and what has
no room for them has none for German. The catalogue is that of the language
en_XA; `LANGUAGE=en_XA COSTLAB_LOCALEDIR=… costlab` shows it.
"""

import ast
import pathlib
import re
import subprocess
import sys
import tempfile

LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž")
# What stands for something else: formats, markup, entities.
FIXED = re.compile(
    r"%(?:\d+\$)?[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:<\w+>|(?:hh|h|ll|l|z|j|t)?[a-zA-Z%])"
    r"|<[^>]+>|&\w+;")
GLIB_KEYWORDS = ("_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3", "ngettext:1,2")
ENTRY = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr\[\d\]|msgstr) ((?:".*"\n)+)')


def translate(text):
    """A message in the language that is none."""
    body = text.strip("\n")
    start = text.index(body) if body else 0
    parts = []
    at = 0
    for match in FIXED.finditer(body):
        parts += [body[at:match.start()].translate(LETTERS), match.group()]
        at = match.end()
    parts.append(body[at:].translate(LETTERS))
    longer = "~" * max(1, len(body) * 2 // 5)
    return f"{text[:start]}[{''.join(parts)} {longer}]{text[start + len(body):]}"


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") \
        .replace("\t", "\\t") + '"\n'


def unquote(lines):
    return "".join(ast.literal_eval(line) for line in lines.splitlines())


def extract(root):
    """All messages of the program, as po/meson.build asks for them."""
    options = re.findall(r"'(--[^']+)'", (root / "po/meson.build").read_text(encoding="utf-8"))
    options += [f"--keyword={word}" for word in GLIB_KEYWORDS]
    done = subprocess.run(
        ["xgettext", "-D", root, "-f", root / "po/POTFILES.in", "-o", "-", *options],
        check=True, capture_output=True, text=True)
    return done.stdout


def fill_in(template):
    """The template with a translation for each message."""
    header, *entries = template.split("\n\n")
    header = header.replace("charset=CHARSET", "charset=UTF-8").replace(
        "nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=n != 1")
    header = header.replace("#, fuzzy\n", "")
    if "Plural-Forms" not in header:
        header += '\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"'
    filled = [header]
    for entry in entries:
        found = dict(ENTRY.findall(entry + "\n"))
        if "msgid" not in found:
            continue
        message = translate(unquote(found["msgid"]))
        plural = translate(unquote(found["msgid_plural"])) if "msgid_plural" in found else None
        text = re.sub(r"msgstr.*", "", entry, flags=re.DOTALL)
        if plural is None:
            text += "msgstr " + quote(message)
        else:
            text += "msgstr[0] " + quote(message) + "msgstr[1] " + quote(plural)
        filled.append(text)
    return "\n\n".join(filled) + "\n"


def main():
    root, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    target = folder / "en_XA/LC_MESSAGES/costlab.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as catalogue:
        catalogue.write(fill_in(extract(root)))
        catalogue.flush()
        subprocess.run(["msgfmt", "--check-format", "-o", target, catalogue.name], check=True)


if __name__ == "__main__":
    main()
