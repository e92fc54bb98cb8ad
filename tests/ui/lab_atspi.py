"""Drives the real program through its accessibility tree and its keys.

Everything waits on states, never on time: a condition is asked again until
it holds or a limit passes that only a broken program reaches.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

# Warnings of the accessibility library are not the program's.
DEBUG = os.environ.pop("G_DEBUG", None)
import pyatspi  # noqa: E402

LIMIT_S = 20
TICK_S = 0.05


class Gone(AssertionError):
    """What was waited for did not come."""


class Program:
    """One run of costlab on a data folder of its own (or a given one)."""

    def __init__(self, costlab, folder=None):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = folder or f"{self.scratch.name}/data"
        env = dict(os.environ, XDG_DATA_HOME=f"{self.scratch.name}/share",
                   XDG_CONFIG_HOME=f"{self.scratch.name}/config",
                   XDG_CACHE_HOME=f"{self.scratch.name}/cache")
        env.pop("GTK_A11Y", None)
        if DEBUG:
            env["G_DEBUG"] = DEBUG
        self.log = open(f"{self.scratch.name}/log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([costlab, "--data-dir", self.folder], env=env,
                                        stdout=self.log, stderr=self.log)
        self.root = self.until(self._find, "the program in the accessibility tree")

    def _find(self):
        assert self.process.poll() is None, f"costlab ended: {self.read_log()}"
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == self.process.pid and app.childCount:
                return app
        return None

    def read_log(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")

    def close(self):
        """Closes it as a person would; warnings in its log are failures."""
        if self.process.poll() is None:
            self.key("ctrl+q")
            try:
                self.process.wait(LIMIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Gone("costlab did not end") from None
        said = self.read_log()
        assert self.process.returncode == 0, said
        assert "WARNING" not in said and "CRITICAL" not in said, said

    # --- looking ------------------------------------------------------------

    @staticmethod
    def until(condition, what):
        start = time.monotonic()
        while time.monotonic() - start < LIMIT_S:
            try:
                found = condition()
            except (LookupError, AttributeError, RuntimeError, TypeError):
                found = None  # the tree changed under the search
            except Exception as error:  # pyatspi's errors have no common class
                if type(error).__module__.startswith(("gi.", "GLib")) or "GLib" in repr(error):
                    found = None
                else:
                    raise
            if found:
                return found
            time.sleep(TICK_S)
        raise Gone(f"waited in vain for {what}")

    def nodes(self, node=None):
        node = node or self.root
        yield node
        for child in node:
            if child is not None:
                yield from self.nodes(child)

    def find(self, role=None, name=None, near=None):
        """The first node of a role whose name is, or for a callable fulfils,
        what is asked."""
        for node in self.nodes(near):
            if role and node.getRoleName() != role:
                continue
            if callable(name) and not name(node.name or ""):
                continue
            if isinstance(name, str) and node.name != name:
                continue
            return node
        return None

    def wait_for(self, role=None, name=None, near=None):
        return self.until(lambda: self.find(role, name, near), f"{role} “{name}”")

    @staticmethod
    def text(node):
        inner = node.queryText()
        return inner.getText(0, inner.characterCount)

    @staticmethod
    def is_shown(node):
        box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return box.width > 0 and box.height > 0

    @staticmethod
    def has_focus(node):
        return node.getState().contains(pyatspi.STATE_FOCUSED)

    def focused(self):
        for node in self.nodes():
            if self.has_focus(node):
                return node
        return None

    # --- doing --------------------------------------------------------------

    @staticmethod
    def press(node, action=None):
        """The first action of a node or of what it consists of."""
        for part in [node, *[child for child in node if child is not None]]:
            try:
                actions = part.queryAction()
            except NotImplementedError:
                continue
            for i in range(actions.nActions):
                if action is None or actions.getName(i) == action:
                    actions.doAction(i)
                    return
        raise AssertionError(f"“{node.name}” cannot be pressed")

    @staticmethod
    def key(*names):
        subprocess.run(["xdotool", "key", *names], check=True)

    @staticmethod
    def type(text):
        subprocess.run(["xdotool", "type", text], check=True)

    # --- when it went wrong -------------------------------------------------

    def dump(self, node=None, depth=0, out=sys.stderr):
        node = node or self.root
        try:
            print("  " * depth + f"{node.getRoleName()} “{node.name}” — {node.description}",
                  file=out)
            for child in node:
                if child is not None:
                    self.dump(child, depth + 1, out)
        except Exception as error:  # a tree that changes while it is printed
            print("  " * depth + repr(error), file=out)

    def picture(self, path):
        subprocess.run(["import", "-window", "root", path], check=False)


def scenario(costlab, play):
    """A test case: the program, the play, and on failure tree and picture."""
    def run():
        program = Program(costlab)
        try:
            play(program)
        except Exception:
            program.dump()
            kept = os.environ.get("LAB_PICTURES")
            if kept:
                program.picture(f"{kept}/{play.__name__}.png")
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()
            raise
        program.close()
    return run
