/* test-aa-quick.c: the study of test-aa.c, reduced
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-aa.c"
