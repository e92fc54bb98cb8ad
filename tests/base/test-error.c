/* test-error.c: every code, its category and what to do; context; responses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"

/* What the specification lists, and the three codes any room needs. */
static const struct
{
  LabErrorCode code;
  const char *name;
  LabErrorCategory category;
  gboolean recoverable;
} codes[] = {
  { LAB_ERROR_INVALID_API_KEY, "INVALID_API_KEY", LAB_ERROR_CATEGORY_API, TRUE },
  { LAB_ERROR_RATE_LIMIT_EXCEEDED, "RATE_LIMIT_EXCEEDED", LAB_ERROR_CATEGORY_API, TRUE },
  { LAB_ERROR_PROVIDER_UNAVAILABLE, "PROVIDER_UNAVAILABLE", LAB_ERROR_CATEGORY_API, TRUE },
  { LAB_ERROR_INVALID_REQUEST, "INVALID_REQUEST", LAB_ERROR_CATEGORY_API, FALSE },
  { LAB_ERROR_SESSION_CREATION_FAILED, "SESSION_CREATION_FAILED", LAB_ERROR_CATEGORY_SANDBOX,
    TRUE },
  { LAB_ERROR_ISOLATION_BREACH, "ISOLATION_BREACH", LAB_ERROR_CATEGORY_SANDBOX, FALSE },
  { LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "RESOURCE_LIMIT_EXCEEDED", LAB_ERROR_CATEGORY_SANDBOX,
    TRUE },
  { LAB_ERROR_SESSION_TIMEOUT, "SESSION_TIMEOUT", LAB_ERROR_CATEGORY_SANDBOX, TRUE },
  { LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "INVALID_EXPERIMENT_CONFIG", LAB_ERROR_CATEGORY_DATA,
    FALSE },
  { LAB_ERROR_MISSING_BASELINE, "MISSING_BASELINE", LAB_ERROR_CATEGORY_DATA, TRUE },
  { LAB_ERROR_CORRUPTED_METRICS, "CORRUPTED_METRICS", LAB_ERROR_CATEGORY_DATA, TRUE },
  { LAB_ERROR_DATABASE_CONNECTION_FAILED, "DATABASE_CONNECTION_FAILED", LAB_ERROR_CATEGORY_DATA,
    TRUE },
  { LAB_ERROR_INVALID_INPUT, "INVALID_INPUT", LAB_ERROR_CATEGORY_DATA, FALSE },
  { LAB_ERROR_NOT_FOUND, "NOT_FOUND", LAB_ERROR_CATEGORY_DATA, FALSE },
  { LAB_ERROR_UNPRICED, "UNPRICED", LAB_ERROR_CATEGORY_DATA, TRUE },
  { LAB_ERROR_STRATEGY_APPLICATION_FAILED, "STRATEGY_APPLICATION_FAILED",
    LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE },
  { LAB_ERROR_QUALITY_DEGRADATION, "QUALITY_DEGRADATION", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE },
  { LAB_ERROR_CACHE_INVALIDATION, "CACHE_INVALIDATION", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE },
  { LAB_ERROR_BATCH_PROCESSING, "BATCH_PROCESSING", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE },
};

static void
test_every_code (void)
{
  g_autoptr (GHashTable) actions = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (G_N_ELEMENTS (codes), ==, LAB_N_ERRORS);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      LabErrorCode code = codes[i].code;
      LabErrorCode back = LAB_N_ERRORS;
      const char *action = lab_error_code_get_suggested_action (code);

      g_assert_cmpstr (lab_error_code_to_string (code), ==, codes[i].name);
      g_assert_true (lab_error_code_from_string (codes[i].name, &back));
      g_assert_cmpint (back, ==, code);
      g_assert_cmpint (lab_error_code_get_category (code), ==, codes[i].category);
      g_assert_cmpint (lab_error_code_is_recoverable (code), ==, codes[i].recoverable);
      /* a whole sentence, and one of its own */
      g_assert_nonnull (action);
      g_assert_true (g_str_has_suffix (action, "."));
      g_assert_true (g_hash_table_add (actions, (gpointer) action));
    }
}

static void
test_unknown_name_is_refused (void)
{
  static const char *const names[] = { "", "invalid_input", "CANCELLED", "INVALID_INPUT " };
  LabErrorCode code = LAB_ERROR_UNPRICED;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (lab_error_code_from_string (names[i], &code));
  g_assert_cmpint (code, ==, LAB_ERROR_UNPRICED);
}

static void
test_category_names (void)
{
  g_assert_cmpstr (lab_error_category_to_string (LAB_ERROR_CATEGORY_API), ==, "api");
  g_assert_cmpstr (lab_error_category_to_string (LAB_ERROR_CATEGORY_SANDBOX), ==, "sandbox");
  g_assert_cmpstr (lab_error_category_to_string (LAB_ERROR_CATEGORY_DATA), ==, "data");
  g_assert_cmpstr (lab_error_category_to_string (LAB_ERROR_CATEGORY_OPTIMIZATION), ==,
                   "optimization");
}

static void
test_set_formats (void)
{
  g_autoptr (GError) error = NULL;

  lab_set_error (NULL, LAB_ERROR_NOT_FOUND, "nobody listens");
  lab_set_error (&error, LAB_ERROR_NOT_FOUND, "No %s in %d.", "thing", 7);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "No thing in 7.");
}

static void
test_context_travels (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  lab_set_error (&error, LAB_ERROR_INVALID_INPUT, "Wrong.");
  g_assert_null (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE));
  lab_error_set_context (error, LAB_ERROR_CONTEXT_LINE, "11");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_LINE, "12");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_FILE, "a.jsonl");
  lab_error_set_context (error, "zebra", "own");
  lab_error_set_context (error, "gone", "x");
  lab_error_set_context (error, "gone", NULL);

  copy = g_error_copy (error);
  g_prefix_error (&copy, "While reading: ");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_FILE, "changed");
  g_clear_error (&error);

  g_assert_cmpstr (copy->message, ==, "While reading: Wrong.");
  g_assert_cmpstr (lab_error_get_context (copy, LAB_ERROR_CONTEXT_LINE), ==, "12");
  g_assert_cmpstr (lab_error_get_context (copy, LAB_ERROR_CONTEXT_FILE), ==, "a.jsonl");
  keys = lab_error_get_context_keys (copy);
  g_assert_cmpuint (keys->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (keys, 0), ==, "file");
  g_assert_cmpstr (g_ptr_array_index (keys, 1), ==, "line");
  g_assert_cmpstr (g_ptr_array_index (keys, 2), ==, "zebra");
}

static void
test_context_leaves_other_domains_alone (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "io");
  g_autoptr (GPtrArray) keys = NULL;

  lab_error_set_context (NULL, "key", "value");
  lab_error_set_context (error, "key", "value");
  g_assert_null (lab_error_get_context (error, "key"));
  g_assert_null (lab_error_get_context (NULL, "key"));
  keys = lab_error_get_context_keys (error);
  g_assert_cmpuint (keys->len, ==, 0);
}

static void
test_response_of_every_code (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabErrorResponse) response = NULL;

      lab_set_error (&error, codes[i].code, "It %s.", codes[i].name);
      response = lab_error_response_new (error);
      g_assert_cmpstr (response->code, ==, codes[i].name);
      g_assert_cmpstr (response->message, ==, error->message);
      g_assert_null (response->details);
      g_assert_cmpint (response->recoverable, ==, codes[i].recoverable);
      g_assert_cmpstr (response->suggested_action, ==,
                       lab_error_code_get_suggested_action (codes[i].code));
    }
}

static void
test_response_details (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabErrorResponse) response = NULL;

  lab_set_error (&error, LAB_ERROR_INVALID_INPUT, "Wrong.");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_PATH, "$.models[3].price");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_FILE, "p.json");
  response = lab_error_response_new (error);
  g_assert_cmpstr (response->details, ==, "file: p.json\npath: $.models[3].price");
}

/* One code, and causes that want different things of people. */
static void
test_error_knows_better_than_its_code (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (LabErrorResponse) plain = NULL;
  g_autoptr (LabErrorResponse) known = NULL;
  g_autoptr (LabErrorResponse) both = NULL;

  lab_set_error (&error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "Too new.");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "newer");
  plain = lab_error_response_new (error);
  g_assert_true (plain->recoverable);

  lab_error_set_context (error, LAB_ERROR_CONTEXT_RECOVERABLE, "false");
  known = lab_error_response_new (error);
  g_assert_false (known->recoverable);
  g_assert_cmpstr (known->suggested_action, ==, plain->suggested_action);

  lab_error_set_context (error, LAB_ERROR_CONTEXT_ACTION, "Update the program.");
  copy = g_error_copy (error);
  both = lab_error_response_new (copy);
  g_assert_false (both->recoverable);
  g_assert_cmpstr (both->suggested_action, ==, "Update the program.");
  g_assert_cmpstr (both->code, ==, "DATABASE_CONNECTION_FAILED");
  g_assert_cmpstr (both->details, ==, "reason: newer");
}

static void
test_response_of_other_domains (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *name;
    gboolean recoverable;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, "CANCELLED", TRUE },
    { G_IO_ERROR, G_IO_ERROR_FAILED, "INVALID_INPUT", FALSE },
    { G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "NOT_FOUND", FALSE },
    { G_FILE_ERROR, G_FILE_ERROR_NOENT, "NOT_FOUND", FALSE },
    { G_FILE_ERROR, G_FILE_ERROR_ISDIR, "INVALID_INPUT", FALSE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "PROVIDER_UNAVAILABLE", TRUE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "PROVIDER_UNAVAILABLE", TRUE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "PROVIDER_UNAVAILABLE", TRUE },
    { G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "INVALID_INPUT", FALSE },
    { LAB_ERROR, LAB_N_ERRORS + 5, "INVALID_INPUT", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "said");
      g_autoptr (LabErrorResponse) response = lab_error_response_new (error);

      g_assert_cmpstr (response->code, ==, cases[i].name);
      g_assert_cmpstr (response->message, ==, "said");
      g_assert_null (response->details);
      g_assert_cmpint (response->recoverable, ==, cases[i].recoverable);
      g_assert_nonnull (response->suggested_action);
    }
  lab_error_response_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/error/every-code", test_every_code);
  g_test_add_func ("/base/error/unknown-name-is-refused", test_unknown_name_is_refused);
  g_test_add_func ("/base/error/category-names", test_category_names);
  g_test_add_func ("/base/error/set-formats", test_set_formats);
  g_test_add_func ("/base/error/context-travels", test_context_travels);
  g_test_add_func ("/base/error/context-leaves-other-domains-alone",
                   test_context_leaves_other_domains_alone);
  g_test_add_func ("/base/error/response-of-every-code", test_response_of_every_code);
  g_test_add_func ("/base/error/response-details", test_response_details);
  g_test_add_func ("/base/error/error-knows-better-than-its-code",
                   test_error_knows_better_than_its_code);
  g_test_add_func ("/base/error/response-of-other-domains", test_response_of_other_domains);
  return g_test_run ();
}
