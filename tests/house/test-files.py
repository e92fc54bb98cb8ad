#!/usr/bin/env python3
"""What goes to the desktop, to translators and to Flatpak is valid.

usage: test-files.py ROOT BUILD
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

sys.dont_write_bytecode = True
ROOT = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))

import taptest  # noqa: E402
import yaml  # noqa: E402

ID = "io.github.apicostlab.CostLab"


def succeed(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 0, f"{command[0]} refuses:\n{said}"
    return done.stdout, done.stderr


def check_desktop():
    _, _ = succeed("desktop-file-validate", BUILD / f"data/{ID}.desktop")
    text = (BUILD / f"data/{ID}.desktop").read_text(encoding="utf-8")
    assert f"\nIcon={ID}\n" in text


def check_metainfo():
    succeed("appstreamcli", "validate", "--no-net", BUILD / f"data/{ID}.metainfo.xml")
    root = tree.parse(BUILD / f"data/{ID}.metainfo.xml").getroot()
    assert root.findtext("id") == ID
    assert root.findtext("launchable") == f"{ID}.desktop"
    assert root.findtext("project_license") == "GPL-3.0-or-later"


def check_schema():
    with tempfile.TemporaryDirectory() as target:
        succeed("glib-compile-schemas", "--strict", f"--targetdir={target}", ROOT / "data")
    root = tree.parse(ROOT / f"data/{ID}.gschema.xml").getroot()
    schema = root.find("schema")
    assert schema.get("id") == ID
    for key in schema.findall("key"):
        for part in ("default", "summary", "description"):
            assert key.findtext(part), f"{key.get('name')} has no {part}"


def check_schema_is_in_the_build():
    out, _ = succeed("gsettings", "--schemadir", BUILD / "data", "list-keys", ID)
    assert {"last-view", "practice-mode", "profile"} <= set(out.split()), out


def check_xml():
    files = [path for pattern in ("data/**/*.xml", "data/**/*.xml.in", "data/**/*.svg",
                                  "data/**/*.ui") for path in ROOT.glob(pattern)]
    assert len(files) >= 6, files
    succeed("xmllint", "--noout", *files)


def check_resources():
    """What the window is made of is in the program, every file of it."""
    source = ROOT / "data/costlab.gresource.xml"
    out, _ = succeed("glib-compile-resources", "--generate-dependencies",
                     f"--sourcedir={ROOT / 'data'}", source)
    names = out.split()
    for path in (ROOT / "data/ui").glob("*.ui"):
        assert any(name.endswith("/" + path.name) for name in names), \
            f"{path.name} is in no resource"
    prefixes = {node.get("prefix") for node in tree.parse(source).getroot()}
    assert prefixes == {"/io/github/apicostlab/CostLab"}, prefixes


def check_icons():
    for style, size in (("scalable", "128"), ("symbolic", "16")):
        suffix = "-symbolic" if style == "symbolic" else ""
        root = tree.parse(ROOT / f"data/icons/hicolor/{style}/apps/{ID}{suffix}.svg").getroot()
        assert (root.get("width"), root.get("height")) == (size, size)
        assert root.get("viewBox") == f"0 0 {size} {size}"


def of_object(node, name):
    return next((item for item in node.findall("property") if item.get("name") == name), None)


def check_shown_texts():
    """Text in a template that a person reads is marked for translation."""
    shown = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text"}
    for path in sorted((ROOT / "data/ui").glob("*.ui")):
        root = tree.parse(path).getroot()
        assert root.get("domain") == "costlab", path.name
        for item in root.iter("property"):
            if item.get("name") in shown and re.search("[A-Za-z]", item.text or ""):
                assert item.get("translatable") == "yes", f"{path.name}: “{item.text}”"


def check_icon_buttons():
    """A button with a picture says its name: it is a LabIconButton, or has a
    tooltip and an accessible label."""
    for path in sorted((ROOT / "data/ui").glob("*.ui")):
        for node in tree.parse(path).getroot().iter("object"):
            if of_object(node, "icon-name") is None or "Button" not in node.get("class"):
                continue
            if node.get("class") == "LabIconButton":
                assert of_object(node, "title") is not None, path.name
                continue
            assert node.get("class") != "GtkButton", f"{path.name}: use LabIconButton"
            labels = [item for item in node.findall("accessibility/property")
                      if item.get("name") == "label"]
            assert labels and of_object(node, "tooltip-text") is not None, \
                f"{path.name}: a {node.get('class')} without a name"


def check_expanders():
    """What an expander hides takes no focus: with GTK 4.8 Tab would otherwise
    stop at it for good."""
    for path in sorted((ROOT / "data/ui").glob("*.ui")):
        for node in tree.parse(path).getroot().iter("object"):
            if node.get("class") != "GtkExpander":
                continue
            hidden = of_object(node, "child").find("object")
            bound = of_object(hidden, "can-focus")
            assert bound is not None and bound.get("bind-source") == node.get("id") and \
                bound.get("bind-property") == "expanded", f"{path.name}: {node.get('id')}"


def check_style():
    """Colours come from the theme: named ones only."""
    text = (ROOT / "data/style.css").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\s*\(", text), "a colour by number"


def check_messages():
    """Every message is read by xgettext without complaint."""
    recipe = (ROOT / "po/meson.build").read_text(encoding="utf-8")
    options = re.findall(r"'(--[^']+)'", recipe)
    glib_keywords = [f"--keyword={word}" for word in (
        "_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3", "ngettext:1,2")]
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "costlab.pot"
        _, said = succeed("xgettext", "-D", ROOT, "-f", ROOT / "po/POTFILES.in", "-o", target,
                          *options, *glib_keywords)
        # Without GTK's own rules gettext falls back to its copy and says so.
        complaints = [line for line in said.splitlines() if "fallback ITS rule" not in line]
        assert not complaints, "\n".join(complaints)
        text = target.read_text(encoding="utf-8")
        assert text.count("\nmsgid ") > 30, "hardly any message was found"
        succeed("msgfmt", "-o", pathlib.Path(folder) / "out.mo", target)


def check_languages():
    lines = (ROOT / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    languages = [line for line in lines if line and not line.startswith("#")]
    files = sorted(path.stem for path in (ROOT / "po").glob("*.po"))
    assert languages == sorted(languages) == files, (languages, files)


def check_path():
    path = json.loads((ROOT / "challenges/path.json").read_text(encoding="utf-8"))
    assert path["schema"] == 1
    known = []
    for concept in path["concepts"]:
        assert set(concept) == {"id", "title", "needs"}, concept
        assert concept["id"] not in known, f"{concept['id']} is there twice"
        for needed in concept["needs"]:
            # What is needed stands above, so no circle can be written.
            assert needed in known, f"{concept['id']} needs {needed}, which is not above it"
        known.append(concept["id"])
    files = {file.stem for file in (ROOT / "challenges").glob("c[0-9][0-9]-*.json")}
    assert files == set(path["challenges"]), files ^ set(path["challenges"])


def check_flatpak():
    text = (ROOT / f"flatpak/{ID}.yml").read_text(encoding="utf-8")
    manifest = yaml.safe_load(text)
    assert manifest["id"] == ID
    assert manifest["runtime"] == "org.gnome.Platform"
    assert manifest["modules"][-1]["buildsystem"] == "meson"
    assert not any("talk-name" in word for word in manifest["finish-args"]), \
        "no name on the bus is needed"
    for module in manifest["modules"]:
        for source in module["sources"]:
            if source["type"] == "archive":
                assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"]), source


def check_packages():
    """Every line of the list names a package for each of the three."""
    for line in (ROOT / "build-aux/packages").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            assert len(line.split()) == 3, line


def check_licence():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text and "Version 3, 29 June 2007" in text
    assert text.rstrip().endswith("<https://www.gnu.org/licenses/why-not-lgpl.html>.")


taptest.run([
    ("/house/desktop-file", check_desktop),
    ("/house/metainfo", check_metainfo),
    ("/house/schema/valid", check_schema),
    ("/house/schema/compiled", check_schema_is_in_the_build),
    ("/house/xml", check_xml),
    ("/house/resources", check_resources),
    ("/house/icons", check_icons),
    ("/house/templates/texts", check_shown_texts),
    ("/house/templates/icon-buttons", check_icon_buttons),
    ("/house/templates/expanders", check_expanders),
    ("/house/style", check_style),
    ("/house/messages/read", check_messages),
    ("/house/messages/languages", check_languages),
    ("/house/challenges/path", check_path),
    ("/house/flatpak", check_flatpak),
    ("/house/packages", check_packages),
    ("/house/licence", check_licence),
])
