/* lab-rollup-check.c: the sums against the calls they were made from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"

/* Walks a profile's calls in the order of one level's rows, and compares or
 * writes each row as it is complete: memory does not grow with the ledger. */
typedef struct
{
  LabStoreTxn *txn;
  LabRollupLevel level;
  gint64 profile;
  gboolean write;
  LabRollupRow *row; /* (nullable) */
  gint64 slot;
  gint64 key;
  gint64 n_rows;
} Walk;

static void
set_different_error (const Walk  *walk,
                     gint64       slot,
                     GError     **error)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, slot);
  g_autoptr (GError) local = NULL;

  lab_set_error (&local, LAB_ERROR_CORRUPTED_METRICS,
                 _("The sums kept of the calls (%s, from %s) differ from the calls."),
                 lab_rollup_level_get_table (walk->level), time);
  lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON, "roll-up");
  lab_error_set_context (local, "slot", time);
  g_propagate_error (error, g_steal_pointer (&local));
}

static gboolean
are_equal (const LabRollupRow *a,
           const LabRollupRow *b)
{
  LabTable table = lab_rollup_columns (LAB_ROLLUP_15M);

  for (guint i = 0; i < table.n_columns; i++)
    if (memcmp ((const guint8 *) a + table.columns[i].offset,
                (const guint8 *) b + table.columns[i].offset, sizeof (gint64)) != 0)
      return FALSE;
  return memcmp (a->cost_sketch, b->cost_sketch, sizeof (LabSketch)) == 0 &&
         memcmp (a->latency_sketch, b->latency_sketch, sizeof (LabSketch)) == 0;
}

static gboolean
finish_row (Walk    *walk,
            GError **error)
{
  g_autoptr (LabRollupRow) row = g_steal_pointer (&walk->row);
  g_autoptr (LabRollupRow) stored = NULL;
  gboolean found;

  if (row == NULL)
    return TRUE;

  walk->n_rows++;
  if (walk->write)
    return lab_rollup_save (walk->txn, walk->level, walk->profile, walk->slot, walk->key, row,
                            error);

  stored = lab_rollup_row_new_full ();
  if (!lab_rollup_load (walk->txn, walk->level, walk->profile, walk->slot, walk->key, stored,
                        &found, error))
    return FALSE;
  if (found && are_equal (row, stored))
    return TRUE;

  set_different_error (walk, walk->slot, error);
  return FALSE;
}

static LabQuery *
query_calls (Walk        *walk,
             const char  *profile_id,
             GError     **error)
{
  g_autofree char *sql = NULL;
  gint64 width = lab_rollup_level_get_width (walk->level);
  LabQuery *query;

  sql = g_strdup_printf (
      "SELECT k.id, c.timestamp, c.status, c.purpose, c.final, c.cost_state, c.cost,"
      " c.u, c.r, c.w, c.wl, c.output_tokens, coalesce (c.latency, -1)"
      " FROM api_calls c LEFT JOIN rollup_keys k ON k.profile_id = c.profile_id"
      " AND k.experiment_id = c.experiment_id AND k.run_id = coalesce (c.run_id, '')"
      " AND k.origin = c.origin AND k.provider = c.provider AND k.model = c.model"
      " AND k.tier = coalesce (c.service_tier, '')"
      " WHERE c.profile_id = ? ORDER BY %s k.id",
      width > 0 ? "c.timestamp / ?," : "");
  query = lab_txn_query (walk->txn, sql, error);
  if (query != NULL)
    {
      lab_query_bind_text (query, profile_id);
      if (width > 0)
        lab_query_bind_int (query, width);
    }
  return query;
}

static gboolean
read_delta (LabQuery        *query,
            LabRollupDelta  *delta,
            GError         **error)
{
  delta->timestamp = lab_query_get_int (query, 1);
  delta->final = lab_query_get_int (query, 4) != 0;
  delta->cost = lab_query_get_int (query, 6);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    delta->buckets[i] = lab_query_get_int (query, 7 + (int) i);
  delta->latency_us = lab_query_get_int (query, 12);
  if (lab_call_status_from_string (lab_query_get_text (query, 2), &delta->status) &&
      lab_purpose_from_string (lab_query_get_text (query, 3), &delta->purpose) &&
      lab_cost_state_from_string (lab_query_get_text (query, 5), &delta->cost_state))
    return TRUE;

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS, _("A call holds a word that is not known."));
  return FALSE;
}

static gboolean
walk_call (Walk      *walk,
           LabQuery  *query,
           GError   **error)
{
  LabRollupDelta delta = { 0 };
  gint64 slot, key;

  if (!read_delta (query, &delta, error))
    return FALSE;

  slot = lab_rollup_level_get_slot (walk->level, delta.timestamp);
  key = lab_query_get_int (query, 0);
  if (lab_query_is_null (query, 0))
    {
      set_different_error (walk, slot, error);
      return FALSE;
    }
  if (walk->row != NULL && (walk->slot != slot || walk->key != key) && !finish_row (walk, error))
    return FALSE;

  if (walk->row == NULL)
    walk->row = lab_rollup_row_new_full ();
  walk->slot = slot;
  walk->key = key;
  return lab_rollup_row_add_call (walk->row, &delta, error);
}

/* A row that no call stands behind. */
static gboolean
check_count (Walk    *walk,
             GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s WHERE profile = ?",
                                          lab_rollup_level_get_table (walk->level));
  g_autoptr (LabQuery) query = lab_txn_query (walk->txn, sql, error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, walk->profile);
  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;
  if (lab_query_get_int (query, 0) == walk->n_rows)
    return TRUE;

  set_different_error (walk, 0, error);
  return FALSE;
}

static gboolean
walk_level (LabStoreTxn     *txn,
            const char      *profile_id,
            gint64           profile,
            LabRollupLevel   level,
            gboolean         write,
            GError         **error)
{
  Walk walk = { .txn = txn, .level = level, .profile = profile, .write = write };
  g_autoptr (LabQuery) query = query_calls (&walk, profile_id, error);
  LabStep step = LAB_STEP_FAILED;
  gboolean done;

  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    if (!walk_call (&walk, query, error))
      break;

  done = step == LAB_STEP_DONE && finish_row (&walk, error) && check_count (&walk, error);
  lab_rollup_row_free (walk.row);
  return done;
}

gboolean
lab_store_rollups_verify (LabStoreTxn  *txn,
                          const char   *profile_id,
                          GError      **error)
{
  gint64 profile;

  g_return_val_if_fail (txn != NULL && profile_id != NULL, FALSE);

  if (!lab_rollup_deltas_flush (txn, error) ||
      !lab_rollup_get_profile_number (txn, profile_id, &profile, error))
    return FALSE;

  for (LabRollupLevel level = 0; level < LAB_N_ROLLUP_LEVELS; level++)
    if (!walk_level (txn, profile_id, profile, level, FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
make_room (LabStoreTxn  *txn,
           const char   *profile_id,
           GError      **error)
{
  for (LabRollupLevel level = 0; level < LAB_N_ROLLUP_LEVELS; level++)
    {
      g_autofree char *sql = g_strdup_printf (
          "DELETE FROM %s WHERE profile = (SELECT number FROM profiles WHERE id = ?)",
          lab_rollup_level_get_table (level));

      if (!lab_txn_run (txn, error, sql, profile_id, NULL))
        return FALSE;
    }

  return lab_txn_run (txn, error,
                      "DELETE FROM rollup_keys WHERE profile_id = ?", profile_id, NULL) &&
         lab_txn_run (txn, error,
                      "INSERT INTO rollup_keys (profile_id, experiment_id, run_id, origin,"
                      " provider, model, tier) SELECT DISTINCT profile_id, experiment_id,"
                      " coalesce (run_id, ''), origin, provider, model,"
                      " coalesce (service_tier, '') FROM api_calls WHERE profile_id = ?",
                      profile_id, NULL);
}

gboolean
lab_store_rollups_rebuild (LabStoreTxn  *txn,
                           const char   *profile_id,
                           GError      **error)
{
  gint64 profile;

  g_return_val_if_fail (txn != NULL && profile_id != NULL, FALSE);

  if (!lab_rollup_deltas_flush (txn, error) ||
      !lab_rollup_get_profile_number (txn, profile_id, &profile, error) ||
      !make_room (txn, profile_id, error))
    return FALSE;

  for (LabRollupLevel level = 0; level < LAB_N_ROLLUP_LEVELS; level++)
    if (!walk_level (txn, profile_id, profile, level, TRUE, error))
      return FALSE;
  return TRUE;
}
