#!/bin/sh
# Runs a test in a display, on a bus and in a home of its own, which end with
# it. The server itself chooses a display that is free and says which, so two
# tests that begin at once never meet; and it does not begin anew whenever its
# only client leaves, which would shut out the next one for a moment.
for needed in Xvfb dbus-run-session; do
  if ! command -v $needed >/dev/null 2>&1; then
    echo "1..0 # SKIP $needed is not installed; see build-aux/packages"
    exit 0
  fi
done

runtime=$(mktemp -d) || exit 1
server=
finish ()
{
  [ -z "$server" ] || kill "$server" 2>/dev/null
  rm -rf "$runtime"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
chmod 700 "$runtime"
mkdir "$runtime/tmp"

XDG_RUNTIME_DIR=$runtime
XDG_DATA_HOME=$runtime/share
XDG_CONFIG_HOME=$runtime/config
XDG_CACHE_HOME=$runtime/cache
TMPDIR=$runtime/tmp
export XDG_RUNTIME_DIR XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME TMPDIR

mkfifo "$runtime/display" || exit 1
Xvfb -displayfd 4 -screen 0 1280x800x24 -nolisten tcp -noreset 4>"$runtime/display" >/dev/null 2>&1 &
server=$!
read -r number <"$runtime/display" || exit 1
DISPLAY=:$number
export DISPLAY
unset WAYLAND_DISPLAY XAUTHORITY

# Where nothing composes windows the toolkit draws a frame of its own around
# them. Without it a window of 360 pixels has 360 to show something in.
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
echo "window.solid-csd { padding: 0; box-shadow: none; }" >"$XDG_CONFIG_HOME/gtk-4.0/gtk.css"

# Nothing of the desktop it is run in.
ADW_DISABLE_PORTAL=1
GTK_USE_PORTAL=0
export ADW_DISABLE_PORTAL GTK_USE_PORTAL
unset ADW_DEBUG_COLOR_SCHEME ADW_DEBUG_HIGH_CONTRAST GTK_THEME GTK_IM_MODULE LANGUAGE

# What the bus and its services say is no result of the test's: standard
# output is the test's alone.
exec 3>&1 1>&2
dbus-run-session -- sh -c 'exec "$@" >&3' sh "$@"
