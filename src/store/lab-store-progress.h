/* lab-store-progress.h: what a profile has learned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-money.h"
#include "lab-store.h"

G_BEGIN_DECLS

/* The specification's UserProgress; the lists are JSON arrays. */
typedef struct
{
  char *profile_id;
  gint64 experiments_completed;
  LabMoney total_cost_savings;
  char *badges_earned;
  char *challenges_completed;
  gint64 skill_level;
  gint64 last_activity;
} LabProgressRow;

LabProgressRow *lab_progress_row_new (void);
LabProgressRow *lab_progress_row_copy (const LabProgressRow *self);
void lab_progress_row_free (LabProgressRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabProgressRow, lab_progress_row_free)

/* A profile that has none yet reads as level 1 with nothing done. */
LabProgressRow *lab_store_progress_get (LabStoreTxn  *txn,
                                        const char   *profile_id,
                                        GError      **error);
gboolean lab_store_progress_set (LabStoreTxn           *txn,
                                 const LabProgressRow  *row,
                                 GError               **error);

G_END_DECLS
