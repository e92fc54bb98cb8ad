/* crash-child.h: programs that are killed, and what they leave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

#define CRASH_WORST 1500
#define CRASH_COST 1000

/* In main(), before anything else: does the child's part when the arguments
 * are a child's, and then does not return. */
void crash_child_run_if_asked (int   argc,
                               char *argv[]);
/**
 * crash_kill_one:
 * @stage: "reserve", "record", "acknowledge": where it kills itself; "random":
 *   the parent does, after @n_acknowledged answers
 * @acknowledged: (element-type utf8): gets the operations whose record was
 *   acknowledged
 */
void crash_kill_one (const char *directory,
                     const char *stage,
                     guint       n_acknowledged,
                     GPtrArray  *acknowledged);
/* Reopens the folder and checks all that must hold after any crash; returns
 * how many operations were counted as lost. */
guint crash_check_after (Fixture   *fixture,
                         GPtrArray *acknowledged,
                         LabMoney   cap);

G_END_DECLS
