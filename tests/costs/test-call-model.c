/* test-call-model.c: the ledger as a list, and what was spent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"
#include "lab-call-model.h"
#include "lab-spend.h"

static void
wait_loaded (LabCallModel *model)
{
  while (lab_call_model_get_loading (model))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_items (LabCallModel *model,
            guint         n)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (model)) < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, n);
}

static void
add_calls (Fixture *self,
           guint    n,
           gint64   step_us)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *operation = g_uuid_string_random ();
      LabCallRecord *record = fixture_record (NULL, operation, 1000);

      record->timestamp = FIXTURE_NOW + (gint64) i * step_us;
      fixture_track_well (self, record);
    }
}

/* Newest first, none twice, none left out: also where many are of one time. */
static void
assert_in_order (LabCallModel *model)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 before = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (LabCallItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      const LabCallRecord *record = lab_call_item_get_record (item);

      g_assert_cmpint (record->timestamp, <=, before);
      before = record->timestamp;
      g_assert_true (g_hash_table_add (ids, g_strdup (record->id)));
    }
}

static void
test_pages (Fixture       *self,
            gconstpointer  data)
{
  static const gint64 steps[] = { 1000, 0 };
  guint total = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (LabCallModel) model = NULL;

      add_calls (self, 250, steps[i]);
      total += 250;
      model = lab_call_model_new (self->store, self->tracker, "p", "e");
      g_assert_true (lab_call_model_get_loading (model));
      wait_loaded (model);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, LAB_CALL_MODEL_PAGE);
      g_assert_false (lab_call_model_get_complete (model));
      while (!lab_call_model_get_complete (model))
        {
          lab_call_model_load_more (model);
          wait_loaded (model);
        }
      wait_items (model, total);
      assert_in_order (model);
      lab_call_model_load_more (model);
      g_assert_false (lab_call_model_get_loading (model));
    }
}

static void
test_new_calls_come_in (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (LabCallModel) model = NULL;
  g_autoptr (LabCallModel) other = NULL;
  LabCallRecord *old;

  add_calls (self, 3, 1000);
  model = lab_call_model_new (self->store, self->tracker, "p", "e");
  other = lab_call_model_new (self->store, self->tracker, "p", "e2");
  wait_items (model, 3);
  wait_loaded (other);
  add_calls (self, 1, 0);
  wait_items (model, 4);
  old = fixture_record (NULL, "older", 5);
  old->timestamp = FIXTURE_NOW - 5000;
  fixture_track_well (self, old);
  wait_items (model, 5);
  assert_in_order (model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, 0);
}

/* Only what the scope has, whether it was there or comes in. */
static void
test_scope (Fixture       *self,
            gconstpointer  data)
{
  LabCallScope scope = { NULL, "", "openai", "b", LAB_ORIGIN_PRACTICE, FIXTURE_NOW,
                         FIXTURE_NOW + 1000 };
  g_autoptr (LabCallModel) model = NULL;

  fixture_add_run (self, "r", "running", "", LAB_ORIGIN_PRACTICE);
  for (int round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 16; i++)
        {
          g_autofree char *operation = g_uuid_string_random ();
          LabCallRecord *record = fixture_record (i & 1 ? "r" : NULL, operation, 1000);

          g_free (record->model);
          record->model = g_strdup (i & 2 ? "b" : "a");
          record->origin = i & 4 ? LAB_ORIGIN_LIVE : LAB_ORIGIN_PRACTICE;
          record->timestamp = FIXTURE_NOW + (i & 8 ? 1000 : 0);
          if (record->run_id != NULL && record->origin == LAB_ORIGIN_LIVE)
            lab_call_record_free (record);
          else
            fixture_track_well (self, record);
        }
      if (model == NULL)
        model = lab_call_model_new_scoped (self->store, self->tracker, "p", &scope);
      wait_items (model, (guint) round + 1);
    }
  assert_in_order (model);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(LabCallRecord **) user_data =
    lab_call_model_get_finish (LAB_CALL_MODEL (source), result, &error);
  g_assert_no_error (error);
}

static void
test_search_and_texts (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (LabCallModel) model =
    lab_call_model_new (self->store, self->tracker, "p", NULL);
  g_autoptr (LabCallItem) item = NULL;
  LabCallRecord *record = fixture_record (NULL, "o", 7);
  LabCallRecord *got = NULL;

  record->answer = g_strdup ("A word in a haystack: needle.");
  add_calls (self, 5, 1000);
  fixture_track_well (self, record);
  wait_items (model, 6);
  lab_call_model_set_search (model, "NEEDLE");
  wait_items (model, 1);
  wait_loaded (model);
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_null (lab_call_item_get_record (item)->answer);
  lab_call_model_get_async (model, lab_call_item_get_record (item)->id, NULL, got_cb, &got);
  while (got == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (got->answer, ==, "A word in a haystack: needle.");
  lab_call_record_free (got);
  lab_call_model_set_search (model, "");
  wait_items (model, 6);
  g_assert_null (lab_call_model_get_search (model));
}

/* A page that was read but not yet delivered when the question changed. */
static void
test_late_page_is_dropped (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (LabCallModel) model = NULL;

  add_calls (self, 3, 1000);
  model = lab_call_model_new (self->store, self->tracker, "p", "e");
  while (!g_main_context_pending (NULL))
    g_thread_yield ();
  lab_call_model_set_search (model, "nothing holds this");
  lab_call_model_set_search (model, NULL);
  wait_loaded (model);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 3);
  g_assert_true (lab_call_model_get_complete (model));
}

static void
spent_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
load_spend (Fixture  *self,
            LabSpend *spend)
{
  const gint64 day = G_GINT64_CONSTANT (86400000000);
  gint64 midnight = FIXTURE_NOW - FIXTURE_NOW % day;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lab_spend_load_async (self->store, "p", midnight, midnight + day, FIXTURE_NOW, NULL, spent_cb,
                        &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (lab_spend_load_finish (result, spend, &error));
  g_assert_no_error (error);
}

/* Calls of the day before are not of today; the tightest budget is shown. */
static void
test_spend (Fixture       *self,
            gconstpointer  data)
{
  LabCallRecord *yesterday = fixture_record (NULL, "y", 900);
  LabOrigin origin = yesterday->origin;
  LabSpend spend;

  yesterday->timestamp = FIXTURE_NOW - G_GINT64_CONSTANT (86400000000);
  fixture_track_well (self, yesterday);
  add_calls (self, 3, 1000);
  load_spend (self, &spend);
  g_assert_cmpint (spend.sums[origin].amount, ==, 3000);
  g_assert_cmpuint (spend.n_calls[origin], ==, 3);
  g_assert_false (spend.has_cap[origin]);

  fixture_set_budget (self, LAB_BUDGET_PROFILE, "", 50000, FALSE);
  fixture_set_budget (self, LAB_BUDGET_MONTH, "", 10000, FALSE);
  load_spend (self, &spend);
  g_assert_true (spend.has_cap[origin]);
  g_assert_cmpint (spend.cap[origin], ==, 10000);
  g_assert_cmpint (spend.committed[origin], ==, 3900);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  FIXTURE_TEST ("/costs/call-model/pages-skip-and-repeat-nothing", test_pages);
  FIXTURE_TEST ("/costs/call-model/new-calls-come-in", test_new_calls_come_in);
  FIXTURE_TEST ("/costs/call-model/scope", test_scope);
  FIXTURE_TEST ("/costs/call-model/search-and-texts", test_search_and_texts);
  FIXTURE_TEST ("/costs/call-model/late-page-is-dropped", test_late_page_is_dropped);
  FIXTURE_TEST ("/costs/spend/today-and-the-tightest-budget", test_spend);
  return g_test_run ();
}
