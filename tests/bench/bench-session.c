/* bench-session.c: a thousand practice calls, the whole way
 *
 * Session, gateway, mock, prices, ledger and roll-ups in virtual time, each
 * call reserved and recorded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "lab-budgets.h"
#include "lab-cost-tracker.h"
#include "lab-experiments.h"
#include "lab-mock.h"
#include "lab-sandbox.h"
#include "lab-store-profiles.h"

#define CALLS 1000u
#define TARGET_S 1.0
/* 2026-11-23T12:00:00Z */
#define NOW G_GINT64_CONSTANT (1795435200000000)

/* A figure of what went wrong is worse than none. */
static void
check (const char   *what,
       const GError *error)
{
  if (error == NULL)
    return;
  g_printerr ("bench-session: %s: %s\n", what, error->message);
  exit (1);
}

typedef struct
{
  char *directory;
  LabStore *store;
  LabClock *clock;
  LabSandbox *sandbox;
  LabExperiments *experiments;
  LabSession *session;
} Laboratory;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static gpointer
add_profile (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_profile_row_new ();

  g_free (row->id);
  row->id = g_strdup ("p");
  row->name = g_strdup ("Bench");
  row->created_at = row->updated_at = NOW;
  return GINT_TO_POINTER (lab_store_profiles_insert (txn, row, error));
}

static void
open_laboratory (Laboratory        *self,
                 LabPriceCatalogue *catalogue,
                 LabTokenizer      *tokenizer)
{
  LabSandboxServices services = { 0 };
  g_autoptr (LabDialect) dialect = lab_dialect_new ("openai-chat");
  g_autoptr (LabCostTracker) tracker = NULL;
  g_autoptr (LabBudgets) budgets = NULL;
  g_autoptr (LabMock) mock = NULL;
  g_autoptr (LabProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("costlab-bench-XXXXXX", &error);
  check ("no folder", error);
  self->store = lab_store_open (self->directory, LAB_STORE_DEFAULT, &error);
  check ("no ledger", error);
  self->clock = lab_virtual_clock_new (NOW);
  tracker = lab_cost_tracker_new (self->store);
  budgets = lab_budgets_new (self->store, self->clock);
  services.store = self->store;
  services.catalogue = catalogue;
  services.tokenizer = tokenizer;
  services.clock = self->clock;
  services.sink = LAB_CALL_SINK (tracker);
  services.gate = LAB_BUDGET_GATE (budgets);
  self->sandbox = lab_sandbox_new (&services);
  self->experiments = lab_experiments_new (self->store, catalogue, self->clock);
  mock = lab_mock_new ("openai", catalogue, tokenizer, self->clock);
  provider = lab_provider_new ("openai", dialect, LAB_TRANSPORT (mock));
  lab_sandbox_add_provider (self->sandbox, provider);
  lab_store_write_sync (self->store, add_profile, NULL, NULL, NULL, &error);
  check ("no profile", error);
}

static void
open_session (Laboratory *self)
{
  g_autoptr (LabExperiment) draft = lab_experiment_new ();
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (GAsyncResult) created = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  draft->profile_id = g_strdup ("p");
  draft->name = g_strdup ("Bench");
  draft->provider = g_strdup ("openai");
  draft->model = g_strdup ("gpt-4o-mini");
  draft->workload = g_strdup ("support-chat");
  lab_experiments_create_async (self->experiments, draft, done_cb, &result);
  created = wait_for (&result);
  made = lab_experiments_create_finish (self->experiments, created, &error);
  check ("no experiment", error);
  config->experiment_id = g_strdup (made->id);
  config->provider = g_strdup ("openai");
  config->budget = 1000 * LAB_MONEY_PER_USD;
  lab_sandbox_create_session_async (self->sandbox, "p", config, NULL, done_cb, &result);
  opened = wait_for (&result);
  self->session = lab_sandbox_create_session_finish (self->sandbox, opened, &error);
  check ("no session", error);
}

static void
close_laboratory (Laboratory *self)
{
  GDir *dir;
  const char *name;

  g_clear_object (&self->session);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->experiments);
  g_clear_object (&self->clock);
  g_clear_object (&self->store);
  dir = g_dir_open (self->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      if (g_remove (path) != 0)
        g_rmdir (path);
    }
  g_dir_close (dir);
  g_rmdir (self->directory);
  g_free (self->directory);
}

static void
measure (LabPriceCatalogue *catalogue,
         LabTokenizer      *tokenizer,
         const char        *workload,
         guint              concurrency)
{
  Laboratory laboratory = { 0 };
  g_autoptr (LabRunConfig) config = lab_run_config_new ();
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GAsyncResult) finished = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  gint64 begun;
  double seconds;

  open_laboratory (&laboratory, catalogue, tokenizer);
  open_session (&laboratory);
  config->kind = g_strdup ("baseline");
  config->workload = lab_workload_new_builtin (workload, NULL, 3, CALLS, &error);
  check ("no workload", error);
  config->provider = g_strdup ("openai");
  config->model = g_strdup ("gpt-4o-mini");
  config->max_output_tokens = 300;
  config->concurrency = concurrency;
  config->budget = 100 * LAB_MONEY_PER_USD;
  begun = g_get_monotonic_time ();
  lab_session_run_async (laboratory.session, config, NULL, done_cb, &result);
  finished = wait_for (&result);
  seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  run = lab_session_run_finish (laboratory.session, finished, &error);
  check ("no run", error != NULL ? error : run->error);
  g_print ("session: %u calls of %s, %u at a time: %.2f s (target %.2f s), %u done\n", CALLS,
           workload, concurrency, seconds, TARGET_S, run->tasks_done);
  close_laboratory (&laboratory);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (&error);
  g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();
  static const char * const workloads[] = { "classify-extract", "support-chat", "rag-qa" };

  check ("no prices", error);
  for (gsize i = 0; i < G_N_ELEMENTS (workloads); i++)
    {
      measure (catalogue, tokenizer, workloads[i], 1);
      measure (catalogue, tokenizer, workloads[i], 16);
    }
  return 0;
}
