/* test-price-catalogue.c: which price holds for which model, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-clock.h"
#include "lab-cost.h"
#include "lab-error.h"
#include "lab-price-catalogue.h"

static LabPriceCatalogue *
bundled (void)
{
  g_autoptr (GError) error = NULL;
  LabPriceCatalogue *catalogue = lab_price_catalogue_new_bundled (&error);

  g_assert_no_error (error);
  return catalogue;
}

static gint64
date (const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 time = 0;

  lab_time_parse (text, &time, &error);
  g_assert_no_error (error);
  return time;
}

static gboolean
add_text (LabPriceCatalogue  *catalogue,
          const char         *text,
          GError            **error)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (text, -1, "own.json", 1, error);

  return document != NULL
         && lab_price_catalogue_add_json (catalogue, lab_json_document_get_root (document),
                                          LAB_PRICE_LAYER_USER, error);
}

/* --- what is bundled --- */

static void
test_bundled_is_whole (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  g_autoptr (GPtrArray) models = lab_price_catalogue_list_models (catalogue, NULL);
  g_autoptr (GPtrArray) google = lab_price_catalogue_list_models (catalogue, "google");
  guint n_rows = 0;

  g_assert_cmpstr (lab_price_catalogue_get_as_of (catalogue), ==, "2026-11-23");
  g_assert_cmpuint (models->len, ==, 82);
  g_assert_cmpuint (google->len, ==, 18);
  for (guint i = 0; i < models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i);
      g_autoptr (GPtrArray) rows = lab_price_catalogue_list_rows (catalogue, model);

      g_assert_cmpuint (rows->len, >=, 2);
      for (guint j = 0; j < rows->len; j++)
        {
          const LabPriceRow *row = g_ptr_array_index (rows, j);

          g_assert_true (lab_price_catalogue_get_row (catalogue, row->id) == row);
          g_assert_true (row->derived == (row->rule != NULL));
          g_assert_nonnull (row->source);
          g_assert_nonnull (row->confidence);
        }
      n_rows += rows->len;
    }
  g_assert_cmpuint (n_rows, >, 400);
}

static void
test_model_facts (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  const LabModelInfo *sol = lab_price_catalogue_find_model (catalogue, "gpt-6.1-sol", NULL);
  const LabModelInfo *opus = lab_price_catalogue_find_model (catalogue, "claude-opus-5", NULL);
  const LabModelInfo *mock = lab_price_catalogue_find_model (catalogue, "mock-1", "mock");
  g_autofree const char **names = lab_model_capabilities_to_names (opus->capabilities);

  g_assert_cmpstr (sol->display_name, ==, "GPT-6.1 Sol");
  g_assert_cmpint (sol->context_window, ==, 1050000);
  g_assert_cmpint (sol->max_input, ==, 922000);
  g_assert_cmpint (sol->max_output, ==, 128000);
  g_assert_cmpstr (sol->encoding, ==, "o200k_base");
  g_assert_true (sol->encoding_assumed);
  g_assert_cmpstr (sol->release_date, ==, "2026-09-29");
  g_assert_null (opus->encoding);
  g_assert_cmpstr (opus->tokenizer_family, ==, "anthropic-2026 (Opus 4.7+)");
  g_assert_cmpint (opus->cache_minimum, ==, 512);
  g_assert_true (g_strv_contains ((const char * const *) names, "prompt_caching"));
  g_assert_cmpstr (mock->status, ==, "active");
  g_assert_cmpint (mock->max_input, ==, LAB_TOKENS_UNKNOWN);
}

/* --- which model --- */

static const struct
{
  const char *name;
  const char *provider;
  const char *found; /* provider/id */
} name_cases[] = {
  { "gpt-4o", NULL, "openai/gpt-4o" },
  { "gpt-4o", "openai", "openai/gpt-4o" },
  { "gpt-4o", "anthropic", NULL },
  { "gpt-4o", "mock", "openai/gpt-4o" },
  { "mock-1", "mock", "mock/mock-1" },
  { "mock-1", "openai", NULL },
  { "gpt-4o-2024-08-06", NULL, "openai/gpt-4o" },
  { "gpt-4o-2024-05-13", NULL, "openai/gpt-4o-2024-05-13" },
  { "gpt-5.5-2026-04-23", "mock", "openai/gpt-5.5" },
  { "gpt-5.6", NULL, "openai/gpt-5.6-sol" },
  { "gpt-5.6-2026-07-09", NULL, "openai/gpt-5.6-sol" },
  { "claude-sonnet-4-5-20250929", NULL, "anthropic/claude-sonnet-4-5" },
  { "claude-sonnet-4-20250514", NULL, "anthropic/claude-sonnet-4-0" },
  { "gpt-4o-", NULL, NULL },
  { "gpt-4o-2024-8-06", NULL, NULL },
  { "gpt-4o-20240806", NULL, NULL },
  { "gpt-4o-2024-08-06-2024-08-06", NULL, NULL },
  { "gpt-4o-turbo", NULL, NULL },
  { "gpt-4", NULL, "openai/gpt-4" },
  { "gpt-", NULL, NULL },
  { "-2024-08-06", NULL, NULL },
  { "GPT-4o", NULL, NULL },
  { "", NULL, NULL },
};

static void
test_names_match_never_by_prefix (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();

  for (guint i = 0; i < G_N_ELEMENTS (name_cases); i++)
    {
      const LabModelInfo *model = lab_price_catalogue_find_model (catalogue, name_cases[i].name,
                                                                  name_cases[i].provider);
      g_autofree char *found = model ? g_strconcat (model->provider, "/", model->id, NULL) : NULL;

      g_test_message ("%s", name_cases[i].name);
      g_assert_cmpstr (found, ==, name_cases[i].found);
    }
}

/* --- which row --- */

static const struct
{
  LabPriceQuery query;
  const char *at;
  const char *row; /* the first tier's id; NULL is unpriced */
  guint n_tiers;
} row_cases[] = {
  { { .model = "gpt-6.1-sol" }, "2026-11-23", "openai/gpt-6.1-sol/default@2026-09-29", 2 },
  { { .model = "gpt-6.1-sol" }, "1970-01-02", "openai/gpt-6.1-sol/default@2026-09-29", 2 },
  { { .model = "gpt-6.1-sol", .service_tier = "standard" }, "2026-11-23",
    "openai/gpt-6.1-sol/default@2026-09-29", 2 },
  { { .model = "gpt-6.1-sol", .service_tier = "flex" }, "2026-11-23",
    "openai/gpt-6.1-sol/flex@2026-09-29", 2 },
  { { .model = "gpt-6.1-sol", .service_tier = "fast" }, "2026-11-23",
    "openai/gpt-6.1-sol/priority@2026-09-29", 2 },
  { { .model = "gpt-6.1-sol", .batch = TRUE }, "2026-11-23",
    "openai/gpt-6.1-sol/default/batch@2026-09-29", 2 },
  { { .model = "claude-opus-5", .service_tier = "batch" }, "2026-11-23",
    "anthropic/claude-opus-5/default/batch@2026-07-24", 1 },
  { { .model = "claude-opus-5", .region = "us" }, "2026-11-23",
    "anthropic/claude-opus-5/default/region-us@2026-07-24", 1 },
  { { .model = "claude-opus-5", .region = "not_available", .speed = "standard" }, "2026-11-23",
    "anthropic/claude-opus-5/default@2026-07-24", 1 },
  { { .model = "claude-opus-5", .speed = "fast" }, "2026-11-23",
    "anthropic/claude-opus-5/default/speed-fast@2026-07-24", 1 },
  { { .model = "claude-haiku-4-5", .speed = "fast" }, "2026-11-23", NULL, 0 },
  { { .model = "claude-opus-5", .region = "mars" }, "2026-11-23", NULL, 0 },
  { { .model = "gpt-4o", .service_tier = "flex" }, "2026-11-23", NULL, 0 },
  { { .model = "gpt-4o", .service_tier = "scale" }, "2026-11-23", NULL, 0 },
  { { .model = "gemini-4-carbon" }, "2026-11-30T23:59:59.999999Z",
    "google/gemini-4-carbon/default@2026-11-10", 1 },
  { { .model = "gemini-4-carbon" }, "2026-12-01", "google/gemini-4-carbon/default@2026-12-01", 1 },
  { { .model = "gpt-5.6-sol" }, "2026-08-20", "openai/gpt-5.6-sol/default@2026-07-09", 2 },
  { { .model = "gpt-5.6-sol" }, "2026-08-21", "openai/gpt-5.6-sol/default@2026-08-21", 2 },
  { { .model = "no-such-model" }, "2026-11-23", NULL, 0 },
  { { .provider = "mock", .model = "mock-1" }, "2026-11-23", "mock/mock-1/default@start", 1 },
  { { .provider = "mock", .model = "gpt-5.5" }, "2026-11-23",
    "openai/gpt-5.5/default@2026-04-23", 2 },
};

static void
test_rows_by_key_and_date (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();

  for (guint i = 0; i < G_N_ELEMENTS (row_cases); i++)
    {
      LabPriceQuery query = row_cases[i].query;
      g_autoptr (LabPriceSet) set = NULL;

      g_test_message ("%s %s", query.model, row_cases[i].at);
      query.at = date (row_cases[i].at);
      set = lab_price_catalogue_find_rows (catalogue, &query);
      if (row_cases[i].row == NULL)
        {
          g_assert_null (set);
          continue;
        }
      g_assert_nonnull (set);
      g_assert_cmpuint (lab_price_set_get_n_rows (set), ==, row_cases[i].n_tiers);
      g_assert_cmpstr (lab_price_set_get_row (set, 0)->id, ==, row_cases[i].row);
    }
}

/* Some rates of the source, and of each rule, worked out by hand. */
static const struct
{
  const char *id;
  LabBucket bucket;
  const char *rate; /* NULL is absent */
  gboolean derived;
} rate_cases[] = {
  { "openai/gpt-6.1-sol/default@2026-09-29", LAB_BUCKET_U, "2", FALSE },
  { "openai/gpt-6.1-sol/default@2026-09-29", LAB_BUCKET_W, "2.5", FALSE },
  { "openai/gpt-6.1-sol/default@2026-09-29", LAB_BUCKET_WL, NULL, FALSE },
  { "openai/gpt-6.1-sol/default/above-272000@2026-09-29", LAB_BUCKET_O, "15", FALSE },
  { "openai/gpt-6.1-sol/default/batch@2026-09-29", LAB_BUCKET_O, "5", TRUE },
  { "openai/gpt-6.1-sol/default/batch@2026-09-29", LAB_BUCKET_R, NULL, TRUE },
  { "openai/gpt-6.1-sol/flex@2026-09-29", LAB_BUCKET_R, "0.05", TRUE },
  { "openai/gpt-6.1-sol/priority/above-272000@2026-09-29", LAB_BUCKET_O, "30", TRUE },
  { "openai/gpt-6.1-terra/default@2026-10-26", LAB_BUCKET_WL, "2.5", FALSE },
  { "openai/gpt-5.5/default/batch@2026-04-23", LAB_BUCKET_U, "2.5", FALSE },
  { "openai/gpt-5.5/priority/above-272000@2026-04-23", LAB_BUCKET_U, NULL, FALSE },
  { "openai/gpt-5-nano/priority@2025-08-07", LAB_BUCKET_O, NULL, FALSE },
  { "openai/gpt-5.6-sol/default@2026-07-09", LAB_BUCKET_U, "5", FALSE },
  { "openai/gpt-5.6-sol/default/above-272000@2026-07-09", LAB_BUCKET_O, "45", TRUE },
  { "openai/gpt-5.6-terra/flex@2026-07-09", LAB_BUCKET_W, "1.5625", TRUE },
  { "openai/gpt-5.5/default/region-eu@2026-04-23", LAB_BUCKET_R, "0.55", TRUE },
  { "anthropic/claude-opus-5/default/batch@2026-07-24", LAB_BUCKET_R, "0.25", TRUE },
  { "anthropic/claude-opus-5/default/batch@2026-07-24", LAB_BUCKET_WL, "5", TRUE },
  { "anthropic/claude-opus-5/default/batch/region-us@2026-07-24", LAB_BUCKET_O, "13.75", TRUE },
  { "anthropic/claude-opus-5/default/speed-fast@2026-07-24", LAB_BUCKET_O, "50", TRUE },
  { "google/gemini-4-carbon/default@2026-12-01", LAB_BUCKET_O, "20", FALSE },
  { "google/gemini-4-carbon/default/batch@2026-12-01", LAB_BUCKET_O, "10", TRUE },
  { "google/gemini-3.1-pro-preview/priority/above-200000@2026-02-19", LAB_BUCKET_U, "7.2", TRUE },
  { "mock/mock-1/default@start", LAB_BUCKET_WL, "2", FALSE },
};

static void
test_rates_and_rules (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();

  for (guint i = 0; i < G_N_ELEMENTS (rate_cases); i++)
    {
      const LabPriceRow *row = lab_price_catalogue_get_row (catalogue, rate_cases[i].id);
      LabMoney rate = LAB_RATE_ABSENT;

      g_test_message ("%s", rate_cases[i].id);
      g_assert_nonnull (row);
      if (rate_cases[i].rate != NULL)
        g_assert_true (lab_money_parse (rate_cases[i].rate, &rate, NULL));
      g_assert_cmpint (row->rates[rate_cases[i].bucket], ==, rate);
      g_assert_cmpint (row->derived, ==, rate_cases[i].derived);
    }
}

static void
test_lives_fees_and_storage (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  const LabPriceRow *row;

  row = lab_price_catalogue_get_row (catalogue, "openai/gpt-6.1-terra/default@2026-10-26");
  g_assert_cmpint (row->w_life, ==, 1800);
  g_assert_cmpint (row->wl_life, ==, 43200);
  g_assert_cmpint (row->web_search_fee, ==, LAB_RATE_ABSENT);
  row = lab_price_catalogue_get_row (catalogue, "anthropic/claude-opus-5/default@2026-07-24");
  g_assert_cmpint (row->w_life, ==, 300);
  g_assert_cmpint (row->wl_life, ==, 3600);
  g_assert_cmpint (row->web_search_fee, ==, LAB_MONEY_PER_USD / 100);
  g_assert_cmpint (row->storage_rate, ==, LAB_RATE_ABSENT);
  row = lab_price_catalogue_get_row (catalogue, "google/gemini-3.8-flash/default@2027-01-01");
  g_assert_cmpint (row->storage_rate, ==, LAB_MONEY_PER_USD / 2);
}

/* A batch call with cache reads is never billed as if they were free. */
static void
test_batch_reads_are_estimated (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  LabPriceQuery query = { .model = "gpt-6.1-sol", .batch = TRUE, .at = date ("2026-11-23") };
  g_autoptr (LabPriceSet) set = lab_price_catalogue_find_rows (catalogue, &query);
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage = LAB_USAGE_INIT;

  usage.flags = LAB_USAGE_REPORTED;
  usage.buckets[LAB_BUCKET_R] = 100000;
  g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
  g_assert_cmpint (cost.state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (cost.basis, ==, LAB_COST_BASIS_READ_AS_INPUT);
  g_assert_cmpint (cost.amount, ==, LAB_MONEY_PER_USD / 10);
}

/* --- the user's own --- */

#define OWN_HEAD "{\"schema\":\"costlab-price-rows/1\",\"rows\":["
#define OWN_ROWS                                                                                   \
  OWN_HEAD "{\"provider\":\"openai\",\"model\":\"gpt-5.5\",\"in\":\"4\",\"out\":24,"               \
           "\"effective_from\":\"2026-12-01\"},"                                                   \
           "{\"provider\":\"local\",\"model\":\"llama\",\"in\":\"0\",\"out\":\"0\"}]}"

static void
test_own_rows_hide_bundled_from_their_date (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  g_autoptr (GError) error = NULL;
  static const struct
  {
    const char *at;
    const char *row;
    guint n_tiers;
  } cases[] = {
    { "2026-11-30", "openai/gpt-5.5/default@2026-04-23", 2 },
    { "2026-12-01", "user:openai/gpt-5.5/default@2026-12-01", 1 },
  };

  g_assert_true (add_text (catalogue, OWN_ROWS, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabPriceQuery query = { .model = "gpt-5.5", .at = date (cases[i].at) };
      g_autoptr (LabPriceSet) set = lab_price_catalogue_find_rows (catalogue, &query);

      g_assert_cmpstr (lab_price_set_get_row (set, 0)->id, ==, cases[i].row);
      g_assert_cmpuint (lab_price_set_get_n_rows (set), ==, cases[i].n_tiers);
    }
}

static void
test_own_model_is_known_by_its_rows (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  LabPriceQuery query = { .provider = "local", .model = "llama", .at = 0 };
  g_autoptr (LabPriceSet) set = NULL;

  g_assert_true (add_text (catalogue, OWN_ROWS, NULL));
  set = lab_price_catalogue_find_rows (catalogue, &query);
  g_assert_nonnull (set);
  g_assert_cmpint (lab_price_set_get_row (set, 0)->rates[LAB_BUCKET_U], ==, 0);
  g_assert_cmpint (lab_price_set_get_row (set, 0)->rates[LAB_BUCKET_R], ==, LAB_RATE_ABSENT);
  g_assert_cmpstr (lab_price_set_get_row (set, 0)->id, ==, "user:local/llama/default");
}

static void
test_own_model_replaces_bundled_facts (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  g_autoptr (GError) error = NULL;
  const LabModelInfo *model;

  add_text (catalogue,
            "{\"schema\":\"costlab-price-rows/1\",\"models\":[{\"provider\":\"openai\","
            "\"id\":\"gpt-4o\",\"aliases\":[\"house-model\"],\"context_window\":9,"
            "\"capabilities\":[\"vision\",\"telepathy\"]}],\"rows\":[]}",
            &error);
  g_assert_no_error (error);
  model = lab_price_catalogue_find_model (catalogue, "house-model", NULL);
  g_assert_cmpstr (model->id, ==, "gpt-4o");
  g_assert_cmpstr (model->display_name, ==, "gpt-4o");
  g_assert_cmpint (model->context_window, ==, 9);
  g_assert_cmpint (model->capabilities, ==, LAB_MODEL_VISION);
}

static const struct
{
  const char *text;
  const char *says;
} bad_files[] = {
  { "[]", "$" },
  { "{}", "schema" },
  { "{\"schema\":\"costlab-price-rows/2\",\"rows\":[]}", "costlab-price-rows/2" },
  { "{\"schema\":\"costlab-price-rows/1\"}", "rows" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":{}}", "rows" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":[],\"prices\":1}", "prices" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":[],\"models\":3}", "models" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":[],\"models\":[{\"id\":\"a\"}]}", "models[0]" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":[],\"models\":[{\"provider\":\"p\",\"id\":\"a\","
    "\"aliases\":[1]}]}",
    "aliases[0]" },
  { "{\"schema\":\"costlab-price-rows/1\",\"rows\":[],\"models\":[{\"provider\":\"p\",\"id\":\"a\","
    "\"max_output\":-1}]}",
    "max_output" },
  { OWN_HEAD "3]}", "rows[0]" },
  { OWN_HEAD "{\"provider\":\"\",\"model\":\"m\"}]}", "provider" },
  { OWN_HEAD "{\"provider\":\"p\"}]}", "model" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"in\":-1}]}", "rows[0].in" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"in\":NaN}]}", "" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"in\":1e400}]}", "" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"in\":1,\"in\":1}]}", "in" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"in\":0.1234567891}]}", "rows[0].in" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"above\":1.5}]}", "above" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"effective_from\":\"soon\"}]}",
    "effective_from" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\",\"prise\":1}]}", "prise" },
  { OWN_HEAD "{\"provider\":\"p\",\"model\":\"m\"},{\"provider\":\"p\",\"model\":\"m\"}]}",
    "rows[1]" },
  { OWN_HEAD "{\"id\":\"a\",\"provider\":\"p\",\"model\":\"m\"},"
             "{\"id\":\"b\",\"provider\":\"p\",\"model\":\"m\"}]}",
    "rows[1]" },
  { OWN_HEAD "{\"id\":\"mock/mock-1/default@start\",\"provider\":\"p\",\"model\":\"m\"}]}",
    "rows[0]" },
};

static void
test_bad_files_change_nothing (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = bundled ();
  g_autoptr (GPtrArray) before = lab_price_catalogue_list_models (catalogue, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) after = NULL;

      g_assert_false (add_text (catalogue, bad_files[i].text, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, bad_files[i].says));
      after = lab_price_catalogue_list_models (catalogue, NULL);
      g_assert_cmpuint (after->len, ==, before->len);
    }
}

/* Nothing short of the whole file is taken for a price file. */
static void
test_file_cut_at_every_byte (void)
{
  g_autofree char *folder = g_dir_make_tmp ("costlab-prices-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);
  gsize length = strlen (OWN_ROWS);

  for (gsize i = 0; i <= length; i++)
    {
      g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new ();
      g_autoptr (GPtrArray) models = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, OWN_ROWS, (gssize) i, NULL));
      g_assert_true (lab_price_catalogue_add_overrides (catalogue, path, &error) == (i == length));
      models = lab_price_catalogue_list_models (catalogue, NULL);
      g_assert_cmpuint (models->len, ==, i == length ? 2 : 0);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_missing_file_is_an_error (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_price_catalogue_add_overrides (catalogue, "/nowhere/prices.json", &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pricing/catalogue/bundled-is-whole", test_bundled_is_whole);
  g_test_add_func ("/pricing/catalogue/model-facts", test_model_facts);
  g_test_add_func ("/pricing/catalogue/names-match-never-by-prefix",
                   test_names_match_never_by_prefix);
  g_test_add_func ("/pricing/catalogue/rows-by-key-and-date", test_rows_by_key_and_date);
  g_test_add_func ("/pricing/catalogue/rates-and-rules", test_rates_and_rules);
  g_test_add_func ("/pricing/catalogue/lives-fees-and-storage", test_lives_fees_and_storage);
  g_test_add_func ("/pricing/catalogue/batch-reads-are-estimated", test_batch_reads_are_estimated);
  g_test_add_func ("/pricing/overrides/hide-bundled-from-their-date",
                   test_own_rows_hide_bundled_from_their_date);
  g_test_add_func ("/pricing/overrides/model-is-known-by-its-rows",
                   test_own_model_is_known_by_its_rows);
  g_test_add_func ("/pricing/overrides/model-replaces-bundled-facts",
                   test_own_model_replaces_bundled_facts);
  g_test_add_func ("/pricing/overrides/bad-files-change-nothing", test_bad_files_change_nothing);
  g_test_add_func ("/pricing/overrides/cut-at-every-byte", test_file_cut_at_every_byte);
  g_test_add_func ("/pricing/overrides/missing-file", test_missing_file_is_an_error);

  return g_test_run ();
}
