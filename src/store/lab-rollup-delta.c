/* lab-rollup-delta.c: what one call adds to the roll-ups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-rollup-delta-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * 1000000)

static const struct
{
  const char *table;
  gint64 width;
} levels[LAB_N_ROLLUP_LEVELS] = {
  [LAB_ROLLUP_15M] = { "rollups_15m", LAB_ROLLUP_SLOT_US },
  [LAB_ROLLUP_1H] = { "rollups_1h", HOUR_US },
  [LAB_ROLLUP_6H] = { "rollups_6h", 6 * HOUR_US },
  [LAB_ROLLUP_1D] = { "rollups_1d", 24 * HOUR_US },
  [LAB_ROLLUP_TOTAL] = { "rollups_total", 0 },
};

#define COUNT(name, field)                                                                         \
  LAB_COLUMN (LabRollupRow, field, name, INT64)

static const LabColumn columns[] = {
  COUNT ("n_ok", n_calls[LAB_CALL_OK]),
  COUNT ("n_cut", n_calls[LAB_CALL_CUT]),
  COUNT ("n_cancelled", n_calls[LAB_CALL_CANCELLED]),
  COUNT ("n_refused", n_calls[LAB_CALL_REFUSED]),
  COUNT ("n_failed", n_calls[LAB_CALL_FAILED]),
  COUNT ("n_answered", n_calls[LAB_CALL_ANSWERED]),
  COUNT ("n_lost", n_calls[LAB_CALL_LOST]),
  COUNT ("n_operations", n_operations),
  COUNT ("n_answered_operations", n_answered),
  COUNT ("cost_amount", cost.amount),
  COUNT ("cost_estimated", cost.estimated),
  COUNT ("n_known", cost.n_known),
  COUNT ("n_estimated", cost.n_estimated),
  COUNT ("n_unpriced", cost.n_unpriced),
  COUNT ("overhead_amount", overhead.amount),
  COUNT ("overhead_estimated", overhead.estimated),
  COUNT ("overhead_n_known", overhead.n_known),
  COUNT ("overhead_n_estimated", overhead.n_estimated),
  COUNT ("overhead_n_unpriced", overhead.n_unpriced),
  COUNT ("u", buckets[LAB_BUCKET_U]),
  COUNT ("r", buckets[LAB_BUCKET_R]),
  COUNT ("w", buckets[LAB_BUCKET_W]),
  COUNT ("wl", buckets[LAB_BUCKET_WL]),
  COUNT ("o", buckets[LAB_BUCKET_O]),
  COUNT ("n_latencies", n_latencies),
  COUNT ("latency_us", latency_us),
};

const char *
lab_rollup_level_get_table (LabRollupLevel level)
{
  return levels[level].table;
}

gint64
lab_rollup_level_get_width (LabRollupLevel level)
{
  return levels[level].width;
}

gint64
lab_rollup_level_get_slot (LabRollupLevel level,
                           gint64         time)
{
  gint64 width = levels[level].width;

  return width > 0 ? time - time % width : 0;
}

LabTable
lab_rollup_columns (LabRollupLevel level)
{
  LabTable table = LAB_TABLE (levels[level].table, LabRollupRow, columns);

  return table;
}

LabRollupDelta *
lab_rollup_delta_new (const LabCallRecord *record)
{
  LabRollupDelta *self = g_new0 (LabRollupDelta, 1);

  self->profile_id = g_strdup (record->profile_id);
  self->experiment_id = g_strdup (record->experiment_id);
  self->run_id = g_strdup (record->run_id != NULL ? record->run_id : "");
  self->provider = g_strdup (record->provider);
  self->model = g_strdup (record->model);
  self->tier = g_strdup (record->service_tier != NULL ? record->service_tier : "");
  self->origin = record->origin;
  self->timestamp = record->timestamp;
  self->status = record->status;
  self->purpose = record->purpose;
  self->final = record->final;
  self->cost_state = record->cost_state;
  self->cost = record->cost_state == LAB_COST_UNPRICED ? 0 : record->cost;
  memcpy (self->buckets, record->usage.buckets, sizeof self->buckets);
  self->latency_us = record->latency_us;
  return self;
}

void
lab_rollup_delta_free (gpointer data)
{
  LabRollupDelta *self = data;

  g_free (self->profile_id);
  g_free (self->experiment_id);
  g_free (self->run_id);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->tier);
  g_free (self);
}

static gboolean
add_cost (LabMoneySum           *sum,
          const LabRollupDelta  *delta,
          GError               **error)
{
  switch (delta->cost_state)
    {
    case LAB_COST_KNOWN:
      return lab_money_sum_add_known (sum, delta->cost, error);
    case LAB_COST_ESTIMATED:
      return lab_money_sum_add_estimated (sum, delta->cost, error);
    case LAB_COST_UNPRICED:
    default:
      lab_money_sum_add_unpriced (sum);
      return TRUE;
    }
}

static gboolean
add_number (gint64  *sum,
            gint64   number,
            GError **error)
{
  if (!__builtin_add_overflow (*sum, number, sum))
    return TRUE;

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                 _("A sum of tokens or times does not fit into its number."));
  return FALSE;
}

gboolean
lab_rollup_row_add_call (LabRollupRow          *row,
                         const LabRollupDelta  *delta,
                         GError               **error)
{
  gboolean sent = delta->status != LAB_CALL_ANSWERED && delta->status != LAB_CALL_LOST;
  gboolean ended = delta->status == LAB_CALL_OK || delta->status == LAB_CALL_CUT;

  row->n_calls[delta->status]++;
  row->n_operations += delta->final;
  row->n_answered += delta->final &&
                     (delta->status == LAB_CALL_OK || delta->status == LAB_CALL_ANSWERED);
  if (!add_cost (&row->cost, delta, error) ||
      (delta->purpose != LAB_PURPOSE_TASK && !add_cost (&row->overhead, delta, error)))
    return FALSE;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (!add_number (&row->buckets[i], delta->buckets[i], error))
      return FALSE;

  if (sent && delta->cost_state != LAB_COST_UNPRICED)
    lab_sketch_add (row->cost_sketch, delta->cost);
  if (!ended || delta->latency_us < 0)
    return TRUE;

  row->n_latencies++;
  lab_sketch_add (row->latency_sketch, delta->latency_us);
  return add_number (&row->latency_us, delta->latency_us, error);
}

LabRollupRow *
lab_rollup_row_new_full (void)
{
  LabRollupRow *row = lab_rollup_row_new (LAB_ORIGIN_PRACTICE);

  row->cost_sketch = g_new (LabSketch, 1);
  row->latency_sketch = g_new (LabSketch, 1);
  lab_sketch_init (row->cost_sketch);
  lab_sketch_init (row->latency_sketch);
  return row;
}

gboolean
lab_rollup_get_profile_number (LabStoreTxn  *txn,
                               const char   *profile_id,
                               gint64       *number,
                               GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn, "SELECT number FROM profiles WHERE id = ?", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_ROW)
    *number = lab_query_get_int (query, 0);
  else if (step == LAB_STEP_DONE)
    lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no such profile."));
  return step == LAB_STEP_ROW;
}

static LabQuery *
query_row (LabStoreTxn     *txn,
           LabRollupLevel   level,
           GError         **error)
{
  LabTable table = lab_rollup_columns (level);
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < table.n_columns; i++)
    g_string_append_printf (sql, "%s, ", table.columns[i].name);
  g_string_append_printf (sql, "cost_sketch, latency_sketch FROM %s"
                               " WHERE profile = ? AND slot = ? AND key = ?",
                          table.name);
  return lab_txn_query (txn, sql->str, error);
}

gboolean
lab_rollup_load (LabStoreTxn     *txn,
                 LabRollupLevel   level,
                 gint64           profile,
                 gint64           slot,
                 gint64           key,
                 LabRollupRow    *row,
                 gboolean        *found,
                 GError         **error)
{
  LabTable table = lab_rollup_columns (level);
  g_autoptr (LabQuery) query = query_row (txn, level, error);
  const guint8 *bytes;
  gsize length;
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, profile);
  lab_query_bind_int (query, slot);
  lab_query_bind_int (query, key);
  step = lab_query_step (query, error);
  if (found != NULL)
    *found = step == LAB_STEP_ROW;
  if (step != LAB_STEP_ROW)
    return step == LAB_STEP_DONE;

  if (!lab_table_read_into (query, &table, 0, row, error))
    return FALSE;
  bytes = lab_query_get_bytes (query, (int) table.n_columns, &length);
  if (!lab_sketch_merge_bytes (row->cost_sketch, bytes, length, error))
    return FALSE;
  bytes = lab_query_get_bytes (query, (int) table.n_columns + 1, &length);
  return lab_sketch_merge_bytes (row->latency_sketch, bytes, length, error);
}

gboolean
lab_rollup_save (LabStoreTxn         *txn,
                 LabRollupLevel       level,
                 gint64               profile,
                 gint64               slot,
                 gint64               key,
                 const LabRollupRow  *row,
                 GError             **error)
{
  LabTable table = lab_rollup_columns (level);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GBytes) cost = lab_sketch_to_bytes (row->cost_sketch);
  g_autoptr (GBytes) latency = lab_sketch_to_bytes (row->latency_sketch);
  g_autoptr (LabQuery) query = NULL;

  /* The table's columns are the key's three, these, and the sketches. */
  g_string_append_printf (sql, "REPLACE INTO %s VALUES (?, ?, ?", table.name);
  for (guint i = 0; i < table.n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ", ?, ?)");
  query = lab_txn_query (txn, sql->str, error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, profile);
  lab_query_bind_int (query, slot);
  lab_query_bind_int (query, key);
  lab_table_bind (query, &table, row);
  lab_query_bind_bytes (query, cost);
  lab_query_bind_bytes (query, latency);
  return lab_query_run (query, error);
}

/* One call in one row. */
typedef struct
{
  LabRollupLevel level;
  gint64 profile;
  gint64 slot;
  gint64 key;
  const LabRollupDelta *delta;
} Entry;

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  if (x->level != y->level)
    return x->level < y->level ? -1 : 1;
  if (x->profile != y->profile)
    return x->profile < y->profile ? -1 : 1;
  if (x->slot != y->slot)
    return x->slot < y->slot ? -1 : 1;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return 0;
}

static gboolean
find_key (LabStoreTxn           *txn,
          const LabRollupDelta  *delta,
          gint64                *key,
          GError               **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "INSERT INTO rollup_keys (profile_id, experiment_id, run_id, origin, provider,"
                     " model, tier) VALUES (?, ?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT DO UPDATE SET tier = excluded.tier RETURNING id",
                     error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, delta->profile_id);
  lab_query_bind_text (query, delta->experiment_id);
  lab_query_bind_text (query, delta->run_id);
  lab_query_bind_text (query, lab_origin_to_string (delta->origin));
  lab_query_bind_text (query, delta->provider);
  lab_query_bind_text (query, delta->model);
  lab_query_bind_text (query, delta->tier);
  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;

  *key = lab_query_get_int (query, 0);
  return lab_query_run (query, error);
}

static gboolean
is_same_key (const LabRollupDelta *a,
             const LabRollupDelta *b)
{
  return a->origin == b->origin && strcmp (a->profile_id, b->profile_id) == 0 &&
         strcmp (a->experiment_id, b->experiment_id) == 0 && strcmp (a->run_id, b->run_id) == 0 &&
         strcmp (a->provider, b->provider) == 0 && strcmp (a->model, b->model) == 0 &&
         strcmp (a->tier, b->tier) == 0;
}

/* Calls of one key mostly come one after the other. */
static GArray *
make_entries (LabStoreTxn  *txn,
              GError      **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  Entry entry = { 0 };

  for (guint i = txn->n_applied; i < txn->deltas->len; i++)
    {
      const LabRollupDelta *delta = g_ptr_array_index (txn->deltas, i);

      if (entry.delta == NULL || !is_same_key (entry.delta, delta))
        if (!lab_rollup_get_profile_number (txn, delta->profile_id, &entry.profile, error) ||
            !find_key (txn, delta, &entry.key, error))
          return NULL;

      entry.delta = delta;
      for (LabRollupLevel level = 0; level < LAB_N_ROLLUP_LEVELS; level++)
        {
          entry.level = level;
          entry.slot = lab_rollup_level_get_slot (level, delta->timestamp);
          g_array_append_val (entries, entry);
        }
    }

  g_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

/* Adds entries from @first on that belong to one row, and returns the index
 * after them; 0 on failure. */
static guint
write_row (LabStoreTxn  *txn,
           GArray       *entries,
           guint         first,
           GError      **error)
{
  g_autoptr (LabRollupRow) row = lab_rollup_row_new_full ();
  const Entry *head = &g_array_index (entries, Entry, first);
  guint i;

  if (!lab_rollup_load (txn, head->level, head->profile, head->slot, head->key, row, NULL, error))
    return 0;

  for (i = first; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (compare_entries (head, entry) != 0)
        break;
      if (!lab_rollup_row_add_call (row, entry->delta, error))
        return 0;
    }

  if (!lab_rollup_save (txn, head->level, head->profile, head->slot, head->key, row, error))
    return 0;
  return i;
}

gboolean
lab_rollup_deltas_flush (LabStoreTxn  *txn,
                         GError      **error)
{
  g_autoptr (GArray) entries = NULL;

  if (txn->deltas == NULL || txn->n_applied == txn->deltas->len)
    return TRUE;

  entries = make_entries (txn, error);
  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len;)
    {
      i = write_row (txn, entries, i, error);
      if (i == 0)
        return FALSE;
    }

  txn->n_applied = txn->deltas->len;
  return TRUE;
}
