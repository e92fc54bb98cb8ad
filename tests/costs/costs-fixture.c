/* costs-fixture.c: a store with a profile, experiments, a session and runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"

#include <glib/gstdio.h>

#include "lab-store-experiments.h"
#include "lab-store-profiles.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"

static void
set (char       **field,
     const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
add_experiment (LabStoreTxn  *txn,
                const char   *id,
                GError      **error)
{
  g_autoptr (LabExperimentRow) row = lab_experiment_row_new ();

  set (&row->id, id);
  row->profile_id = g_strdup ("p");
  row->name = g_strdup (id);
  row->status = g_strdup ("running");
  row->provider = g_strdup ("openai");
  row->model = g_strdup ("gpt-4o-mini");
  row->workload = g_strdup ("rag-qa");
  row->created_at = row->updated_at = FIXTURE_NOW;
  return lab_store_experiments_insert (txn, row, error);
}

static gpointer
add_all (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  g_autoptr (LabProfileRow) profile = lab_profile_row_new ();
  g_autoptr (LabSessionRow) session = lab_session_row_new ();

  set (&profile->id, "p");
  profile->name = g_strdup ("Pat");
  profile->created_at = profile->updated_at = FIXTURE_NOW;
  set (&session->id, "s");
  session->profile_id = g_strdup ("p");
  session->experiment_id = g_strdup ("e");
  session->provider = g_strdup ("openai");
  session->model = g_strdup ("gpt-4o-mini");
  session->status = g_strdup ("active");
  session->isolation = g_strdup ("user");
  session->cache_namespace = g_strdup ("n");
  session->created_at = session->updated_at = FIXTURE_NOW;
  return GINT_TO_POINTER (lab_store_profiles_insert (txn, profile, error) &&
                          add_experiment (txn, "e", error) && add_experiment (txn, "e2", error) &&
                          lab_store_sessions_insert (txn, session, error));
}

static void
write_well (Fixture      *self,
            LabStoreFunc  func,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  lab_store_write_sync (self->store, func, data, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("costlab-costs-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = lab_store_open (self->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  self->clock = lab_virtual_clock_new (FIXTURE_NOW);
  self->tracker = lab_cost_tracker_new (self->store);
  self->gate = LAB_BUDGET_GATE (lab_budgets_new (self->store, self->clock));
  write_well (self, add_all, NULL);
}

static void
remove_folder (const char *directory)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (directory);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  /* A reading that was given up may be under way still, and holds what asked. */
  lab_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&self->gate);
  g_assert_finalize_object (g_steal_pointer (&self->tracker));
  g_clear_object (&self->clock);
  g_clear_object (&self->store);
  remove_folder (self->directory);
  g_clear_pointer (&self->directory, g_free);
}

static gpointer
add_run (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  return GINT_TO_POINTER (lab_store_runs_insert (txn, data, error));
}

void
fixture_add_run (Fixture    *self,
                 const char *id,
                 const char *status,
                 const char *strategies,
                 LabOrigin   origin)
{
  g_autoptr (LabRunRow) row = lab_run_row_new ();

  set (&row->id, id);
  row->profile_id = g_strdup ("p");
  row->experiment_id = g_strdup ("e");
  row->session_id = g_strdup ("s");
  row->kind = g_strdup (strategies[0] == '\0' ? "baseline" : "optimised");
  row->status = g_strdup (status);
  row->origin = origin;
  row->strategies = g_strdup (strategies);
  row->n_tasks = 10;
  row->concurrency = 1;
  row->workload_hash = g_strdup ("w");
  row->started_at = FIXTURE_NOW;
  write_well (self, add_run, row);
}

LabCallRecord *
fixture_record (const char *run_id,
                const char *operation_id,
                LabMoney    cost)
{
  LabCallRecord *record = lab_call_record_new ();
  const LabUsage none = LAB_USAGE_INIT;

  record->profile_id = g_strdup ("p");
  record->experiment_id = g_strdup ("e");
  record->session_id = g_strdup ("s");
  record->run_id = g_strdup (run_id);
  record->operation_id = g_strdup (operation_id);
  record->attempt = 1;
  record->final = TRUE;
  record->purpose = LAB_PURPOSE_TASK;
  record->origin = LAB_ORIGIN_PRACTICE;
  record->status = LAB_CALL_OK;
  record->provider = g_strdup ("openai");
  record->model = g_strdup ("gpt-4o-mini");
  record->service_tier = g_strdup ("standard");
  record->finish = LAB_FINISH_STOP;
  record->usage = none;
  record->usage.buckets[LAB_BUCKET_U] = 100;
  record->usage.buckets[LAB_BUCKET_O] = 20;
  record->cost_state = LAB_COST_KNOWN;
  record->cost = cost;
  record->price_row = g_strdup ("row-1");
  record->latency_us = 500000;
  record->ttft_us = 100000;
  record->timestamp = FIXTURE_NOW;
  record->request_hash = g_strdup ("hash");
  set (&record->strategies, "[]");
  record->task_key = g_strdup (operation_id);
  record->score = LAB_SCORE_NONE;
  return record;
}

gboolean
fixture_track (Fixture              *self,
               const LabCallRecord  *record,
               GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_call_sink_record_async (LAB_CALL_SINK (self->tracker), record, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_call_sink_record_finish (LAB_CALL_SINK (self->tracker), result, error);
}

void
fixture_track_well (Fixture       *self,
                    LabCallRecord *record)
{
  g_autoptr (GError) error = NULL;

  fixture_track (self, record, &error);
  g_assert_no_error (error);
  lab_call_record_free (record);
}

gboolean
fixture_reserve (Fixture     *self,
                 const char  *operation_id,
                 LabMoney     worst_case,
                 gboolean     priced,
                 GError     **error)
{
  g_autoptr (LabReservation) reservation = lab_reservation_new ();
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  set (&reservation->operation_id, operation_id);
  set (&reservation->profile_id, "p");
  set (&reservation->experiment_id, "e");
  set (&reservation->session_id, "s");
  set (&reservation->provider, "openai");
  set (&reservation->model, "gpt-4o-mini");
  reservation->timestamp = FIXTURE_NOW;
  reservation->priced = priced;
  reservation->worst_case = worst_case;
  lab_budget_gate_reserve_async (self->gate, reservation, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_budget_gate_reserve_finish (self->gate, result, error);
}

gboolean
fixture_release (Fixture     *self,
                 const char  *operation_id,
                 GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_budget_gate_release_async (self->gate, operation_id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_budget_gate_release_finish (self->gate, result, error);
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
                    LabBudgetScope  scope,
                    const char     *scope_id,
                    LabMoney        cap,
                    gboolean        allow_unpriced)
{
  g_autoptr (LabBudgetRow) row = lab_budget_row_new ();

  row->profile_id = g_strdup ("p");
  row->scope = scope;
  set (&row->scope_id, scope_id);
  row->cap = cap;
  row->allow_unpriced = allow_unpriced;
  row->created_at = row->updated_at = FIXTURE_NOW;
  write_well (self, set_budget, row);
}

typedef struct
{
  LabBudgetScope scope;
  const char *scope_id;
} Wanted;

static gpointer
get_budget (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Wanted *wanted = data;

  return lab_store_budgets_get (txn, "p", wanted->scope, wanted->scope_id, LAB_ORIGIN_PRACTICE,
                                FIXTURE_NOW, error);
}

LabBudgetRow *
fixture_get_budget (Fixture        *self,
                    LabBudgetScope  scope,
                    const char     *scope_id)
{
  Wanted wanted = { scope, scope_id };
  g_autoptr (GError) error = NULL;
  LabBudgetRow *row = lab_store_read_sync (self->store, get_budget, &wanted, NULL, NULL, &error);

  g_assert_no_error (error);
  return row;
}
