#!/usr/bin/env python3
"""Every view as a screen reader meets it. usage: test-accessibility.py COSTLAB"""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import accessibility  # noqa: E402
import lab_atspi  # noqa: E402
import lab_examples  # noqa: E402
import lab_rounds  # noqa: E402
import taptest  # noqa: E402

COSTLAB = sys.argv[1]
# Its buttons are named by the toolkit, or not at all.
OF_THE_TOOLKIT = {"Keyboard Shortcuts"}


def fill(program):
    """What is there before the program starts."""
    lab_examples.fill(COSTLAB, program.folder)


def tell(faults):
    assert not faults, "\n".join(faults)


def views_are_spoken(program):
    tell([f"{where}: {fault}" for where in lab_rounds.every_view(program)
          for fault in accessibility.all_faults(program.shown())])


def check_popover(program, button):
    def look(popover):
        faults = accessibility.all_faults(program.shown(popover))
        if not accessibility.is_name(popover.name) and popover.role != "menu":
            faults.append(f"the popover has no name: {accessibility.where(popover)}")
        return faults

    before = program.focused()
    faults = lab_rounds.with_popover(program, button, look)
    # Pressed by an assistive technology, the button itself never had it.
    program.until(lambda: program.focused() in (button, before), f"the focus, after {button.name}")
    return faults


def popovers_give_the_focus_back(program):
    tell([f"{where}: {fault}" for where in lab_rounds.every_view(program)
          for button in lab_rounds.menu_buttons(program)
          for fault in check_popover(program, button)])


def check_dialog(program, key, name):
    def look(window):
        return [] if name in OF_THE_TOOLKIT else accessibility.all_faults(program.shown(window))

    before = program.until(program.focused, "a focus")
    faults = lab_rounds.with_dialog(program, key, name, look)
    program.until(lambda: program.focused() == before, f"the focus where it was before {name}")
    return [f"{name}: {fault}" for fault in faults]


def dialogs_give_the_focus_back(program):
    lab_rounds.when_ready(program)
    tell([fault for key, name in lab_rounds.DIALOGS
          for fault in check_dialog(program, key, name)])


class Fake:
    """A node that is written down."""

    def __init__(self, role, name, *children, description="", states=()):
        self.role, self.name, self.description, self.states = role, name, description, states
        self.children, self.parent, self.path = children, None, id(self)
        for child in children:
            child.parent = self

    def is_state(self, state):
        return state in self.states

    def __iter__(self):
        return iter(self.children)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def parents(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def check_planted():
    """What looks for faults finds those that are planted."""
    cases = [
        (1, Fake("push button", "GtkImage", states=["focusable"])),
        (0, Fake("push button", "Send", states=["focusable"])),
        (1, Fake("push button", "", Fake("label", "Send"), states=["focusable"])),
        (0, Fake("list item", "", Fake("label", "Sandbox"), states=["focusable"])),
        (1, Fake("list item", "", Fake("label", "GtkLabel"), states=["focusable"])),
        (1, Fake("progress bar", "GtkProgressBar")),
        (0, Fake("combo box", "Model", Fake("push button", "GtkToggleButton",
                                            states=["focusable"]))),
        (1, Fake("panel", "", Fake("push button", "Open"), Fake("push button", "Open"))),
        (0, Fake("panel", "", Fake("push button", "Jobs", Fake("push button", "Jobs")))),
        (1, Fake("list", "Calls", *[Fake("list item", f"Call {n}", Fake("push button", "Open"))
                                    for n in range(12)])),
        (1, Fake("image", "Spend per day", description="A chart", states=["focusable"])),
        (0, Fake("image", "Spend per day", states=["focusable"], description=(
            "Column chart. Spend per day, 7 days. Highest Friday, $0.71."))),
        (1, Fake("alert", "GtkLabel")),
    ]
    for number, (faults, node) in enumerate(cases):
        root = Fake("frame", "Window", node)
        found = accessibility.all_faults(list(root.walk())[1:])
        assert len(found) == faults, f"case {number}: {found}"


def case(play, before=None):
    return (f"/ui/accessibility/{play.__name__.replace('_', '-')}",
            lab_atspi.scenario(COSTLAB, play, before=before))


taptest.run([
    ("/ui/accessibility/planted-faults-are-found", check_planted),
    case(views_are_spoken, fill),
    case(popovers_give_the_focus_back, fill),
    case(dialogs_give_the_focus_back),
])
