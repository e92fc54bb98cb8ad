/* json-fuzz.c: documents by chance, beside another reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "json-fuzz.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json.h"

static const char *const scalars[] = {
  "null", "true", "false", "0", "-1", "12", "9223372036854775807", "-9223372036854775808",
  "0.5", "-12.250", "1e5", "2.5E-3", "1.5e+10", "\"\"", "\"a\"", "\"\\n\\t\\\"\\\\\\/\\b\\f\\r\"",
  "\"\\u00e9\\u20AC\"", "\"\\ud83d\\ude00\"", "\"é😀\x7f\"", "\"\\u0001\"",
  "\"a long one, with , and ]\"",
};

static const char *const spaces[] = { "", "", "", " ", "\n", "\t", "\r\n", "  \n " };

static const char *
pick (LabRandom         *random,
      const char *const *choices,
      gsize              n)
{
  return choices[lab_random_below (random, n)];
}

static void
append_space (LabRandom *random,
              GString   *out)
{
  g_string_append (out, pick (random, spaces, G_N_ELEMENTS (spaces)));
}

static void
append_value (LabRandom *random,
              GString   *out,
              int        depth)
{
  gboolean object = lab_random_below (random, 2);
  guint n;

  append_space (random, out);
  if (depth == 0 || lab_random_below (random, 3) == 0)
    {
      g_string_append (out, pick (random, scalars, G_N_ELEMENTS (scalars)));
      append_space (random, out);
      return;
    }

  n = (guint) lab_random_below (random, lab_random_below (random, 12) == 0 ? 40 : 6);
  g_string_append_c (out, object ? '{' : '[');
  append_space (random, out);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_space (random, out);
      if (object)
        g_string_append_printf (out, "\"%s%u\" :", i % 3 == 0 ? "é\\n" : "k", i);
      append_value (random, out, depth - 1);
    }
  g_string_append_c (out, object ? '}' : ']');
  append_space (random, out);
}

char *
json_fuzz_new_document (LabRandom *random)
{
  GString *out = g_string_new (NULL);

  append_value (random, out, 5);
  return g_string_free (out, FALSE);
}

static void
assert_number (const LabJson *ours,
               JsonNode      *theirs)
{
  gint64 integer;
  double real;

  if (json_node_get_value_type (theirs) == G_TYPE_INT64)
    {
      g_assert_true (lab_json_get_int (ours, &integer));
      g_assert_cmpint (integer, ==, json_node_get_int (theirs));
    }
  else
    {
      g_assert_false (lab_json_get_int (ours, &integer));
      g_assert_true (lab_json_get_double (ours, &real));
      g_assert_cmpfloat (real, ==, json_node_get_double (theirs));
    }
}

static void
assert_same (const LabJson *ours,
             JsonNode      *theirs)
{
  gboolean truth;

  switch (lab_json_get_node_type (ours))
    {
    case LAB_JSON_NULL:
      g_assert_true (JSON_NODE_HOLDS_NULL (theirs));
      break;

    case LAB_JSON_BOOLEAN:
      g_assert_true (lab_json_get_boolean (ours, &truth));
      g_assert_cmpint (truth, ==, json_node_get_boolean (theirs));
      break;

    case LAB_JSON_NUMBER:
      assert_number (ours, theirs);
      break;

    case LAB_JSON_STRING:
      g_assert_cmpstr (lab_json_get_string (ours), ==, json_node_get_string (theirs));
      break;

    case LAB_JSON_ARRAY:
      g_assert_cmpuint (lab_json_get_n_members (ours), ==,
                        json_array_get_length (json_node_get_array (theirs)));
      for (guint i = 0; i < lab_json_get_n_members (ours); i++)
        assert_same (lab_json_get_element (ours, i),
                     json_array_get_element (json_node_get_array (theirs), i));
      break;

    case LAB_JSON_OBJECT:
    default:
      g_assert_cmpuint (lab_json_get_n_members (ours), ==,
                        json_object_get_size (json_node_get_object (theirs)));
      for (guint i = 0; i < lab_json_get_n_members (ours); i++)
        {
          const char *name = lab_json_get_member_name (ours, i);

          g_assert_true (lab_json_get (ours, name) == lab_json_get_element (ours, i));
          assert_same (lab_json_get (ours, name),
                       json_object_get_member (json_node_get_object (theirs), name));
        }
      break;
    }
}

/* What was taken reads back from the writer, and sorted text is the same
 * however often it is sorted. */
static void
assert_reads_back (const LabJson *root)
{
  g_autofree char *once = lab_json_to_string (root, FALSE);
  g_autofree char *sorted = lab_json_to_string (root, TRUE);
  g_autofree char *again = NULL;
  g_autofree char *sorted_again = NULL;
  g_autoptr (LabJsonDocument) back = NULL;
  g_autoptr (LabJsonDocument) sorted_back = NULL;
  g_autoptr (GError) error = NULL;

  back = lab_json_document_parse (once, -1, NULL, 1, &error);
  g_assert_no_error (error);
  again = lab_json_to_string (lab_json_document_get_root (back), FALSE);
  g_assert_cmpstr (again, ==, once);

  sorted_back = lab_json_document_parse (sorted, -1, NULL, 1, &error);
  g_assert_no_error (error);
  sorted_again = lab_json_to_string (lab_json_document_get_root (sorted_back), TRUE);
  g_assert_cmpstr (sorted_again, ==, sorted);
}

void
json_fuzz_compare (guint64 seed,
                   guint   n)
{
  LabRandom random;

  lab_random_init_stream (&random, seed, "json/compare", 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = json_fuzz_new_document (&random);
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;

      document = lab_json_document_parse (text, -1, "fuzz", 1, &error);
      g_assert_no_error (error);
      json_parser_load_from_data (parser, text, -1, &error);
      g_assert_no_error (error);
      assert_same (lab_json_document_get_root (document), json_parser_get_root (parser));
      assert_reads_back (lab_json_document_get_root (document));
    }
}

/* A byte put in, taken out, changed, or a piece repeated. */
static void
mutate (LabRandom *random,
        GString   *text)
{
  static const char alphabet[] = "{}[]\",:\\ \n0123456789.eE+-tfnu\x01\x7f\x80\xc3\xed\xf4\xff";
  gssize at = (gssize) lab_random_below (random, text->len + 1);
  char byte = alphabet[lab_random_below (random, sizeof alphabet)];

  switch (lab_random_below (random, 4))
    {
    case 0:
      g_string_insert_c (text, at, byte);
      break;
    case 1:
      if ((gsize) at < text->len)
        g_string_erase (text, at, 1);
      break;
    case 2:
      if ((gsize) at < text->len)
        text->str[at] = byte;
      break;
    default:
      {
        gsize left = text->len - (gsize) at;
        g_autofree char *piece = g_strndup (text->str + at, lab_random_below (random, left + 1));

        g_string_insert (text, at, piece);
        break;
      }
    }
}

void
json_fuzz_mutate (guint64 seed,
                  guint   n)
{
  LabRandom random;

  lab_random_init_stream (&random, seed, "json/mutate", 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *document_text = json_fuzz_new_document (&random);
      g_autoptr (GString) text = g_string_new (document_text);
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *exact = NULL;

      for (guint64 j = lab_random_below (&random, 4) + 1; j > 0; j--)
        mutate (&random, text);
      /* In a piece of memory of its own length, so that reading past its end
       * is found out. */
      exact = g_memdup2 (text->str, MAX (text->len, 1));
      document = lab_json_document_parse (exact, (gssize) text->len, "fuzz", 1, &error);
      g_assert_true ((document == NULL) == (error != NULL));
      if (document != NULL)
        {
          assert_reads_back (lab_json_document_get_root (document));
          continue;
        }
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON));
    }
}
