#!/usr/bin/env python3
"""Everything that is shown can be translated. usage: test-translation.py COSTLAB

The program is shown in a language that is none, in which every letter has an
accent: what has none was not translated, or is a name, or the toolkit's.
"""

import calendar
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(ROOT / "build-aux")]

import accessibility  # noqa: E402
import lab_atspi  # noqa: E402
import lab_examples  # noqa: E402
import lab_rounds  # noqa: E402
import pseudo_locale  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]
CATALOGUES = tempfile.TemporaryDirectory()
WORD = re.compile(r"[A-Za-z]{2,}")
TOOLKIT = {
    "(None)", "Alt", "Back", "Close", "Close the window", "Ctrl", "End", "Escape", "Home",
    "Maximize", "Maximize the window", "Minimize", "Minimize the window", "No Results Found",
    "Page Down", "Page Up", "Preferences", "Search", "Search Results", "Shift", "Shortcuts", "Show Text",
    "Try a different search", "Try a different search.",
}
KEYS = re.compile(r"\b(Ctrl|Alt|Shift)\+\S+")
TASK = re.compile(r"\b[a-z-]+(/\w+)+")
# A task by its number and the beginning of its question.
QUESTION = re.compile(r"\[\d+: [^~]*~+\]")
EXPERIMENT = "4711"


def names_of(folder):
    """What is a name in every language: models, vendors, strategies, people."""
    said = json.loads(lab_examples.costlab_cli(COSTLAB, folder, "--json", "models"))
    names = {word for model in said["models"] for word in (model["id"], model["name"])}
    profiles = json.loads(lab_examples.costlab_cli(COSTLAB, folder, "--json", "profile", "list"))
    names |= {profile["name"] for profile in profiles["profiles"]}
    names |= {"OpenAI", "Anthropic", "Google", "JSON", "costlab"}
    names |= {"exact-cache", "prompt-compressor", "level strong"}
    # The C library has these, and in no other language here.
    names |= {*calendar.month_name, *calendar.day_name} - {""}
    return sorted(names, key=len, reverse=True)


def untranslated(texts, names):
    """Those of the texts that have a word left."""
    bad = set()
    for text in texts:
        left = QUESTION.sub("", KEYS.sub("", text))
        for name in names:
            left = left.replace(name, "")
        left = TASK.sub("", left)
        if WORD.search(left) and text not in TOOLKIT and accessibility.is_name(text):
            bad.add(text)
    return bad


def said_by(program, names, near=None):
    """What is said, without what people and models wrote."""
    nodes = program.nodes(near)
    return untranslated([text for node in nodes for text in (node.name, node.description)], names)


def nothing_is_left_in_english(program):
    names = [program.folder, *names_of(program.folder)]
    left = {}

    def look(where):
        return lambda node: left.setdefault(where, set()).update(said_by(program, names, node))

    for where in lab_rounds.every_view(program, {"wide": (1100, 720)}):
        look(where)(None)
        for button in lab_rounds.menu_buttons(program):
            lab_rounds.with_popover(program, button, look(f"{where}, {button.name}"))
    for key, name in lab_rounds.DIALOGS:
        lab_rounds.with_dialog(program, key, name, look(name))
    assert not any(left.values()), "\n".join(
        f"{where}: “{text}”" for where, texts in left.items() for text in sorted(texts))


def check_planted():
    names = ["GPT-5 Mini"]
    assert untranslated(["[Ŝéñð ~~]", "[Ṁöðéļ: GPT-5 Mini ~~~]", "$0.12", "GtkBox",
                         "[[3: Where is my parcel… ~~]: [$0.01 ~] îñ ţĥé ƀåšéļîñé ~~]"],
                        names) == set()
    assert untranslated(["Send", "[Ŝéñð ~~] now"], names) == {"Send", "[Ŝéñð ~~] now"}


def check_pseudo():
    """The language keeps what stands for something else."""
    for text in ("%s: %d of %1$s", "%<PRId64> calls", "<b>%s</b> &amp; %%", "\nOne\n"):
        fixed = pseudo_locale.FIXED.findall(text)
        assert pseudo_locale.FIXED.findall(pseudo_locale.translate(text)) == fixed, text
    assert pseudo_locale.translate("\nOne\n").startswith("\n[")
    assert len(pseudo_locale.translate("A sentence of words.")) >= 28


def fill(program):
    subprocess.run([sys.executable, ROOT / "build-aux/pseudo_locale.py", ROOT, CATALOGUES.name],
                   check=True, stdout=subprocess.DEVNULL)
    lab_examples.fill(COSTLAB, program.folder, name=EXPERIMENT)


taptest.run([
    ("/ui/translation/planted-faults-are-found", check_planted),
    ("/ui/translation/formats-stay", check_pseudo),
    ("/ui/translation/nothing-is-left-in-english", lab_atspi.scenario(
        COSTLAB, nothing_is_left_in_english, before=fill, translate=pseudo_locale.translate,
        env={"LANGUAGE": "en_XA", "COSTLAB_LOCALEDIR": CATALOGUES.name})),
])
