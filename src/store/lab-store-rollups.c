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

/* What rows are added to: NULL texts are those not grouped by. */
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

/* One width read in one go. */
typedef struct
{
  LabRollupLevel level;
  gint64 from;
  gint64 to;
} Stretch;

typedef struct
{
  gint64 subject;
  gint64 key;
} Place;

static guint
place_hash (gconstpointer data)
{
  const Place *place = data;

  return (guint) place->subject * 31 + (guint) place->key;
}

static gboolean
place_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (a, b, sizeof (Place)) == 0;
}

typedef struct
{
  LabStoreTxn *txn;
  const LabRollupFilter *filter;
  LabRollupGroup group;
  gboolean with_sketches;
  LabRollupScope scope;
  const gint64 *bounds; /* (nullable) */
  guint n_intervals;
  GHashTable *groups;    /* Place → Group, or NULL where the filter leaves it out */
  GHashTable **intervals; /* name → LabRollupRow */
  GError *error;
} Reading;

/* The widest scope that tells apart what is asked for. */
static LabRollupScope
find_scope (const LabRollupFilter *filter,
            LabRollupGroup         group)
{
  if (filter->run_id != NULL || (group & LAB_ROLLUP_BY_RUN))
    return LAB_ROLLUP_OF_RUN;
  if (filter->experiment_id != NULL || (group & LAB_ROLLUP_BY_EXPERIMENT))
    return LAB_ROLLUP_OF_EXPERIMENT;
  return LAB_ROLLUP_OF_PROFILE;
}

/* @query: a subject's experiment and run, and a key's origin, provider, model
 * and tier */
static gboolean
fits (const Reading *self,
      LabOrigin      origin,
      LabQuery      *query)
{
  const LabRollupFilter *f = self->filter;
  const char *const wanted[] = { f->provider, f->model, f->tier };

  if (f->origin >= 0 && (LabOrigin) f->origin != origin)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (wanted[i] != NULL && g_strcmp0 (wanted[i], lab_query_get_text (query, 3 + (int) i)) != 0)
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
find_group (Reading      *self,
            const Place  *place,
            Group       **group)
{
  g_autoptr (LabQuery) query = NULL;
  LabOrigin origin;
  gpointer found;

  if (g_hash_table_lookup_extended (self->groups, place, NULL, &found))
    {
      *group = found;
      return TRUE;
    }

  query = lab_txn_query (self->txn,
                         "SELECT k.origin, s.experiment_id, s.run_id, k.provider, k.model, k.tier"
                         " FROM rollup_subjects s, rollup_keys k WHERE s.id = ? AND k.id = ?",
                         &self->error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, place->subject);
  lab_query_bind_int (query, place->key);
  if (lab_query_step (query, &self->error) != LAB_STEP_ROW ||
      !lab_origin_from_string (lab_query_get_text (query, 0), &origin))
    {
      if (self->error == NULL)
        lab_set_reason_error (&self->error, LAB_ERROR_CORRUPTED_METRICS, "roll-up",
                              _("A sum of calls belongs to nothing that is known."));
      return FALSE;
    }

  *group = fits (self, origin, query) ? make_group (self, origin, query) : NULL;
  g_hash_table_insert (self->groups, g_memdup2 (place, sizeof *place), *group);
  return TRUE;
}

static LabRollupRow *
row_of (Reading     *self,
        guint        interval,
        const Group *group)
{
  LabRollupRow *row = g_hash_table_lookup (self->intervals[interval], group->name);

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
  g_hash_table_insert (self->intervals[interval], group->name, row);
  return row;
}

/* The last interval that begins at or before @slot. */
static guint
find_interval (const Reading *self,
               gint64         slot)
{
  guint low = 0, high = self->n_intervals;

  while (self->bounds != NULL && high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->bounds[middle] <= slot)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
add_stored (Reading  *self,
            LabQuery *query)
{
  Place place = { lab_query_get_int (query, 0), lab_query_get_int (query, 2) };
  Group *group;
  LabRollupRow *row;

  if (!find_group (self, &place, &group))
    return FALSE;
  if (group == NULL)
    return TRUE;

  row = row_of (self, find_interval (self, lab_query_get_int (query, 1)), group);
  return lab_rollup_row_add_numbers (row, query, 3, &self->error) &&
         (!self->with_sketches || lab_rollup_row_add_sketches (row, query, 3, &self->error));
}

static char *
stretch_sql (const Reading  *self,
             LabRollupLevel  level)
{
  const LabTable *columns = lab_rollup_get_columns ();
  GString *sql = g_string_new ("SELECT subject, slot, key");

  for (guint i = 0; i < columns->n_columns; i++)
    {
      g_string_append (sql, ", ");
      g_string_append (sql, columns->columns[i].name);
    }
  if (self->with_sketches)
    g_string_append (sql, ", cost_sketch, latency_sketch");
  g_string_append (sql, " FROM ");
  g_string_append (sql, lab_rollup_level_get_table (level));
  g_string_append (sql, " WHERE subject IN (SELECT id FROM rollup_subjects WHERE profile_id = ?"
                        " AND scope = ?");
  if (self->filter->experiment_id != NULL)
    g_string_append (sql, " AND experiment_id = ?");
  if (self->filter->run_id != NULL)
    g_string_append (sql, " AND run_id = ?");
  g_string_append (sql, ") AND slot >= ? AND slot < ?");
  return g_string_free (sql, FALSE);
}

static gboolean
read_stretch (Reading       *self,
              const Stretch *stretch)
{
  g_autofree char *sql = stretch_sql (self, stretch->level);
  g_autoptr (LabQuery) query = lab_txn_query (self->txn, sql, &self->error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, self->filter->profile_id);
  lab_query_bind_int (query, self->scope);
  if (self->filter->experiment_id != NULL)
    lab_query_bind_text (query, self->filter->experiment_id);
  if (self->filter->run_id != NULL)
    lab_query_bind_text (query, self->filter->run_id);
  lab_query_bind_int (query, stretch->from);
  lab_query_bind_int (query, stretch->to);
  while ((step = lab_query_step (query, &self->error)) == LAB_STEP_ROW)
    if (!add_stored (self, query))
      return FALSE;
  return step == LAB_STEP_DONE;
}

/* The widest slots that fit, from the left: quarters of an hour up to an
 * hour, hours up to six, and so on to days, and back down. Where one interval
 * goes on as the one before it ended, the two are read in one go. */
static void
add_interval (Reading *self,
              GArray  *stretches,
              gint64   from,
              gint64   to)
{
  for (gint64 at = from; at < to;)
    {
      LabRollupLevel level = lab_rollup_scope_get_widest (self->scope);
      LabRollupLevel wider = level;
      Stretch *last = stretches->len > 0
                        ? &g_array_index (stretches, Stretch, stretches->len - 1)
                        : NULL;
      gint64 width = lab_rollup_level_get_width (level);
      gint64 end;

      while (level > LAB_ROLLUP_15M && (at % width != 0 || at + width > to))
        {
          wider = level;
          level = lab_rollup_scope_get_narrower (self->scope, level);
          width = lab_rollup_level_get_width (level);
        }

      end = at + (to - at) / width * width;
      if (wider != level)
        {
          /* Up to where a wider slot begins that fits whole. */
          gint64 wide = lab_rollup_level_get_width (wider);
          gint64 next = at - at % wide + wide;

          if (next + wide <= to)
            end = MIN (end, next);
        }

      if (last != NULL && last->level == level && last->to == at)
        last->to = end;
      else
        g_array_append_vals (stretches, &(Stretch){ level, at, end }, 1);
      at = end;
    }
}

static GArray *
list_stretches (Reading *self)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Stretch all = { LAB_ROLLUP_1D, 0, G_MAXINT64 };

  if (self->bounds == NULL)
    {
      if (self->scope == LAB_ROLLUP_OF_RUN)
        all.level = LAB_ROLLUP_TOTAL;
      g_array_append_val (stretches, all);
      return stretches;
    }

  for (guint i = 0; i < self->n_intervals; i++)
    add_interval (self, stretches, self->bounds[i], self->bounds[i + 1]);
  return stretches;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

/* Moves an interval's rows to the result, in order of their groups. */
static void
take_rows (Reading   *self,
           guint      interval,
           GPtrArray *rows)
{
  GHashTable *found = self->intervals[interval];
  g_autoptr (GList) names = g_hash_table_get_keys (found);

  names = g_list_sort (names, compare_names);
  for (const GList *l = names; l != NULL; l = l->next)
    {
      LabRollupRow *row = g_hash_table_lookup (found, l->data);

      row->start = self->bounds != NULL ? self->bounds[interval] : 0;
      row->end = self->bounds != NULL ? self->bounds[interval + 1] : 0;
      g_ptr_array_add (rows, row);
    }
  g_hash_table_steal_all (found);
}

static void
free_row (gpointer row)
{
  lab_rollup_row_free (row);
}

static gboolean
read_all (Reading   *self,
          GPtrArray *rows)
{
  g_autoptr (GArray) stretches = list_stretches (self);

  for (guint i = 0; i < stretches->len; i++)
    if (!read_stretch (self, &g_array_index (stretches, Stretch, i)))
      return FALSE;
  for (guint i = 0; i < self->n_intervals; i++)
    take_rows (self, i, rows);
  return TRUE;
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
  g_autoptr (GPtrArray) rows = NULL;
  Reading reading = { .txn = txn, .filter = filter, .group = group, .bounds = bounds,
                      .with_sketches = with_sketches };
  gboolean read;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, NULL);
  g_return_val_if_fail (are_bounds_valid (bounds, n_bounds), NULL);

  if (!lab_rollup_deltas_flush (txn, error))
    return NULL;

  rows = g_ptr_array_new_with_free_func (free_row);
  reading.scope = find_scope (filter, group);
  reading.n_intervals = bounds == NULL ? 1 : MAX (n_bounds, 1) - 1;
  reading.groups = g_hash_table_new_full (place_hash, place_equal, g_free, group_free);
  reading.intervals = g_new (GHashTable *, reading.n_intervals);
  for (guint i = 0; i < reading.n_intervals; i++)
    reading.intervals[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_row);

  read = read_all (&reading, rows);

  for (guint i = 0; i < reading.n_intervals; i++)
    g_hash_table_unref (reading.intervals[i]);
  g_free (reading.intervals);
  g_hash_table_unref (reading.groups);
  if (read)
    return g_steal_pointer (&rows);

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
                         "SELECT DISTINCT origin FROM rollup_keys k WHERE profile_id = ?1"
                         " AND (?2 IS NULL OR EXISTS (SELECT 1 FROM rollup_subjects s"
                         " JOIN rollups_1d r ON r.subject = s.id WHERE s.profile_id = ?1"
                         " AND s.scope = 1 AND s.experiment_id = ?2 AND r.key = k.id))",
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
