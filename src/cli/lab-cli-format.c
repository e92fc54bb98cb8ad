/* lab-cli-format.c: figures as the commands show them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-format.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

void
lab_cli_write_sum (LabJsonWriter     *writer,
                   const char        *name,
                   const LabMoneySum *sum)
{
  g_autofree char *usd = lab_money_to_string (sum->amount);

  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "usd", usd);
  lab_json_writer_member_int (writer, "nano_usd", sum->amount);
  lab_json_writer_member_money (writer, "estimated", sum->estimated);
  lab_json_writer_member_int (writer, "known_calls", sum->n_known);
  lab_json_writer_member_int (writer, "estimated_calls", sum->n_estimated);
  lab_json_writer_member_int (writer, "unpriced_calls", sum->n_unpriced);
  lab_json_writer_end_object (writer);
}

void
lab_cli_write_time (LabJsonWriter *writer,
                    const char    *name,
                    gint64         time_us)
{
  g_autofree char *text =
    time_us != 0 && time_us != LAB_TIME_UNKNOWN ? lab_time_to_string (time_us) : NULL;

  lab_json_writer_member_string (writer, name, text);
}

void
lab_cli_write_score (LabJsonWriter *writer,
                     const char    *name,
                     gint           score)
{
  lab_json_writer_name (writer, name);
  if (score == LAB_SCORE_NONE)
    lab_json_writer_null (writer);
  else
    lab_json_writer_decimal (writer, score / 10000.0, 4);
}

void
lab_cli_write_experiment (LabJsonWriter       *writer,
                          const LabExperiment *experiment)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", experiment->id);
  lab_json_writer_member_string (writer, "name", experiment->name);
  lab_json_writer_member_string (writer, "description", experiment->description);
  lab_json_writer_member_string (writer, "status",
                                 lab_experiment_status_to_string (experiment->status));
  lab_json_writer_member_boolean (writer, "interrupted", experiment->interrupted);
  lab_json_writer_member_string (writer, "provider", experiment->provider);
  lab_json_writer_member_string (writer, "model", experiment->model);
  lab_json_writer_member_string (writer, "workload", experiment->workload);
  lab_json_writer_member_string (writer, "workload_hash", experiment->workload_hash);
  lab_json_writer_name (writer, "workload_parameters");
  if (experiment->workload_parameters != NULL)
    lab_json_writer_raw (writer, experiment->workload_parameters);
  else
    lab_json_writer_null (writer);
  lab_json_writer_member_int (writer, "tasks", experiment->tasks);
  lab_json_writer_member_int (writer, "seed", (gint64) experiment->seed);
  lab_json_writer_member_string (writer, "baseline", experiment->baseline_id);
  lab_cli_write_time (writer, "created_at", experiment->created_at);
  lab_cli_write_time (writer, "updated_at", experiment->updated_at);
  lab_json_writer_end_object (writer);
}

/* Members of an object that is open. */
void
lab_cli_write_run (LabJsonWriter   *writer,
                   const LabRunRow *run)
{
  lab_json_writer_member_string (writer, "id", run->id);
  lab_json_writer_member_string (writer, "name", run->name);
  lab_json_writer_member_string (writer, "kind", run->kind);
  lab_json_writer_member_string (writer, "status", run->status);
  lab_json_writer_member_string (writer, "origin", lab_origin_to_string (run->origin));
  lab_json_writer_member_string (writer, "strategies", run->strategies);
  lab_json_writer_member_int (writer, "seed", run->seed);
  lab_json_writer_member_int (writer, "tasks", run->n_tasks);
  lab_json_writer_member_int (writer, "concurrency", run->concurrency);
  lab_json_writer_member_string (writer, "message", run->error_message);
  lab_cli_write_time (writer, "started_at", run->started_at);
  lab_cli_write_time (writer, "finished_at", run->finished_at);
}

void
lab_cli_write_rates (LabJsonWriter     *writer,
                     const LabPriceRow *row)
{
  lab_json_writer_name (writer, "usd_per_mtok");
  lab_json_writer_begin_object (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      g_autofree char *rate =
        row->rates[bucket] != LAB_RATE_ABSENT ? lab_money_to_string (row->rates[bucket]) : NULL;

      lab_json_writer_member_string (writer, lab_bucket_to_string (bucket), rate);
    }
  lab_json_writer_end_object (writer);
}

char *
lab_cli_dup_rate (LabRate rate)
{
  return rate == LAB_RATE_ABSENT ? g_strdup ("–") : lab_money_to_string (rate);
}

char *
lab_cli_dup_sum (const LabMoneySum *sum)
{
  g_autofree char *amount = NULL;

  /* "At least nothing" says no more. */
  if (sum->n_unpriced > 0 && sum->amount == 0)
    return g_strdup (_("unpriced"));
  amount = lab_money_to_string (sum->amount);
  if (sum->n_unpriced > 0)
    /* Translators: an amount of dollars, and how many calls have no price */
    return g_strdup_printf (_("≥ %s (%" PRId64 " unpriced)"), amount, sum->n_unpriced);
  if (sum->n_estimated > 0)
    return g_strdup_printf (_("about %s"), amount);
  return g_steal_pointer (&amount);
}

char *
lab_cli_dup_score (gint score)
{
  return lab_cli_dup_share (score == LAB_SCORE_NONE ? (double) NAN : score / 10000.0);
}

char *
lab_cli_dup_share (double share)
{
  return isfinite (share) ? g_strdup_printf ("%.1f %%", share * 100.0) : g_strdup ("–");
}

char *
lab_cli_dup_duration (double duration_us)
{
  return isfinite (duration_us) ? g_strdup_printf ("%.2f s", duration_us / G_USEC_PER_SEC) :
                                  g_strdup ("–");
}
