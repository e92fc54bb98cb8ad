"""A program's accessibility tree, read whole.

GTK hands out everything it knows of its widgets in one answer. That is one
moment of the program, so nothing can change under a search, and hundreds of
nodes cost one question instead of thousands.
"""

import struct
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

ATSPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
WINDOW_COORDS = 1
LIMIT_MS = 20000
TICK_S = 0.005

ROLES = (
    "invalid|accelerator label|alert|animation|arrow|calendar|canvas|check box|check menu item|"
    "color chooser|column header|combo box|date editor|desktop icon|desktop frame|dial|dialog|"
    "directory pane|drawing area|file chooser|filler|focus traversable|font chooser|frame|"
    "glass pane|html container|icon|image|internal frame|label|layered pane|list|list item|menu|"
    "menu bar|menu item|option pane|page tab|page tab list|panel|password text|popup menu|"
    "progress bar|push button|radio button|radio menu item|root pane|row header|scroll bar|"
    "scroll pane|separator|slider|spin button|split pane|status bar|table|table cell|"
    "table column header|table row header|tearoff menu item|terminal|text|toggle button|tool bar|"
    "tool tip|tree|tree table|unknown|viewport|window|extended|header|footer|paragraph|ruler|"
    "application|autocomplete|editbar|embedded|entry|chart|caption|document frame|heading|page|"
    "section|redundant object|form|link|input method window|table row|tree item|"
    "document spreadsheet|document presentation|document text|document web|document email|comment|"
    "list box|grouping|image map|notification|info bar|level bar|title bar|block quote|audio|"
    "video|definition|article|landmark|log|marquee|math|rating|timer|static|math fraction|"
    "math root|subscript|superscript|description list|description term|description value|footnote|"
    "content deletion|content insertion|mark|suggestion|push button menu").split("|")

STATES = {"busy": 3, "checked": 4, "collapsed": 5, "editable": 7, "enabled": 8, "expanded": 10,
          "focusable": 11, "focused": 12, "modal": 16, "pressed": 20, "selected": 23,
          "sensitive": 24, "visible": 30, "invalid entry": 36, "read only": 43}


class Gone(LookupError):
    """A node that is no longer in the tree, or a program that has ended."""


class Wire:
    """Reads a reply as it came over the bus. The bindings take a value apart
    piece by piece, which for a whole tree takes them longer than the program
    took to say it."""

    def __init__(self, blob):
        self.blob = blob
        self.unpack = struct.Struct("<I" if blob[0] == ord("l") else ">I").unpack_from
        self.at = 12
        length = self.number()
        self.at = self.at + length + 7 & ~7  # the header's fields are over

    def number(self):
        at = self.at + 3 & ~3
        self.at = at + 4
        return self.unpack(self.blob, at)[0]

    def text(self):
        length = self.number()
        at = self.at
        self.at = at + length + 1
        return self.blob[at:at + length].decode()

    def reference(self):
        self.at = self.at + 7 & ~7
        self.text()
        return self.text()

    def array(self, read):
        end = self.number()
        end += self.at
        found = []
        while self.at < end:
            found.append(read())
        return found

    def item(self):
        """One of a((so)(so)(so)iiassusau): path, parent, place, number of
        children, interfaces, name, role, description and states."""
        path, _, parent = self.reference(), self.reference(), self.reference()
        index, count = self.number(), self.number()
        return (path, parent, index, count, self.array(self.text), self.text(), self.number(),
                self.text(), self.array(self.number))

    def items(self):
        end = self.number()
        self.at = self.at + 7 & ~7
        end += self.at
        found = []
        while self.at < end:
            self.at = self.at + 7 & ~7
            found.append(self.item())
        return found


class Accessibility:
    """The accessibility bus of this session."""

    def __init__(self):
        self.session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = self.session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
            Gio.DBusCallFlags.NONE, LIMIT_MS, None).unpack()[0]
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                 Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def ask(self, name, path, interface, method, arguments=None):
        try:
            return self.bus.call_sync(name, path, interface, method, arguments, None,
                                      Gio.DBusCallFlags.NONE, LIMIT_MS, None).unpack()
        except GLib.Error as error:
            raise Gone(f"{interface}.{method}: {error.message}") from None

    def get_items(self, name):
        """All that a program hands out of its tree."""
        message = Gio.DBusMessage.new_method_call(name, "/org/a11y/atspi/cache",
                                                  ATSPI + "Cache", "GetItems")
        try:
            reply, _ = self.bus.send_message_with_reply_sync(
                message, Gio.DBusSendMessageFlags.NONE, LIMIT_MS, None)
            reply.to_gerror()
        except GLib.Error as error:
            raise Gone(f"GetItems: {error.message}") from None
        return Wire(bytes(reply.to_blob(Gio.DBusCapabilityFlags.NONE))).items()

    def ask_all(self, name, questions):
        """Asks many at once, and returns the answers in their order: None
        where there is none. A question is path, interface, method and
        arguments."""
        answers = [None] * len(questions)
        waiting = set(range(len(questions)))

        def answered(bus, result, number):
            waiting.discard(number)
            try:
                answers[number] = bus.call_finish(result).unpack()
            except GLib.Error:
                pass  # it has gone

        for number, (path, interface, method, arguments) in enumerate(questions):
            self.bus.call(name, path, interface, method, arguments, None,
                          Gio.DBusCallFlags.NONE, LIMIT_MS, None, answered, number)
        while waiting:
            GLib.MainContext.default().iteration(True)
        return answers

    def find_process(self, pid):
        """The bus name of the program with this process id, or None."""
        for name, _ in self.ask("org.a11y.atspi.Registry", ROOT, ATSPI + "Accessible",
                                "GetChildren")[0]:
            owner = self.ask("org.freedesktop.DBus", "/org/freedesktop/DBus",
                             "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                             GLib.Variant("(s)", (name,)))[0]
            if owner == pid:
                return name
        return None


class Node:
    """A widget as a screen reader knows it. What is asked of it later is
    answered from the newest reading of the tree that has it."""

    __slots__ = ("tree", "path", "parent", "children", "_index", "_count", "_interfaces",
                 "_name", "_role", "_description", "_states")

    def __init__(self, tree, item):
        self.path, self.parent, self._index, self._count, self._interfaces, self._name, role, \
            self._description, (low, high) = item
        self.tree = tree
        self._role = ROLES[role] if role < len(ROLES) else "unknown"
        self._states = low | high << 32
        self.children = []

    def _now(self):
        return self.tree.nodes.get(self.path, self)

    name = property(lambda self: self._now()._name)
    role = property(lambda self: self._now()._role)
    description = property(lambda self: self._now()._description)
    interfaces = property(lambda self: self._now()._interfaces)

    def is_state(self, state):
        """Whether it is "focusable", "sensitive" and so on: see STATES."""
        return bool(self._now()._states >> STATES[state] & 1)

    def __eq__(self, other):
        return isinstance(other, Node) and other.path == self.path

    def __hash__(self):
        return hash(self.path)

    def __iter__(self):
        return iter(self._now().children)

    def walk(self):
        yield self
        for child in self:
            yield from child.walk()

    def parents(self):
        """Its parent, that one's parent, up to the program."""
        node = self.tree.nodes.get(self._now().parent)
        while node is not None:
            yield node
            node = self.tree.nodes.get(node.parent)

    # --- asked at once ------------------------------------------------------

    def ask(self, interface, method, arguments=None):
        return self.tree.accessibility.ask(self.tree.name, self.path, ATSPI + interface, method,
                                           arguments)

    def get(self, interface, name):
        return self.tree.accessibility.ask(
            self.tree.name, self.path, "org.freedesktop.DBus.Properties", "Get",
            GLib.Variant("(ss)", (ATSPI + interface, name)))[0]

    def extents(self):
        """x, y, width and height in its window; 0 by 0 while it is hidden."""
        if ATSPI + "Component" not in self.interfaces:
            return 0, 0, 0, 0
        return self.ask("Component", "GetExtents", GLib.Variant("(u)", (WINDOW_COORDS,)))[0]

    def text(self):
        count = self.get("Text", "CharacterCount")
        return self.ask("Text", "GetText", GLib.Variant("(ii)", (0, count)))[0]

    def set_text(self, text):
        self.ask("EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))

    def actions(self):
        if ATSPI + "Action" not in self.interfaces:
            return []
        return [name for name, _, _ in self.ask("Action", "GetActions")[0]]

    def do(self, number):
        self.ask("Action", "DoAction", GLib.Variant("(i)", (number,)))


class Tree:
    """The newest reading of a program's tree."""

    def __init__(self, accessibility, name):
        self.accessibility = accessibility
        self.name = name
        self.nodes = {}
        self.root = None

    def _get_items(self):
        nodes = {item[0]: Node(self, item) for item in self.accessibility.get_items(self.name)}
        for node in sorted(nodes.values(), key=lambda node: node._index):
            # The program is its own parent to GTK, and its windows' to us.
            if node.path != ROOT and node.parent in nodes:
                nodes[node.parent].children.append(node)
        return nodes

    @staticmethod
    def _differ(nodes):
        return [node for node in nodes.values()
                if node.path != ROOT and len(node.children) != node._count]

    def _get_children(self, path):
        return [child for _, child in self.accessibility.ask(
            self.name, path, ATSPI + "Accessible", "GetChildren")[0]]

    def _read_once(self):
        """The nodes of one reading, or None where the program is still
        handing them over. Closed popovers are among the items, and children
        that nobody asked for before are not: where the number is another, the
        node is asked which children it has, and so are those."""
        nodes = self._get_items()
        unknown = []
        for node in self._differ(nodes):
            paths = self._get_children(node.path)
            unknown += [path for path in paths if path not in nodes]
            node.children = [nodes[path] for path in paths if path in nodes]
        whole = not unknown and ROOT in nodes
        while unknown:
            unknown += self._get_children(unknown.pop())
        return nodes if whole else None

    def extents_of(self, nodes):
        """The extents of many nodes by their paths, asked for at once."""
        with_extents = [node for node in nodes if ATSPI + "Component" in node.interfaces]
        answers = self.accessibility.ask_all(self.name, [
            (node.path, ATSPI + "Component", "GetExtents", GLib.Variant("(u)", (WINDOW_COORDS,)))
            for node in with_extents])
        return {node.path: answer[0] for node, answer in zip(with_extents, answers) if answer}

    def read(self):
        """Reads it anew."""
        start = time.monotonic()
        nodes = None
        while nodes is None:
            if time.monotonic() - start > LIMIT_MS / 1000:
                raise Gone("the tree never came to rest")
            try:
                nodes = self._read_once()
            except Gone:
                time.sleep(TICK_S)  # a widget went while its children were asked for
        self.root = nodes[ROOT]
        self.root.parent = None
        self.nodes = nodes
        self.nodes = {node.path: node for node in self.root.walk()}
        return self.root
