/* test-profiles.c: the people on this machine, asked about without waiting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-context.h"
#include "lab-error.h"
#include "lab-store-experiments.h"
#include "lab-store-profiles.h"
#include "lab-store.h"
#include "lab-test-wait.h"

#define START G_GINT64_CONSTANT (1795424400000000)

typedef struct
{
  char *folder;
  LabContext *context;
  LabProfile *profile;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (START);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { .clock = clock };

  self->folder = g_dir_make_tmp ("lab-profiles-XXXXXX", &error);
  g_assert_no_error (error);
  options.data_dir = self->folder;
  self->context = lab_context_new (&options, &error);
  g_assert_no_error (error);
  self->profile = lab_context_open_profile (self->context, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  lab_profile_free (self->profile);
  g_assert_finalize_object (self->context);
  g_free (self->folder);
}

static LabProfile *
create (Fixture     *self,
        const char  *name,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_create_profile_async (self->context, name, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_create_profile_finish (self->context, result, error);
}

static LabProfile *
rename_profile (Fixture     *self,
                const char  *id,
                const char  *name,
                GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_rename_profile_async (self->context, id, name, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_rename_profile_finish (self->context, result, error);
}

static gboolean
set_tour_done (Fixture     *self,
               const char  *id,
               gboolean     done,
               GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_set_tour_done_async (self->context, id, done, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_set_tour_done_finish (self->context, result, error);
}

static gboolean
count (Fixture           *self,
       const char        *id,
       LabProfileCounts  *counts,
       GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_count_profile_async (self->context, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_count_profile_finish (self->context, result, counts, error);
}

static gboolean
delete_profile (Fixture     *self,
                const char  *id,
                GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_delete_profile_async (self->context, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_delete_profile_finish (self->context, result, error);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  GPtrArray *found;

  lab_context_list_profiles_async (self->context, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  found = lab_context_list_profiles_finish (self->context, result, &error);
  g_assert_no_error (error);
  return found;
}

/* The first one is called what the system calls who runs this. */
static void
test_named_by_the_system (Fixture       *self,
                          gconstpointer  data)
{
  g_assert_cmpstr (self->profile->name, !=, "");
  g_assert_cmpstr (self->profile->name, !=, "Unknown");
  g_assert_true (g_str_equal (self->profile->name, g_get_real_name ()) ||
                 g_str_equal (self->profile->name, g_get_user_name ()));
  g_assert_false (self->profile->tour_done);
}

static void
test_rename (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (256, 'x');
  const char *bad[] = { "", "  ", "\xff", "ADA", long_name };
  g_autoptr (LabProfile) ada = NULL;
  g_autoptr (LabProfile) renamed = NULL;
  g_autoptr (LabProfile) same = NULL;
  g_autoptr (GError) error = NULL;

  ada = create (self, "Ada", &error);
  g_assert_no_error (error);
  renamed = rename_profile (self, self->profile->id, " Grace ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (renamed->id, ==, self->profile->id);
  g_assert_cmpstr (renamed->name, ==, "Grace");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (rename_profile (self, self->profile->id, bad[i], &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_clear_error (&error);
    }
  /* Its own name is not taken, whatever the case. */
  same = rename_profile (self, self->profile->id, "GRACE", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (same->name, ==, "GRACE");
  g_assert_null (rename_profile (self, "nobody", "Mary", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static gpointer
plant_settings_func (LabStoreTxn  *txn,
                     gpointer      data,
                     GError      **error)
{
  return lab_store_profiles_set_settings (txn, data, "{\"other\":[1,2]}", START, error) ?
           LAB_STORE_OK :
           NULL;
}

static gpointer
read_settings_func (LabStoreTxn  *txn,
                    gpointer      data,
                    GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_store_profiles_get (txn, data, error);

  return row != NULL ? g_strdup (row->settings) : NULL;
}

/* It is kept with the profile, and what else is kept there stays. */
static void
test_tour_done (Fixture       *self,
                gconstpointer  data)
{
  LabStore *store = lab_context_get_store (self->context);
  g_autofree char *settings = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;

  lab_store_write_sync (store, plant_settings_func, self->profile->id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (set_tour_done (self, self->profile->id, TRUE, &error));
  g_assert_no_error (error);
  profiles = list (self);
  g_assert_true (((LabProfile *) g_ptr_array_index (profiles, 0))->tour_done);
  g_assert_true (set_tour_done (self, self->profile->id, FALSE, &error));
  settings = lab_store_read_sync (store, read_settings_func, self->profile->id, g_free, NULL,
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings, ==, "{\"other\":[1,2],\"tour_done\":false}");
  g_assert_false (set_tour_done (self, "nobody", TRUE, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static gpointer
plant_experiment_func (LabStoreTxn  *txn,
                       gpointer      data,
                       GError      **error)
{
  g_autoptr (LabExperimentRow) row = lab_experiment_row_new ();

  row->profile_id = g_strdup (data);
  row->name = g_strdup ("planted");
  row->status = g_strdup ("archived");
  row->provider = g_strdup ("openai");
  row->model = g_strdup ("gpt-5.4-mini");
  row->workload = g_strdup ("rag-qa");
  return lab_store_experiments_insert (txn, row, error) ? LAB_STORE_OK : NULL;
}

/* Counted with what is archived, so that nothing is left unsaid. */
static void
test_counts_and_goes (Fixture       *self,
                      gconstpointer  data)
{
  LabStore *store = lab_context_get_store (self->context);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  LabProfileCounts counts;

  lab_store_write_sync (store, plant_experiment_func, self->profile->id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (count (self, self->profile->id, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.experiments, ==, 1);
  g_assert_cmpuint (counts.runs, ==, 0);
  g_assert_cmpuint (counts.calls, ==, 0);
  g_assert_nonnull (lab_context_get_strategy_services (self->context)->cache);
  g_assert_true (delete_profile (self, self->profile->id, &error));
  g_assert_no_error (error);
  g_assert_null (lab_context_get_strategy_services (self->context)->cache);
  left = list (self);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_false (count (self, self->profile->id, &counts, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (delete_profile (self, self->profile->id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static gboolean
back_up (Fixture     *self,
         const char  *path,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_back_up_async (self->context, path, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_back_up_finish (self->context, result, error);
}

/* A copy can be opened by itself; one that is there is replaced. */
static void
test_back_up (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *elsewhere = g_build_filename (self->folder, "copy", NULL);
  g_autofree char *path = g_build_filename (elsewhere, "costlab.db", NULL);
  g_autoptr (LabStore) copy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (back_up (self, path, &error));
  g_assert_no_error (error);
  g_assert_true (back_up (self, path, &error));
  g_assert_no_error (error);
  copy = lab_store_open (elsewhere, LAB_STORE_EXISTING, &error);
  g_assert_no_error (error);
  g_assert_false (back_up (self, "/dev/null/no/copy.db", &error));
  g_assert_nonnull (error);
}

static void
test_measure (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  guint64 bytes = 0;

  lab_context_measure_async (self->context, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_true (lab_context_measure_finish (self->context, result, &bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bytes, >, 4096);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/app/profiles/named-by-the-system", test_named_by_the_system },
    { "/app/profiles/rename", test_rename },
    { "/app/profiles/tour-done", test_tour_done },
    { "/app/profiles/counts-and-goes", test_counts_and_goes },
    { "/app/profiles/back-up", test_back_up },
    { "/app/profiles/measure", test_measure },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
