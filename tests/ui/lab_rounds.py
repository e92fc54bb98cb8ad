"""Ways through the program that come by everything there is: every view, every
popover, every dialog. What is added to the program is on them by itself."""

SIZES = {"wide": (1100, 720), "narrow": (360, 640)}
# key, what it opens
DIALOGS = [
    ("ctrl+k", "Go To"),
    ("ctrl+n", "New Experiment"),
    ("shift+ctrl+e", "Experiments"),
    ("ctrl+comma", "Preferences"),
    ("ctrl+question", "Keyboard Shortcuts"),
]


def when_ready(program):
    """Waits until everything is open and at rest."""
    said = program.translate("Practice: nothing is sent")
    program.wait_for("push button", said)
    program.until(lambda: program.find("status bar", lambda name: "$" in name), "a price ahead")


def every_view(program, sizes=SIZES):
    """Yields size and view, with the view in front."""
    when_ready(program)
    for name, size in sizes.items():
        program.resize(*size)
        for view in program.views():
            program.show_view(view)
            yield f"{name}, {view}"


def is_inside(node, frame):
    """Whether all of it is in the window, and not scrolled out of it."""
    x, y, width, height = node.extents()
    _, _, most_x, most_y = frame.extents()
    return 0 <= x <= most_x - width and 0 <= y <= most_y - height


def menu_buttons(program):
    """The buttons in sight that open a popover: one button in another."""
    frame = program.frame()
    return [node for node in program.shown()
            if node.role == "push button" and node.actions() and
            any(parent.role == "push button" and parent.name == node.name
                for parent in node.parents()) and is_inside(node, frame)]


def popover_of(program, button):
    """What a menu button has opened, beside the button that is pressed."""
    outer = next(parent for parent in button.parents() if parent.role == "push button")
    return next((child for child in outer if child != button and program.is_shown(child)), None)


def with_popover(program, button, look):
    """Looks at what a button opens, and closes it by Escape."""
    program.press(button)
    popover = program.until(lambda: popover_of(program, button), f"what {button.name} opens")
    found = look(popover)
    program.key("Escape")
    program.until(lambda: popover_of(program, button) is None, f"{button.name} closed")
    return found


def window_named(program, name):
    """A window by what it says of itself; some are named by the toolkit."""
    names = {name, program.translate(name)}
    return next((child for child in program.root
                 if child.name in names and program.is_shown(child)), None)


def with_dialog(program, key, name, look):
    """Looks at a dialog, and closes it by Escape; the main window has the
    keyboard again, as a window manager gives it."""
    program.key(key)
    window = program.until(lambda: window_named(program, name), f"{name} open")
    found = look(window)
    program.key("Escape")
    program.until(lambda: window_named(program, name) is None, f"{name} closed")
    program.give_focus()
    return found
