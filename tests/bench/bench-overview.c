/* bench-overview.c: all that a dashboard asks, of a small and a large ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdio.h>

#include "lab-cost-overview.h"
#include "lab-random.h"
#include "lab-store-calls.h"
#include "lab-store-experiments.h"
#include "lab-store-profiles.h"
#include "lab-store-sessions.h"

#define N_SMALL 20000
#define N_LARGE 200000
#define N_DAYS 30
#define BATCH 2000
#define DAY_US (G_GINT64_CONSTANT (86400) * 1000000)
/* 2026-11-23T12:00:00Z */
#define NOW G_GINT64_CONSTANT (1795435200000000)

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static gpointer
set_up (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  LabProfileRow profile = { .id = (char *) "p", .name = (char *) "Bench" };
  LabExperimentRow experiment = {
    .id = (char *) "e",         .profile_id = (char *) "p",    .name = (char *) "Bench",
    .status = (char *) "draft", .provider = (char *) "openai", .model = (char *) "gpt-5.4-mini",
    .workload = (char *) "w",
  };
  LabSessionRow session = {
    .id = (char *) "s",           .profile_id = (char *) "p",       .experiment_id = (char *) "e",
    .provider = (char *) "openai", .model = (char *) "gpt-5.4-mini", .status = (char *) "active",
    .isolation = (char *) "user", .cache_namespace = (char *) "n",
  };

  return GINT_TO_POINTER (lab_store_profiles_insert (txn, &profile, error) &&
                          lab_store_experiments_insert (txn, &experiment, error) &&
                          lab_store_sessions_insert (txn, &session, error));
}

static LabCallRecord *
make_call (LabRandom *random,
           gint64     time)
{
  static const char * const models[] = { "gpt-5.4-mini", "gpt-5.4", "gpt-4o", "gpt-5-mini" };
  LabCallRecord *call = lab_call_record_new ();

  call->profile_id = g_strdup ("p");
  call->experiment_id = g_strdup ("e");
  call->session_id = g_strdup ("s");
  call->operation_id = g_uuid_string_random ();
  call->attempt = 1;
  call->final = TRUE;
  call->provider = g_strdup ("openai");
  call->model = g_strdup (models[lab_random_below (random, G_N_ELEMENTS (models))]);
  call->usage.buckets[LAB_BUCKET_U] = 500;
  call->usage.buckets[LAB_BUCKET_O] = 100;
  call->cost_state = LAB_COST_KNOWN;
  call->cost = (LabMoney) (lab_random_exponential (random) * 5e6);
  call->latency_us = 700000;
  call->timestamp = time;
  call->score = LAB_SCORE_NONE;
  return call;
}

typedef struct
{
  LabRandom random;
  gint64 time;
  gint64 step;
} Filling;

static gpointer
record_batch (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  Filling *filling = data;

  for (guint i = 0; i < BATCH; i++)
    {
      g_autoptr (LabCallRecord) call = make_call (&filling->random, filling->time);

      if (!lab_store_record_call (txn, call, error))
        return NULL;
      filling->time += filling->step;
    }
  return LAB_STORE_OK;
}

static void
fill (LabStore *store,
      guint     n_calls)
{
  Filling filling = { .time = NOW - N_DAYS * DAY_US, .step = N_DAYS * DAY_US / n_calls };
  g_autoptr (GError) error = NULL;

  lab_random_init (&filling.random, 1);
  lab_store_write_sync (store, set_up, NULL, NULL, NULL, &error);
  check (error);
  for (guint i = 0; i < n_calls; i += BATCH)
    {
      lab_store_write_sync (store, record_batch, &filling, NULL, NULL, &error);
      check (error);
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(LabCostOverview **) user_data = lab_cost_overview_load_finish (result, &error);
  check (error);
}

static void
bench_range (LabStore          *store,
             LabPriceCatalogue *catalogue,
             LabOverviewRange   range,
             const char        *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  LabOverviewQuery query = { .profile_id = "p", .experiment_id = "e", .range = range,
                             .origin = -1, .now = NOW, .zone = zone, .catalogue = catalogue };
  double best = G_MAXDOUBLE;
  guint64 n_calls = 0;

  for (guint i = 0; i < 10; i++)
    {
      LabCostOverview *overview = NULL;
      gint64 start = g_get_monotonic_time ();

      lab_cost_overview_load_async (store, &query, NULL, loaded_cb, &overview);
      while (overview == NULL)
        g_main_context_iteration (NULL, TRUE);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / 1e3);
      n_calls = overview->total.n_calls;
      lab_cost_overview_free (overview);
    }
  printf ("overview: %s, with spread, runs and dearest calls, %" G_GUINT64_FORMAT
          " calls: %.1f ms (target 50 ms, however many calls)\n", name, n_calls, best);
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

static void
bench_ledger (LabPriceCatalogue *catalogue,
              guint              n_calls)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("costlab-bench-XXXXXX", NULL);
  LabStore *store = lab_store_open (directory, LAB_STORE_EPHEMERAL, &error);

  check (error);
  fill (store, n_calls);
  bench_range (store, catalogue, LAB_OVERVIEW_TODAY, "today by the hour");
  bench_range (store, catalogue, LAB_OVERVIEW_7_DAYS, "7 days");
  bench_range (store, catalogue, LAB_OVERVIEW_30_DAYS, "30 days");
  bench_range (store, catalogue, LAB_OVERVIEW_EXPERIMENT, "an experiment");
  lab_store_close (store);
  g_object_unref (store);
  remove_folder (directory);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (&error);

  check (error);
  bench_ledger (catalogue, N_SMALL);
  bench_ledger (catalogue, N_LARGE);
  return 0;
}
