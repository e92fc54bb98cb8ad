/* lab-rollup-check.c: the sums against the calls they were made from
 *
 * Only the narrowest sums of the runs are compared with the calls; every
 * other is compared with the sums it is made of, which are far fewer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"

#define DAY_US (G_GINT64_CONSTANT (86400) * 1000000)

/* Goes through what a layer is made of in the order of its rows, and compares
 * or writes each row as it is complete: memory does not grow with the
 * ledger. */
typedef struct
{
  LabStoreTxn *txn;
  const char *profile_id;
  const LabRollupLayer *layer;
  gint64 from;
  gint64 to;
  gboolean write;
  LabRollupRow *row;
  gboolean begun;
  gint64 subject;
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
                 lab_rollup_level_get_table (walk->layer->level), time);
  lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON, "roll-up");
  lab_error_set_context (local, "slot", time);
  g_propagate_error (error, g_steal_pointer (&local));
}

static gboolean
are_equal (const LabRollupRow *a,
           const LabRollupRow *b)
{
  const LabTable *table = lab_rollup_get_columns ();

  for (guint i = 0; i < table->n_columns; i++)
    if (memcmp ((const guint8 *) a + table->columns[i].offset,
                (const guint8 *) b + table->columns[i].offset, sizeof (gint64)) != 0)
      return FALSE;
  return memcmp (a->cost_sketch, b->cost_sketch, sizeof (LabSketch)) == 0 &&
         memcmp (a->latency_sketch, b->latency_sketch, sizeof (LabSketch)) == 0;
}

static gboolean
finish_row (Walk    *walk,
            GError **error)
{
  g_autoptr (LabRollupRow) stored = NULL;
  LabRollupLevel level = walk->layer->level;
  gboolean found;

  if (!walk->begun)
    return TRUE;

  walk->begun = FALSE;
  walk->n_rows++;
  if (walk->write)
    return lab_rollup_save (walk->txn, level, walk->subject, walk->slot, walk->key, walk->row,
                            FALSE, error);

  stored = lab_rollup_row_new_full ();
  if (!lab_rollup_load (walk->txn, level, walk->subject, walk->slot, walk->key, stored, &found,
                        error))
    return FALSE;
  if (found && are_equal (walk->row, stored))
    return TRUE;

  set_different_error (walk, walk->slot, error);
  return FALSE;
}

/* Goes on to the row that the result's first three columns name. */
static gboolean
go_to_row (Walk      *walk,
           LabQuery  *query,
           GError   **error)
{
  gint64 subject = lab_query_get_int (query, 0);
  gint64 slot = lab_query_get_int (query, 1);
  gint64 key = lab_query_get_int (query, 2);

  if (lab_query_is_null (query, 0) || lab_query_is_null (query, 2))
    {
      set_different_error (walk, slot, error);
      return FALSE;
    }
  if (walk->begun && walk->subject == subject && walk->slot == slot && walk->key == key)
    return TRUE;
  if (!finish_row (walk, error))
    return FALSE;

  lab_rollup_row_clear_full (walk->row);
  walk->begun = TRUE;
  walk->subject = subject;
  walk->slot = slot;
  walk->key = key;
  return TRUE;
}

static LabQuery *
query_calls (Walk    *walk,
             GError **error)
{
  LabQuery *query = lab_txn_query (
      walk->txn,
      "SELECT s.id, c.timestamp - c.timestamp % ?, k.id, c.timestamp, c.status, c.purpose, c.final,"
      " c.cost_state, c.cost, c.u, c.r, c.w, c.wl, c.output_tokens, coalesce (c.latency, -1)"
      " FROM api_calls c LEFT JOIN rollup_subjects s ON s.profile_id = c.profile_id"
      " AND s.scope = 2 AND s.experiment_id = c.experiment_id"
      " AND s.run_id = coalesce (c.run_id, '')"
      " LEFT JOIN rollup_keys k ON k.profile_id = c.profile_id AND k.origin = c.origin"
      " AND k.provider = c.provider AND k.model = c.model"
      " AND k.tier = coalesce (c.service_tier, '') WHERE c.profile_id = ? ORDER BY 1, 2, 3",
      error);

  if (query == NULL)
    return NULL;
  lab_query_bind_int (query, lab_rollup_level_get_width (walk->layer->level));
  lab_query_bind_text (query, walk->profile_id);
  return query;
}

static gboolean
add_call (Walk      *walk,
          LabQuery  *query,
          GError   **error)
{
  LabRollupDelta delta = { 0 };

  delta.timestamp = lab_query_get_int (query, 3);
  delta.final = lab_query_get_int (query, 6) != 0;
  delta.cost = lab_query_get_int (query, 8);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    delta.buckets[i] = lab_query_get_int (query, 9 + (int) i);
  delta.latency_us = lab_query_get_int (query, 14);
  if (lab_call_status_from_string (lab_query_get_text (query, 4), &delta.status) &&
      lab_purpose_from_string (lab_query_get_text (query, 5), &delta.purpose) &&
      lab_cost_state_from_string (lab_query_get_text (query, 7), &delta.cost_state))
    return lab_rollup_row_add_call (walk->row, &delta, error);

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS, _("A call holds a word that is not known."));
  return FALSE;
}

static gboolean
add_row (Walk      *walk,
         LabQuery  *query,
         GError   **error)
{
  return lab_rollup_row_add_numbers (walk->row, query, 3, error) &&
         lab_rollup_row_add_sketches (walk->row, query, 3, error);
}

/* The rows of the layer that this one is made of: narrower ones of the same
 * subjects, or as narrow ones of the subjects below. */
static LabQuery *
query_rows (Walk    *walk,
            GError **error)
{
  const LabRollupLayer *source = &lab_rollup_layers[walk->layer->from];
  gint64 width = lab_rollup_level_get_width (walk->layer->level);
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s, %s, r.key, %s FROM %s r JOIN rollup_subjects s ON s.id = r.subject"
      " WHERE s.profile_id = ?1 AND s.scope = ?2 AND r.slot >= ?3 AND r.slot < ?4"
      " ORDER BY 1, 2, 3",
      source->scope == walk->layer->scope ? "s.id" : "s.parent",
      width > 0 ? "r.slot - r.slot % ?5" : "0", lab_rollup_get_column_list (),
      lab_rollup_level_get_table (source->level));
  LabQuery *query = lab_txn_query (walk->txn, sql, error);

  if (query == NULL)
    return NULL;
  lab_query_bind_text (query, walk->profile_id);
  lab_query_bind_int (query, source->scope);
  lab_query_bind_int (query, walk->from);
  lab_query_bind_int (query, walk->to);
  if (width > 0)
    lab_query_bind_int (query, width);
  return query;
}

static gboolean
run_on_rows (Walk        *walk,
             const char  *what,
             gint64      *number,
             GError     **error)
{
  g_autofree char *sql = g_strdup_printf (
      "%s FROM %s WHERE subject IN (SELECT id FROM rollup_subjects WHERE profile_id = ? AND"
      " scope = ?) AND slot >= ? AND slot < ?",
      what, lab_rollup_level_get_table (walk->layer->level));
  g_autoptr (LabQuery) query = lab_txn_query (walk->txn, sql, error);
  LabStep step;

  if (query == NULL)
    return FALSE;
  lab_query_bind_text (query, walk->profile_id);
  lab_query_bind_int (query, walk->layer->scope);
  lab_query_bind_int (query, walk->from);
  lab_query_bind_int (query, walk->to);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_ROW && number != NULL)
    *number = lab_query_get_int (query, 0);
  return step != LAB_STEP_FAILED;
}

/* A row that nothing stands behind. */
static gboolean
check_count (Walk    *walk,
             GError **error)
{
  gint64 n_stored = 0;

  if (!run_on_rows (walk, "SELECT count(*)", &n_stored, error))
    return FALSE;
  if (n_stored == walk->n_rows)
    return TRUE;

  set_different_error (walk, 0, error);
  return FALSE;
}

static gboolean
walk_layer (Walk    *walk,
            GError **error)
{
  gboolean of_calls = walk->layer == lab_rollup_layers;
  g_autoptr (LabQuery) query = NULL;
  g_autoptr (LabRollupRow) row = lab_rollup_row_new_full ();
  LabStep step = LAB_STEP_FAILED;

  walk->row = row;
  if (walk->write && !run_on_rows (walk, "DELETE", NULL, error))
    return FALSE;
  query = of_calls ? query_calls (walk, error) : query_rows (walk, error);
  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    if (!go_to_row (walk, query, error) ||
        !(of_calls ? add_call (walk, query, error) : add_row (walk, query, error)))
      break;
  return step == LAB_STEP_DONE && finish_row (walk, error) &&
         (walk->write || check_count (walk, error));
}

gboolean
lab_rollups_derive (LabStoreTxn  *txn,
                    const char   *profile_id,
                    guint         layer,
                    gint64        from,
                    gint64        to,
                    GError      **error)
{
  Walk walk = { .txn = txn,   .profile_id = profile_id, .layer = &lab_rollup_layers[layer],
                .from = from, .to = to,                 .write = TRUE };

  g_return_val_if_fail (layer > 0 && layer < LAB_N_ROLLUP_LAYERS, FALSE);

  return walk_layer (&walk, error);
}

static gboolean
derive_profile (LabStoreTxn  *txn,
                const char   *profile_id,
                GError      **error)
{
  for (guint layer = 1; layer < LAB_N_ROLLUP_LAYERS; layer++)
    if (!lab_rollups_derive (txn, profile_id, layer, 0, G_MAXINT64, error))
      return FALSE;
  return TRUE;
}

gboolean
lab_rollups_derive_all (LabStoreTxn  *txn,
                        GError      **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LabQuery) query = lab_txn_query (txn, "SELECT id FROM profiles", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    g_ptr_array_add (ids, g_strdup (lab_query_get_text (query, 0)));
  for (guint i = 0; step == LAB_STEP_DONE && i < ids->len; i++)
    if (!derive_profile (txn, g_ptr_array_index (ids, i), error))
      return FALSE;
  return step == LAB_STEP_DONE;
}

gboolean
lab_store_rollups_verify (LabStoreTxn  *txn,
                          const char   *profile_id,
                          GError      **error)
{
  g_return_val_if_fail (txn != NULL && profile_id != NULL, FALSE);

  if (!lab_rollup_deltas_flush (txn, error))
    return FALSE;

  for (guint layer = 0; layer < LAB_N_ROLLUP_LAYERS; layer++)
    {
      Walk walk = { .txn = txn, .profile_id = profile_id, .layer = &lab_rollup_layers[layer],
                    .to = G_MAXINT64 };

      if (!walk_layer (&walk, error))
        return FALSE;
    }
  return TRUE;
}

/* Every subject and key that the calls name. */
static gboolean
make_room (LabStoreTxn  *txn,
           const char   *profile_id,
           GError      **error)
{
  static const char *const statements[] = {
    "DELETE FROM rollup_subjects WHERE profile_id = ?1",
    "DELETE FROM rollup_keys WHERE profile_id = ?1",
    "INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)"
    " SELECT ?1, 0, '', '', 0 WHERE EXISTS (SELECT 1 FROM api_calls WHERE profile_id = ?1)",
    "INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)"
    " SELECT DISTINCT ?1, 1, c.experiment_id, '', s.id FROM api_calls c JOIN rollup_subjects s"
    " ON s.profile_id = ?1 AND s.scope = 0 WHERE c.profile_id = ?1",
    "INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)"
    " SELECT DISTINCT ?1, 2, c.experiment_id, coalesce (c.run_id, ''), s.id FROM api_calls c"
    " JOIN rollup_subjects s ON s.profile_id = ?1 AND s.scope = 1"
    " AND s.experiment_id = c.experiment_id WHERE c.profile_id = ?1",
    "INSERT INTO rollup_keys (profile_id, origin, provider, model, tier)"
    " SELECT DISTINCT profile_id, origin, provider, model, coalesce (service_tier, '')"
    " FROM api_calls WHERE profile_id = ?1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lab_txn_run (txn, error, statements[i], profile_id, NULL))
      return FALSE;
  return TRUE;
}

gboolean
lab_store_rollups_rebuild (LabStoreTxn  *txn,
                           const char   *profile_id,
                           GError      **error)
{
  Walk walk = { .txn = txn, .profile_id = profile_id, .layer = lab_rollup_layers,
                .to = G_MAXINT64, .write = TRUE };

  g_return_val_if_fail (txn != NULL && profile_id != NULL, FALSE);

  return lab_rollup_deltas_flush (txn, error) && make_room (txn, profile_id, error) &&
         walk_layer (&walk, error) && derive_profile (txn, profile_id, error);
}

/* When the experiment's first and last quarter of an hour begin. */
static gboolean
find_span (LabStoreTxn  *txn,
           const char   *profile_id,
           const char   *experiment_id,
           gboolean     *any,
           gint64       *first,
           gint64       *last,
           GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (
      txn,
      "SELECT min (slot), max (slot) FROM rollups_15m WHERE subject = (SELECT id FROM"
      " rollup_subjects WHERE profile_id = ? AND scope = 1 AND experiment_id = ? AND run_id = '')",
      error);

  if (query == NULL)
    return FALSE;
  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, experiment_id);
  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;

  *any = !lab_query_is_null (query, 0);
  *first = lab_query_get_int (query, 0);
  *last = lab_query_get_int (query, 1);
  return TRUE;
}

/* Extremes cannot be subtracted, so the profile's sums of those days are made
 * anew from the experiments that are left. */
gboolean
lab_rollups_remove_experiment (LabStoreTxn  *txn,
                               const char   *profile_id,
                               const char   *experiment_id,
                               GError      **error)
{
  gint64 first, last;
  gboolean any;

  if (!lab_rollup_deltas_flush (txn, error) ||
      !find_span (txn, profile_id, experiment_id, &any, &first, &last, error) ||
      !lab_txn_run (txn, error,
                    "DELETE FROM rollup_subjects WHERE profile_id = ? AND scope > 0"
                    " AND experiment_id = ?",
                    profile_id, experiment_id, NULL))
    return FALSE;

  first -= first % DAY_US;
  last += DAY_US - last % DAY_US;
  for (guint layer = 1; any && layer < LAB_N_ROLLUP_LAYERS; layer++)
    if (lab_rollup_layers[layer].scope == LAB_ROLLUP_OF_PROFILE &&
        !lab_rollups_derive (txn, profile_id, layer, first, last, error))
      return FALSE;
  return lab_txn_run (txn, error,
                      "DELETE FROM rollup_keys WHERE profile_id = ?"
                      " AND id NOT IN (SELECT key FROM rollups_total)",
                      profile_id, NULL);
}
