/* test-json-members.c: members that must be there, and files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json.h"

static const char sample[] =
  "{\"s\":\"text\",\n\"i\":7,\"f\":1.5,\"b\":true,\"n\":null,\"a\":[1,2],\n"
  "\"big\":9223372036854775808,\"m\":0.000000001,\"ms\":\"2.50\","
  "\"tiny\":1e-10,\"deep\":{\"x y\":[{}]}}";

static LabJsonDocument *
parse_sample (void)
{
  g_autoptr (GError) error = NULL;
  LabJsonDocument *document = lab_json_document_parse (sample, -1, "s.json", 1, &error);

  g_assert_no_error (error);
  return document;
}

static void
assert_error_at (GError     **error,
                 const char  *where)
{
  g_assert_error (*error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  if (!g_str_has_prefix ((*error)->message, where))
    g_error ("“%s” does not begin with “%s”", (*error)->message, where);
  g_clear_error (error);
}

static void
test_required (void)
{
  g_autoptr (LabJsonDocument) document = parse_sample ();
  g_autoptr (GError) error = NULL;
  const LabJson *root = lab_json_document_get_root (document);
  gint64 value = -5;

  g_assert_cmpstr (lab_json_require_string (root, "s", &error), ==, "text");
  g_assert_true (lab_json_require_int (root, "i", 7, 7, &value, &error));
  g_assert_cmpint (value, ==, 7);
  g_assert_nonnull (lab_json_require (root, "n", LAB_JSON_NULL, &error));
  g_assert_no_error (error);

  g_assert_null (lab_json_require_string (root, "gone", &error));
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, "gone");
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_PATH), ==, "$");
  assert_error_at (&error, "s.json:1: $: ");
  g_assert_null (lab_json_require_string (root, "i", &error));
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE), ==, "s.json");
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE), ==, "2");
  assert_error_at (&error, "s.json:2: $.i: ");
  g_assert_false (lab_json_require_int (root, "i", 8, 9, &value, &error));
  assert_error_at (&error, "s.json:2: $.i: ");
  g_assert_false (lab_json_require_int (root, "i", 0, 6, &value, &error));
  assert_error_at (&error, "s.json:2: $.i: ");
  g_assert_false (lab_json_require_int (root, "f", 0, 9, &value, &error));
  assert_error_at (&error, "s.json:2: $.f: ");
  g_assert_false (lab_json_require_int (root, "big", 0, G_MAXINT64, &value, &error));
  assert_error_at (&error, "s.json:3: $.big: ");
  g_assert_false (lab_json_require_int (root, "s", 0, 9, &value, &error));
  assert_error_at (&error, "s.json:1: $.s: ");
  g_assert_null (lab_json_require (lab_json_get (root, "a"), "x", LAB_JSON_NULL, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_cmpint (value, ==, 7);
  g_assert_null (lab_json_require_string (root, "gone", NULL));
}

static void
test_optional (void)
{
  g_autoptr (LabJsonDocument) document = parse_sample ();
  g_autoptr (GError) error = NULL;
  const LabJson *root = lab_json_document_get_root (document);
  const LabJson *list = lab_json_get (root, "a");
  const char *text = "before";
  gboolean truth = FALSE;
  gint64 value = -5;

  for (int i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "gone" : "n";

      g_assert_true (lab_json_optional_string (root, name, &text, &error));
      g_assert_true (lab_json_optional_int (root, name, 0, 9, &value, &error));
      g_assert_true (lab_json_optional_boolean (root, name, &truth, &error));
    }
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpint (value, ==, -5);
  g_assert_false (truth);

  g_assert_true (lab_json_optional_string (root, "s", &text, &error));
  g_assert_true (lab_json_optional_int (root, "i", 0, 9, &value, &error));
  g_assert_true (lab_json_optional_boolean (root, "b", &truth, &error));
  g_assert_cmpstr (text, ==, "text");
  g_assert_cmpint (value, ==, 7);
  g_assert_true (truth);

  g_assert_false (lab_json_optional_string (root, "b", &text, &error));
  assert_error_at (&error, "s.json:2: $.b: ");
  g_assert_false (lab_json_optional_int (root, "b", 0, 9, &value, &error));
  assert_error_at (&error, "s.json:2: $.b: ");
  g_assert_false (lab_json_optional_boolean (root, "a", &truth, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_false (lab_json_optional_string (list, "x", &text, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_false (lab_json_optional_int (list, "x", 0, 9, &value, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_false (lab_json_optional_boolean (list, "x", &truth, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
}

static void
test_money (void)
{
  g_autoptr (LabJsonDocument) document = parse_sample ();
  g_autoptr (GError) error = NULL;
  const LabJson *root = lab_json_document_get_root (document);
  gboolean present = TRUE;
  LabMoney value = -5;

  g_assert_true (lab_json_optional_money (root, "gone", 0, &present, &value, &error));
  g_assert_false (present);
  g_assert_cmpint (value, ==, -5);
  g_assert_true (lab_json_optional_money (root, "m", 0, &present, &value, &error));
  g_assert_true (present);
  g_assert_cmpint (value, ==, 1);
  g_assert_true (lab_json_optional_money (root, "m", 6, NULL, &value, &error));
  g_assert_cmpint (value, ==, 1000000);
  g_assert_true (lab_json_optional_money (root, "ms", 0, NULL, &value, &error));
  g_assert_cmpint (value, ==, 2500000000);
  g_assert_no_error (error);

  g_assert_false (lab_json_optional_money (root, "tiny", 0, &present, &value, &error));
  assert_error_at (&error, "s.json:3: $.tiny: ");
  g_assert_false (lab_json_optional_money (root, "s", 0, &present, &value, &error));
  assert_error_at (&error, "s.json:1: $.s: ");
  g_assert_false (lab_json_optional_money (root, "a", 0, &present, &value, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_false (lab_json_optional_money (lab_json_get (root, "a"), "x", 0, NULL, &value, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
  g_assert_cmpint (value, ==, 2500000000);
}

static void
test_known_members (void)
{
  static const char *const known[] = { "x y", NULL };
  static const char *const others[] = { "x", "y", NULL };
  g_autoptr (LabJsonDocument) document = parse_sample ();
  g_autoptr (GError) error = NULL;
  const LabJson *root = lab_json_document_get_root (document);
  const LabJson *deep = lab_json_get (root, "deep");
  g_autofree char *path = NULL;

  path = lab_json_get_path (lab_json_get_element (lab_json_get (deep, "x y"), 0));
  g_assert_cmpstr (path, ==, "$.deep[\"x y\"][0]");
  g_assert_true (lab_json_check_members (deep, known, &error));
  g_assert_no_error (error);
  g_assert_false (lab_json_check_members (deep, others, &error));
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, "x y");
  g_assert_nonnull (strstr (error->message, "x, y"));
  assert_error_at (&error, "s.json:3: $.deep[\"x y\"]: ");
  g_assert_false (lab_json_check_members (lab_json_get (root, "a"), known, &error));
  assert_error_at (&error, "s.json:2: $.a: ");
}

static void
test_document_outlives_its_first_owner (void)
{
  LabJsonDocument *document = parse_sample ();
  LabJsonDocument *other = lab_json_document_ref (document);

  lab_json_document_unref (document);
  g_assert_cmpstr (lab_json_get_string (lab_json_get (lab_json_document_get_root (other), "s")), ==,
                   "text");
  lab_json_document_unref (other);
}

static void
test_files (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "sample.json", NULL);
  g_autofree char *gone = g_build_filename (g_get_user_data_dir (), "gone.json", NULL);
  g_autofree char *where = g_strdup_printf ("%s:1:1: $: ", path);
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (LabJsonDocument) exact = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (path, sample, -1, NULL));
  document = lab_json_document_load (path, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lab_json_get_n_members (lab_json_document_get_root (document)), ==, 11);

  exact = lab_json_document_load (path, strlen (sample), &error);
  g_assert_no_error (error);
  g_assert_null (lab_json_document_load (path, strlen (sample) - 1, &error));
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "too-large");
  assert_error_at (&error, where);

  g_assert_null (lab_json_document_load (gone, 0, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE), ==, gone);
  g_clear_error (&error);
  g_assert_null (lab_json_document_load (gone, 0, NULL));
  g_assert_null (lab_json_document_load (g_get_user_data_dir (), 0, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json-members/required", test_required);
  g_test_add_func ("/call/json-members/optional", test_optional);
  g_test_add_func ("/call/json-members/money", test_money);
  g_test_add_func ("/call/json-members/known", test_known_members);
  g_test_add_func ("/call/json-members/document-outlives-its-first-owner",
                   test_document_outlives_its_first_owner);
  g_test_add_func ("/call/json-members/files", test_files);

  return g_test_run ();
}
