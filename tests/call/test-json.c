/* test-json.c: what the reader takes, what it refuses and how it says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-json.h"

static LabJsonDocument *
parse_ok (const char *text)
{
  g_autoptr (GError) error = NULL;
  LabJsonDocument *document = lab_json_document_parse (text, -1, "test.json", 1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static void
assert_refused (const char *text,
                gssize      length,
                const char *where,
                const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *prefix = g_strdup_printf ("test.json:%s: ", where);

  g_assert_null (lab_json_document_parse (text, length, "test.json", 1, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  if (!g_str_has_prefix (error->message, prefix))
    g_error ("“%s” does not begin with “%s”", error->message, prefix);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, reason);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE), ==, "test.json");
  g_assert_nonnull (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE));
  g_assert_true (g_str_has_prefix (lab_error_get_context (error, LAB_ERROR_CONTEXT_PATH), "$"));
}

static void
test_values (void)
{
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root, *list;
  gboolean truth = FALSE;
  gint64 integer = 0;
  double real = 0;

  document = parse_ok ("{\"name\":\"a\\u00e9\\ud83d\\ude00\\n\\/\", \"list\":[1,-2.50,true,null],\n"
                       " \"empty\":{}, \"none\":[]}");
  root = lab_json_document_get_root (document);
  g_assert_cmpint (lab_json_get_node_type (root), ==, LAB_JSON_OBJECT);
  g_assert_cmpuint (lab_json_get_n_members (root), ==, 4);
  g_assert_cmpstr (lab_json_get_string (lab_json_get (root, "name")), ==, "aé😀\n/");
  g_assert_cmpstr (lab_json_get_member_name (root, 1), ==, "list");

  list = lab_json_get (root, "list");
  g_assert_true (lab_json_get_int (lab_json_get_element (list, 0), &integer));
  g_assert_cmpint (integer, ==, 1);
  g_assert_cmpstr (lab_json_get_number (lab_json_get_element (list, 1)), ==, "-2.50");
  g_assert_true (lab_json_get_double (lab_json_get_element (list, 1), &real));
  g_assert_cmpfloat (real, ==, -2.5);
  g_assert_true (lab_json_get_boolean (lab_json_get_element (list, 2), &truth));
  g_assert_true (truth);
  g_assert_true (lab_json_is_null (lab_json_get_element (list, 3)));
  g_assert_null (lab_json_get_element (list, 4));
  g_assert_cmpuint (lab_json_get_n_members (lab_json_get (root, "empty")), ==, 0);
  g_assert_cmpuint (lab_json_get_line (lab_json_get (root, "none")), ==, 2);
}

static void
test_other_types_are_no_error (void)
{
  g_autoptr (LabJsonDocument) document = parse_ok ("[\"text\", 3]");
  const LabJson *root = lab_json_document_get_root (document);
  gboolean truth;
  gint64 integer;
  double real;

  g_assert_null (lab_json_get (root, "name"));
  g_assert_null (lab_json_get (NULL, "name"));
  g_assert_null (lab_json_get_string (root));
  g_assert_null (lab_json_get_string (NULL));
  g_assert_null (lab_json_get_number (lab_json_get_element (root, 0)));
  g_assert_false (lab_json_get_boolean (root, &truth));
  g_assert_false (lab_json_get_int (lab_json_get_element (root, 0), &integer));
  g_assert_false (lab_json_get_double (lab_json_get_element (root, 0), &real));
  g_assert_null (lab_json_get_element (NULL, 0));
  g_assert_null (lab_json_get_member_name (root, 0));
  g_assert_null (lab_json_get_member_name (NULL, 0));
  g_assert_cmpuint (lab_json_get_n_members (lab_json_get_element (root, 0)), ==, 0);
  g_assert_true (lab_json_is_null (NULL));
}

static void
test_integers (void)
{
  static const struct
  {
    const char *lexeme;
    gboolean integer;
    gint64 value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "-0", TRUE, 0 },
    { "9223372036854775807", TRUE, G_MAXINT64 },
    { "-9223372036854775808", TRUE, G_MININT64 },
    { "9223372036854775808", FALSE, 0 },
    { "-9223372036854775809", FALSE, 0 },
    { "18446744073709551615", FALSE, 0 },
    { "100000000000000000000000000000000", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e3", FALSE, 0 },
    { "1E3", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabJsonDocument) document = parse_ok (cases[i].lexeme);
      const LabJson *root = lab_json_document_get_root (document);
      gint64 value = 0;

      g_assert_cmpstr (lab_json_get_number (root), ==, cases[i].lexeme);
      g_assert_cmpint (lab_json_get_int (root, &value), ==, cases[i].integer);
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
test_doubles_are_finite (void)
{
  g_autoptr (LabJsonDocument) document = parse_ok ("[1e399, -1e309, 1e-399]");
  const LabJson *root = lab_json_document_get_root (document);
  double value = 7;

  g_assert_false (lab_json_get_double (lab_json_get_element (root, 0), &value));
  g_assert_false (lab_json_get_double (lab_json_get_element (root, 1), &value));
  g_assert_cmpfloat (value, ==, 7);
  g_assert_true (lab_json_get_double (lab_json_get_element (root, 2), &value));
  g_assert_cmpfloat (value, ==, 0);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *where;
    const char *reason;
  } cases[] = {
    { "", "1:1: $", "empty" },
    { " \n\t ", "2:3: $", "empty" },
    { "NaN", "1:1: $", "syntax" },
    { "nan", "1:1: $", "syntax" },
    { "Infinity", "1:1: $", "syntax" },
    { "[-Infinity]", "1:3: $[0]", "number" },
    { "{\"a\": NaN}", "1:7: $.a", "syntax" },
    { "1e400", "1:3: $", "number" },
    { "[1, -1E+4000000000000000000000]", "1:9: $[1]", "number" },
    { "1e-400", "1:4: $", "number" },
    { "01", "1:1: $", "number" },
    { "-01", "1:2: $", "number" },
    { "+1", "1:1: $", "syntax" },
    { ".5", "1:1: $", "syntax" },
    { "1.", "1:3: $", "truncated" },
    { "[1.]", "1:4: $[0]", "number" },
    { "[1e]", "1:4: $[0]", "number" },
    { "[1e+]", "1:5: $[0]", "number" },
    { "-", "1:2: $", "truncated" },
    { "0x10", "1:2: $", "trailing" },
    { "1 2", "1:3: $", "trailing" },
    { "{}}", "1:3: $", "trailing" },
    { "[1,]", "1:4: $[1]", "syntax" },
    { "[,1]", "1:2: $[0]", "syntax" },
    { "[1 2]", "1:4: $[1]", "syntax" },
    { "[1}", "1:3: $[1]", "syntax" },
    { "{\"a\":1,}", "1:8: $", "syntax" },
    { "{\"a\" 1}", "1:6: $.a", "syntax" },
    { "{a:1}", "1:2: $", "syntax" },
    { "{\"a\":1 \"b\":2}", "1:8: $.a", "syntax" },
    { "{'a':1}", "1:2: $", "syntax" },
    { "tru", "1:4: $", "truncated" },
    { "trux", "1:1: $", "syntax" },
    { "truex", "1:5: $", "trailing" },
    { "// no\n1", "1:1: $", "syntax" },
    { "{\"a\":1,\"b\":{\"c\":2,\n\"c\":3}}", "2:1: $.b.c", "duplicate-key" },
    { "{\"a\":1,\"\\u0061\":2}", "1:8: $.a", "duplicate-key" },
    { "{\"\":1,\"\":2}", "1:7: $[\"\"]", "duplicate-key" },
    { "\"\\u0000\"", "1:2: $", "nul" },
    { "[\"a\", \"b\\u0000c\"]", "1:9: $[1]", "nul" },
    { "\"\\ud800\"", "1:2: $", "surrogate" },
    { "\"\\udc00\"", "1:2: $", "surrogate" },
    { "\"\\ud83d\\n\"", "1:2: $", "surrogate" },
    { "\"\\ud83dx\"", "1:2: $", "surrogate" },
    { "\"\\ud83d\\ud83d\"", "1:2: $", "surrogate" },
    { "\"\\ud83d\\u00\"", "1:12: $", "string" },
    { "\"\\u00g0\"", "1:6: $", "string" },
    { "\"\\x41\"", "1:2: $", "string" },
    { "\"a\nb\"", "1:3: $", "string" },
    { "\"a\tb\"", "1:3: $", "string" },
    { "\"\\", "1:3: $", "truncated" },
    { "\"\\\"", "1:4: $", "truncated" },
    { "\"é\x01\"", "1:3: $", "string" },
    { "\xef\xbb\xbf{}", "1:1: $", "bom" },
    { "\xef\xbb", "1:1: $", "utf-8" },
    { "\"\xc0\xaf\"", "1:2: $", "utf-8" },          /* overlong / */
    { "\"\xe0\x80\xaf\"", "1:2: $", "utf-8" },      /* overlong / */
    { "\"\xf0\x80\x80\xaf\"", "1:2: $", "utf-8" },  /* overlong / */
    { "\"\xed\xa0\x80\"", "1:2: $", "utf-8" },      /* U+D800 */
    { "\"\xf4\x90\x80\x80\"", "1:2: $", "utf-8" },  /* beyond U+10FFFF */
    { "{\"k\":\"ab\xff\"}", "1:9: $.k", "utf-8" },
    { "[1,\n\"\x80\"]", "2:2: $[1]", "utf-8" },
    { "1 \xff", "1:3: $", "utf-8" },
    { "{\"a b\":{\"x\\\"y\":[0,{\"ok_1\":tru]}}",
      "1:27: $[\"a b\"][\"x\\\"y\"][1].ok_1", "syntax" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, -1, cases[i].where, cases[i].reason);
  assert_refused ("[1,\0 2]", 7, "1:4: $[1]", "nul");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json/values", test_values);
  g_test_add_func ("/call/json/other-types-are-no-error", test_other_types_are_no_error);
  g_test_add_func ("/call/json/integers", test_integers);
  g_test_add_func ("/call/json/doubles-are-finite", test_doubles_are_finite);
  g_test_add_func ("/call/json/refused", test_refused);

  return g_test_run ();
}
