/* test-own-prices.c: other projects' price files, and one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-context.h"
#include "lab-error.h"
#include "lab-test-wait.h"

#define START G_GINT64_CONSTANT (1795424400000000)

typedef struct
{
  char *folder;
  LabContext *context;
} Fixture;

static LabContext *
open_context (const char *folder)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (START);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { .data_dir = folder, .clock = clock, .own_prices = TRUE };
  LabContext *context = lab_context_new (&options, &error);

  g_assert_no_error (error);
  return context;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("lab-own-prices-XXXXXX", &error);
  g_assert_no_error (error);
  self->context = open_context (self->folder);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->context);
  g_free (self->folder);
}

static LabPriceImportReport *
read_prices (Fixture     *self,
             const char  *path,
             GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_read_prices_async (self->context, path, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_read_prices_finish (self->context, result, error);
}

static gboolean
add_prices (Fixture    *self,
            GPtrArray  *rows,
            guint      *n_added,
            GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_context_add_prices_async (self->context, rows, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_context_add_prices_finish (self->context, result, n_added, error);
}

/* Whose it is need not be said. */
static void
test_format_is_found_out (Fixture       *self,
                          gconstpointer  data)
{
  static const struct
  {
    const char *name;
    LabPriceFormat format;
  } files[] = {
    { "litellm_subset.json", LAB_PRICE_FORMAT_LITELLM },
    { "models_dev_api_subset.json", LAB_PRICE_FORMAT_MODELS_DEV },
    { "genai_prices_subset.json", LAB_PRICE_FORMAT_GENAI_PRICES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "data", "pricing", files[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LabPriceImportReport) report = read_prices (self, path, &error);

      g_assert_no_error (error);
      g_assert_cmpint (report->format, ==, files[i].format);
      g_assert_cmpuint (report->rows->len, >, 0);
    }
}

static void
test_another_file_is_refused (Fixture       *self,
                              gconstpointer  data)
{
  static const char * const texts[] = { "{}", "[]", "{\"a\":1}", "no JSON" };
  g_autofree char *path = g_build_filename (self->folder, "theirs.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (read_prices (self, path, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
}

/* In force for who opens the folder afterwards, and not before. */
static void
test_added_for_the_next (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  LabPriceRow *row = lab_price_row_new ();
  LabPriceQuery query = { .provider = "openai", .model = "gpt-5.4-mini", .at = START };
  g_autoptr (LabPriceSet) before = NULL;
  g_autoptr (LabPriceSet) after = NULL;
  g_autoptr (LabContext) next = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  row->provider = g_strdup ("openai");
  row->model = g_strdup ("gpt-5.4-mini");
  row->effective_from = START;
  row->rates[LAB_BUCKET_U] = 42;
  row->rates[LAB_BUCKET_O] = 43;
  g_ptr_array_add (rows, row);
  g_assert_true (add_prices (self, rows, &n_added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_true (add_prices (self, rows, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 0);
  before = lab_price_catalogue_find_rows (lab_context_get_catalogue (self->context), &query);
  g_assert_cmpint (lab_price_set_get_row (before, 0)->rates[LAB_BUCKET_U], !=, 42);
  next = open_context (self->folder);
  after = lab_price_catalogue_find_rows (lab_context_get_catalogue (next), &query);
  g_assert_cmpint (lab_price_set_get_row (after, 0)->rates[LAB_BUCKET_U], ==, 42);
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
    { "/app/own-prices/format-is-found-out", test_format_is_found_out },
    { "/app/own-prices/another-file-is-refused", test_another_file_is_refused },
    { "/app/own-prices/added-for-the-next", test_added_for_the_next },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
