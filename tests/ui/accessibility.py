"""What has to hold of whatever a screen reader meets. Each check returns a
list of faults, in words."""

import re

TYPE_NAME = re.compile(r"^(Gtk|Adw|Lab|Gdk)[A-Z]\w+$")
# Roles that say nothing without a name.
NAMED_ROLES = {"image", "progress bar", "level bar", "table", "tree table", "list", "text",
               "entry", "password text", "combo box", "slider", "spin button", "dialog"}
# What takes the focus only to be scrolled or to hold others.
HOLDERS = {"application", "frame", "panel", "filler", "scroll pane", "scroll bar", "table",
           "tree table", "list", "separator", "split pane", "viewport"}
ROWS = {"list item", "table row", "tree item", "table cell", "filler"}
LISTS = {"list", "table", "tree table", "list box"}
LEAST_DESCRIPTION = 40


def is_name(text):
    """Whether it is a name that somebody gave."""
    return bool(text.strip()) and not TYPE_NAME.match(text)


def inner_names(node):
    return [child.name for child in node.walk() if child is not node and is_name(child.name)]


def spoken(node):
    """What is said of a node: its name, or for a row that has none the names
    in it."""
    if is_name(node.name):
        return node.name
    return ", ".join(inner_names(node)) if node.role in ROWS else ""


def is_toolkits(node):
    """Parts of the toolkit's own widgets that cannot be given a name."""
    parents = list(node.parents())
    around = parents[0] if parents else None
    if around is None:
        return False
    # What a drop-down consists of, in a named one; the list in a table; an
    # arrow of a scroll bar; the list of a group that has but one row.
    if any(parent.role == "combo box" and is_name(parent.name) for parent in parents):
        return True
    if node.name == "GtkColumnListView":
        return around.role in LISTS and is_name(around.name)
    if node.name == "GtkListBox" and len(list(node)) == 1:
        return True
    # Libadwaita's own: the eye of a password, the cross of a toast, the
    # pictures of page tabs, the button that searches the preferences.
    return any(parent.role in {"scroll bar", "spin button", "calendar"} or
               parent.name in {"AdwToastWidget", "AdwPasswordEntryRow", "AdwIndicatorBin"}
               for parent in parents) or \
        node.name == "GtkImage" and {"AdwGizmo", "Preferences"} <= {
            parent.name for parent in parents}


def where(node):
    names = [parent.name or parent.role for parent in reversed(list(node.parents()))]
    return " › ".join([*names[-4:], f"{node.role} “{node.name}”"])


def nameless(nodes):
    """Everything that takes the focus, and everything of a role that needs
    one, has a name, and not that of a class."""
    faults = []
    for node in nodes:
        focusable = node.is_state("focusable") and node.role not in HOLDERS
        if (focusable or node.role in NAMED_ROLES) and not spoken(node) and not is_toolkits(node):
            faults.append(f"has no name: {where(node)}")
    return faults


def is_pressable(node):
    """Rows of data may be alike; what is in them to be pressed may not."""
    return node.role in {"push button", "toggle button", "check box", "radio button", "link"}


def holder(node):
    """The list it is in, or else what directly holds it."""
    parents = list(node.parents())
    return next((parent for parent in parents if parent.role in LISTS), parents[0])


def twins(nodes):
    """Two things that can be pressed beside each other are told apart by
    their names: "Open" twelve times does not do."""
    faults = []
    groups = {}
    for node in nodes:
        if not is_pressable(node) or not spoken(node):
            continue
        inside = [parent for parent in node.parents() if parent.name == node.name]
        if not inside:  # a menu button is one button in another
            groups.setdefault(holder(node).path, {}).setdefault(spoken(node), []).append(node)
    for names in groups.values():
        for same in names.values():
            if len(same) > 1:
                faults.append(f"{len(same)} times the same name: {where(same[0])}")
    return faults


def short_descriptions(nodes):
    """A chart is described in whole sentences."""
    return [f"is hardly described (“{node.description}”): {where(node)}" for node in nodes
            if node.role in {"image", "chart"} and node.is_state("focusable") and
            (len(node.description) < LEAST_DESCRIPTION or not node.description.endswith("."))]


def signs_without_words(nodes):
    """A verdict or an alert that is shown says so in words, not in colour."""
    return [f"says nothing: {where(node)}" for node in nodes
            if node.role in {"alert", "notification"} and not is_name(node.name)]


def all_faults(nodes):
    return nameless(nodes) + twins(nodes) + short_descriptions(nodes) + signs_without_words(nodes)
