#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the tables of the teaching model's arithmetic as C integers.

Right or wrong must not hang on the last bit of some machine's libm, so the
functions that decide it are tables. They are computed here in decimal
arithmetic of 60 digits, whose results do not depend on the machine, and
rounded half up.

usage: make-teaching-tables.py OUTPUT
"""

import sys
from decimal import Decimal, ROUND_HALF_UP, getcontext

getcontext().prec = 60
ONE = Decimal(1000000)


def rounded(value):
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def logistic(x):
    return 1 / (1 + (-x).exp())


def pi():
    # Machin: pi = 16 atan(1/5) - 4 atan(1/239)
    def atan_inverse(n):
        total, power, k = Decimal(0), Decimal(1) / n, 0
        while power > Decimal(10) ** -58:
            term = power / (2 * k + 1)
            total += term if k % 2 == 0 else -term
            power /= n * n
            k += 1
        return total
    return 16 * atan_inverse(5) - 4 * atan_inverse(239)


def phi(x):
    # Phi(x) = 1/2 + density(x) (x + x^3/3 + x^5/15 + ...), all terms positive
    density = (-x * x / 2).exp() / (2 * pi()).sqrt()
    term, total, k = x, Decimal(0), 1
    while abs(term) > Decimal(10) ** -50:
        total += term
        k += 2
        term = term * x * x / k
    return Decimal(1) / 2 + density * total


def table(name, comment, values):
    lines = ['/* %s */' % comment, 'static const int %s[] = {' % name]
    for start in range(0, len(values), 12):
        row = ', '.join(str(v) for v in values[start:start + 12])
        lines.append('  %s,' % row)
    lines.append('};')
    return '\n'.join(lines)


def main():
    ln2 = Decimal(2).ln()
    parts = [
        '/* Written by make-teaching-tables.py; do not edit. */',
        table('logistic_table', '1/(1 + e^-x) in ppm, x = 0, 0.01 ... 20',
              [rounded(ONE * logistic(Decimal(i) / 100)) for i in range(2001)]),
        table('phi_table', 'standard normal distribution in ppm, x = 0, 0.01 ... 6',
              [rounded(ONE * phi(Decimal(i) / 100)) for i in range(601)]),
        table('log2_table', 'log2(1 + i/256) in millionths',
              [rounded(ONE * (1 + Decimal(i) / 256).ln() / ln2) for i in range(257)]),
        table('exp_table', 'e^x in millionths, x = -3, -2.99 ... 3',
              [rounded(ONE * (Decimal(i) / 100 - 3).exp()) for i in range(601)]),
    ]
    with open(sys.argv[1], 'w', encoding='utf-8') as output:
        output.write('\n\n'.join(parts) + '\n')


if __name__ == '__main__':
    main()
