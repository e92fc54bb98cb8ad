/* harmed-fixture.h: a filled ledger, harmed and recovered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

#define HARMED_PAGE 4096

/* A row in every table, a prompt longer than pages, a reservation open, and a
 * run of ten tasks that is complete. The store is closed. */
void harmed_fill (Fixture *fixture);
/* A final call of @task, recorded. */
void harmed_record (Fixture    *fixture,
                    const char *operation,
                    const char *task,
                    gint64      time);
char *harmed_database (const char *directory);
gsize harmed_size (const char *directory);
void harmed_overwrite (const char *directory,
                       gsize       from,
                       gsize       length);
void harmed_execute (const char *directory,
                     const char *sql);
/* The first column of what @sql yields, a line each. */
char *harmed_ask (const char *directory,
                  const char *sql);
void harmed_assert_answer (const char *directory,
                           const char *sql,
                           const char *lines);
/* Every row there is, apart from what is always made anew. */
char *harmed_dump (const char *directory);
LabSalvage *harmed_recover (Fixture *fixture);
/* Opens it again with every page looked at, and the sums with the calls. */
void harmed_assert_whole (Fixture *fixture);
/* Flips single bits all over a file and recovers it, so many times. */
void harmed_try_noise (guint n_times);

G_END_DECLS
