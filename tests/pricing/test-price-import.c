/* test-price-import.c: other projects' price files, taken exactly or refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "lab-clock.h"
#include "lab-error.h"
#include "lab-price-import.h"

#define TODAY "2026-11-23"

static gint64
date (const char *text)
{
  gint64 time = 0;

  g_assert_true (lab_time_parse (text, &time, NULL));
  return time;
}

static LabPriceImportReport *
import_text (LabPriceFormat      format,
             const char         *text,
             LabPriceCatalogue  *catalogue,
             GError            **error)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (text, -1, "theirs", 1, error);

  if (document == NULL)
    return NULL;
  return lab_price_import (format, lab_json_document_get_root (document), catalogue, date (TODAY),
                           error);
}

static LabPriceImportReport *
import_fixture (LabPriceFormat format,
                const char    *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pricing", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJsonDocument) document = lab_json_document_load (path, 0, &error);
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (NULL);
  LabPriceImportReport *report;

  g_assert_no_error (error);
  report = lab_price_import (format, lab_json_document_get_root (document), catalogue,
                             date (TODAY), &error);
  g_assert_no_error (error);
  g_test_message ("%s: %u models, %u rows, %u refused, %u disagreements", name,
                  report->models->len, report->rows->len, report->refused->len,
                  report->disagreements->len);
  return report;
}

static const LabPriceRow *
find_row (const LabPriceImportReport *report,
          const char                 *id)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const LabPriceRow *row = g_ptr_array_index (report->rows, i);

      if (g_str_equal (row->id, id))
        return row;
    }
  return NULL;
}

static void
assert_rates (const LabPriceImportReport *report,
              const char                 *id,
              const char                 *rates)
{
  const LabPriceRow *row = find_row (report, id);
  GString *seen = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_test_message ("%s", id);
  g_assert_nonnull (row);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      g_autofree char *rate =
        row->rates[i] == LAB_RATE_ABSENT ? g_strdup ("-") : lab_money_to_string (row->rates[i]);

      g_string_append_printf (seen, "%s%s", i > 0 ? " " : "", rate);
    }
  text = g_string_free (seen, FALSE);
  g_assert_cmpstr (text, ==, rates);
}

static gboolean
is_refused (const LabPriceImportReport *report,
            const char                 *path)
{
  for (guint i = 0; i < report->refused->len; i++)
    {
      const LabPriceRefusal *refusal = g_ptr_array_index (report->refused, i);

      g_assert_true (*refusal->reason != '\0');
      if (strstr (refusal->path, path) != NULL)
        return TRUE;
    }
  return FALSE;
}

static const LabPriceDisagreement *
find_disagreement (const LabPriceImportReport *report,
                   const char                 *row_id,
                   const char                 *field)
{
  for (guint i = 0; i < report->disagreements->len; i++)
    {
      const LabPriceDisagreement *found = g_ptr_array_index (report->disagreements, i);

      if (g_str_equal (found->row_id, row_id) && g_str_equal (found->field, field))
        return found;
    }
  return NULL;
}

/* --- the three files --- */

static void
test_litellm (void)
{
  g_autoptr (LabPriceImportReport) report =
    import_fixture (LAB_PRICE_FORMAT_LITELLM, "litellm_subset.json");
  const LabPriceDisagreement *found;

  assert_rates (report, "openai/gpt-5.6-terra/default@" TODAY, "2.00 0.20 2.50 - 12.00");
  assert_rates (report, "openai/gpt-5.6-terra/flex/above-272000@" TODAY, "2.00 0.20 2.50 - 9.00");
  assert_rates (report, "openai/gpt-5.6-terra/default/batch@" TODAY, "1.00 - - - 6.00");
  assert_rates (report, "openai/gpt-5.6-terra/priority@" TODAY, "4.00 0.40 5.00 - 24.00");
  assert_rates (report, "anthropic/claude-haiku-4-5/default@" TODAY, "1.00 0.10 1.25 2.00 5.00");
  g_assert_cmpint (find_row (report, "anthropic/claude-opus-5/default@" TODAY)->web_search_fee, ==,
                   LAB_MONEY_PER_USD / 100);
  g_assert_true (is_refused (report, "input_cost_per_audio_token"));
  g_assert_false (is_refused (report, "sample_spec"));

  /* The published list's disagreement on gpt-5.6-sol: 5 against 4. */
  found = find_disagreement (report, "openai/gpt-5.6-sol/default@2026-08-21", "in");
  g_assert_nonnull (found);
  g_assert_cmpint (found->ours, ==, 4 * LAB_MONEY_PER_USD);
  g_assert_cmpint (found->theirs, ==, 5 * LAB_MONEY_PER_USD);
  g_assert_null (find_disagreement (report, "openai/gpt-5.6-terra/default@2026-07-30", "in"));
  found = find_disagreement (report, "anthropic/claude-3-haiku-20240307/default@2024-03-13", "wl");
  g_assert_nonnull (found);
  g_assert_cmpint (found->theirs, ==, 6 * LAB_MONEY_PER_USD);
}

static void
test_models_dev (void)
{
  g_autoptr (LabPriceImportReport) report =
    import_fixture (LAB_PRICE_FORMAT_MODELS_DEV, "models_dev_api_subset.json");
  const LabPriceDisagreement *found;

  assert_rates (report, "openai/gpt-5.4/default/above-272000@" TODAY, "5.00 0.50 - - 22.50");
  assert_rates (report, "google/gemini-2.0-flash-lite/default@" TODAY, "0.075 - - - 0.30");
  g_assert_true (is_refused (report, "chatgpt-image-latest"));
  g_assert_true (is_refused (report, "input_audio"));
  /* A tier of ours that they do not have. */
  found = find_disagreement (
    report, "anthropic/claude-sonnet-4-5/default/above-200000@2025-09-29", "in");
  g_assert_nonnull (found);
  g_assert_cmpint (found->theirs, ==, LAB_RATE_ABSENT);
  g_assert_null (found->their_row);
}

static void
test_genai_prices (void)
{
  g_autoptr (LabPriceImportReport) report =
    import_fixture (LAB_PRICE_FORMAT_GENAI_PRICES, "genai_prices_subset.json");
  const LabPriceRow *row;

  assert_rates (report, "openai/gpt-5.6-sol/default", "5.00 0.50 6.25 - 30.00");
  assert_rates (report, "openai/gpt-5.6-sol/default@2026-08-21", "4.00 0.40 5.00 - 20.00");
  assert_rates (report, "openai/gpt-5.6-sol/default/above-271999@2026-08-21",
                "8.00 0.80 10.00 - 30.00");
  assert_rates (report, "anthropic/claude-sonnet-4-5/default/above-200000@" TODAY,
                "6.00 0.60 7.50 12.00 22.50");
  row = find_row (report, "openai/gpt-5.6-sol/default@2026-08-21");
  g_assert_cmpint (row->web_search_fee, ==, LAB_MONEY_PER_USD / 100);
  g_assert_true (is_refused (report, "regex"));
  g_assert_true (is_refused (report, "storage_searches_kcount"));
  /* They let the tier begin one token earlier. */
  g_assert_nonnull (
    find_disagreement (report, "openai/gpt-5.6-sol/default/above-271999@2026-08-21", "in"));
  g_assert_null (find_disagreement (report, "openai/gpt-5.6-sol/default@2026-08-21", "in"));
}

/* --- small ones --- */

static const struct
{
  LabPriceFormat format;
  const char *text;
  const char *refused;
  guint n_rows;
} refusals[] = {
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":-1}}",
    "input_cost_per_token", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":1.25e-16}}",
    "input_cost_per_token", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":\"NaN\"}}",
    "input_cost_per_token", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":7}}",
    "input_cost_per_token", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\","
    "\"input_cost_per_token_above_0k_tokens\":1e-6}}",
    "above_0k", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\","
    "\"search_context_cost_per_query\":{\"search_context_size_low\":1,"
    "\"search_context_size_medium\":2,\"search_context_size_high\":3}}}",
    "search_context", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"search_context_cost_per_query\":1}}",
    "search_context", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"p/m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":1e-6},"
    "\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":2e-6}}",
    "$.m", 1 },
  { LAB_PRICE_FORMAT_LITELLM, "{\"m\":3}", "$.m", 0 },
  { LAB_PRICE_FORMAT_LITELLM, "{\"m\":{}}", "$.m", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"image_generation\"}}", "$.m", 0 },
  { LAB_PRICE_FORMAT_LITELLM,
    "{\"m\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"max_output_tokens\":-4}}",
    "max_output_tokens", 0 },
  { LAB_PRICE_FORMAT_MODELS_DEV,
    "{\"p\":{\"models\":{\"m\":{\"cost\":{\"input\":1,\"tiers\":[{\"input\":2}]}}}}}", "tiers[0]",
    1 },
  { LAB_PRICE_FORMAT_GENAI_PRICES, "{\"p\":[{\"id\":\"m\"}]}", "$.p[0]", 0 },
  { LAB_PRICE_FORMAT_GENAI_PRICES,
    "{\"p\":[{\"id\":\"m\",\"match\":[1],\"prices\":{\"input_mtok\":1}}]}", "match", 0 },
  { LAB_PRICE_FORMAT_GENAI_PRICES,
    "{\"p\":[{\"id\":\"m\",\"match\":{\"contains\":\"m\"},\"prices\":{\"input_mtok\":1}}]}",
    "$.p[0]", 0 },
  { LAB_PRICE_FORMAT_GENAI_PRICES,
    "[{\"id\":\"p\",\"models\":[{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"prices\":["
    "{\"prices\":{\"input_mtok\":1}},{\"constraint\":{\"start_time\":\"09:00\"},"
    "\"prices\":{\"input_mtok\":2}}]}]}]",
    "constraint", 1 },
};

static void
test_refusals_name_their_path (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabPriceImportReport) report =
        import_text (refusals[i].format, refusals[i].text, NULL, &error);

      g_test_message ("%s", refusals[i].text);
      g_assert_no_error (error);
      g_assert_true (is_refused (report, refusals[i].refused));
      g_assert_cmpuint (report->rows->len, ==, refusals[i].n_rows);
    }
}

static void
test_other_files_are_an_error (void)
{
  static const char * const texts[] = {
    "3", "\"prices\"", "{\"p\":3}", "{\"p\":{\"models\":[]}}", "[{\"id\":\"p\"}]", "[3]",
  };
  static const LabPriceFormat strict[] = { LAB_PRICE_FORMAT_MODELS_DEV,
                                           LAB_PRICE_FORMAT_GENAI_PRICES };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (strict); j++)
      {
        g_autoptr (GError) error = NULL;

        g_assert_null (import_text (strict[j], texts[i], NULL, &error));
        g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (import_text (LAB_PRICE_FORMAT_LITELLM, "[]", NULL, &error));
    g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  }
}

static void
test_formats_are_named (void)
{
  static const char * const names[] = { "litellm", "models.dev", "genai-prices" };
  LabPriceFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (lab_price_format_from_string (names[i], &format));
      g_assert_cmpint (format, ==, i);
      g_assert_cmpstr (lab_price_format_to_string (format), ==, names[i]);
    }
  g_assert_false (lab_price_format_from_string ("excel", &format));
}

/* --- saved as a user's file --- */

static void
check_saved (LabPriceFormat format,
             const char    *fixture)
{
  g_autoptr (LabPriceImportReport) report = import_fixture (format, fixture);
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new ();
  g_autofree char *folder = g_dir_make_tmp ("costlab-import-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_price_import_report_save (report, path, &error));
  g_assert_no_error (error);
  g_assert_true (lab_price_catalogue_add_overrides (catalogue, path, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < report->rows->len; i++)
    {
      const LabPriceRow *row = g_ptr_array_index (report->rows, i);
      g_autofree char *id = g_strconcat ("user:", row->id, NULL);
      const LabPriceRow *back = lab_price_catalogue_get_row (catalogue, id);

      g_assert_nonnull (back);
      g_assert_cmpmem (back->rates, sizeof back->rates, row->rates, sizeof row->rates);
      g_assert_cmpint (back->web_search_fee, ==, row->web_search_fee);
      g_assert_cmpint (back->effective_from, ==, row->effective_from);
      g_assert_cmpint (back->above, ==, row->above);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_saved_reads_back (void)
{
  check_saved (LAB_PRICE_FORMAT_LITELLM, "litellm_subset.json");
  check_saved (LAB_PRICE_FORMAT_MODELS_DEV, "models_dev_api_subset.json");
  check_saved (LAB_PRICE_FORMAT_GENAI_PRICES, "genai_prices_subset.json");
}

static void
test_saving_fails_whole (void)
{
  g_autoptr (LabPriceImportReport) report =
    import_text (LAB_PRICE_FORMAT_LITELLM, "{}", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_price_import_report_save (report, "/nowhere/at/all.json", &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pricing/import/litellm", test_litellm);
  g_test_add_func ("/pricing/import/models-dev", test_models_dev);
  g_test_add_func ("/pricing/import/genai-prices", test_genai_prices);
  g_test_add_func ("/pricing/import/refusals-name-their-path", test_refusals_name_their_path);
  g_test_add_func ("/pricing/import/other-files-are-an-error", test_other_files_are_an_error);
  g_test_add_func ("/pricing/import/formats-are-named", test_formats_are_named);
  g_test_add_func ("/pricing/import/saved-reads-back", test_saved_reads_back);
  g_test_add_func ("/pricing/import/saving-fails-whole", test_saving_fails_whole);

  return g_test_run ();
}
