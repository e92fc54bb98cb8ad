/* test-price-overrides.c: one's own prices grow and never change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "lab-clock.h"
#include "lab-error.h"
#include "lab-price-catalogue.h"
#include "lab-price-overrides.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("lab-overrides-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "prices.json", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static gint64
date (const char *text)
{
  gint64 time = 0;

  g_assert_true (lab_time_parse (text, &time, NULL));
  return time;
}

static LabPriceRow *
make_row (const char *model,
          const char *from,
          LabRate     input)
{
  LabPriceRow *row = lab_price_row_new ();

  row->provider = g_strdup ("openai");
  row->model = g_strdup (model);
  row->effective_from = date (from);
  row->rates[LAB_BUCKET_U] = input;
  row->rates[LAB_BUCKET_O] = 2 * input;
  row->source = g_strdup ("the contract");
  return row;
}

static gboolean
add (Fixture      *self,
     LabPriceRow  *row, /* (transfer full) */
     guint        *n_added,
     GError      **error)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);

  g_ptr_array_add (rows, row);
  return lab_price_overrides_add (self->path, rows, n_added, error);
}

/* What a million tokens in cost then. */
static LabRate
get_rate (Fixture    *self,
          const char *model,
          const char *at)
{
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (NULL);
  LabPriceQuery query = { .provider = "openai", .model = model, .at = date (at) };
  g_autoptr (LabPriceSet) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_price_catalogue_add_overrides (catalogue, self->path, &error));
  g_assert_no_error (error);
  found = lab_price_catalogue_find_rows (catalogue, &query);
  g_assert_nonnull (found);
  return lab_price_set_get_row (found, 0)->rates[LAB_BUCKET_U];
}

/* Where there was no file there is one, and it holds from its date on. */
static void
test_holds_from_its_date (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  g_assert_true (add (self, make_row ("gpt-5.4-mini", "2026-12-01", 123), &n_added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpint (get_rate (self, "gpt-5.4-mini", "2026-12-02"), ==, 123);
  g_assert_cmpint (get_rate (self, "gpt-5.4-mini", "2026-11-30"), !=, 123);
}

/* The same date again is left out, and the old row is what it was. */
static void
test_never_edits (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added = 7;

  g_assert_true (add (self, make_row ("gpt-5.4-mini", "2026-12-01", 123), NULL, &error));
  g_assert_true (g_file_get_contents (self->path, &before, NULL, NULL));
  g_assert_true (add (self, make_row ("gpt-5.4-mini", "2026-12-01", 999), &n_added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_added, ==, 0);
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  g_assert_true (add (self, make_row ("gpt-5.4-mini", "2027-01-01", 999), &n_added, &error));
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpint (get_rate (self, "gpt-5.4-mini", "2026-12-02"), ==, 123);
  g_assert_cmpint (get_rate (self, "gpt-5.4-mini", "2027-01-02"), ==, 999);
}

/* What somebody wrote by hand stays, models and all. */
static void
test_keeps_what_is_there (Fixture       *self,
                          gconstpointer  data)
{
  static const char mine[] =
    "{\"schema\":\"costlab-price-rows/1\","
    "\"models\":[{\"provider\":\"local\",\"id\":\"llama\",\"aliases\":[\"llama-8b\"]}],"
    "\"rows\":[{\"provider\":\"local\",\"model\":\"llama\",\"in\":\"0\",\"out\":\"0\"}]}";
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (self->path, mine, -1, NULL));
  g_assert_true (add (self, make_row ("gpt-5.4-mini", "2026-12-01", 123), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "llama-8b"));
  g_assert_nonnull (strstr (text, "the contract"));
}

static void
test_leaves_alone_what_it_cannot_read (Fixture       *self,
                                       gconstpointer  data)
{
  static const char * const bad[] = { "[1]", "{\"rows\":[{\"model\":1}]}", "no JSON" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (self->path, bad[i], -1, NULL));
      g_assert_false (add (self, make_row ("gpt-5.4-mini", "2026-12-01", 1), NULL, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, bad[i]);
    }
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
    { "/pricing/overrides/holds-from-its-date", test_holds_from_its_date },
    { "/pricing/overrides/never-edits", test_never_edits },
    { "/pricing/overrides/keeps-what-is-there", test_keeps_what_is_there },
    { "/pricing/overrides/leaves-alone-what-it-cannot-read",
      test_leaves_alone_what_it_cannot_read },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
