"""Which files have text to translate."""

import re

MARKED = re.compile(r"(?<!\w)(?:N?_|N?C_|ngettext|dngettext|g_dngettext)\s*\(\s*\"")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HEAD = "# Made by `make pot`; a test compares it with the tree.\n"


def render(root):
    """Returns what po/POTFILES.in should say."""
    found = []
    for path in sorted((root / "src").rglob("*.[ch]")):
        if MARKED.search(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            found.append(path)
    found += sorted((root / "data").glob("*.desktop.in"))
    found += sorted((root / "data").glob("*.metainfo.xml.in"))
    found += sorted((root / "data").glob("*.gschema.xml"))
    found += sorted((root / "data/ui").glob("*.ui"))
    names = sorted(path.relative_to(root).as_posix() for path in found)
    return HEAD + "".join(name + "\n" for name in names)
