#!/bin/sh
# usage: ensure-deps.sh [SECTION]
#
# Sees to it that everything in build-aux/packages is installed: what building
# and testing need, and with SECTION what stands under [SECTION] too.
#
# With apt, what is missing is listed and installed. With dnf and pacman the
# command to run is printed and we stop. Elsewhere meson says what it misses.
# When all is there, nothing is printed, asked or done.
set -eu

list=$(dirname "$0")/packages
section=${1:-}

# Prints the names in one column of the list.
names ()
{
  awk -v column="$1" -v section="[$section]" '
    /^\[/ { left_out = $0 != section }
    !/^#/ && NF == 3 && !left_out && $column != "-" { print $column }' "$list"
}

# Prints those of the names on stdin that the command does not know.
missing ()
{
  while read -r name; do
    "$@" "$name" >/dev/null 2>&1 || printf '%s ' "$name"
  done
}

debian_has ()
{
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

stop_and_tell ()
{
  echo "Building API Cost Lab needs packages that are not installed. Please run:" >&2
  echo "" >&2
  echo "    $*" >&2
  echo "" >&2
  echo "and then the same command again." >&2
  exit 1
}

install_with_apt ()
{
  packages=$(names 1 | missing debian_has)
  [ -n "$packages" ] || return 0

  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
  else
    stop_and_tell "apt-get install $packages    (as root)"
  fi

  echo "Installing what is missing: $packages"
  # shellcheck disable=SC2086 # a list of words is meant
  {
    $as_root apt-get update -q </dev/null
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
      --no-install-recommends -o DPkg::Lock::Timeout=120 $packages </dev/null
  }
}

if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  install_with_apt
elif command -v dnf >/dev/null 2>&1; then
  packages=$(names 2 | missing rpm -q --whatprovides)
  [ -z "$packages" ] || stop_and_tell "sudo dnf install $packages"
elif command -v pacman >/dev/null 2>&1; then
  packages=$(names 3 | missing pacman -T)
  [ -z "$packages" ] || stop_and_tell "sudo pacman -S --needed $packages"
elif ! command -v meson >/dev/null 2>&1; then
  stop_and_tell "your package manager, for: $(names 2 | tr '\n' ' ')"
fi
