"""Line coverage by room, from gcovr, and the floor it must not fall below."""

import json
import os
import shutil
import subprocess

FLOOR_PERCENT = 80
# The window is driven by tests of its own kind.
ABOVE = ("ui",)


def measure(root, build_dir):
    """Runs gcovr; returns its summary, which has one entry a file."""
    command = [
        "gcovr", "--root", root,
        "--filter", os.path.join(root, "src") + "/",
        "--exclude-throw-branches", "-j", str(os.cpu_count() or 1),
        "--json-summary", "-", build_dir,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def by_room(summary):
    """Sums (covered, lines) over each folder under src/."""
    rooms = {}
    for entry in summary["files"]:
        parts = entry["filename"].split("/")
        if len(parts) < 3 or parts[0] != "src" or parts[1] in ABOVE:
            continue
        covered, total = rooms.get(parts[1], (0, 0))
        rooms[parts[1]] = (covered + entry["line_covered"],
                           total + entry["line_total"])
    return {room: sums for room, sums in rooms.items() if sums[1]}


def report(root, build_dir):
    """Prints the table; returns what is wrong with it, or None."""
    if not shutil.which("gcovr"):
        return "line coverage was not measured, because gcovr is missing"
    try:
        rooms = by_room(measure(str(root), str(build_dir)))
    except (subprocess.CalledProcessError, ValueError, KeyError) as error:
        return f"line coverage was not measured: {error}"
    if not rooms:
        return "line coverage was not measured: no line was counted"

    print(f"\nline coverage below the window (floor {FLOOR_PERCENT} %)")
    for room, (covered, total) in sorted(rooms.items()):
        print(f"  {room:<12} {covered:>6} of {total:>6}  {100 * covered / total:5.1f} %")
    covered = sum(sums[0] for sums in rooms.values())
    total = sum(sums[1] for sums in rooms.values())
    print(f"  {'all':<12} {covered:>6} of {total:>6}  {100 * covered / total:5.1f} %")

    low = [room for room, sums in sorted(rooms.items())
           if 100 * sums[0] < FLOOR_PERCENT * sums[1]]
    if low:
        return f"line coverage is below {FLOOR_PERCENT} % in {', '.join(low)}"
    return None
