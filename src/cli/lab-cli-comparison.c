/* lab-cli-comparison.c: comparisons, for compare and tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-comparison.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-cli-format.h"

/* Six digits are beyond what any of the methods can promise. */
static void
write_figure (LabJsonWriter *writer,
              const char    *name,
              double         value)
{
  lab_json_writer_name (writer, name);
  if (isfinite (value))
    lab_json_writer_decimal (writer, value, 6);
  else
    lab_json_writer_null (writer);
}

/* Open: the caller may add members. */
static void
begin_estimate (LabJsonWriter     *writer,
                const char        *name,
                const LabEstimate *estimate)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  write_figure (writer, "value", estimate->value);
  lab_json_writer_name (writer, "interval");
  lab_json_writer_begin_object (writer);
  write_figure (writer, "low", estimate->low);
  write_figure (writer, "high", estimate->high);
  lab_json_writer_member_double (writer, "level", 0.95);
  lab_json_writer_end_object (writer);
  lab_json_writer_member_string (writer, "method", estimate->method);
  lab_json_writer_member_int (writer, "n", estimate->n);
  lab_json_writer_member_int (writer, "clusters", estimate->clusters);
  lab_json_writer_member_int (writer, "resamples", estimate->resamples);
  lab_json_writer_member_int (writer, "seed", (gint64) estimate->seed);
  write_figure (writer, "p_value", estimate->p_value);
  lab_json_writer_member_string (writer, "p_method", estimate->p_method);
}

static void
write_quality (LabJsonWriter       *writer,
               const LabComparison *comparison)
{
  begin_estimate (writer, "quality", &comparison->quality);
  lab_json_writer_member_string (writer, "state", comparison->quality_state);
  write_figure (writer, "lower_bound", comparison->quality_bound);
  lab_json_writer_member_string (writer, "bound_method", comparison->quality_bound_method);
  write_figure (writer, "margin", comparison->margin);
  lab_json_writer_member_int (writer, "judged", comparison->n_judged);
  lab_json_writer_member_int (writer, "unjudged", comparison->n_unjudged);
  lab_json_writer_member_int (writer, "worse", comparison->n_worse);
  lab_json_writer_member_int (writer, "better", comparison->n_better);
  lab_json_writer_member_int (writer, "unanswered", comparison->n_unanswered);
  lab_json_writer_end_object (writer);
}

static void
write_tokens (LabJsonWriter *writer,
              const char    *name,
              const gint64  *tokens)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    lab_json_writer_member_int (writer, lab_bucket_to_string (bucket), tokens[bucket]);
  lab_json_writer_end_object (writer);
}

static void
write_warnings (LabJsonWriter *writer,
                GPtrArray     *warnings)
{
  lab_json_writer_name (writer, "warnings");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < warnings->len; i++)
    lab_json_writer_string (writer, g_ptr_array_index (warnings, i));
  lab_json_writer_end_array (writer);
}

/* Between sums of which a part is unknown there is no difference to state. */
static gboolean
is_priced (const LabComparison *comparison)
{
  return comparison->base_cost.n_unpriced == 0 && comparison->cost.n_unpriced == 0;
}

void
lab_cli_write_comparison (LabJsonWriter       *writer,
                          const LabComparison *comparison)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "experiment", comparison->experiment_id);
  lab_json_writer_member_string (writer, "baseline_run", comparison->baseline_run);
  lab_json_writer_member_string (writer, "run", comparison->run);
  lab_json_writer_member_string (writer, "origin", lab_origin_to_string (comparison->origin));
  lab_json_writer_member_int (writer, "pairs", comparison->n_pairs);
  lab_json_writer_member_int (writer, "unpaired", comparison->n_unpaired);
  lab_cli_write_sum (writer, "baseline_cost", &comparison->base_cost);
  lab_cli_write_sum (writer, "cost", &comparison->cost);
  lab_cli_write_sum (writer, "baseline_unpaired_cost", &comparison->base_unpaired);
  lab_cli_write_sum (writer, "unpaired_cost", &comparison->unpaired);
  lab_json_writer_name (writer, "saved");
  if (is_priced (comparison))
    lab_json_writer_money (writer, comparison->saved);
  else
    lab_json_writer_null (writer);
  begin_estimate (writer, "saving", &comparison->saving);
  write_figure (writer, "p_adjusted", comparison->saving_p_adjusted);
  lab_json_writer_end_object (writer);
  begin_estimate (writer, "typical_call", &comparison->typical);
  lab_json_writer_end_object (writer);
  write_quality (writer, comparison);
  begin_estimate (writer, "latency_change_us", &comparison->latency_change);
  lab_json_writer_end_object (writer);
  lab_json_writer_name (writer, "tokens");
  lab_json_writer_begin_object (writer);
  write_tokens (writer, "baseline", comparison->base_tokens);
  write_tokens (writer, "run", comparison->tokens);
  lab_json_writer_end_object (writer);
  lab_cli_write_sum (writer, "baseline_overhead", &comparison->base_overhead);
  lab_cli_write_sum (writer, "overhead", &comparison->overhead);
  lab_json_writer_member_string (writer, "verdict", lab_verdict_to_string (comparison->verdict));
  lab_json_writer_member_string (writer, "reason", comparison->reason);
  lab_json_writer_member_int (writer, "needed_pairs", comparison->needed_pairs);
  write_warnings (writer, comparison->warnings);
  lab_json_writer_end_object (writer);
}

static void
add_estimate (LabTable          *table,
              const char        *label,
              const LabEstimate *estimate,
              char *           (*to_text) (double value))
{
  g_autofree char *value = to_text (estimate->value);
  g_autofree char *low = to_text (estimate->low);
  g_autofree char *high = to_text (estimate->high);
  g_autofree char *interval = g_strdup_printf (_("%s to %s"), low, high);
  g_autofree char *n = g_strdup_printf ("%u", estimate->n);

  lab_table_add (table, label, value, isfinite (estimate->low) ? interval : "–", n,
                 estimate->description != NULL ? estimate->description : "");
}

static void
print_sums (const LabComparison *comparison)
{
  const char * const columns[] = { "", _(">Baseline"), _(">Run"), _(">Difference"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);
  g_autofree char *base = lab_cli_dup_sum (&comparison->base_cost);
  g_autofree char *cost = lab_cli_dup_sum (&comparison->cost);
  g_autofree char *less = is_priced (comparison) ? lab_money_to_string (-comparison->saved) :
                                                   g_strdup ("–");
  g_autofree char *base_extra = lab_cli_dup_sum (&comparison->base_overhead);
  g_autofree char *extra = lab_cli_dup_sum (&comparison->overhead);

  lab_table_add (table, _("Cost of the pairs, USD"), base, cost, less);
  lab_table_add (table, _("of it overhead, USD"), base_extra, extra, "");
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      gint64 before = comparison->base_tokens[bucket], after = comparison->tokens[bucket];
      g_autofree char *label = g_strdup_printf (_("Tokens, %s"), lab_bucket_get_label (bucket));
      g_autofree char *first = g_strdup_printf ("%" PRId64, before);
      g_autofree char *second = g_strdup_printf ("%" PRId64, after);
      g_autofree char *difference = g_strdup_printf ("%+" PRId64, after - before);

      if (before != 0 || after != 0)
        lab_table_add (table, label, first, second, difference);
    }
  lab_table_print (table);
}

static void
print_quality (const LabComparison *comparison)
{
  g_autofree char *bound = lab_cli_dup_share (comparison->quality_bound);
  g_autofree char *margin = lab_cli_dup_share (-comparison->margin);

  if (comparison->n_judged == 0)
    {
      lab_cli_print (_("Quality: not judged.\n"));
      return;
    }
  lab_cli_print (_("Quality: %s. Lower bound %s against a margin of %s; %u judged, %u worse, "
                   "%u better.\n"),
                 comparison->quality_state, bound, margin, comparison->n_judged,
                 comparison->n_worse, comparison->n_better);
}

void
lab_cli_print_comparison (const LabComparison *comparison,
                          const char          *name)
{
  const char * const columns[] = { "", _(">Value"), _(">95 % interval"), _(">n"), _("Method"),
                                   NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  lab_cli_print (_("%s against the baseline: %u pairs\n\n"), name, comparison->n_pairs);
  print_sums (comparison);
  lab_cli_print ("\n");
  add_estimate (table, _("Saving on the bill"), &comparison->saving, lab_cli_dup_share);
  add_estimate (table, _("Saving on a typical call"), &comparison->typical, lab_cli_dup_share);
  add_estimate (table, _("Mean score"), &comparison->quality, lab_cli_dup_share);
  add_estimate (table, _("Latency"), &comparison->latency_change, lab_cli_dup_duration);
  lab_table_print (table);
  lab_cli_print ("\n");
  print_quality (comparison);
  lab_cli_print (_("Verdict: %s. %s\n"), lab_verdict_get_label (comparison->verdict),
                 comparison->reason != NULL ? comparison->reason : "");
  for (guint i = 0; i < comparison->warnings->len; i++)
    lab_cli_print ("%s\n", (const char *) g_ptr_array_index (comparison->warnings, i));
}
