/* lab-store-dearest.c: calls by what they cost and when they were, unscanned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-dearest.h"

#include "lab-call-columns-private.h"
#include "lab-rollup-delta-private.h"

/* As the index has it. */
#define HOUR_US G_GINT64_CONSTANT (3600000000)

typedef struct
{
  LabMoney cost;
  gint64 timestamp;
  gint64 seq;
} Found;

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *one = a, *other = b;

  if (one->cost != other->cost)
    return one->cost > other->cost ? -1 : 1;
  if (one->timestamp != other->timestamp)
    return one->timestamp > other->timestamp ? -1 : 1;
  return one->seq > other->seq ? -1 : one->seq < other->seq;
}

static void
bind_filter (LabQuery            *query,
             const LabCallFilter *filter)
{
  lab_query_bind_text (query, filter->profile_id);
  lab_query_bind_text (query, lab_origin_to_string ((LabOrigin) filter->origin));
  lab_query_bind_text (query, filter->experiment_id);
  lab_query_bind_text (query, filter->run_id);
  lab_query_bind_text (query, filter->provider);
  lab_query_bind_text (query, filter->model);
}

/* The hours that have such calls. (element-type gint64) */
static GArray *
list_hours (LabStoreTxn          *txn,
            const LabCallFilter  *filter,
            GError              **error)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (LabQuery) query = NULL;
  gint64 profile;
  LabStep step;

  if (!lab_rollup_deltas_flush (txn, error) ||
      !lab_rollup_get_profile_number (txn, filter->profile_id, &profile, error))
    return NULL;
  query = lab_txn_query (txn,
                         "SELECT DISTINCT slot FROM rollups_1h WHERE profile = ?7"
                         " AND slot > ?8 AND (?9 = 0 OR slot < ?9) AND key IN"
                         " (SELECT id FROM rollup_keys WHERE profile_id = ?1 AND origin = ?2"
                         " AND (?3 IS NULL OR experiment_id = ?3)"
                         " AND (?4 IS NULL OR run_id = ?4) AND (?5 IS NULL OR provider = ?5)"
                         " AND (?6 IS NULL OR model = ?6)) ORDER BY slot DESC",
                         error);
  if (query == NULL)
    return NULL;

  bind_filter (query, filter);
  lab_query_bind_int (query, profile);
  lab_query_bind_int (query, filter->since - HOUR_US);
  lab_query_bind_int (query, filter->until);
  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      gint64 slot = lab_query_get_int (query, 0);

      g_array_append_val (hours, slot);
    }
  return step == LAB_STEP_DONE ? g_steal_pointer (&hours) : NULL;
}

/* What of an hour is dearer than the last that counts so far. */
static gboolean
search_hour (LabStoreTxn          *txn,
             const LabCallFilter  *filter,
             gint64                hour,
             guint                 limit,
             GArray               *found,
             GError              **error)
{
  LabMoney least = found->len < limit ? 0 : g_array_index (found, Found, limit - 1).cost;
  g_autoptr (LabQuery) query =
    lab_txn_query (txn,
                   "SELECT cost, timestamp, seq FROM api_calls WHERE profile_id = ?1"
                   " AND origin = ?2 AND timestamp / 3600000000 = ?7 AND cost IS NOT NULL"
                   " AND cost >= ?8 AND timestamp >= ?9 AND (?10 = 0 OR timestamp < ?10)"
                   " AND (?3 IS NULL OR experiment_id = ?3) AND (?4 IS NULL OR run_id = ?4)"
                   " AND (?5 IS NULL OR provider = ?5) AND (?6 IS NULL OR model = ?6)"
                   " ORDER BY cost DESC, seq DESC LIMIT ?11",
                   error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  bind_filter (query, filter);
  lab_query_bind_int (query, hour / HOUR_US);
  lab_query_bind_int (query, least);
  lab_query_bind_int (query, filter->since);
  lab_query_bind_int (query, filter->until);
  lab_query_bind_int (query, limit);
  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      Found one = { lab_query_get_int (query, 0), lab_query_get_int (query, 1),
                    lab_query_get_int (query, 2) };

      g_array_append_val (found, one);
    }
  g_array_sort (found, compare_found);
  g_array_set_size (found, MIN (found->len, limit));
  return step == LAB_STEP_DONE;
}

static void
free_row (gpointer row)
{
  lab_call_row_free (row);
}

static GPtrArray *
read_rows (LabStoreTxn   *txn,
           const GArray  *found,
           GError       **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autofree char *select = lab_call_columns_select (FALSE);
  g_autofree char *sql = g_strconcat (select, " WHERE c.seq = ?", NULL);

  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);
      LabCallRow *row;

      if (query == NULL)
        return NULL;
      lab_query_bind_int (query, g_array_index (found, Found, i).seq);
      if (lab_query_step (query, error) != LAB_STEP_ROW)
        return NULL;
      row = lab_call_columns_read (query, FALSE, error);
      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

GPtrArray *
lab_store_calls_list_dearest (LabStoreTxn          *txn,
                              const LabCallFilter  *filter,
                              guint                 limit,
                              GError              **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GArray) hours = NULL;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, NULL);
  g_return_val_if_fail (filter->origin != LAB_CALL_ANY && limit > 0, NULL);

  hours = list_hours (txn, filter, error);
  for (guint i = 0; hours != NULL && i < hours->len; i++)
    if (!search_hour (txn, filter, g_array_index (hours, gint64, i), limit, found, error))
      return NULL;
  return hours != NULL ? read_rows (txn, found, error) : NULL;
}

static gboolean
read_end (LabStoreTxn          *txn,
          const LabCallFilter  *filter,
          gboolean              last,
          gint64               *end,
          GError              **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT timestamp FROM api_calls WHERE profile_id = ?1 AND timestamp >= ?4"
    " AND (?5 = 0 OR timestamp < ?5) AND (?2 IS NULL OR origin = ?2)%s"
    " ORDER BY timestamp%s LIMIT 1",
    filter->experiment_id != NULL ? " AND experiment_id = ?3" : "", last ? " DESC" : "");
  g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, filter->profile_id);
  lab_query_bind_text (query, filter->origin != LAB_CALL_ANY
                                ? lab_origin_to_string ((LabOrigin) filter->origin)
                                : NULL);
  lab_query_bind_text (query, filter->experiment_id);
  lab_query_bind_int (query, filter->since);
  lab_query_bind_int (query, filter->until);
  step = lab_query_step (query, error);
  *end = step == LAB_STEP_ROW ? lab_query_get_int (query, 0) : 0;
  return step != LAB_STEP_FAILED;
}

gboolean
lab_store_calls_get_span (LabStoreTxn          *txn,
                          const LabCallFilter  *filter,
                          gint64               *first,
                          gint64               *last,
                          GError              **error)
{
  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, FALSE);
  g_return_val_if_fail (first != NULL && last != NULL, FALSE);

  return read_end (txn, filter, FALSE, first, error) && read_end (txn, filter, TRUE, last, error);
}
