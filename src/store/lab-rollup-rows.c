/* lab-rollup-rows.c: the tables the sums stand in, and their rows
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

const LabRollupLayer lab_rollup_layers[LAB_N_ROLLUP_LAYERS] = {
  { LAB_ROLLUP_OF_RUN, LAB_ROLLUP_15M, 0 },        { LAB_ROLLUP_OF_RUN, LAB_ROLLUP_TOTAL, 0 },
  { LAB_ROLLUP_OF_EXPERIMENT, LAB_ROLLUP_15M, 0 }, { LAB_ROLLUP_OF_EXPERIMENT, LAB_ROLLUP_1H, 2 },
  { LAB_ROLLUP_OF_EXPERIMENT, LAB_ROLLUP_1D, 3 },  { LAB_ROLLUP_OF_PROFILE, LAB_ROLLUP_15M, 2 },
  { LAB_ROLLUP_OF_PROFILE, LAB_ROLLUP_1H, 5 },     { LAB_ROLLUP_OF_PROFILE, LAB_ROLLUP_6H, 6 },
  { LAB_ROLLUP_OF_PROFILE, LAB_ROLLUP_1D, 7 },
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

/* These are asked for with every call, so their texts are not put together
 * each time. The columns are those above, in that order. */
#define COLUMNS                                                                                    \
  "n_ok, n_cut, n_cancelled, n_refused, n_failed, n_answered, n_lost, n_operations,"               \
  " n_answered_operations, cost_amount, cost_estimated, n_known, n_estimated, n_unpriced,"         \
  " overhead_amount, overhead_estimated, overhead_n_known, overhead_n_estimated,"                  \
  " overhead_n_unpriced, u, r, w, wl, o, n_latencies, latency_us, cost_sketch, latency_sketch"
#define PLACES                                                                                     \
  "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

#define LOAD(table)                                                                                \
  "SELECT " COLUMNS " FROM " table " WHERE subject = ? AND slot = ? AND key = ?"
#define INSERT(table)                                                                              \
  "INSERT INTO " table " (" COLUMNS ", subject, slot, key) VALUES (" PLACES ", ?, ?, ?)"
#define UPDATE(table)                                                                              \
  "UPDATE " table " SET (" COLUMNS ") = (" PLACES ") WHERE subject = ? AND slot = ? AND key = ?"
#define STATEMENTS(table)                                                                          \
  {                                                                                                \
    LOAD (table), INSERT (table), UPDATE (table)                                                   \
  }

static const struct
{
  const char *load;
  const char *insert;
  const char *update;
} statements[LAB_N_ROLLUP_LEVELS] = {
  [LAB_ROLLUP_15M] = STATEMENTS ("rollups_15m"),
  [LAB_ROLLUP_1H] = STATEMENTS ("rollups_1h"),
  [LAB_ROLLUP_6H] = STATEMENTS ("rollups_6h"),
  [LAB_ROLLUP_1D] = STATEMENTS ("rollups_1d"),
  [LAB_ROLLUP_TOTAL] = STATEMENTS ("rollups_total"),
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

LabRollupLevel
lab_rollup_scope_get_narrower (LabRollupScope scope,
                               LabRollupLevel level)
{
  LabRollupLevel narrower = LAB_ROLLUP_15M;

  for (guint i = 0; i < LAB_N_ROLLUP_LAYERS; i++)
    if (lab_rollup_layers[i].scope == scope && lab_rollup_layers[i].level < level)
      narrower = MAX (narrower, lab_rollup_layers[i].level);
  return narrower;
}

LabRollupLevel
lab_rollup_scope_get_widest (LabRollupScope scope)
{
  return scope == LAB_ROLLUP_OF_RUN ? LAB_ROLLUP_15M : LAB_ROLLUP_1D;
}

const LabTable *
lab_rollup_get_columns (void)
{
  static const LabTable table = LAB_TABLE ("rollups", LabRollupRow, columns);

  return &table;
}

const char *
lab_rollup_get_column_list (void)
{
  return COLUMNS;
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

void
lab_rollup_row_clear_full (LabRollupRow *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    *(gint64 *) ((guint8 *) row + columns[i].offset) = 0;
  lab_sketch_clear (row->cost_sketch);
  lab_sketch_clear (row->latency_sketch);
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

gboolean
lab_rollup_row_add_numbers (LabRollupRow  *row,
                            LabQuery      *query,
                            int            first,
                            GError       **error)
{
  gboolean overflow = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      gint64 *sum = (gint64 *) ((guint8 *) row + columns[i].offset);

      overflow |= __builtin_add_overflow (*sum, lab_query_get_int (query, first + (int) i), sum);
    }
  return !overflow || add_number (&(gint64){ G_MAXINT64 }, 1, error);
}

gboolean
lab_rollup_row_add_sketches (LabRollupRow  *row,
                             LabQuery      *query,
                             int            first,
                             GError       **error)
{
  int column = first + (int) G_N_ELEMENTS (columns);
  const guint8 *bytes;
  gsize length;

  bytes = lab_query_get_bytes (query, column, &length);
  if (!lab_sketch_merge_bytes (row->cost_sketch, bytes, length, error))
    return FALSE;
  bytes = lab_query_get_bytes (query, column + 1, &length);
  return lab_sketch_merge_bytes (row->latency_sketch, bytes, length, error);
}

gboolean
lab_rollup_load (LabStoreTxn     *txn,
                 LabRollupLevel   level,
                 gint64           subject,
                 gint64           slot,
                 gint64           key,
                 LabRollupRow    *row,
                 gboolean        *found,
                 GError         **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, statements[level].load, error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, subject);
  lab_query_bind_int (query, slot);
  lab_query_bind_int (query, key);
  step = lab_query_step (query, error);
  *found = step == LAB_STEP_ROW;
  if (step != LAB_STEP_ROW)
    return step == LAB_STEP_DONE;
  return lab_rollup_row_add_numbers (row, query, 0, error) &&
         lab_rollup_row_add_sketches (row, query, 0, error);
}

gboolean
lab_rollup_save (LabStoreTxn         *txn,
                 LabRollupLevel       level,
                 gint64               subject,
                 gint64               slot,
                 gint64               key,
                 const LabRollupRow  *row,
                 gboolean             found,
                 GError             **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn, found ? statements[level].update : statements[level].insert, error);
  g_autoptr (GBytes) cost = NULL;
  g_autoptr (GBytes) latency = NULL;

  if (query == NULL)
    return FALSE;

  cost = lab_sketch_to_bytes (row->cost_sketch);
  latency = lab_sketch_to_bytes (row->latency_sketch);
  lab_table_bind (query, lab_rollup_get_columns (), row);
  lab_query_bind_bytes (query, cost);
  lab_query_bind_bytes (query, latency);
  lab_query_bind_int (query, subject);
  lab_query_bind_int (query, slot);
  lab_query_bind_int (query, key);
  return lab_query_run (query, error);
}
