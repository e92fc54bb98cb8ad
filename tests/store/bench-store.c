/* bench-store.c: durable commits, grouped rows, and a dashboard's reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdio.h>

#include "lab-random.h"
#include "lab-rollup-delta-private.h"
#include "lab-store-calls.h"
#include "lab-store-experiments.h"
#include "lab-store-profiles.h"
#include "lab-store-rollups.h"
#include "lab-store-sessions.h"

#define N_SINGLE 2000
#define N_GROUPED 20000
#define N_ROLLED 10000000
#define N_DAYS 30
/* As thousands of runs leave them: each is kept apart, and lasts a while. */
#define N_RUNS 5000
#define N_EXPERIMENTS 100
#define N_MODELS 12
#define SLOTS_PER_RUN 8
#define CALLS_PER_SLOT (N_ROLLED / (N_RUNS * SLOTS_PER_RUN))
#define DAY_US (G_GINT64_CONSTANT (86400) * 1000000)
/* 2026-10-24T00:00:00Z */
#define START G_GINT64_CONSTANT (1792800000000000)

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static gpointer
set_up (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  LabProfileRow profile = { .id = (char *) "p", .name = (char *) "Bench" };
  LabExperimentRow experiment = {
    .id = (char *) "e",       .profile_id = (char *) "p", .name = (char *) "Bench",
    .status = (char *) "draft", .provider = (char *) "mock", .model = (char *) "m",
    .workload = (char *) "w",
  };
  LabSessionRow session = {
    .id = (char *) "s",         .profile_id = (char *) "p",   .experiment_id = (char *) "e",
    .provider = (char *) "mock", .model = (char *) "m",        .status = (char *) "active",
    .isolation = (char *) "user", .cache_namespace = (char *) "n",
  };

  return GINT_TO_POINTER (lab_store_profiles_insert (txn, &profile, error) &&
                          lab_store_experiments_insert (txn, &experiment, error) &&
                          lab_store_sessions_insert (txn, &session, error));
}

static LabCallRecord *
make_call (guint i)
{
  LabCallRecord *call = lab_call_record_new ();

  call->profile_id = g_strdup ("p");
  call->experiment_id = g_strdup ("e");
  call->session_id = g_strdup ("s");
  call->operation_id = g_uuid_string_random ();
  call->attempt = 1;
  call->final = TRUE;
  call->provider = g_strdup ("mock");
  call->model = g_strdup ("m");
  call->usage.buckets[LAB_BUCKET_U] = 500 + i % 100;
  call->usage.buckets[LAB_BUCKET_O] = 100;
  call->cost_state = LAB_COST_KNOWN;
  call->cost = 14200000 + i;
  call->latency_us = 700000 + i * 13 % 500000;
  call->timestamp = START + (gint64) i * 1000;
  call->score = LAB_SCORE_NONE;
  call->raw_usage = g_strdup ("{\"prompt_tokens\":500,\"completion_tokens\":100}");
  return call;
}

static gpointer
record (LabStoreTxn  *txn,
        gpointer      call,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_record_call (txn, call, error));
}

static void
free_call (gpointer call)
{
  lab_call_record_free (call);
}

static void
bench_single (LabStore *store)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_SINGLE; i++)
    {
      g_autoptr (LabCallRecord) call = make_call (i);
      g_autoptr (GError) error = NULL;

      lab_store_write_sync (store, record, call, NULL, NULL, &error);
      check (error);
    }
  printf ("store: calls recorded one by one, each durable: %.0f/s (about 5,000 bare commits/s)\n",
          N_SINGLE / seconds_since (start));
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  guint *left = user_data;
  g_autoptr (GError) error = NULL;

  lab_store_write_finish (LAB_STORE (source), result, &error);
  check (error);
  (*left)--;
}

static void
bench_grouped (LabStore *store)
{
  guint left = N_GROUPED;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_GROUPED; i++)
    lab_store_write_async (store, record, make_call (i), free_call, NULL, NULL, recorded_cb, &left);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  printf ("store: calls recorded many at once, each durable and acknowledged: %.0f/s, five table "
          "rows and nine roll-ups each (500,000 bare rows/s)\n",
          N_GROUPED / seconds_since (start));
}

static gboolean
roll_slot (LabStoreTxn   *txn,
           LabRandom     *random,
           gint64         run,
           gint64         key,
           gint64         slot,
           LabRollupRow  *row,
           GError       **error)
{
  lab_rollup_row_clear_full (row);
  for (guint i = 0; i < CALLS_PER_SLOT; i++)
    {
      LabRollupDelta delta = {
        .status = LAB_CALL_OK,
        .final = TRUE,
        .cost_state = LAB_COST_KNOWN,
        .cost = (LabMoney) (lab_random_exponential (random) * 5e6),
        .buckets = { 500, 0, 0, 0, 100 },
        .latency_us = (gint64) (lab_random_exponential (random) * 8e5),
      };

      if (!lab_rollup_row_add_call (row, &delta, error))
        return FALSE;
    }
  return lab_rollup_save (txn, LAB_ROLLUP_15M, run, slot, key, row, FALSE, error);
}

static gboolean
roll_run (LabStoreTxn   *txn,
          LabRandom     *random,
          guint          number,
          LabRollupRow  *row,
          GError       **error)
{
  g_autofree char *experiment = g_strdup_printf ("e%u", number % N_EXPERIMENTS);
  g_autofree char *run = g_strdup_printf ("r%u", number);
  g_autofree char *model = g_strdup_printf ("m%u", number / N_EXPERIMENTS % N_MODELS);
  LabRollupDelta delta = {
    .profile_id = (char *) "d", .experiment_id = experiment,       .run_id = run,
    .provider = (char *) "openai", .model = model,                 .tier = (char *) "",
    .origin = LAB_ORIGIN_LIVE,
  };
  gint64 first = (gint64) lab_random_below (random, N_DAYS * 96 - SLOTS_PER_RUN);
  LabRollupPlace place;
  gboolean rolled = lab_rollup_find_place (txn, &delta, &place, error);

  for (gint64 i = first; rolled && i < first + SLOTS_PER_RUN; i++)
    rolled = roll_slot (txn, random, place.subjects[LAB_ROLLUP_OF_RUN], place.key,
                        START + i * LAB_ROLLUP_SLOT_US, row, error);
  return rolled;
}

/* The sums that ten million calls leave, without the calls. */
static gpointer
roll_up (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  LabProfileRow profile = { .id = (char *) "d", .name = (char *) "Dashboard" };
  g_autoptr (LabRollupRow) row = lab_rollup_row_new_full ();
  LabRandom random;
  gint64 begun;

  lab_random_init (&random, 1);
  if (!lab_store_profiles_insert (txn, &profile, error))
    return NULL;
  for (guint i = 0; i < N_RUNS; i++)
    if (!roll_run (txn, &random, i, row, error))
      return NULL;

  begun = g_get_monotonic_time ();
  if (!lab_rollups_derive_all (txn, error))
    return NULL;
  printf ("store: sums of %d runs added up to those of experiments and the profile: %.2f s\n",
          N_RUNS, seconds_since (begun));
  return LAB_STORE_OK;
}

typedef struct
{
  gint64 offset; /* of the days from UTC's */
  gboolean with_sketches;
  const char *experiment; /* (nullable) */
  LabRollupGroup group;
  guint64 n_calls;
} Dashboard;

static gpointer
read_dashboard (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  Dashboard *dashboard = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  gint64 bounds[N_DAYS + 1];
  g_autoptr (GPtrArray) rows = NULL;

  filter.profile_id = "d";
  filter.experiment_id = dashboard->experiment;
  for (guint i = 0; i <= N_DAYS; i++)
    bounds[i] = START + (gint64) i * DAY_US + dashboard->offset;
  rows = lab_store_rollups_read (txn, &filter, dashboard->group, bounds, N_DAYS + 1,
                                 dashboard->with_sketches, error);
  if (rows == NULL)
    return NULL;

  dashboard->n_calls = 0;
  for (guint i = 0; i < rows->len; i++)
    dashboard->n_calls += lab_rollup_row_count (g_ptr_array_index (rows, i));
  return LAB_STORE_OK;
}

static void
bench_dashboard (LabStore    *store,
                 const char  *name,
                 Dashboard    dashboard)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      lab_store_read_sync (store, read_dashboard, &dashboard, NULL, NULL, &error);
      check (error);
      best = MIN (best, seconds_since (start));
    }
  printf ("store: 30 days, %s, %s percentiles, over %" G_GUINT64_FORMAT
          " calls: %.2f ms (target 10 ms)\n",
          name, dashboard.with_sketches ? "with" : "without", dashboard.n_calls, best * 1e3);
}

static void
bench_dashboards (LabStore *store)
{
  static const struct
  {
    const char *name;
    gint64 offset;
    const char *experiment;
    LabRollupGroup group;
  } cases[] = {
    { "by model, days of UTC", 0, NULL, LAB_ROLLUP_BY_MODEL },
    { "by model, days of UTC+1", -DAY_US / 24, NULL, LAB_ROLLUP_BY_MODEL },
    { "by model, days of UTC+5:45", -DAY_US / 24 * 23 / 4, NULL, LAB_ROLLUP_BY_MODEL },
    { "one experiment by model, days of UTC", 0, "e7", LAB_ROLLUP_BY_MODEL },
    { "one experiment by model, days of UTC+5:45", -DAY_US / 24 * 23 / 4, "e7",
      LAB_ROLLUP_BY_MODEL },
    { "one experiment by run, days of UTC", 0, "e7", LAB_ROLLUP_BY_RUN },
    { "by experiment, days of UTC", 0, NULL, LAB_ROLLUP_BY_EXPERIMENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint sketches = 0; sketches < 2; sketches++)
      {
        Dashboard dashboard = { cases[i].offset, sketches == 1, cases[i].experiment,
                                cases[i].group, 0 };

        bench_dashboard (store, cases[i].name, dashboard);
      }
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

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("costlab-bench-XXXXXX", NULL);
  g_autoptr (LabStore) store = lab_store_open (directory, LAB_STORE_DEFAULT, &error);

  check (error);
  lab_store_write_sync (store, set_up, NULL, NULL, NULL, &error);
  check (error);
  bench_single (store);
  bench_grouped (store);
  lab_store_write_sync (store, roll_up, NULL, NULL, NULL, &error);
  check (error);
  bench_dashboards (store);
  g_clear_object (&store);
  remove_folder (directory);
  return 0;
}
