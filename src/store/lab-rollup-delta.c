/* lab-rollup-delta.c: what one call adds to the roll-ups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-rollup-delta-private.h"

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

/* One call in one row. */
typedef struct
{
  LabRollupLevel level;
  gint64 subject;
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
  if (x->subject != y->subject)
    return x->subject < y->subject ? -1 : 1;
  if (x->slot != y->slot)
    return x->slot < y->slot ? -1 : 1;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return 0;
}

/* An INSERT that does nothing where the row is there, then its number. */
static gboolean
find_number (LabStoreTxn        *txn,
             const char         *find,
             const char         *insert,
             const char *const  *texts,
             guint               n_texts,
             gint64              parent,
             gint64             *number,
             GError            **error)
{
  g_autoptr (LabQuery) found = lab_txn_query (txn, find, error);
  g_autoptr (LabQuery) made = NULL;
  LabStep step;

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < n_texts; i++)
    lab_query_bind_text (found, texts[i]);
  step = lab_query_step (found, error);
  *number = step == LAB_STEP_ROW ? lab_query_get_int (found, 0) : 0;
  if (step != LAB_STEP_DONE)
    return step == LAB_STEP_ROW;

  made = lab_txn_query (txn, insert, error);
  if (made == NULL)
    return FALSE;
  for (guint i = 0; i < n_texts; i++)
    lab_query_bind_text (made, texts[i]);
  if (parent >= 0)
    lab_query_bind_int (made, parent);
  if (!lab_query_run (made, error))
    return FALSE;
  *number = sqlite3_last_insert_rowid (lab_connection_get_db (txn->connection));
  return TRUE;
}

#define FIND_SUBJECT(scope)                                                                        \
  "SELECT id FROM rollup_subjects WHERE profile_id = ? AND scope = " scope                         \
  " AND experiment_id = ? AND run_id = ?"
#define MAKE_SUBJECT(scope)                                                                        \
  "INSERT INTO rollup_subjects (scope, profile_id, experiment_id, run_id, parent)"                 \
  " VALUES (" scope ", ?, ?, ?, ?)"

/* From the profile down, so that each is made with its parent's number. */
static gboolean
make_subjects (LabStoreTxn           *txn,
               const LabRollupDelta  *delta,
               LabRollupPlace        *place,
               GError               **error)
{
  static const char *const find[] = { FIND_SUBJECT ("0"), FIND_SUBJECT ("1"), FIND_SUBJECT ("2") };
  static const char *const make[] = { MAKE_SUBJECT ("0"), MAKE_SUBJECT ("1"), MAKE_SUBJECT ("2") };
  gint64 parent = 0;

  for (LabRollupScope scope = 0; scope < LAB_N_ROLLUP_SCOPES; scope++)
    {
      const char *const texts[] = {
        delta->profile_id,
        scope >= LAB_ROLLUP_OF_EXPERIMENT ? delta->experiment_id : "",
        scope == LAB_ROLLUP_OF_RUN ? delta->run_id : "",
      };

      if (!find_number (txn, find[scope], make[scope], texts, G_N_ELEMENTS (texts), parent,
                        &place->subjects[scope], error))
        return FALSE;
      parent = place->subjects[scope];
    }
  return TRUE;
}

static gboolean
find_subjects (LabStoreTxn           *txn,
               const LabRollupDelta  *delta,
               LabRollupPlace        *place,
               GError               **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (
      txn,
      "SELECT r.id, e.id, e.parent FROM rollup_subjects r JOIN rollup_subjects e ON e.id = r.parent"
      " WHERE r.profile_id = ? AND r.scope = 2 AND r.experiment_id = ? AND r.run_id = ?",
      error);
  LabStep step;

  if (query == NULL)
    return FALSE;
  lab_query_bind_text (query, delta->profile_id);
  lab_query_bind_text (query, delta->experiment_id);
  lab_query_bind_text (query, delta->run_id);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_DONE)
    return make_subjects (txn, delta, place, error);
  if (step == LAB_STEP_FAILED)
    return FALSE;

  place->subjects[LAB_ROLLUP_OF_RUN] = lab_query_get_int (query, 0);
  place->subjects[LAB_ROLLUP_OF_EXPERIMENT] = lab_query_get_int (query, 1);
  place->subjects[LAB_ROLLUP_OF_PROFILE] = lab_query_get_int (query, 2);
  return TRUE;
}

gboolean
lab_rollup_find_place (LabStoreTxn           *txn,
                       const LabRollupDelta  *delta,
                       LabRollupPlace        *place,
                       GError               **error)
{
  const char *const texts[] = { delta->profile_id, lab_origin_to_string (delta->origin),
                                delta->provider, delta->model, delta->tier };

  return find_subjects (txn, delta, place, error) &&
         find_number (txn,
                      "SELECT id FROM rollup_keys WHERE profile_id = ? AND origin = ?"
                      " AND provider = ? AND model = ? AND tier = ?",
                      "INSERT INTO rollup_keys (profile_id, origin, provider, model, tier)"
                      " VALUES (?, ?, ?, ?, ?)",
                      texts, G_N_ELEMENTS (texts), -1, &place->key, error);
}

static gboolean
is_same_place (const LabRollupDelta *a,
               const LabRollupDelta *b)
{
  return a->origin == b->origin && strcmp (a->profile_id, b->profile_id) == 0 &&
         strcmp (a->experiment_id, b->experiment_id) == 0 && strcmp (a->run_id, b->run_id) == 0 &&
         strcmp (a->provider, b->provider) == 0 && strcmp (a->model, b->model) == 0 &&
         strcmp (a->tier, b->tier) == 0;
}

/* Calls of one place mostly come one after the other. */
static GArray *
make_entries (LabStoreTxn  *txn,
              GError      **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  LabRollupPlace place = { 0 };
  Entry entry = { 0 };

  for (guint i = txn->n_applied; i < txn->deltas->len; i++)
    {
      const LabRollupDelta *delta = g_ptr_array_index (txn->deltas, i);

      if (entry.delta == NULL || !is_same_place (entry.delta, delta))
        if (!lab_rollup_find_place (txn, delta, &place, error))
          return NULL;

      entry.delta = delta;
      entry.key = place.key;
      for (guint j = 0; j < LAB_N_ROLLUP_LAYERS; j++)
        {
          entry.level = lab_rollup_layers[j].level;
          entry.subject = place.subjects[lab_rollup_layers[j].scope];
          entry.slot = lab_rollup_level_get_slot (entry.level, delta->timestamp);
          g_array_append_val (entries, entry);
        }
    }

  g_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

/* Adds entries from @first on that belong to one row, and returns the index
 * after them; 0 on failure. */
static guint
write_row (LabStoreTxn   *txn,
           GArray        *entries,
           guint          first,
           LabRollupRow  *row,
           GError       **error)
{
  const Entry *head = &g_array_index (entries, Entry, first);
  gboolean found;
  guint i;

  lab_rollup_row_clear_full (row);
  if (!lab_rollup_load (txn, head->level, head->subject, head->slot, head->key, row, &found,
                        error))
    return 0;

  for (i = first; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (compare_entries (head, entry) != 0)
        break;
      if (!lab_rollup_row_add_call (row, entry->delta, error))
        return 0;
    }

  if (!lab_rollup_save (txn, head->level, head->subject, head->slot, head->key, row, found, error))
    return 0;
  return i;
}

gboolean
lab_rollup_deltas_flush (LabStoreTxn  *txn,
                         GError      **error)
{
  g_autoptr (GArray) entries = NULL;
  g_autoptr (LabRollupRow) row = NULL;

  if (txn->deltas == NULL || txn->n_applied == txn->deltas->len)
    return TRUE;

  entries = make_entries (txn, error);
  if (entries == NULL)
    return FALSE;

  row = lab_rollup_row_new_full ();
  for (guint i = 0; i < entries->len;)
    {
      i = write_row (txn, entries, i, row, error);
      if (i == 0)
        return FALSE;
    }

  txn->n_applied = txn->deltas->len;
  return TRUE;
}
