#!/usr/bin/env python3
# Turns unicode-classes.txt into a two-stage table in C.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: make-unicode-table.py unicode-classes.txt OUTPUT
import sys

NAMES = {'u': 'LAB_CLASS_UPPER', 'l': 'LAB_CLASS_LOWER', 'o': 'LAB_CLASS_LETTER',
         'm': 'LAB_CLASS_MARK', 'n': 'LAB_CLASS_NUMBER', 's': 'LAB_CLASS_SPACE'}
LETTERS = ' ulomns'
BLOCK = 128


def read(path):
    table = bytearray(0x110000)
    with open(path, encoding='ascii') as lines:
        for line in lines:
            if line.startswith('#'):
                continue
            where, name = line.split()
            first, _, last = where.partition('-')
            for point in range(int(first, 16), int(last or first, 16) + 1):
                table[point] = LETTERS.index(name)
    return bytes(table)


def main():
    table = read(sys.argv[1])
    blocks, stage = {}, []
    for start in range(0, len(table), BLOCK):
        stage.append(blocks.setdefault(table[start:start + BLOCK], len(blocks)))
    assert len(blocks) < 0x10000
    with open(sys.argv[2], 'w', encoding='ascii') as out:
        out.write('/* Written by make-unicode-table.py from unicode-classes.txt. */\n'
                  '#include "lab-unicode-class-private.h"\n\n')
        for letter, name in zip('_' + LETTERS[1:], ['LAB_CLASS_OTHER'] +
                                [NAMES[x] for x in LETTERS[1:]]):
            out.write('#define %s %s\n' % (letter, name))
        out.write('\nconst guint16 lab_unicode_stage[%d] = {' % len(stage))
        for i, index in enumerate(stage):
            out.write(('\n  ' if i % 16 == 0 else ' ') + '%d,' % index)
        out.write('\n};\n\nconst guint8 lab_unicode_blocks[%d] = {' % (len(blocks) * BLOCK))
        for i, value in enumerate(b''.join(blocks)):
            out.write(('\n  ' if i % 32 == 0 else '') + '%s,' % ('_' + LETTERS[1:])[value])
        out.write('\n};\n')


main()
