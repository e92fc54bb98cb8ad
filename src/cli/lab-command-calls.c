/* lab-command-calls.c: costlab-cli calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-cli-experiment.h"
#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-store-calls.h"
#include "lab-store.h"

/* A page is held in memory, never the ledger. */
#define PAGE 500

static char *run_reference;
static char *status_text;
static gint limit;

static const GOptionEntry options[] = {
  { "run", 'r', 0, G_OPTION_ARG_STRING, &run_reference, N_("Only of this run"), "RUN" },
  { "status", 0, 0, G_OPTION_ARG_STRING, &status_text,
    N_("Only ok, cut, cancelled, refused, failed, answered or lost"), "WORD" },
  { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, N_("At most N calls (all)"), "N" },
  G_OPTION_ENTRY_NULL
};

typedef struct
{
  LabCallFilter filter;
  const LabCallRow *after;
  guint limit;
} Page;

static gpointer
read_page_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  const Page *page = data;

  return lab_store_calls_list (txn, &page->filter, page->after, page->limit, error);
}

/* What a lost or failed call used is not known, which is not nothing. */
static gboolean
has_usage (const LabCallRecord *record)
{
  return record->status == LAB_CALL_ANSWERED || lab_usage_input_total (&record->usage) != 0 ||
         record->usage.buckets[LAB_BUCKET_O] != 0;
}

static void
write_tokens (LabJsonWriter       *writer,
              const LabCallRecord *record)
{
  const LabUsage *usage = &record->usage;

  lab_json_writer_name (writer, "tokens");
  if (!has_usage (record))
    {
      lab_json_writer_null (writer);
      return;
    }
  lab_json_writer_begin_object (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    lab_json_writer_member_int (writer, lab_bucket_to_string (bucket), usage->buckets[bucket]);
  lab_json_writer_end_object (writer);
}

/* Durations and memos: null where they are not known. */
static void
write_known (LabJsonWriter *writer,
             const char    *name,
             gint64         value)
{
  lab_json_writer_name (writer, name);
  if (value < 0)
    lab_json_writer_null (writer);
  else
    lab_json_writer_int (writer, value);
}

static void
write_memos (LabJsonWriter  *writer,
             const LabUsage *usage)
{
  lab_json_writer_name (writer, "memos");
  lab_json_writer_begin_object (writer);
  write_known (writer, "reasoning", usage->reasoning);
  write_known (writer, "system", usage->system);
  write_known (writer, "tool", usage->tool);
  lab_json_writer_end_object (writer);
}

/* JSON that was kept as text. */
static void
write_kept (LabJsonWriter *writer,
            const char    *name,
            const char    *json)
{
  lab_json_writer_name (writer, name);
  if (json != NULL)
    lab_json_writer_raw (writer, json);
  else
    lab_json_writer_null (writer);
}

static char *
call_to_json (const LabCallRecord *record)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", record->id);
  lab_json_writer_member_string (writer, "session", record->session_id);
  lab_json_writer_member_string (writer, "run", record->run_id);
  lab_json_writer_member_string (writer, "operation", record->operation_id);
  lab_json_writer_member_int (writer, "attempt", record->attempt);
  lab_json_writer_member_boolean (writer, "final", record->final);
  lab_json_writer_member_string (writer, "purpose", lab_purpose_to_string (record->purpose));
  lab_json_writer_member_string (writer, "origin", lab_origin_to_string (record->origin));
  lab_json_writer_member_string (writer, "status", lab_call_status_to_string (record->status));
  lab_json_writer_member_string (writer, "task", record->task_key);
  lab_json_writer_member_string (writer, "provider", record->provider);
  lab_json_writer_member_string (writer, "model", record->model);
  lab_json_writer_member_string (writer, "service_tier", record->service_tier);
  write_tokens (writer, record);
  write_memos (writer, &record->usage);
  lab_json_writer_member_string (writer, "state", lab_cost_state_to_string (record->cost_state));
  lab_json_writer_name (writer, "cost");
  if (record->cost_state == LAB_COST_UNPRICED)
    lab_json_writer_null (writer);
  else
    lab_json_writer_money (writer, record->cost);
  lab_json_writer_member_string (writer, "cost_basis", record->cost_basis);
  lab_json_writer_member_string (writer, "price_row", record->price_row);
  lab_json_writer_member_int (writer, "context_tier", record->context_tier);
  write_known (writer, "latency_us", record->latency_us);
  write_known (writer, "ttft_us", record->ttft_us);
  lab_cli_write_score (writer, "score", record->score);
  lab_cli_write_time (writer, "at", record->timestamp);
  write_kept (writer, "strategies", record->strategies);
  lab_json_writer_member_string (writer, "error", record->error_code);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static char *
dup_cost (const LabCallRecord *record)
{
  g_autofree char *amount = NULL;

  if (record->cost_state == LAB_COST_UNPRICED)
    return g_strdup (_("unpriced"));
  amount = lab_money_to_string (record->cost);
  return record->cost_state == LAB_COST_ESTIMATED ? g_strdup_printf (_("about %s"), amount) :
                                                    g_steal_pointer (&amount);
}

static char *
dup_tokens (const LabCallRecord *record,
            gint64               tokens)
{
  return has_usage (record) ? g_strdup_printf ("%" PRId64, tokens) : g_strdup ("?");
}

static void
print_line (const LabCallRecord *record)
{
  g_autofree char *when = lab_time_to_string (record->timestamp);
  g_autofree char *input = dup_tokens (record, lab_usage_input_total (&record->usage));
  g_autofree char *output = dup_tokens (record, record->usage.buckets[LAB_BUCKET_O]);
  g_autofree char *cost = dup_cost (record);
  g_autofree char *score = lab_cli_dup_score (record->score);

  lab_cli_print ("%-20.19s %-10s %-16s %8s %8s %20s  %-7s %s\n", when,
                 lab_call_status_to_string (record->status), record->model, input, output, cost,
                 score, record->task_key != NULL ? record->task_key : "");
}

static void
print_page (LabCli    *cli,
            GPtrArray *rows,
            guint      before)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const LabCallRow *row = g_ptr_array_index (rows, i);
      g_autofree char *json = cli->json ? call_to_json (row->record) : NULL;

      if (cli->json)
        lab_cli_print ("%s%s", before + i > 0 ? "," : "", json);
      else
        print_line (row->record);
    }
}

static gboolean
print_pages (LabCli  *cli,
             Page    *page,
             GError **error)
{
  g_autoptr (GPtrArray) last = NULL;
  guint left = limit > 0 ? (guint) limit : G_MAXUINT;
  guint printed = 0;

  do
    {
      GPtrArray *rows;

      page->limit = MIN (left, PAGE);
      rows = lab_store_read_sync (lab_context_get_store (cli->context), read_page_func, page,
                                  (GDestroyNotify) g_ptr_array_unref, NULL, error);
      if (rows == NULL)
        return FALSE;
      if (printed == 0)
        {
          if (cli->json)
            lab_cli_print ("{\"calls\":[");
          else
            lab_cli_print ("%-20s %-10s %-16s %8s %8s %20s  %-7s %s\n", _("Time"), _("Status"),
                           _("Model"), _("Input"), _("Output"), _("USD"), _("Score"), _("Task"));
        }
      print_page (cli, rows, printed);
      printed += rows->len;
      left -= rows->len;
      g_clear_pointer (&last, g_ptr_array_unref);
      last = rows;
      page->after = rows->len > 0 ? g_ptr_array_index (rows, rows->len - 1) : NULL;
    }
  while (left > 0 && last->len == page->limit);
  if (cli->json)
    lab_cli_print ("]}\n");
  return TRUE;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  Page page = { .filter = LAB_CALL_FILTER_INIT };
  g_autoptr (LabExperiment) experiment = NULL;
  g_autoptr (LabRunRow) found = NULL;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one experiment."));
  if (limit < 0)
    return lab_cli_usage_error (error, _("--limit is not negative."));
  if (status_text != NULL)
    {
      LabCallStatus status;

      if (!lab_call_status_from_string (status_text, &status))
        return lab_cli_usage_error (error, _("There is no status “%s” of a call."), status_text);
      page.filter.status = (gint) status;
    }
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL)
    return LAB_CLI_FAILED;
  if (run_reference != NULL)
    {
      found = lab_cli_find_run (cli, experiment, run_reference, error);
      if (found == NULL)
        return LAB_CLI_FAILED;
      page.filter.run_id = found->id;
    }
  page.filter.profile_id = experiment->profile_id;
  page.filter.experiment_id = experiment->id;
  page.filter.order = LAB_CALL_ORDER_OLDEST;
  return print_pages (cli, &page, error) ? LAB_CLI_DONE : LAB_CLI_FAILED;
}

const LabCommand lab_command_calls = {
  .name = "calls",
  .synopsis = "EXPERIMENT [--run RUN] [--status WORD] [--limit N]",
  .summary = N_("List an experiment's calls, oldest first"),
  .example = "costlab-cli calls support --run baseline --limit 20",
  .options = options,
  .run = run,
};
