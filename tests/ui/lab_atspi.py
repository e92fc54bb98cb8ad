"""Drives the real program through its accessibility tree and its keys.

Everything waits on states, never on time: a condition is asked again until
it holds or a limit passes that only a broken program reaches.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

# Warnings of the libraries that are used to look are not the program's.
DEBUG = os.environ.pop("G_DEBUG", None)
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
import taptest  # noqa: E402

try:
    import atspi_tree
    from atspi_tree import Gio, GLib
    MISSING = next((f"{word} is not installed" for word in ("xdotool", "import")
                    if not shutil.which(word)), None)
except (ImportError, ValueError) as error:
    MISSING = str(error)

APPLICATION_ID = "io.github.apicostlab.CostLab"
LIMIT_S = 60
TICK_S = 0.03
COMPLAINT = re.compile(r"-(WARNING|CRITICAL|ERROR) \*\*|\b(WARNING|CRITICAL)\b")


class InVain(AssertionError):
    """What was waited for did not come."""


# Where nothing composes windows the toolkit draws a frame of its own around
# them. Without it a window of 360 pixels has 360 to show something in.
STYLE = "window.solid-csd { padding: 0; box-shadow: none; }\n"


class Program:
    """One run of costlab on a data folder of its own (or a given one).

    home keeps data and settings; a second program given the first's home
    finds what the first left. settings are the program's own, as GVariant
    text by key; gtk are GTK's, by name. before is called with the program
    before it starts, to fill its folder. translate says how the program says
    a message where it does not speak English. Who starts it is not new to it:
    settings={"offer-tour": "true"} is."""

    def __init__(self, costlab, folder=None, home=None, settings=(), gtk=(), env=(), arguments=(),
                 before=None, translate=str):
        self.scratch = tempfile.TemporaryDirectory()
        self.translate = translate
        self.home = pathlib.Path(home or self.scratch.name)
        self.folder = folder or str(self.home / "data")
        self._write_settings(dict(settings), dict(gtk))
        self.env = self._environment(dict(env))
        if before:
            before(self)
        self.log = open(f"{self.scratch.name}/log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([costlab, "--data-dir", self.folder, *arguments],
                                        env=self.env, stdout=self.log, stderr=self.log)
        # Keys go to the window under the pointer; every one begins there.
        self._xdotool("mousemove", "3", "3")
        self.accessibility = atspi_tree.Accessibility()
        self.tree = None
        self._in_tick = False
        self.until(self._find, "the program in the accessibility tree")

    def _write_settings(self, settings, gtk):
        words = "".join(f"{name.replace('_', '-')}={value}\n" for name, value in gtk.items())
        self._write("config/gtk-4.0/gtk.css", STYLE)
        self._write("config/gtk-4.0/settings.ini", f"[Settings]\n{words}")
        keyfile = "config/glib-2.0/settings/keyfile"
        if settings or not (self.home / keyfile).exists():
            words = "".join(f"{name.replace('_', '-')}={value}\n"
                            for name, value in {"offer-tour": "false", **settings}.items())
            self._write(keyfile, f"[io/github/apicostlab/CostLab]\n{words}")

    def _write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _environment(self, more):
        env = dict(os.environ, XDG_DATA_HOME=str(self.home / "share"),
                   XDG_CONFIG_HOME=str(self.home / "config"),
                   XDG_CACHE_HOME=str(self.home / "cache"), GSETTINGS_BACKEND="keyfile", **more)
        env.pop("GTK_A11Y", None)
        if DEBUG:
            env["G_DEBUG"] = DEBUG
        return env

    def _find(self):
        if self.process.poll() is not None:
            raise AssertionError(f"costlab ended: {self.read_log()}")
        name = self.accessibility.find_process(self.process.pid)
        if name is None:
            return False
        self.tree = self.tree or atspi_tree.Tree(self.accessibility, name)
        return self.tree.read().children

    def read_log(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")

    def complaints(self):
        """The warnings of its log."""
        return [line for line in self.read_log().splitlines() if COMPLAINT.search(line)]

    def close(self):
        """Quits it in good order; warnings in its log are failures."""
        if self.process.poll() is None:
            self.activate("quit")
        try:
            self.process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise InVain("costlab did not end") from None
        assert self.process.returncode == 0, self.read_log()
        assert not self.complaints(), self.read_log()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # --- looking ------------------------------------------------------------

    def read(self):
        """Reads the tree anew. All that is asked within one condition of
        until() is asked of the same moment."""
        if not self._in_tick:
            self.tree.read()
        return self.tree.root

    root = property(read)

    def until(self, condition, what):
        """Looks until the condition holds, and returns what it returned."""
        start = time.monotonic()
        while True:
            try:
                if self.tree:
                    self.tree.read()
                    self._in_tick = True
                found = condition()
            except LookupError:
                found = None  # what it looked at is gone
            finally:
                self._in_tick = False
            if found:
                return found
            if self.process.poll() is not None:
                raise InVain(f"costlab ended before {what}: {self.read_log()}")
            if time.monotonic() - start > LIMIT_S:
                raise InVain(f"waited in vain for {what}")
            time.sleep(TICK_S)

    def nodes(self, node=None):
        """The node, or the program, and all that is in it."""
        self.read()
        return list((node or self.tree.root).walk())

    def find_all(self, role=None, name=None, near=None):
        """The nodes of a role whose name is, or for a callable fulfils, what
        is asked."""
        fits = name if callable(name) else lambda text: name is None or text == name
        return [node for node in self.nodes(near)
                if (role is None or node.role == role) and fits(node.name)]

    def find(self, role=None, name=None, near=None):
        return next(iter(self.find_all(role, name, near)), None)

    def wait_for(self, role=None, name=None, near=None):
        return self.until(lambda: self.find(role, name, near), f"{role} “{name}”")

    def wait_gone(self, role=None, name=None, near=None):
        self.until(lambda: not self.find(role, name, near), f"the end of {role} “{name}”")

    @staticmethod
    def text(node):
        return node.text()

    @staticmethod
    def is_shown(node):
        _, _, width, height = node.extents()
        return width > 0 and height > 0

    visible = is_shown

    def shown(self, near=None):
        """The nodes that are somewhere on the screen."""
        nodes = self.nodes(near)
        extents = self.tree.extents_of(nodes)
        return [node for node in nodes if min(extents.get(node.path, (0, 0, 0, 0))[2:]) > 0]

    @staticmethod
    def has_focus(node):
        return node.is_state("focused")

    def focused(self):
        return next((node for node in self.nodes() if node.is_state("focused")), None)

    # --- doing --------------------------------------------------------------

    @staticmethod
    def press(node, action=None):
        """The first action of a node or of what it consists of, or that of
        the given name."""
        for part in [node, *node]:
            for number, name in enumerate(part.actions()):
                if action in (None, name):
                    part.do(number)
                    return
        raise AssertionError(f"“{node.name}” cannot be pressed")

    @staticmethod
    def _xdotool(*words):
        return subprocess.run(["xdotool", *words], check=True, capture_output=True,
                              text=True).stdout

    def key(self, *names):
        self._xdotool("key", *names)

    def type(self, text):
        self._xdotool("type", "--", text)

    def activate(self, action, parameter=None):
        """An action of the application, as the desktop would ask for it."""
        self.accessibility.session.call_sync(
            APPLICATION_ID, "/" + APPLICATION_ID.replace(".", "/"), "org.gtk.Actions", "Activate",
            GLib.Variant("(sava{sv})", (action, [parameter] if parameter else [], {})), None,
            Gio.DBusCallFlags.NONE, LIMIT_S * 1000, None)

    def frame(self):
        """The main window."""
        return self.wait_for("frame", self.translate("API Cost Lab"))

    def give_focus(self):
        """Gives the main window the keyboard, as a window manager does when
        a dialog over it has gone."""
        window = self._xdotool("search", "--onlyvisible", "--pid",
                               str(self.process.pid)).split()[-1]
        self._xdotool("windowfocus", "--sync", window)

    def resize(self, width, height):
        """Gives the main window a size and waits until it has it."""
        frame = self.frame()
        for window in self._xdotool("search", "--onlyvisible", "--pid",
                                    str(self.process.pid)).split():
            self._xdotool("windowsize", window, str(width), str(height))
        self.until(lambda: frame.extents()[2:] == (width, height), f"{width}×{height} pixels")

    def views(self):
        """The names of the views that are built."""
        rows = self.wait_for("list", self.translate("Views"))
        return [row.name for row in rows if row.role == "list item" and row.is_state("sensitive")]

    def show_view(self, name):
        """Opens a view by its row, and waits until the window shows it."""
        row = self.until(lambda: next((
            row for row in self.wait_for("list", self.translate("Views"))
            if row.role == "list item" and row.name.split(",")[0] == name), None), name)
        self.press(row, "row.open")
        self.until(lambda: any(self.is_shown(label) for label in
                               self.find_all("label", name) if row not in label.parents()),
                   f"the view {name}")

    # --- when it went wrong -------------------------------------------------

    def dump(self):
        """The tree as text."""
        lines = []

        def add(node, depth):
            said = f" — {node.description}" if node.description else ""
            lines.append("  " * depth + f"{node.role} “{node.name}”{said}")
            for child in node:
                add(child, depth + 1)

        try:
            add(self.root, 0)
        except LookupError as error:
            lines.append(repr(error))
        return "\n".join(lines)

    @staticmethod
    def picture(path):
        subprocess.run(["import", "-window", "root", str(path)], check=False)

    def keep(self, name):
        """Keeps picture, tree and log where the test's log says."""
        folder = pathlib.Path(os.environ.get("LAB_PICTURES", tempfile.gettempdir()))
        folder.mkdir(parents=True, exist_ok=True)
        self.picture(folder / f"{name}.png")
        (folder / f"{name}.txt").write_text(
            f"{self.dump()}\n\n{traceback.format_exc()}\n{self.read_log()}", encoding="utf-8")
        return f"see {folder / name}.png and .txt"


def scenario(costlab, play, **options):
    """A test case: the program, the play, and on failure picture and tree."""
    def run():
        if MISSING:
            raise taptest.Skip(f"{MISSING}; see build-aux/packages")
        program = Program(costlab, **options)
        try:
            play(program)
            program.close()
        except Exception as error:
            kept = program.keep(play.__name__)
            program.kill()
            if isinstance(error, AssertionError):
                raise AssertionError(f"{error}\n{kept}") from error
            print(kept, file=sys.stderr)
            raise
    return run


def run_scenarios(costlab, plays, prefix="/ui/scenario"):
    """Plays all of them, each with a program of its own, and exits."""
    taptest.run([(f"{prefix}/{play.__name__.replace('_', '-')}", scenario(costlab, play))
                 for play in plays])
