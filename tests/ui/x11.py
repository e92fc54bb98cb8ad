"""What the tests ask of the X server itself, through the library that GTK
brings along."""

import ctypes
import select

XLIB = ctypes.CDLL("libX11.so.6")
XLIB.XOpenDisplay.restype = ctypes.c_void_p
XLIB.XDefaultRootWindow.restype = ctypes.c_ulong
XLIB.XInternAtom.restype = ctypes.c_ulong

XA_STRING = 31
REPLACE = 0
SUBSTRUCTURE_NOTIFY = 1 << 19
MAP_NOTIFY = 19
# Toolkits map windows of a pixel for themselves.
SEEN_SIZE = 100

# A window may be gone before it is asked about; that is no reason to end.
IGNORE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
XLIB.XSetErrorHandler(IGNORE)


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

    # --- windows that come --------------------------------------------------

    def watch_windows(self):
        """Has the server tell of every window that is mapped from now on."""
        XLIB.XSelectInput(self.display, self.root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        XLIB.XSync(self.display, True)

    def _size_of(self, window):
        root, x, y = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        sizes = [ctypes.c_uint() for _ in range(4)]
        known = XLIB.XGetGeometry(self.display, ctypes.c_ulong(window), ctypes.byref(root),
                                  ctypes.byref(x), ctypes.byref(y),
                                  *[ctypes.byref(size) for size in sizes])
        return (sizes[0].value, sizes[1].value) if known else (0, 0)

    def wait_for_window(self, limit_s=60):
        """Waits for the next window that a person can see; its size."""
        event = (ctypes.c_long * 24)()
        while True:
            if not XLIB.XPending(self.display):
                ready, _, _ = select.select([XLIB.XConnectionNumber(self.display)], [], [],
                                            limit_s)
                if not ready:
                    raise TimeoutError("no window came")
                continue
            XLIB.XNextEvent(self.display, ctypes.byref(event))
            if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == MAP_NOTIFY:
                size = self._size_of(event[5])
                if min(size) >= SEEN_SIZE:
                    return size
