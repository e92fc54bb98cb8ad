#!/usr/bin/env python3
# Writes unicode-classes.txt: which characters the patterns' classes hold.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The encodings' reference splits with Rust's regex crate, whose tables are
# those of Unicode 16.0. Python's own unicodedata is of another version
# nearly everywhere, so the classes are taken from the `regex` package
# (Unicode 17.0) less what 17.0 added, and both ways round the numbers of
# characters published with the versions must come out.
#
# usage: unicode-classes.py > unicode-classes.txt
import sys
import unicodedata

import regex

# DerivedAge 17.0: 4,803 characters.
ADDED_IN_17 = """
088F 0C5C 0CDC 1ACF-1ADD 1AE0-1AEB 20C1 2B96 A7CE-A7CF A7D2 A7D4 A7F1
FBC3-FBD2 FD90-FD91 FDC8-FDCE 10940-10959 10EC5-10EC7 10ED0-10ED8
10EFA-10EFB 11B60-11B67 11DB0-11DDB 11DE0-11DE9 16EA0-16EB8 16EBB-16ED3
16FF2-16FF6 187F8-187FF 18D09-18D1E 18D80-18DF2 1CCFA-1CCFC 1CEBA-1CED0
1CEE0-1CEF0 1E6C0-1E6DE 1E6E0-1E6F5 1E6FE-1E6FF 1F6D8 1F777-1F77A
1F8D0-1F8D8 1FA54-1FA57 1FA8A 1FA8E 1FAC8 1FACD 1FAEA 1FAEF 1FBFA
2B73A-2B73F 2CEA2-2CEAD 323B0-33479
"""
# U+0295 is a lower-case letter up to 16.0 and another letter in 17.0.
CHANGED_IN_17 = {0x295: 'l'}
# Characters in 15.0, 15.1, 16.0 and 17.0 that 14.0 does not have.
ADDED_SINCE_14 = 4489 + 627 + 5185 + 4803

PROPERTIES = [('u', r'[\p{Lu}\p{Lt}]'), ('l', r'\p{Ll}'), ('o', r'[\p{Lm}\p{Lo}]'),
              ('m', r'\p{M}'), ('n', r'\p{N}'), ('s', r'\p{White_Space}')]


def points(text):
    for word in text.split():
        first, _, last = word.partition('-')
        yield from range(int(first, 16), int(last or first, 16) + 1)


def classes():
    added = set(points(ADDED_IN_17))
    assert len(added) == 4803
    patterns = [(name, regex.compile(text)) for name, text in PROPERTIES]
    unassigned = regex.compile(r'\p{Cn}')
    new = 0
    for point in range(0x110000):
        if 0xD800 <= point < 0xE000:
            continue
        char = chr(point)
        if unicodedata.unidata_version == '14.0.0':
            new += unicodedata.category(char) == 'Cn' and not unassigned.match(char)
        if point in added:
            assert not unassigned.match(char)
            continue
        name = CHANGED_IN_17.get(point)
        if not name:
            name = next((n for n, p in patterns if p.match(char)), None)
        if name:
            yield point, name
    if unicodedata.unidata_version == '14.0.0':
        assert new == ADDED_SINCE_14, new


def main():
    ranges = []
    for point, name in classes():
        if ranges and ranges[-1][1] == point - 1 and ranges[-1][2] == name:
            ranges[-1][1] = point
        else:
            ranges.append([point, point, name])
    out = sys.stdout
    out.write('# Unicode 16.0.0, written by unicode-classes.py; do not edit.\n'
              '# From the Unicode Character Database, (c) Unicode, Inc., Unicode License v3.\n'
              '# u: Lu Lt, l: Ll, o: Lm Lo, m: M, n: N, s: White_Space; the rest is none.\n')
    for first, last, name in ranges:
        out.write('%04X-%04X %s\n' % (first, last, name) if first < last
                  else '%04X %s\n' % (first, name))


main()
