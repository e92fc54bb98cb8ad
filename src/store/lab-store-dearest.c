/* lab-store-dearest.c: calls by what they cost and when they were, unscanned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-dearest.h"

#include <glib/gi18n-lib.h>

#include "lab-call-columns-private.h"
#include "lab-error.h"
#include "lab-rollup-delta-private.h"

/* As the index has it. */
#define HOUR_US G_GINT64_CONSTANT (3600000000)

#define DAY_US (24 * HOUR_US)

/* @most: what its dearest call cost, or more */
typedef struct
{
  gint64 start;
  LabMoney most;
} Day;

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

/* What one day's row of sums knows of its dearest call. A call that was lost
 * is in no sketch, and may have cost anything. */
static gboolean
read_most (LabQuery *query,
           LabMoney *most)
{
  gsize length;
  const guint8 *bytes = lab_query_get_bytes (query, 2, &length);

  *most = 0;
  if (lab_query_get_int (query, 1) > 0)
    *most = G_MAXINT64;
  return *most > 0 || length == 0 || lab_sketch_read_maximum (bytes, length, most);
}

static gboolean
add_day (GArray   *days,
         LabQuery *query,
         GError  **error)
{
  Day day = { lab_query_get_int (query, 0), 0 };
  Day *last = days->len > 0 ? &g_array_index (days, Day, days->len - 1) : NULL;

  if (!read_most (query, &day.most))
    {
      lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                     _("A stored distribution of costs or latencies cannot be read."));
      return FALSE;
    }
  if (last != NULL && last->start == day.start)
    last->most = MAX (last->most, day.most);
  else
    g_array_append_val (days, day);
  return TRUE;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  const Day *one = a, *other = b;

  if (one->most != other->most)
    return one->most > other->most ? -1 : 1;
  return one->start > other->start ? -1 : one->start < other->start;
}

/* Of profiles and experiments days are summed; of a run quarters of an hour
 * are, which are few. */
#define DAYS(table)                                                                                \
  "SELECT slot - slot % 86400000000, n_lost, cost_sketch FROM " table                              \
  " WHERE subject IN (SELECT id FROM rollup_subjects WHERE profile_id = ?1 AND scope = ?7"         \
  " AND (?3 IS NULL OR experiment_id = ?3) AND (?4 IS NULL OR run_id = ?4))"                       \
  " AND slot > ?8 AND (?9 = 0 OR slot < ?9) AND key IN"                                            \
  " (SELECT id FROM rollup_keys WHERE profile_id = ?1 AND origin = ?2"                             \
  " AND (?5 IS NULL OR provider = ?5) AND (?6 IS NULL OR model = ?6)) ORDER BY slot"

static LabRollupScope
find_scope (const LabCallFilter *filter)
{
  if (filter->run_id != NULL)
    return LAB_ROLLUP_OF_RUN;
  return filter->experiment_id != NULL ? LAB_ROLLUP_OF_EXPERIMENT : LAB_ROLLUP_OF_PROFILE;
}

/* The days of UTC that have such calls, those with the dearest one first.
 * (element-type Day) */
static GArray *
list_days (LabStoreTxn          *txn,
           const LabCallFilter  *filter,
           GError              **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (Day));
  LabRollupScope scope = find_scope (filter);
  g_autoptr (LabQuery) query = NULL;
  LabStep step;

  if (!lab_rollup_deltas_flush (txn, error))
    return NULL;
  query = lab_txn_query (
    txn, scope == LAB_ROLLUP_OF_RUN ? DAYS ("rollups_15m") : DAYS ("rollups_1d"), error);
  if (query == NULL)
    return NULL;

  bind_filter (query, filter);
  lab_query_bind_int (query, scope);
  lab_query_bind_int (query, filter->since - DAY_US);
  lab_query_bind_int (query, filter->until);
  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    if (!add_day (days, query, error))
      return NULL;
  if (step != LAB_STEP_DONE)
    return NULL;
  g_array_sort (days, compare_days);
  return g_steal_pointer (&days);
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

static gboolean
search_day (LabStoreTxn          *txn,
            const LabCallFilter  *filter,
            gint64                start,
            guint                 limit,
            GArray               *found,
            GError              **error)
{
  for (gint64 hour = start; hour < start + DAY_US; hour += HOUR_US)
    if (hour + HOUR_US > filter->since && (filter->until == 0 || hour < filter->until) &&
        !search_hour (txn, filter, hour, limit, found, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
lab_store_calls_list_dearest (LabStoreTxn          *txn,
                              const LabCallFilter  *filter,
                              guint                 limit,
                              GError              **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GArray) days = NULL;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, NULL);
  g_return_val_if_fail (filter->origin != LAB_CALL_ANY && limit > 0, NULL);

  days = list_days (txn, filter, error);
  for (guint i = 0; days != NULL && i < days->len; i++)
    {
      const Day *day = &g_array_index (days, Day, i);

      /* No day from here on has a dearer one. */
      if (found->len == limit && day->most < g_array_index (found, Found, limit - 1).cost)
        break;
      if (!search_day (txn, filter, day->start, limit, found, error))
        return NULL;
    }
  return days != NULL ? read_rows (txn, found, error) : NULL;
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
