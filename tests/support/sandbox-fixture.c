/* sandbox-fixture.c: a laboratory in a temporary folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <glib/gstdio.h>

#include "lab-store-profiles.h"
#include "lab-store-rollups.h"

void
fixture_remove_folder (const char *directory)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        fixture_remove_folder (path);
      else
        g_unlink (path);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (directory);
}

/* Reading prices and making the tokenizer takes longer than most tests. */
static LabPriceCatalogue *
share_catalogue (void)
{
  static LabPriceCatalogue *catalogue;
  g_autoptr (GError) error = NULL;

  if (catalogue == NULL)
    catalogue = lab_price_catalogue_new_bundled (&error);
  g_assert_no_error (error);
  return g_object_ref (catalogue);
}

static LabTokenizer *
share_tokenizer (void)
{
  static LabTokenizer *tokenizer;

  if (tokenizer == NULL)
    tokenizer = lab_tokenizer_new ();
  return g_object_ref (tokenizer);
}

static void
add_provider (Fixture *self)
{
  g_autoptr (LabDialect) dialect = lab_dialect_new ("openai-chat");
  g_autoptr (LabProvider) provider = NULL;

  self->mock =
    lab_mock_new (FIXTURE_PROVIDER, self->catalogue, self->tokenizer, self->clock);
  provider = lab_provider_new (FIXTURE_PROVIDER, dialect, LAB_TRANSPORT (self->mock));
  lab_sandbox_add_provider (self->sandbox, provider);
}

void
fixture_open (Fixture    *self,
              const char *directory)
{
  g_autoptr (GError) error = NULL;
  LabSandboxServices services = { 0 };

  self->store = lab_store_open (directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  self->clock = lab_virtual_clock_new (FIXTURE_NOW);
  self->catalogue = share_catalogue ();
  self->tokenizer = share_tokenizer ();
  self->tracker = lab_cost_tracker_new (self->store);
  self->budgets = lab_budgets_new (self->store, self->clock);
  services.store = self->store;
  services.catalogue = self->catalogue;
  services.tokenizer = self->tokenizer;
  services.clock = self->clock;
  services.sink = LAB_CALL_SINK (self->tracker);
  services.gate = LAB_BUDGET_GATE (self->budgets);
  self->sandbox = lab_sandbox_new (&services);
  self->experiments = lab_experiments_new (self->store, self->catalogue, self->clock);
  add_provider (self);
}

void
fixture_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
fixture_close (Fixture *self)
{
  fixture_settle ();
  /* A reading that was given up may be under way still, and holds what asked. */
  lab_store_close (self->store);
  fixture_settle ();
  g_clear_object (&self->experiments);
  g_assert_finalize_object (g_steal_pointer (&self->sandbox));
  g_clear_object (&self->mock);
  g_clear_object (&self->budgets);
  g_clear_object (&self->tracker);
  g_clear_object (&self->tokenizer);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_object (&self->store);
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("costlab-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  fixture_open (self, self->directory);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  fixture_close (self);
  fixture_remove_folder (self->directory);
  g_clear_pointer (&self->directory, g_free);
}

static gpointer
add_profile (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_profile_row_new ();

  g_free (row->id);
  row->id = g_strdup (data);
  row->name = g_strconcat ("Profile ", data, NULL);
  row->created_at = row->updated_at = FIXTURE_NOW;
  return GINT_TO_POINTER (lab_store_profiles_insert (txn, row, error));
}

void
fixture_add_profile (Fixture    *self,
                     const char *profile)
{
  g_autoptr (GError) error = NULL;

  lab_store_write_sync (self->store, add_profile, (gpointer) profile, NULL, NULL, &error);
  g_assert_no_error (error);
}

char *
fixture_add_experiment (Fixture    *self,
                        const char *profile,
                        const char *name)
{
  g_autoptr (LabExperiment) draft = lab_experiment_new ();
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  draft->profile_id = g_strdup (profile);
  draft->name = g_strdup (name);
  draft->provider = g_strdup (FIXTURE_PROVIDER);
  draft->model = g_strdup (FIXTURE_MODEL);
  draft->workload = g_strdup ("support-chat");
  draft->tasks = 40;
  lab_experiments_create_async (self->experiments, draft, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  made = lab_experiments_create_finish (self->experiments, result, &error);
  g_assert_no_error (error);
  return g_strdup (made->id);
}

static LabSession *
try_session (Fixture                 *self,
             const char              *profile,
             const char              *experiment,
             const LabSessionConfig  *config,
             GError                 **error)
{
  g_autoptr (LabSessionConfig) filled =
    config != NULL ? lab_session_config_copy (config) : lab_session_config_new ();
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  if (filled->experiment_id == NULL)
    filled->experiment_id = g_strdup (experiment);
  if (filled->provider == NULL)
    filled->provider = g_strdup (FIXTURE_PROVIDER);
  lab_sandbox_create_session_async (self->sandbox, profile, filled, NULL, lab_test_wait_cb,
                                    &wait);
  result = lab_test_wait_result (&wait);
  return lab_sandbox_create_session_finish (self->sandbox, result, error);
}

LabSession *
fixture_add_session (Fixture                *self,
                     const char             *profile,
                     const char             *experiment,
                     const LabSessionConfig *config)
{
  g_autoptr (GError) error = NULL;
  LabSession *session = try_session (self, profile, experiment, config, &error);

  g_assert_no_error (error);
  return session;
}

GError *
fixture_refuse_session (Fixture                *self,
                        const char             *profile,
                        const char             *experiment,
                        const LabSessionConfig *config)
{
  GError *error = NULL;
  g_autoptr (LabSession) session = try_session (self, profile, experiment, config, &error);

  g_assert_null (session);
  g_assert_nonnull (error);
  return error;
}

void
fixture_terminate (Fixture    *self,
                   LabSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_sandbox_terminate_session_async (self->sandbox, lab_session_get_profile_id (session),
                                       lab_session_get_id (session), lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  lab_sandbox_terminate_session_finish (self->sandbox, result, &error);
  g_assert_no_error (error);
}

LabSession *
fixture_simple_session (Fixture                *self,
                        const LabSessionConfig *config)
{
  g_autofree char *experiment = NULL;

  fixture_add_profile (self, "p");
  experiment = fixture_add_experiment (self, "p", "Support chat");
  return fixture_add_session (self, "p", experiment, config);
}

LabWorkload *
fixture_workload (const char *id,
                  guint       n,
                  guint64     seed)
{
  g_autoptr (GError) error = NULL;
  LabWorkload *workload = lab_workload_new_builtin (id, NULL, seed, n, &error);

  g_assert_no_error (error);
  return workload;
}

LabRunConfig *
fixture_run_config (LabWorkload *workload)
{
  LabRunConfig *config = lab_run_config_new ();

  config->kind = g_strdup ("baseline");
  config->workload = workload;
  config->provider = g_strdup (FIXTURE_PROVIDER);
  config->model = g_strdup (FIXTURE_MODEL);
  config->max_output_tokens = 300;
  config->seed = 7;
  return config;
}

LabRunResult *
fixture_run (LabSession         *session,
             const LabRunConfig *config,
             LabJob             *job)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  LabRunResult *run;

  lab_session_run_async (session, config, job, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  run = lab_session_run_finish (session, result, &error);
  g_assert_no_error (error);
  return run;
}

GError *
fixture_refuse_run (LabSession         *session,
                    const LabRunConfig *config)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabRunResult) run = NULL;
  LabTestWait wait = { 0 };
  GError *error = NULL;

  lab_session_run_async (session, config, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  run = lab_session_run_finish (session, result, &error);
  g_assert_null (run);
  g_assert_nonnull (error);
  return error;
}

LabRequest *
fixture_request (const char *text)
{
  LabRequest *request = lab_request_new (FIXTURE_PROVIDER, FIXTURE_MODEL);

  request->max_output_tokens = 300;
  lab_request_add_message (request, LAB_ROLE_USER, text);
  return request;
}

LabResponse *
fixture_call (LabSession        *session,
              const LabRequest  *request,
              LabStack          *stack,
              GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_session_call_async (session, request, stack, NULL, NULL, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_session_call_finish (session, result, error);
}

typedef struct
{
  const char *profile;
  const char *experiment;
  const char *run_id;
  LabBudgetScope scope;
  const char *scope_id;
} Wanted;

static gpointer
read_well (LabStore     *store,
           LabStoreFunc  func,
           Wanted       *wanted)
{
  g_autoptr (GError) error = NULL;
  gpointer found = lab_store_read_sync (store, func, wanted, NULL, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static gpointer
list_calls (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Wanted *wanted = data;
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = wanted->profile;
  filter.run_id = wanted->run_id;
  filter.order = LAB_CALL_ORDER_OLDEST;
  filter.with_content = TRUE;
  return lab_store_calls_list (txn, &filter, NULL, 100000, error);
}

GPtrArray *
fixture_list_calls (LabStore   *store,
                    const char *profile,
                    const char *run_id)
{
  Wanted wanted = { .profile = profile, .run_id = run_id };

  return read_well (store, list_calls, &wanted);
}

static gpointer
list_operations (LabStoreTxn  *txn,
                 gpointer      data,
                 GError      **error)
{
  const Wanted *wanted = data;

  return lab_store_operations_list_run (txn, wanted->profile, wanted->run_id, TRUE, error);
}

GPtrArray *
fixture_list_operations (LabStore   *store,
                         const char *profile,
                         const char *run_id)
{
  Wanted wanted = { .profile = profile, .run_id = run_id };

  return read_well (store, list_operations, &wanted);
}

static gpointer
get_budget (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Wanted *wanted = data;

  return lab_store_budgets_get (txn, wanted->profile, wanted->scope, wanted->scope_id,
                                LAB_ORIGIN_PRACTICE, FIXTURE_NOW, error);
}

LabBudgetRow *
fixture_get_budget (LabStore       *store,
                    const char     *profile,
                    LabBudgetScope  scope,
                    const char     *scope_id)
{
  Wanted wanted = { .profile = profile, .scope = scope, .scope_id = scope_id };

  return read_well (store, get_budget, &wanted);
}

static gpointer
set_budget (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  return GINT_TO_POINTER (lab_store_budgets_set (txn, data, error));
}

void
fixture_set_budget (Fixture        *self,
                    const char     *profile,
                    LabBudgetScope  scope,
                    const char     *scope_id,
                    LabMoney        cap)
{
  g_autoptr (LabBudgetRow) row = lab_budget_row_new ();
  g_autoptr (GError) error = NULL;

  row->profile_id = g_strdup (profile);
  row->scope = scope;
  g_free (row->scope_id);
  row->scope_id = g_strdup (scope_id);
  row->cap = cap;
  row->created_at = row->updated_at = FIXTURE_NOW;
  lab_store_write_sync (self->store, set_budget, row, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gpointer
read_rollups (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Wanted *wanted = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;

  filter.profile_id = wanted->profile;
  filter.experiment_id = wanted->experiment;
  filter.run_id = wanted->run_id;
  return lab_store_rollups_verify (txn, wanted->profile, error) ?
           lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0, TRUE, error) :
           NULL;
}

static void
assert_same_sum (const LabMoneySum *a,
                 const LabMoneySum *b)
{
  g_assert_cmpint (a->amount, ==, b->amount);
  g_assert_cmpint (a->estimated, ==, b->estimated);
  g_assert_cmpint (a->n_known, ==, b->n_known);
  g_assert_cmpint (a->n_estimated, ==, b->n_estimated);
  g_assert_cmpint (a->n_unpriced, ==, b->n_unpriced);
}

static void
add_call (LabMoneySum         *sum,
          const LabCallRecord *record)
{
  g_autoptr (GError) error = NULL;

  if (record->cost_state == LAB_COST_UNPRICED)
    lab_money_sum_add_unpriced (sum);
  else if (record->cost_state == LAB_COST_ESTIMATED)
    lab_money_sum_add_estimated (sum, record->cost, &error);
  else
    lab_money_sum_add_known (sum, record->cost, &error);
  g_assert_no_error (error);
}

void
fixture_assert_sums (LabStore          *store,
                     const char        *profile,
                     const char        *experiment,
                     const char        *run_id,
                     const LabMoneySum *cost)
{
  Wanted wanted = { .profile = profile, .experiment = experiment, .run_id = run_id };
  g_autoptr (GPtrArray) calls = fixture_list_calls (store, profile, run_id);
  g_autoptr (GPtrArray) operations = fixture_list_operations (store, profile, run_id);
  g_autoptr (GPtrArray) rollups = read_well (store, read_rollups, &wanted);
  LabMoneySum of_calls = LAB_MONEY_SUM_INIT;
  LabMoneySum of_operations = LAB_MONEY_SUM_INIT;

  for (guint i = 0; i < calls->len; i++)
    add_call (&of_calls, ((LabCallRow *) g_ptr_array_index (calls, i))->record);
  for (guint i = 0; i < operations->len; i++)
    lab_money_sum_add (&of_operations,
                       &((LabOperationRow *) g_ptr_array_index (operations, i))->cost, NULL);
  assert_same_sum (&of_calls, cost);
  assert_same_sum (&of_operations, cost);
  g_assert_cmpuint (rollups->len, ==, calls->len > 0 ? 1 : 0);
  if (rollups->len > 0)
    assert_same_sum (&((LabRollupRow *) g_ptr_array_index (rollups, 0))->cost, cost);
}

void
fixture_assert_reason (const GError *error,
                       int           code,
                       const char   *reason)
{
  g_assert_error (error, LAB_ERROR, code);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, reason);
}

static gpointer
get_session_row (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  LabSession *session = data;

  return lab_store_sessions_get (txn, lab_session_get_profile_id (session),
                                 lab_session_get_id (session), error);
}

LabSessionRow *
fixture_read_row (Fixture    *self,
          LabSession *session)
{
  g_autoptr (GError) error = NULL;
  LabSessionRow *row =
      lab_store_read_sync (self->store, get_session_row, session, NULL, NULL, &error);

  g_assert_no_error (error);
  return row;
}

LabSession *
fixture_recreate (Fixture     *self,
          const char  *profile,
          const char  *id,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_sandbox_recreate_session_async (self->sandbox, profile, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_sandbox_recreate_session_finish (self->sandbox, result, error);
}

void
fixture_call_well (LabSession *session,
           const char *text)
{
  g_autoptr (LabRequest) request = fixture_request (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response = fixture_call (session, request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (response->cost, >, 0);
}

GError *
fixture_refuse_call (LabSession *session)
{
  g_autoptr (LabRequest) request = fixture_request ("May I?");
  GError *error = NULL;
  g_autoptr (LabResponse) response = fixture_call (session, request, NULL, &error);

  g_assert_null (response);
  return error;
}

/* A prompt that OpenAI's cache takes: 1,024 tokens and more. */
char *
fixture_long_prompt (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (text, "Rule %u stands. ", i);
  return g_string_free (text, FALSE);
}

gint64
fixture_count_cached (LabSession *session)
{
  g_autofree char *text = fixture_long_prompt ();
  g_autoptr (LabRequest) request = fixture_request (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response = fixture_call (session, request, NULL, &error);

  g_assert_no_error (error);
  return response->usage.buckets[LAB_BUCKET_R];
}
