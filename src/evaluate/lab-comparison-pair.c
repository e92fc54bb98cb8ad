/* lab-comparison-pair.c: from a run's operations to tasks in both runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-random.h"

typedef struct
{
  LabPair *pair;
  gboolean in_base;
  gboolean in_run;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  lab_pair_free (entry->pair);
  g_free (entry);
}

gboolean
lab_operation_is_answer (const LabOperationRow *row)
{
  return row->state == LAB_OPERATION_CLOSED &&
         (row->status == LAB_CALL_OK || row->status == LAB_CALL_CUT ||
          row->status == LAB_CALL_ANSWERED);
}

/* Refused before anything was sent: it cost nothing and tried nothing. */
static gboolean
is_nothing (const LabOperationRow *row)
{
  return row->n_attempts == 0 &&
         (row->state == LAB_OPERATION_RELEASED || row->state == LAB_OPERATION_OPEN);
}

/* We ended under it: what it cost says nothing about a way of asking. */
static gboolean
is_cut_off (const LabOperationRow *row)
{
  return row->state == LAB_OPERATION_LOST ||
         (row->state == LAB_OPERATION_CLOSED &&
          (row->status == LAB_CALL_LOST || row->status == LAB_CALL_CANCELLED));
}

static const char *
find_contradiction (const LabOperationRow *row)
{
  const LabMoneySum *cost = &row->cost;
  const LabMoneySum *overhead = &row->overhead;

  if (cost->amount < 0 || overhead->amount < 0 || cost->estimated < 0 || overhead->estimated < 0)
    return "negative-cost";
  if (overhead->amount > cost->amount || cost->estimated > cost->amount ||
      overhead->estimated > overhead->amount)
    return "part-above-whole";
  if (cost->n_known < 0 || cost->n_estimated < 0 || cost->n_unpriced < 0 ||
      cost->n_known + cost->n_estimated + cost->n_unpriced > row->n_attempts)
    return "count";
  if (row->latency_us < 0)
    return "negative-latency";
  if (row->score < LAB_SCORE_NONE || row->score > LAB_SCORE_MAX)
    return "score";
  if (lab_usage_has_negative (&row->usage) && !(row->usage.flags & LAB_USAGE_UNRECONCILED))
    return "negative-tokens";
  return NULL;
}

static gboolean
check_operation (LabComparison          *self,
                 const LabOperationRow  *row,
                 GError                **error)
{
  const char *reason = find_contradiction (row);

  if (reason != NULL)
    {
      lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                     _("What is recorded for operation %s contradicts itself, so its run cannot "
                       "be compared."),
                     row->id);
      if (error != NULL)
        {
          lab_error_set_context (*error, LAB_ERROR_CONTEXT_OPERATION, row->id);
          lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, reason);
        }
      return FALSE;
    }
  if (row->origin != self->origin)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("Operation %s is of origin “%s” and the baseline of “%s”. Amounts of "
                       "different origin are never compared."),
                     row->id, lab_origin_to_string (row->origin),
                     lab_origin_to_string (self->origin));
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "origin");
      return FALSE;
    }
  return TRUE;
}

static gboolean
overflowed (GError **error)
{
  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                 _("The recorded amounts are too large to be added up."));
  return FALSE;
}

static gboolean
add_operation (LabPairSide            *side,
               const LabOperationRow  *row,
               GError                **error)
{
  if (!lab_money_sum_add (&side->cost, &row->cost, NULL) ||
      !lab_money_sum_add (&side->overhead, &row->overhead, NULL) ||
      __builtin_add_overflow (side->latency_us, row->latency_us, &side->latency_us))
    return overflowed (error);
  for (int i = 0; i < LAB_N_BUCKETS; i++)
    {
      if (__builtin_add_overflow (side->tokens[i], row->usage.buckets[i], &side->tokens[i]))
        return overflowed (error);
    }
  side->n_operations++;
  if (lab_operation_is_answer (row))
    {
      side->answered = TRUE;
      side->score = row->score;
      side->answer_hash =
        row->answer != NULL ? MAX (lab_hash64 (row->answer, strlen (row->answer), 0), 1) : 0;
    }
  return TRUE;
}

static char *
make_key (const LabOperationRow *row)
{
  return g_strdup_printf ("%u %s", row->replicate, row->task_key);
}

static Entry *
find_entry (GHashTable            *entries,
            const LabOperationRow *row,
            GHashTable            *clusters)
{
  g_autofree char *key = make_key (row);
  Entry *entry = g_hash_table_lookup (entries, key);

  if (entry == NULL)
    {
      const char *cluster =
          clusters != NULL ? g_hash_table_lookup (clusters, row->task_key) : NULL;

      entry = g_new0 (Entry, 1);
      entry->pair = lab_pair_new (row->task_key, row->replicate, cluster);
      g_hash_table_insert (entries, g_steal_pointer (&key), entry);
    }
  return entry;
}

GHashTable *
lab_operations_find_answered (GPtrArray *rows)
{
  GHashTable *answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = rows->pdata[i];

      if (row->task_key != NULL && lab_operation_is_answer (row))
        g_hash_table_add (answered, make_key (row));
    }
  return answered;
}

/* Whether @row was cut off and its task then asked again: a run that was
 * stopped and resumed would look dear, and what it is compared with cheap. */
static gboolean
is_made_again (const LabOperationRow *row,
               GHashTable            *answered)
{
  g_autofree char *key = NULL;

  if (row->task_key == NULL || !is_cut_off (row))
    return FALSE;
  key = make_key (row);
  return g_hash_table_contains (answered, key);
}

gboolean
lab_operation_counts (const LabOperationRow *row,
                      GHashTable            *answered)
{
  return !is_nothing (row) && !is_made_again (row, answered);
}

static void
warn_of_gaps (LabComparison     *self,
              gboolean           base,
              guint              n_open,
              guint              n_again,
              const LabMoneySum *again)
{
  g_autofree char *amount = NULL;

  if (n_open > 0)
    lab_comparison_warn (self,
                         ngettext ("%u operation is still open, so its run is not complete.",
                                   "%u operations are still open, so their run is not complete.",
                                   n_open),
                         n_open);
  if (n_again == 0)
    return;
  amount = lab_money_format (again->amount);
  lab_comparison_warn (self,
                       base ? ngettext ("%u call of the baseline was cut off and made again; its "
                                        "%s stand outside the comparison.",
                                        "%u calls of the baseline were cut off and made again; "
                                        "their %s stand outside the comparison.",
                                        n_again) :
                              ngettext ("%u call of this run was cut off and made again; its %s "
                                        "stand outside the comparison.",
                                        "%u calls of this run were cut off and made again; their "
                                        "%s stand outside the comparison.",
                                        n_again),
                       n_again, amount);
}

static gboolean
gather (LabComparison  *self,
        GHashTable     *entries,
        GPtrArray      *rows,
        gboolean        base,
        GHashTable     *clusters,
        GError        **error)
{
  g_autoptr (GHashTable) answered = lab_operations_find_answered (rows);
  LabMoneySum *outside = base ? &self->base_unpaired : &self->unpaired;
  LabMoneySum again = LAB_MONEY_SUM_INIT;
  guint n_open = 0, n_again = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = rows->pdata[i];
      Entry *entry;

      if (!check_operation (self, row, error))
        return FALSE;
      n_open += row->state == LAB_OPERATION_OPEN;
      if (is_nothing (row))
        continue;
      if (is_made_again (row, answered))
        {
          n_again++;
          if (!lab_money_sum_add (&again, &row->cost, NULL) ||
              !lab_money_sum_add (outside, &row->cost, NULL))
            return overflowed (error);
          continue;
        }
      if (row->task_key == NULL)
        {
          if (!lab_money_sum_add (outside, &row->cost, NULL))
            return overflowed (error);
          continue;
        }
      entry = find_entry (entries, row, clusters);
      if (base)
        entry->in_base = TRUE;
      else
        entry->in_run = TRUE;
      if (!add_operation (base ? &entry->pair->base : &entry->pair->run, row, error))
        return FALSE;
    }
  warn_of_gaps (self, base, n_open, n_again, &again);
  return TRUE;
}

gboolean
lab_comparison_pair_operations (LabComparison  *self,
                                GPtrArray      *base,
                                GPtrArray      *run,
                                GHashTable     *clusters,
                                GError        **error)
{
  g_autoptr (GHashTable) entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  GHashTableIter iter;
  gpointer value;

  if (!gather (self, entries, base, TRUE, clusters, error) ||
      !gather (self, entries, run, FALSE, clusters, error))
    return FALSE;

  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (entry->in_base && entry->in_run)
        {
          g_ptr_array_add (self->pairs, g_steal_pointer (&entry->pair));
          continue;
        }
      self->n_unpaired++;
      if (!lab_money_sum_add (&self->base_unpaired, &entry->pair->base.cost, NULL) ||
          !lab_money_sum_add (&self->unpaired, &entry->pair->run.cost, NULL))
        return overflowed (error);
    }
  return TRUE;
}
