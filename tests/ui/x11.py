"""What the tests ask of the X server itself, through the library that GTK
brings along."""

import ctypes

XLIB = ctypes.CDLL("libX11.so.6")
XLIB.XOpenDisplay.restype = ctypes.c_void_p
XLIB.XDefaultRootWindow.restype = ctypes.c_ulong
XLIB.XInternAtom.restype = ctypes.c_ulong

XA_STRING = 31
REPLACE = 0


class Display:
    """A connection to the server of $DISPLAY."""

    def __init__(self):
        self.display = ctypes.c_void_p(XLIB.XOpenDisplay(None))
        if not self.display:
            raise OSError("no display")
        self.root = ctypes.c_ulong(XLIB.XDefaultRootWindow(self.display))

    def close(self):
        XLIB.XCloseDisplay(self.display)

    def set_text_scale(self, percent):
        """How large programs that start from now on have their text."""
        words = f"Xft.dpi:\t{96 * percent // 100}\n".encode()
        atom = ctypes.c_ulong(XLIB.XInternAtom(self.display, b"RESOURCE_MANAGER", False))
        XLIB.XChangeProperty(self.display, self.root, atom, ctypes.c_ulong(XA_STRING), 8, REPLACE,
                             words, len(words))
        XLIB.XSync(self.display, False)
