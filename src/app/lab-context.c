/* lab-context.c: everything, opened once and handed down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"

#include <glib/gi18n-lib.h>

#include "lab-budgets.h"
#include "lab-dialect.h"
#include "lab-error.h"
#include "lab-mock.h"
#include "lab-provider.h"
#include "lab-store-cache.h"
#include "lab-store-jobs.h"
#include "lab-store-operations.h"
#include "lab-store-runs.h"
#include "lab-store.h"

#define LOG_BYTES (4 * 1024 * 1024)
#define LOGS_KEPT 3

G_DEFINE_FINAL_TYPE (LabContext, lab_context, G_TYPE_OBJECT)

/* Each is a mock of its own, with that vendor's cache rules and prices. */
static const char * const providers[] = { "openai", "anthropic", "google", "mock", NULL };

typedef struct
{
  gint64 now;
  LabFound *found;
} TakeUp;

static gpointer
take_up_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  TakeUp *work = data;
  LabFound *found = work->found;
  g_autoptr (LabRecovered) recovered =
    lab_store_recover_open_operations (txn, work->now, error);

  if (recovered == NULL ||
      !lab_store_runs_mark_interrupted (txn, work->now, &found->n_runs, error) ||
      !lab_store_jobs_mark_interrupted (txn, work->now, &found->n_jobs, error) ||
      !lab_store_cache_purge_expired (txn, work->now, NULL, error))
    return NULL;
  found->n_operations = recovered->n_operations;
  for (gsize i = 0; i < G_N_ELEMENTS (found->cost); i++)
    found->cost[i] = recovered->sums[i];
  return LAB_STORE_OK;
}

static void
log_found (LabContext *self)
{
  g_autofree char *operations = g_strdup_printf ("%u", self->found.n_operations);
  g_autofree char *runs = g_strdup_printf ("%u", self->found.n_runs);

  if (self->found.n_operations > 0 || self->found.n_runs > 0)
    lab_log_write (self->log, LAB_LOG_WARN, "store.taken-up", NULL, "operations", operations,
                   "runs", runs, NULL);
}

static gboolean
open_store (LabContext               *self,
            const LabContextOptions  *options,
            GError                  **error)
{
  TakeUp work = { .now = lab_clock_now (self->clock), .found = &self->found };

  self->store = lab_store_open (options->data_dir,
                                options->ephemeral ? LAB_STORE_EPHEMERAL : LAB_STORE_DEFAULT,
                                error);
  return self->store != NULL &&
         lab_store_write_sync (self->store, take_up_func, &work, NULL, NULL, error) != NULL;
}

static gboolean
open_catalogue (LabContext               *self,
                const LabContextOptions  *options,
                GError                  **error)
{
  g_autofree char *path = g_build_filename (options->data_dir, "prices.json", NULL);

  self->catalogue = lab_price_catalogue_new_bundled (error);
  if (self->catalogue == NULL)
    return FALSE;
  return !options->own_prices || !g_file_test (path, G_FILE_TEST_EXISTS) ||
         lab_price_catalogue_add_overrides (self->catalogue, path, error);
}

static gboolean
open_log (LabContext               *self,
          const LabContextOptions  *options,
          GError                  **error)
{
  g_autofree char *path = g_build_filename (options->data_dir, "log", "costlab.log", NULL);

  self->log = lab_log_new (path, self->clock, LAB_LOG_INFO, LOG_BYTES, LOGS_KEPT, error);
  return self->log != NULL;
}

/* The stack passes over a cache that cannot work: the call itself goes on. */
static gboolean
bypass_cache (const GError *error,
              gpointer      user_data)
{
  return TRUE;
}

/* What the store failed to write it has undone; what is left to do is to see
 * whether it works again. */
static gpointer
nothing_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  return LAB_STORE_OK;
}

static gboolean
retry_store (const GError *error,
             gpointer      user_data)
{
  LabContext *self = user_data;

  return lab_store_write_sync (self->store, nothing_func, NULL, NULL, NULL, NULL) != NULL;
}

static void
make_error_handler (LabContext *self)
{
  static const struct
  {
    LabErrorCode code;
    LabRecoveryFunc func;
  } ways_back[] = {
    { LAB_ERROR_CACHE_INVALIDATION, bypass_cache },
    { LAB_ERROR_DATABASE_CONNECTION_FAILED, retry_store },
  };

  self->error_handler = lab_error_handler_new (self->log);
  lab_sandbox_add_recovery (self->sandbox, self->error_handler);
  for (gsize i = 0; i < G_N_ELEMENTS (ways_back); i++)
    lab_error_handler_add_recovery (self->error_handler, ways_back[i].code, ways_back[i].func,
                                    self, NULL);
}

static void
add_providers (LabContext *self,
               LabSandbox *sandbox,
               LabClock   *clock)
{
  for (gsize i = 0; providers[i] != NULL; i++)
    {
      g_autoptr (LabMock) mock =
        lab_mock_new (providers[i], self->catalogue, self->tokenizer, clock);
      g_autoptr (LabDialect) dialect = lab_dialect_new ("openai-chat");
      g_autoptr (LabProvider) provider =
        lab_provider_new (providers[i], dialect, LAB_TRANSPORT (mock));

      lab_sandbox_add_provider (sandbox, provider);
    }
}

LabSandbox *
lab_context_new_sandbox (LabContext *self,
                         LabClock   *clock)
{
  LabSandboxServices services = {
    .store = self->store,
    .catalogue = self->catalogue,
    .tokenizer = self->tokenizer,
    .clock = clock,
    .wall = self->clock,
    .sink = LAB_CALL_SINK (self->tracker),
    .gate = self->budgets,
    .log = self->log,
  };
  LabSandbox *sandbox = lab_sandbox_new (&services);

  add_providers (self, sandbox, clock);
  return sandbox;
}

static void
compose (LabContext *self)
{
  self->tokenizer = lab_tokenizer_new ();
  self->tracker = lab_cost_tracker_new (self->store);
  self->budgets = LAB_BUDGET_GATE (lab_budgets_new (self->store, self->clock));
  self->baselines = lab_baseline_manager_new (self->store, self->clock);
  self->experiments = lab_experiments_new (self->store, self->catalogue, self->clock);
  self->sandbox = lab_context_new_sandbox (self, self->clock);
  self->services.catalogue = self->catalogue;
  self->services.tokenizer = self->tokenizer;
  make_error_handler (self);
}

static void
lab_context_dispose (GObject *object)
{
  LabContext *self = LAB_CONTEXT (object);

  /* From the top down, so that what is under way can still be recorded. */
  g_clear_object (&self->error_handler);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->cache);
  g_clear_object (&self->experiments);
  g_clear_object (&self->baselines);
  g_clear_object (&self->budgets);
  g_clear_object (&self->tracker);
  g_clear_object (&self->tokenizer);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->log);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->profile_id, g_free);

  G_OBJECT_CLASS (lab_context_parent_class)->dispose (object);
}

static void
lab_context_class_init (LabContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lab_context_dispose;
}

static void
lab_context_init (LabContext *self)
{
}

static LabClock *
make_clock (void)
{
  g_autoptr (LabClock) real = lab_real_clock_new ();

  return lab_virtual_clock_new (lab_clock_now (real));
}

LabContext *
lab_context_new (const LabContextOptions  *options,
                 GError                  **error)
{
  g_autoptr (LabContext) self = NULL;

  g_return_val_if_fail (options != NULL && options->data_dir != NULL, NULL);

  self = g_object_new (LAB_TYPE_CONTEXT, NULL);
  self->clock = options->clock != NULL ? g_object_ref (options->clock) : make_clock ();
  if (!open_catalogue (self, options, error) || !open_store (self, options, error) ||
      !open_log (self, options, error))
    return NULL;
  log_found (self);
  compose (self);
  return g_steal_pointer (&self);
}

void
lab_context_close (LabContext *self)
{
  g_autoptr (LabStore) store = NULL;

  g_return_if_fail (LAB_IS_CONTEXT (self));

  if (!g_set_object (&store, self->store))
    return;
  g_object_run_dispose (G_OBJECT (self));
  lab_store_close (store);
}

LabStore *
lab_context_get_store (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->store;
}

LabPriceCatalogue *
lab_context_get_catalogue (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->catalogue;
}

LabTokenizer *
lab_context_get_tokenizer (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->tokenizer;
}

LabClock *
lab_context_get_clock (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->clock;
}

LabLog *
lab_context_get_log (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->log;
}

LabErrorHandler *
lab_context_get_error_handler (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->error_handler;
}

LabCostTracker *
lab_context_get_tracker (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->tracker;
}

LabBaselineManager *
lab_context_get_baselines (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->baselines;
}

LabExperiments *
lab_context_get_experiments (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->experiments;
}

LabSandbox *
lab_context_get_sandbox (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return self->sandbox;
}

const LabFound *
lab_context_get_found (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return &self->found;
}

const LabStrategyServices *
lab_context_get_strategy_services (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return &self->services;
}

const char * const *
lab_context_list_providers (LabContext *self)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return providers;
}
