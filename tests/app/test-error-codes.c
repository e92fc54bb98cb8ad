/* test-error-codes.c: every code of the specification, from where it arises
 *
 * One table: a code, and the way a user or a program comes to it. A code
 * without a line fails the test, so a new one brings its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "lab-budgets.h"
#include "lab-context.h"
#include "lab-database-cache.h"
#include "lab-error.h"
#include "lab-fake-strategy.h"
#include "lab-mock.h"
#include "lab-sketch.h"
#include "lab-strategy-stack.h"
#include "lab-task-reader.h"
#include "lab-test-wait.h"

typedef struct
{
  char *folder;
  LabContext *context;
  LabProfile *profile;
  LabSandbox *sandbox; /* of the test's own, with a mock that fails on demand */
  LabMock *mock;
  LabExperiment *experiment;
} Fixture;

static void
set_up_sandbox (Fixture *fixture)
{
  LabContext *context = fixture->context;
  g_autoptr (LabDialect) dialect = lab_dialect_new ("openai-chat");
  g_autoptr (LabBudgets) gate =
    lab_budgets_new (lab_context_get_store (context), lab_context_get_clock (context));
  g_autoptr (LabProvider) provider = NULL;
  LabSandboxServices services = {
    .store = lab_context_get_store (context),
    .catalogue = lab_context_get_catalogue (context),
    .tokenizer = lab_context_get_tokenizer (context),
    .clock = lab_context_get_clock (context),
    .sink = LAB_CALL_SINK (lab_context_get_tracker (context)),
    .gate = LAB_BUDGET_GATE (gate),
  };

  fixture->mock = lab_mock_new ("openai", services.catalogue, services.tokenizer, services.clock);
  provider = lab_provider_new ("openai", dialect, LAB_TRANSPORT (fixture->mock));
  fixture->sandbox = lab_sandbox_new (&services);
  lab_sandbox_add_provider (fixture->sandbox, provider);
}

static void
set_up_experiment (Fixture *fixture)
{
  g_autoptr (LabExperiment) draft = lab_experiment_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  draft->profile_id = g_strdup (fixture->profile->id);
  draft->name = g_strdup ("codes");
  draft->provider = g_strdup ("openai");
  draft->model = g_strdup ("gpt-4o-mini");
  draft->workload = g_strdup ("classify-extract");
  draft->tasks = 40;
  draft->allow_unpriced = TRUE;
  lab_experiments_create_async (lab_context_get_experiments (fixture->context), draft,
                                lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  fixture->experiment = lab_experiments_create_finish (
    lab_context_get_experiments (fixture->context), result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (1795424400 * (gint64) G_USEC_PER_SEC);
  LabContextOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("lab-codes-XXXXXX", &error);
  g_assert_no_error (error);
  options.data_dir = fixture->folder;
  options.clock = clock;
  fixture->context = lab_context_new (&options, &error);
  g_assert_no_error (error);
  fixture->profile = lab_context_open_profile (fixture->context, NULL, &error);
  g_assert_no_error (error);
  set_up_sandbox (fixture);
  set_up_experiment (fixture);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  lab_experiment_free (fixture->experiment);
  g_assert_finalize_object (fixture->sandbox);
  g_clear_object (&fixture->mock);
  lab_profile_free (fixture->profile);
  g_assert_finalize_object (fixture->context);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static LabSession *
open_session (Fixture                 *fixture,
              const LabSessionConfig  *config,
              GError                 **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_sandbox_create_session_async (fixture->sandbox, fixture->profile->id, config, NULL,
                                    lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_sandbox_create_session_finish (fixture->sandbox, result, error);
}

static LabSessionConfig *
new_config (Fixture *fixture)
{
  LabSessionConfig *config = lab_session_config_new ();

  config->experiment_id = g_strdup (fixture->experiment->id);
  config->provider = g_strdup ("openai");
  config->max_attempts = 1;
  return config;
}

/* Calls once through @session; NULL opens one that has no limits. */
static void
call (Fixture     *fixture,
      LabSession  *session,
      const char  *model,
      LabStack    *stack,
      GError     **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) own =
    session != NULL ? g_object_ref (session) : open_session (fixture, config, error);
  g_autoptr (LabRequest) request = lab_request_new ("openai", model);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  g_assert_nonnull (own);
  lab_request_add_message (request, LAB_ROLE_USER, "What is an invoice?");
  request->max_output_tokens = 50;
  lab_session_call_async (own, request, stack, NULL, NULL, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  response = lab_session_call_finish (own, result, error);
}

static void
call_with_fault (Fixture     *fixture,
                 const char  *word,
                 GError     **error)
{
  const char *script[] = { word, NULL };
  LabMockFaults faults = { .script = (GStrv) script };

  lab_mock_set_faults (fixture->mock, &faults);
  call (fixture, NULL, "gpt-4o-mini", NULL, error);
}

static void
reach_invalid_api_key (Fixture  *fixture,
                       GError  **error)
{
  call_with_fault (fixture, "401", error);
}

static void
reach_rate_limit (Fixture  *fixture,
                  GError  **error)
{
  call_with_fault (fixture, "429", error);
}

static void
reach_unavailable (Fixture  *fixture,
                   GError  **error)
{
  call_with_fault (fixture, "503", error);
}

static void
reach_invalid_request (Fixture  *fixture,
                       GError  **error)
{
  call_with_fault (fixture, "400", error);
}

static void
reach_session_creation (Fixture  *fixture,
                        GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = NULL;

  lab_request_set (&config->experiment_id, "no such experiment");
  session = open_session (fixture, config, error);
}

static void
reach_isolation (Fixture  *fixture,
                 GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = open_session (fixture, config, error);

  lab_sandbox_get_session (fixture->sandbox, "somebody else", lab_session_get_id (session), error);
}

static void
reach_resource_limit (Fixture  *fixture,
                      GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = NULL;

  config->max_operations = 1;
  session = open_session (fixture, config, error);
  call (fixture, session, "gpt-4o-mini", NULL, error);
  g_assert_no_error (*error);
  call (fixture, session, "gpt-4o-mini", NULL, error);
}

static void
reach_timeout (Fixture  *fixture,
               GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = NULL;

  config->max_duration_us = 1000; /* the mock takes longer to begin */
  session = open_session (fixture, config, error);
  call (fixture, session, "gpt-4o-mini", NULL, error);
}

static void
reach_experiment_config (Fixture  *fixture,
                         GError  **error)
{
  g_autoptr (LabExperiment) draft = lab_experiment_copy (fixture->experiment);
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LabExperiments *experiments = lab_context_get_experiments (fixture->context);
  LabTestWait wait = { 0 };

  lab_request_set (&draft->name, "");
  lab_experiments_create_async (experiments, draft, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  made = lab_experiments_create_finish (experiments, result, error);
}

static void
reach_missing_baseline (Fixture  *fixture,
                        GError  **error)
{
  LabBaselineManager *baselines = lab_context_get_baselines (fixture->context);
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_baseline_manager_get_async (baselines, fixture->profile->id, fixture->experiment->id, NULL,
                                  NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  baseline = lab_baseline_manager_get_finish (baselines, result, error);
}

static void
reach_corrupted (Fixture  *fixture,
                 GError  **error)
{
  g_autofree LabSketch *sketch = g_new (LabSketch, 1);
  static const guint8 damaged[] = { 0xff, 0x13, 0x37 };

  lab_sketch_init (sketch);
  lab_sketch_merge_bytes (sketch, damaged, sizeof damaged, error);
}

static void
reach_database (Fixture  *fixture,
                GError  **error)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *path = g_build_filename (folder, "costlab.db", NULL);
  g_autofree char *noise = g_strnfill (8192, 'x');
  g_autoptr (LabStore) store = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, noise, -1, NULL));
  store = lab_store_open (folder, LAB_STORE_DEFAULT, error);
}

static void
reach_invalid_input (Fixture  *fixture,
                     GError  **error)
{
  LabMoney amount;

  lab_money_parse ("NaN", &amount, error);
}

static void
reach_not_found (Fixture  *fixture,
                 GError  **error)
{
  LabExperiments *experiments = lab_context_get_experiments (fixture->context);
  g_autoptr (LabExperiment) found = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_find_async (experiments, fixture->profile->id, "no such thing",
                              lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  found = lab_experiments_find_finish (experiments, result, error);
}

static void
reach_unpriced (Fixture  *fixture,
                GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = NULL;

  config->budget = LAB_MONEY_PER_USD;
  session = open_session (fixture, config, error);
  call (fixture, session, "model-without-a-price", NULL, error);
}

static void
reach_strategy (Fixture  *fixture,
                GError  **error)
{
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("broken");
  g_autoptr (LabStrategyStack) stack = lab_strategy_stack_new ();

  lab_fake_strategy_fail_next (strategy, LAB_ERROR_INVALID_REQUEST);
  lab_strategy_stack_append (stack, LAB_STRATEGY (strategy));
  call (fixture, NULL, "gpt-4o-mini", LAB_STACK (stack), error);
}

/* A floor that no model can hold, since half of the tasks have no answer. */
static void
reach_degradation (Fixture  *fixture,
                   GError  **error)
{
  g_autoptr (LabSessionConfig) config = new_config (fixture);
  g_autoptr (LabSession) session = open_session (fixture, config, error);
  g_autoptr (LabRunConfig) run = lab_run_config_new ();
  g_autoptr (GAsyncResult) result = NULL;
  LabRunResult *came_to;
  LabTestWait wait = { 0 };

  run->kind = g_strdup ("optimised");
  run->workload = lab_experiment_load_workload (fixture->experiment, NULL, error);
  run->provider = g_strdup ("openai");
  run->model = g_strdup ("gpt-4o-mini");
  run->ambiguity = 5000;
  run->stop_on_degradation = TRUE;
  run->degradation_floor = 9900;
  lab_session_run_async (session, run, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  came_to = lab_session_run_finish (session, result, error);
  g_assert_no_error (*error);
  g_assert_nonnull (came_to->error);
  g_propagate_error (error, g_steal_pointer (&came_to->error));
  g_assert_cmpuint (came_to->tasks_done, >, 0);
  g_assert_cmpuint (came_to->tasks_done, <, came_to->tasks_total);
  lab_run_result_free (came_to);
}

static void
reach_cache (Fixture  *fixture,
             GError  **error)
{
  LabStore *store = lab_context_get_store (fixture->context);
  g_autoptr (LabCache) cache = lab_database_cache_new (
    store, fixture->profile->id, lab_context_get_clock (fixture->context));
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_store_close (store);
  lab_cache_invalidate_async (cache, "space", "*", NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  lab_cache_invalidate_finish (cache, result, error);
}

static void
reach_batch (Fixture  *fixture,
             GError  **error)
{
  static const char line[] =
    "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
    "\"body\":{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n";
  g_autofree char *twice = g_strconcat (line, line, NULL);
  g_autoptr (GInputStream) stream =
    g_memory_input_stream_new_from_data (twice, (gssize) strlen (twice), NULL);
  g_autoptr (LabTaskReader) reader =
    lab_task_reader_new (stream, "batch.jsonl", LAB_TASK_FORMAT_BATCH, NULL, error);
  g_autoptr (GPtrArray) tasks = NULL;

  g_assert_no_error (*error);
  tasks = lab_task_reader_read_all (reader, 0, NULL, error);
  g_assert_null (tasks);
}

typedef struct
{
  LabErrorCode code;
  const char *path;
  void (*reach) (Fixture  *fixture,
                 GError  **error);
} Case;

static const Case cases[] = {
  { LAB_ERROR_INVALID_API_KEY, "/app/codes/invalid-api-key", reach_invalid_api_key },
  { LAB_ERROR_RATE_LIMIT_EXCEEDED, "/app/codes/rate-limit", reach_rate_limit },
  { LAB_ERROR_PROVIDER_UNAVAILABLE, "/app/codes/provider-unavailable", reach_unavailable },
  { LAB_ERROR_INVALID_REQUEST, "/app/codes/invalid-request", reach_invalid_request },
  { LAB_ERROR_SESSION_CREATION_FAILED, "/app/codes/session-creation", reach_session_creation },
  { LAB_ERROR_ISOLATION_BREACH, "/app/codes/isolation-breach", reach_isolation },
  { LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "/app/codes/resource-limit", reach_resource_limit },
  { LAB_ERROR_SESSION_TIMEOUT, "/app/codes/session-timeout", reach_timeout },
  { LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "/app/codes/experiment-config",
    reach_experiment_config },
  { LAB_ERROR_MISSING_BASELINE, "/app/codes/missing-baseline", reach_missing_baseline },
  { LAB_ERROR_CORRUPTED_METRICS, "/app/codes/corrupted-metrics", reach_corrupted },
  { LAB_ERROR_DATABASE_CONNECTION_FAILED, "/app/codes/database", reach_database },
  { LAB_ERROR_INVALID_INPUT, "/app/codes/invalid-input", reach_invalid_input },
  { LAB_ERROR_NOT_FOUND, "/app/codes/not-found", reach_not_found },
  { LAB_ERROR_UNPRICED, "/app/codes/unpriced", reach_unpriced },
  { LAB_ERROR_STRATEGY_APPLICATION_FAILED, "/app/codes/strategy", reach_strategy },
  { LAB_ERROR_QUALITY_DEGRADATION, "/app/codes/quality-degradation", reach_degradation },
  { LAB_ERROR_CACHE_INVALIDATION, "/app/codes/cache", reach_cache },
  { LAB_ERROR_BATCH_PROCESSING, "/app/codes/batch", reach_batch },
};

static void
test_reach (Fixture       *fixture,
            gconstpointer  user_data)
{
  const Case *one = user_data;
  g_autoptr (LabErrorResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  one->reach (fixture, &error);
  g_assert_error (error, LAB_ERROR, (int) one->code);
  response = lab_error_response_new (error);
  g_assert_cmpstr (response->code, ==, lab_error_code_to_string (one->code));
  g_assert_cmpuint (strlen (response->message), >, 10);
  g_assert_nonnull (response->suggested_action);
}

static void
test_all_codes (void)
{
  for (LabErrorCode code = 0; code < LAB_N_ERRORS; code++)
    {
      gboolean found = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        found = found || cases[i].code == code;
      if (!found)
        g_error ("no way to %s is known here", lab_error_code_to_string (code));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/app/codes/every-code-has-a-way", test_all_codes);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, &cases[i], set_up, test_reach, tear_down);

  return g_test_run ();
}
