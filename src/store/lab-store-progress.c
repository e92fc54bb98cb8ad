/* lab-store-progress.c: what a profile has learned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-progress.h"

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_COLUMN (LabProgressRow, profile_id, "user_id", TEXT),
  LAB_FIELD (LabProgressRow, experiments_completed, INT64),
  LAB_FIELD (LabProgressRow, total_cost_savings, INT64),
  LAB_FIELD (LabProgressRow, badges_earned, TEXT),
  LAB_FIELD (LabProgressRow, challenges_completed, TEXT),
  LAB_FIELD (LabProgressRow, skill_level, INT64),
  LAB_FIELD (LabProgressRow, last_activity, INT64),
};

static const LabTable progress = LAB_TABLE ("user_progress", LabProgressRow, columns);

LabProgressRow *
lab_progress_row_new (void)
{
  LabProgressRow *self = g_new0 (LabProgressRow, 1);

  self->badges_earned = g_strdup ("[]");
  self->challenges_completed = g_strdup ("[]");
  self->skill_level = 1;
  return self;
}

LabProgressRow *
lab_progress_row_copy (const LabProgressRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&progress, self);
}

void
lab_progress_row_free (LabProgressRow *self)
{
  lab_row_free (&progress, self);
}

static void
free_row (gpointer row)
{
  lab_progress_row_free (row);
}

LabProgressRow *
lab_store_progress_get (LabStoreTxn  *txn,
                        const char   *profile_id,
                        GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &progress, "WHERE user_id = ?", error);
  g_autoptr (GError) local = NULL;
  LabProgressRow *row;

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  row = lab_table_next (query, &progress, free_row, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (row == NULL)
    {
      row = lab_progress_row_new ();
      row->profile_id = g_strdup (profile_id);
    }
  return row;
}

gboolean
lab_store_progress_set (LabStoreTxn           *txn,
                        const LabProgressRow  *row,
                        GError               **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &progress, row,
                           "ON CONFLICT (user_id) DO UPDATE SET"
                           " experiments_completed = excluded.experiments_completed,"
                           " total_cost_savings = excluded.total_cost_savings,"
                           " badges_earned = excluded.badges_earned,"
                           " challenges_completed = excluded.challenges_completed,"
                           " skill_level = excluded.skill_level,"
                           " last_activity = excluded.last_activity",
                           error);
}
