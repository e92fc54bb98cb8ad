/* lab-store-rollups.c: reading the sums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-rollups.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"

LabRollupRow *
lab_rollup_row_new (LabOrigin origin)
{
  LabRollupRow *self = g_new0 (LabRollupRow, 1);

  self->origin = origin;
  return self;
}

void
lab_rollup_row_free (LabRollupRow *self)
{
  if (self == NULL)
    return;

  g_free (self->experiment_id);
  g_free (self->run_id);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->tier);
  g_free (self->cost_sketch);
  g_free (self->latency_sketch);
  g_free (self);
}

guint64
lab_rollup_row_count (const LabRollupRow *self)
{
  guint64 n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < LAB_N_CALL_STATUSES; i++)
    n += self->n_calls[i];
  return n;
}

static void
merge_sketch (LabSketch       **into,
              const LabSketch  *other)
{
  if (other == NULL)
    return;

  if (*into == NULL)
    {
      *into = g_new (LabSketch, 1);
      lab_sketch_init (*into);
    }
  lab_sketch_merge (*into, other);
}

static gboolean
merge_numbers (LabRollupRow        *self,
               const LabRollupRow  *other,
               GError             **error)
{
  gboolean overflow = __builtin_add_overflow (self->latency_us, other->latency_us,
                                              &self->latency_us);

  for (guint i = 0; i < LAB_N_CALL_STATUSES; i++)
    self->n_calls[i] += other->n_calls[i];
  self->n_operations += other->n_operations;
  self->n_answered += other->n_answered;
  self->n_latencies += other->n_latencies;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    overflow |= __builtin_add_overflow (self->buckets[i], other->buckets[i], &self->buckets[i]);

  if (overflow)
    lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                   _("A sum of tokens or times does not fit into its number."));
  return !overflow && lab_money_sum_add (&self->cost, &other->cost, error) &&
         lab_money_sum_add (&self->overhead, &other->overhead, error);
}

gboolean
lab_rollup_row_merge (LabRollupRow        *self,
                      const LabRollupRow  *other,
                      GError             **error)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (self->origin != other->origin)
    {
      lab_set_reason_error (error, LAB_ERROR_INVALID_INPUT, "origin",
                            _("Amounts of different origin cannot be added."));
      return FALSE;
    }
  if (!merge_numbers (self, other, error))
    return FALSE;

  merge_sketch (&self->cost_sketch, other->cost_sketch);
  merge_sketch (&self->latency_sketch, other->latency_sketch);
  return TRUE;
}

/* What a key's rows are added to: NULL texts are those not grouped by. */
typedef struct
{
  char *name; /* all of them, for sorting and looking up */
  LabOrigin origin;
  char *texts[5];
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  if (group == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (group->texts); i++)
    g_free (group->texts[i]);
  g_free (group->name);
  g_free (group);
}

typedef struct
{
  LabStoreTxn *txn;
  const LabRollupFilter *filter;
  LabRollupGroup group;
  gboolean with_sketches;
  gint64 profile;
  GHashTable *keys;    /* number → Group, or NULL where the filter leaves it out */
  GHashTable *current; /* name → LabRollupRow of the interval in hand */
  GPtrArray *rows;
  GError *error;
} Reading;

static gboolean
fits (const Reading *self,
      LabOrigin      origin,
      LabQuery      *query)
{
  const LabRollupFilter *f = self->filter;
  const char *const wanted[] = { f->experiment_id, f->run_id, f->provider, f->model, f->tier };

  if (f->origin >= 0 && (LabOrigin) f->origin != origin)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (wanted[i] != NULL && g_strcmp0 (wanted[i], lab_query_get_text (query, 1 + (int) i)) != 0)
      return FALSE;
  return TRUE;
}

static Group *
make_group (const Reading *self,
            LabOrigin      origin,
            LabQuery      *query)
{
  Group *group = g_new0 (Group, 1);
  GString *name = g_string_new (NULL);

  group->origin = origin;
  g_string_append_printf (name, "%d", (int) origin);
  for (guint i = 0; i < G_N_ELEMENTS (group->texts); i++)
    {
      if (self->group & (1u << i))
        group->texts[i] = g_strdup (lab_query_get_text (query, 1 + (int) i));
      g_string_append_c (name, '\x1f');
      g_string_append (name, group->texts[i] != NULL ? group->texts[i] : "");
    }
  group->name = g_string_free (name, FALSE);
  return group;
}

/* Looked up when first met, so that a long history of runs costs nothing. */
static gboolean
find_group (Reading  *self,
            gint64    key,
            Group   **group)
{
  g_autoptr (LabQuery) query = NULL;
  LabOrigin origin;
  gpointer found;

  if (g_hash_table_lookup_extended (self->keys, GSIZE_TO_POINTER (key), NULL, &found))
    {
      *group = found;
      return TRUE;
    }

  query = lab_txn_query (self->txn,
                         "SELECT origin, experiment_id, run_id, provider, model, tier"
                         " FROM rollup_keys WHERE id = ?",
                         &self->error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, key);
  if (lab_query_step (query, &self->error) != LAB_STEP_ROW ||
      !lab_origin_from_string (lab_query_get_text (query, 0), &origin))
    {
      if (self->error == NULL)
        lab_set_reason_error (&self->error, LAB_ERROR_CORRUPTED_METRICS, "roll-up",
                              _("A sum of calls belongs to nothing that is known."));
      return FALSE;
    }

  *group = fits (self, origin, query) ? make_group (self, origin, query) : NULL;
  g_hash_table_insert (self->keys, GSIZE_TO_POINTER (key), *group);
  return TRUE;
}

static LabRollupRow *
row_of (Reading     *self,
        const Group *group)
{
  LabRollupRow *row = g_hash_table_lookup (self->current, group->name);

  if (row != NULL)
    return row;

  row = lab_rollup_row_new (group->origin);
  row->experiment_id = g_strdup (group->texts[0]);
  row->run_id = g_strdup (group->texts[1]);
  row->provider = g_strdup (group->texts[2]);
  row->model = g_strdup (group->texts[3]);
  row->tier = g_strdup (group->texts[4]);
  if (self->with_sketches)
    {
      row->cost_sketch = g_new (LabSketch, 1);
      row->latency_sketch = g_new (LabSketch, 1);
      lab_sketch_init (row->cost_sketch);
      lab_sketch_init (row->latency_sketch);
    }
  g_hash_table_insert (self->current, group->name, row);
  return row;
}

static gboolean
add_stored (Reading        *self,
            LabQuery       *query,
            const LabTable *table)
{
  LabRollupRow stored = { 0 };
  Group *group;
  LabRollupRow *row;
  const guint8 *bytes;
  gsize length;

  if (!find_group (self, lab_query_get_int (query, 0), &group))
    return FALSE;
  if (group == NULL)
    return TRUE;

  row = row_of (self, group);
  if (!lab_table_read_into (query, table, 1, &stored, &self->error) ||
      !merge_numbers (row, &stored, &self->error))
    return FALSE;
  if (!self->with_sketches)
    return TRUE;

  bytes = lab_query_get_bytes (query, 1 + (int) table->n_columns, &length);
  if (!lab_sketch_merge_bytes (row->cost_sketch, bytes, length, &self->error))
    return FALSE;
  bytes = lab_query_get_bytes (query, 2 + (int) table->n_columns, &length);
  return lab_sketch_merge_bytes (row->latency_sketch, bytes, length, &self->error);
}

/* For all time the filter narrows by key, of which there are many. */
static char *
stretch_sql (const Reading  *self,
             LabRollupLevel  level,
             const LabTable *table)
{
  GString *sql = g_string_new ("SELECT key");

  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_printf (sql, ", %s", table->columns[i].name);
  if (self->with_sketches)
    g_string_append (sql, ", cost_sketch, latency_sketch");
  g_string_append_printf (sql, " FROM %s WHERE profile = ?1 AND slot >= ?2 AND slot < ?3",
                          table->name);
  if (level == LAB_ROLLUP_TOTAL)
    g_string_append (sql, " AND key IN (SELECT id FROM rollup_keys WHERE profile_id = ?4"
                          " AND (?5 IS NULL OR experiment_id = ?5)"
                          " AND (?6 IS NULL OR run_id = ?6))");
  return g_string_free (sql, FALSE);
}

static gboolean
read_stretch (Reading        *self,
              LabRollupLevel  level,
              gint64          from,
              gint64          to)
{
  LabTable table = lab_rollup_columns (level);
  g_autofree char *sql = stretch_sql (self, level, &table);
  g_autoptr (LabQuery) query = lab_txn_query (self->txn, sql, &self->error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, self->profile);
  lab_query_bind_int (query, from);
  lab_query_bind_int (query, to);
  if (level == LAB_ROLLUP_TOTAL)
    {
      lab_query_bind_text (query, self->filter->profile_id);
      lab_query_bind_text (query, self->filter->experiment_id);
      lab_query_bind_text (query, self->filter->run_id);
    }
  while ((step = lab_query_step (query, &self->error)) == LAB_STEP_ROW)
    if (!add_stored (self, query, &table))
      return FALSE;
  return step == LAB_STEP_DONE;
}

/* The widest slots that fit, from the left: quarters of an hour up to an
 * hour, hours up to six, and so on to days, and back down. */
static gboolean
read_interval (Reading *self,
               gint64   from,
               gint64   to)
{
  for (gint64 at = from; at < to;)
    {
      LabRollupLevel level = LAB_ROLLUP_1D;
      gint64 width, end;

      while (level > LAB_ROLLUP_15M && (at % lab_rollup_level_get_width (level) != 0 ||
                                        at + lab_rollup_level_get_width (level) > to))
        level--;

      width = lab_rollup_level_get_width (level);
      end = at + (to - at) / width * width;
      if (level < LAB_ROLLUP_1D)
        {
          /* Up to where a wider slot begins that fits whole. */
          gint64 wider = lab_rollup_level_get_width (level + 1);
          gint64 next = at - at % wider + wider;

          if (next + wider <= to)
            end = MIN (end, next);
        }
      if (!read_stretch (self, level, at, end))
        return FALSE;
      at = end;
    }
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

/* Moves the interval's rows to the result, in order of their groups. */
static void
take_rows (Reading *self,
           gint64   start,
           gint64   end)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->current);

  names = g_list_sort (names, compare_names);
  for (const GList *l = names; l != NULL; l = l->next)
    {
      LabRollupRow *row = g_hash_table_lookup (self->current, l->data);

      row->start = start;
      row->end = end;
      g_ptr_array_add (self->rows, row);
    }
  g_hash_table_steal_all (self->current);
}

static gboolean
read_all (Reading      *self,
          const gint64 *bounds,
          guint         n_bounds)
{
  if (bounds == NULL)
    {
      if (!read_stretch (self, LAB_ROLLUP_TOTAL, 0, 1))
        return FALSE;
      take_rows (self, 0, 0);
      return TRUE;
    }

  for (guint i = 0; i + 1 < n_bounds; i++)
    {
      if (!read_interval (self, bounds[i], bounds[i + 1]))
        return FALSE;
      take_rows (self, bounds[i], bounds[i + 1]);
    }
  return TRUE;
}

static void
free_row (gpointer row)
{
  lab_rollup_row_free (row);
}

static gboolean
are_bounds_valid (const gint64 *bounds,
                  guint         n_bounds)
{
  for (guint i = 0; bounds != NULL && i < n_bounds; i++)
    if (bounds[i] < 0 || bounds[i] % LAB_ROLLUP_SLOT_US != 0 ||
        (i > 0 && bounds[i] <= bounds[i - 1]))
      return FALSE;
  return TRUE;
}

GPtrArray *
lab_store_rollups_read (LabStoreTxn            *txn,
                        const LabRollupFilter  *filter,
                        LabRollupGroup          group,
                        const gint64           *bounds,
                        guint                   n_bounds,
                        gboolean                with_sketches,
                        GError                **error)
{
  Reading reading = {
    .txn = txn, .filter = filter, .group = group, .with_sketches = with_sketches
  };
  gboolean read;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, NULL);
  g_return_val_if_fail (are_bounds_valid (bounds, n_bounds), NULL);

  if (!lab_rollup_deltas_flush (txn, error) ||
      !lab_rollup_get_profile_number (txn, filter->profile_id, &reading.profile, error))
    return NULL;

  reading.keys = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, group_free);
  reading.current = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_row);
  reading.rows = g_ptr_array_new_with_free_func (free_row);
  read = read_all (&reading, bounds, n_bounds);
  g_hash_table_unref (reading.current);
  g_hash_table_unref (reading.keys);
  if (read)
    return reading.rows;

  g_ptr_array_unref (reading.rows);
  g_propagate_error (error, reading.error);
  return NULL;
}

gboolean
lab_store_rollups_get_origins (LabStoreTxn  *txn,
                               const char   *profile_id,
                               const char   *experiment_id,
                               guint        *origins,
                               GError      **error)
{
  g_autoptr (LabQuery) query = NULL;
  LabStep step;

  g_return_val_if_fail (txn != NULL && profile_id != NULL && origins != NULL, FALSE);

  if (!lab_rollup_deltas_flush (txn, error))
    return FALSE;
  query = lab_txn_query (txn,
                         "SELECT DISTINCT origin FROM rollup_keys WHERE profile_id = ?1"
                         " AND (?2 IS NULL OR experiment_id = ?2)",
                         error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, experiment_id);
  *origins = 0;
  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      LabOrigin origin;

      if (lab_origin_from_string (lab_query_get_text (query, 0), &origin))
        *origins |= 1u << origin;
    }
  return step == LAB_STEP_DONE;
}
