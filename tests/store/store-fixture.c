/* store-fixture.c: a folder, a store and one of each thing in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include <glib/gstdio.h>

#include "lab-error.h"

void
fixture_set_up (Fixture *self,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("costlab-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = lab_store_open (self->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
}

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

void
fixture_tear_down (Fixture *self,
                   gconstpointer data)
{
  g_clear_object (&self->store);
  fixture_remove_folder (self->directory);
  g_clear_pointer (&self->directory, g_free);
}

void
fixture_reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store != NULL)
    lab_store_close (self->store);
  g_clear_object (&self->store);
  self->store = lab_store_open (self->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
}

void
fixture_set (char **field,
             const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* The profile's own thing of a kind. */
static void
set_id (char **field,
        const char *profile,
        const char *kind)
{
  g_free (*field);
  *field = g_strconcat (profile, kind, NULL);
}

static LabExperimentRow *
make_experiment (const char *id)
{
  LabExperimentRow *row = lab_experiment_row_new ();

  set_id (&row->id, id, "-e");
  row->profile_id = g_strdup (id);
  row->name = g_strdup ("Support chat");
  row->description = g_strdup ("Is a cache worth it?");
  row->status = g_strdup ("draft");
  row->provider = g_strdup ("mock");
  row->model = g_strdup ("gpt-test");
  row->workload = g_strdup ("support-chat");
  row->created_at = row->updated_at = FIXTURE_NOW;
  return row;
}

static LabSessionRow *
make_session (const char *id)
{
  LabSessionRow *row = lab_session_row_new ();

  set_id (&row->id, id, "-s");
  row->profile_id = g_strdup (id);
  set_id (&row->experiment_id, id, "-e");
  row->provider = g_strdup ("mock");
  row->model = g_strdup ("gpt-test");
  row->status = g_strdup ("active");
  row->isolation = g_strdup ("user");
  row->cache_namespace = g_strdup ("n");
  row->created_at = row->updated_at = FIXTURE_NOW;
  return row;
}

static LabRunRow *
make_run (const char *id)
{
  LabRunRow *row = lab_run_row_new ();

  set_id (&row->id, id, "-r");
  row->profile_id = g_strdup (id);
  set_id (&row->experiment_id, id, "-e");
  set_id (&row->session_id, id, "-s");
  row->kind = g_strdup ("baseline");
  row->status = g_strdup ("running");
  row->strategies = g_strdup ("");
  row->n_tasks = 10;
  row->concurrency = 2;
  row->started_at = FIXTURE_NOW;
  return row;
}

static gpointer
add_profile (LabStoreTxn *txn,
             gpointer data,
             GError **error)
{
  const char *id = data;
  g_autoptr (LabProfileRow) profile = lab_profile_row_new ();
  g_autoptr (LabExperimentRow) experiment = make_experiment (id);
  g_autoptr (LabSessionRow) session = make_session (id);
  g_autoptr (LabRunRow) run = make_run (id);

  fixture_set (&profile->id, id);
  profile->name = g_strconcat ("Profile ", id, NULL);
  profile->created_at = profile->updated_at = FIXTURE_NOW;
  return GINT_TO_POINTER (lab_store_profiles_insert (txn, profile, error) &&
                          lab_store_experiments_insert (txn, experiment, error) &&
                          lab_store_sessions_insert (txn, session, error) &&
                          lab_store_runs_insert (txn, run, error));
}

void
fixture_add_profile (LabStore *store,
                     const char *profile)
{
  fixture_write_well (store, add_profile, profile);
}

LabReservation *
fixture_reservation (const char *profile,
                     const char *operation,
                     LabMoney worst_case)
{
  LabReservation *self = lab_reservation_new ();

  fixture_set (&self->operation_id, operation);
  fixture_set (&self->profile_id, profile);
  set_id (&self->experiment_id, profile, "-e");
  set_id (&self->session_id, profile, "-s");
  set_id (&self->run_id, profile, "-r");
  fixture_set (&self->task_key, "task-1");
  fixture_set (&self->provider, "mock");
  fixture_set (&self->model, "gpt-test");
  self->timestamp = FIXTURE_NOW;
  self->priced = worst_case >= 0;
  self->worst_case = MAX (worst_case, 0);
  return self;
}

LabCallRecord *
fixture_record (const char *profile,
                const char *operation)
{
  LabCallRecord *self = lab_call_record_new ();

  fixture_set (&self->profile_id, profile);
  set_id (&self->experiment_id, profile, "-e");
  set_id (&self->session_id, profile, "-s");
  set_id (&self->run_id, profile, "-r");
  fixture_set (&self->operation_id, operation);
  self->attempt = 1;
  self->final = TRUE;
  self->purpose = LAB_PURPOSE_TASK;
  self->origin = LAB_ORIGIN_PRACTICE;
  self->status = LAB_CALL_OK;
  fixture_set (&self->provider, "mock");
  fixture_set (&self->model, "gpt-test");
  fixture_set (&self->service_tier, "standard");
  self->finish = LAB_FINISH_STOP;
  self->usage.buckets[LAB_BUCKET_U] = 100;
  self->usage.buckets[LAB_BUCKET_O] = 20;
  self->cost_state = LAB_COST_KNOWN;
  self->cost = 1000;
  fixture_set (&self->price_row, "row-1");
  self->latency_us = 500000;
  self->ttft_us = 100000;
  self->timestamp = FIXTURE_NOW;
  fixture_set (&self->request_hash, "hash");
  fixture_set (&self->strategies, "[]");
  fixture_set (&self->raw_usage, "{\"prompt_tokens\":100}");
  fixture_set (&self->task_key, "task-1");
  self->score = LAB_SCORE_NONE;
  fixture_set (&self->prompt, "{\"question\":\"How long may I return it?\"}");
  fixture_set (&self->answer, "Thirty days.");
  return self;
}

gpointer
fixture_reserve (LabStoreTxn *txn,
                 gpointer reservation,
                 GError **error)
{
  return GINT_TO_POINTER (lab_store_reserve (txn, reservation, error));
}

gpointer
fixture_record_call (LabStoreTxn *txn,
                     gpointer record,
                     GError **error)
{
  return GINT_TO_POINTER (lab_store_record_call (txn, record, error));
}

gboolean
fixture_write (LabStore *store,
               LabStoreFunc func,
               gconstpointer data,
               GError **error)
{
  return lab_store_write_sync (store, func, (gpointer) data, NULL, NULL, error) != NULL;
}

void
fixture_write_well (LabStore *store,
                    LabStoreFunc func,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_write (store, func, data, &error);
  g_assert_no_error (error);
}

gpointer
fixture_read (LabStore *store,
              LabStoreFunc func,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gpointer result = lab_store_read_sync (store, func, (gpointer) data, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static gpointer
set_budget (LabStoreTxn *txn,
            gpointer row,
            GError **error)
{
  return GINT_TO_POINTER (lab_store_budgets_set (txn, row, error));
}

void
fixture_set_budget (LabStore *store,
                    const char *profile,
                    LabBudgetScope scope,
                    const char *scope_id,
                    LabMoney cap,
                    gboolean allow_unpriced)
{
  g_autoptr (LabBudgetRow) row = lab_budget_row_new ();

  row->profile_id = g_strdup (profile);
  row->scope = scope;
  fixture_set (&row->scope_id, scope_id);
  row->cap = cap;
  row->allow_unpriced = allow_unpriced;
  row->created_at = row->updated_at = FIXTURE_NOW;
  fixture_write_well (store, set_budget, row);
}

typedef struct
{
  const char *profile;
  LabBudgetScope scope;
  const char *scope_id;
  gint64 now;
} Wanted;

static gpointer
get_budget (LabStoreTxn *txn,
            gpointer data,
            GError **error)
{
  const Wanted *wanted = data;

  return lab_store_budgets_get (txn, wanted->profile, wanted->scope, wanted->scope_id,
                                LAB_ORIGIN_PRACTICE, wanted->now, error);
}

LabBudgetRow *
fixture_get_budget (LabStore *store,
                    const char *profile,
                    LabBudgetScope scope,
                    const char *scope_id,
                    gint64 now)
{
  Wanted wanted = { profile, scope, scope_id, now };

  return fixture_read (store, get_budget, &wanted);
}

void
fixture_assert_reason (const GError *error,
                       int code,
                       const char *reason)
{
  g_assert_error (error, LAB_ERROR, code);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, reason);
}
