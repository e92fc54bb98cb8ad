#!/usr/bin/env python3
"""Draws what a program printed as a picture of a terminal, for README.md.

usage: costlab-cli tour | terminal-picture.py "costlab-cli tour" > tour.svg

Nothing is run and nothing is made up here: the picture is the text.
"""

import html
import sys

ADVANCE, LEADING, SIZE, MARGIN, BAR = 7.8, 18, 13, 18, 34
DOTS = ("#ed6a5e", "#f4bf4f", "#61c554")


def draw(command, text):
    lines = [f"$ {command}", *text.rstrip().expandtabs().split("\n")]
    columns = max(len(line) for line in lines)
    width = round(columns * ADVANCE + 2 * MARGIN)
    height = round(len(lines) * LEADING + BAR + 2 * MARGIN)
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           f'viewBox="0 0 {width} {height}" role="img">')
    yield f"<title>{html.escape(command)}</title>"
    yield f'<rect width="{width}" height="{height}" rx="10" fill="#1d2430"/>'
    for number, colour in enumerate(DOTS):
        yield f'<circle cx="{20 + 20 * number}" cy="18" r="6" fill="{colour}"/>'
    yield ('<g font-family="ui-monospace, \'Source Code Pro\', \'DejaVu Sans Mono\', monospace" '
           f'font-size="{SIZE}" fill="#dfe6f0" xml:space="preserve">')
    for number, line in enumerate(lines):
        y = BAR + MARGIN + number * LEADING
        colour = ' fill="#7fe0c3"' if number == 0 else ""
        if line:
            yield (f'<text x="{MARGIN}" y="{y}"{colour} textLength="{len(line) * ADVANCE:.1f}" '
                   f'lengthAdjust="spacingAndGlyphs">{html.escape(line)}</text>')
    yield "</g>"
    yield "</svg>"


if __name__ == "__main__":
    print("\n".join(draw(sys.argv[1], sys.stdin.read())))
