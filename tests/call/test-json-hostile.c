/* test-json-hostile.c: documents made to break a reader, and other readers'
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "json-fuzz.h"
#include "lab-error.h"
#include "lab-json.h"

static void
assert_reason (const char *text,
               gssize      length,
               const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_json_document_parse (text, length, "h", 1, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, reason);
  g_assert_null (lab_json_document_parse (text, length, "h", 1, NULL));
}

static char *
repeat (const char *piece,
        guint       n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *many = repeat ("[", 200000);
  g_autofree char *many_objects = repeat ("{\"a\":", 200000);
  g_autofree char *open = repeat ("[", LAB_JSON_MAX_DEPTH);
  g_autofree char *close = repeat ("]", LAB_JSON_MAX_DEPTH);
  g_autofree char *deepest = g_strconcat (open, close, NULL);
  g_autofree char *too_deep = g_strconcat ("[", deepest, "]", NULL);
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  const LabJson *node;
  g_autofree char *path = NULL;

  assert_reason (many, -1, "too-deep");
  assert_reason (many_objects, -1, "too-deep");
  assert_reason (too_deep, -1, "too-deep");
  document = lab_json_document_parse (deepest, -1, NULL, 1, &error);
  g_assert_no_error (error);
  node = lab_json_document_get_root (document);
  while (lab_json_get_n_members (node) > 0)
    node = lab_json_get_element (node, 0);
  path = lab_json_get_path (node);
  g_assert_cmpuint (strlen (path), ==, 1 + 3 * (LAB_JSON_MAX_DEPTH - 1));
}

static void
test_every_cut (void)
{
  static const char sample[] =
    "{\"name\": \"a\\u00e9\\ud83d\\ude00é\", \"list\": [1, -2.50e+3, true, false, null, {}, []],\n"
    " \"o\": {\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,"
    "\"h\":8,\"i\":9,\"j\":[[\"x\"]]}}";

  for (gsize length = 0; length < strlen (sample); length++)
    {
      g_autofree char *cut = g_memdup2 (sample, MAX (length, 1));
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (GError) error = NULL;

      document = lab_json_document_parse (cut, (gssize) length, "cut", 1, &error);
      g_assert_null (document);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      if (length > 0 && g_utf8_validate_len (cut, length, NULL))
        g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "truncated");
    }
}

/* Names are found however many there are, and the one that stands twice. */
static void
test_many_names (void)
{
  static const guint counts[] = { 1, 7, 8, 9, 10, 16, 17, 100, 100000 };

  for (gsize c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      const LabJson *root;

      for (guint i = 0; i < counts[c]; i++)
        g_string_append_printf (text, "%s\"name-%u\":%u", i > 0 ? "," : "", i, i);
      g_string_append_c (text, '}');
      document = lab_json_document_parse (text->str, -1, NULL, 1, &error);
      g_assert_no_error (error);
      root = lab_json_document_get_root (document);
      for (guint i = 0; i < counts[c]; i++)
        {
          g_autofree char *name = g_strdup_printf ("name-%u", i);
          gint64 value = -1;

          g_assert_true (lab_json_get_int (lab_json_get (root, name), &value));
          g_assert_cmpint (value, ==, i);
        }
      g_assert_null (lab_json_get (root, "name-"));

      g_string_truncate (text, text->len - 1);
      g_string_append (text, ",\"name-0\":0}");
      assert_reason (text->str, -1, "duplicate-key");
    }
}

static void
test_error_inside_large_object (void)
{
  g_autoptr (GString) text = g_string_new ("[{");

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "\"name-%u\":%u,", i, i);
  assert_reason (text->str, -1, "truncated");
  g_string_append (text, "\"x\":tru}");
  assert_reason (text->str, -1, "syntax");
}

static void
test_one_byte_too_many (void)
{
  gsize length = LAB_JSON_DEFAULT_MAX_BYTES + 1;
  g_autofree char *text = g_malloc (length);

  memset (text, ' ', length);
  text[0] = '1';
  assert_reason (text, (gssize) length, "too-large");
}

static void
test_long_strings_and_names (void)
{
  g_autofree char *word = repeat ("wörter ", 200000);
  g_autofree char *text = g_strdup_printf ("{\"%s\":[\"%s\"]}", word, word);
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  const LabJson *root;

  document = lab_json_document_parse (text, -1, "long", 1, &error);
  g_assert_no_error (error);
  root = lab_json_document_get_root (document);
  g_assert_cmpstr (lab_json_get_string (lab_json_get_element (lab_json_get (root, word), 0)), ==,
                   word);
  /* Messages stay of human size. */
  lab_json_set_error (&error, lab_json_get (root, word), "Wrong.");
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_compare (void)
{
  json_fuzz_compare (1, 2000);
}

static void
test_mutate (void)
{
  json_fuzz_mutate (2, 6000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json-hostile/depth", test_depth);
  g_test_add_func ("/call/json-hostile/every-cut", test_every_cut);
  g_test_add_func ("/call/json-hostile/many-names", test_many_names);
  g_test_add_func ("/call/json-hostile/error-inside-large-object", test_error_inside_large_object);
  g_test_add_func ("/call/json-hostile/one-byte-too-many", test_one_byte_too_many);
  g_test_add_func ("/call/json-hostile/long-strings-and-names", test_long_strings_and_names);
  g_test_add_func ("/call/json-hostile/means-what-another-reader-reads", test_compare);
  g_test_add_func ("/call/json-hostile/mutated-documents", test_mutate);

  return g_test_run ();
}
