/* test-stats-coverage-quick.c: the coverage study, reduced
 *
 * One program more, since a test belongs either to every run or to the long
 * one: without `-m thorough` the study draws few repetitions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-stats-coverage.c"
