/* test-encoding.c: the encodings against their published behaviour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "lab-data-file.h"
#include "lab-encoding-private.h"
#include "lab-encoding.h"
#include "lab-error.h"
#include "lab-json.h"
#include "lab-random.h"

static LabEncoding *
load (const char *name)
{
  g_autoptr(GError) error = NULL;
  LabEncoding *encoding = lab_encoding_load (name, &error);

  g_assert_no_error (error);
  return encoding;
}

static GArray *
encode (LabEncoding    *encoding,
        const char     *text,
        gssize          length,
        LabEncodeFlags  flags)
{
  g_autoptr(GError) error = NULL;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gint64 count = -1;

  g_assert_true (lab_encoding_encode (encoding, text, length, flags, ids, &error));
  g_assert_no_error (error);
  g_assert_true (lab_encoding_count (encoding, text, length, flags, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, ids->len);
  return ids;
}

static void
assert_decodes (LabEncoding *encoding,
                GArray      *ids,
                const void  *bytes,
                gsize        length)
{
  g_autoptr(GByteArray) decoded = g_byte_array_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (lab_encoding_decode (encoding, (guint32 *) (void *) ids->data, ids->len, decoded,
                                      &error));
  g_assert_no_error (error);
  g_assert_cmpmem (decoded->data, decoded->len, bytes, length);
}

/* U+0000 is text to an encoding, and refused by the JSON reader: a character
 * that is in no vector stands for it until the line is read. */
#define STAND_IN "\357\243\277" /* U+F8FF */

static char *
hide_null (const char *line)
{
  GString *hidden = g_string_new (NULL);

  g_assert_null (strstr (line, STAND_IN));
  for (const char *p = line; *p != '\0'; p++)
    {
      if (g_str_has_prefix (p, "\\u0000"))
        {
          g_string_append (hidden, STAND_IN);
          p += 5;
          continue;
        }
      g_string_append_c (hidden, *p);
      if (*p == '\\')
        g_string_append_c (hidden, *++p);
    }
  return g_string_free (hidden, FALSE);
}

static GBytes *
show_null (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = text; *p != '\0';)
    {
      gboolean hidden = g_str_has_prefix (p, STAND_IN);

      g_byte_array_append (bytes, (const guint8 *) (hidden ? "" : p), 1);
      p += hidden ? 3 : 1;
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
check_vector (LabEncoding   *encoding,
              const LabJson *vector)
{
  g_autoptr(GBytes) text = show_null (lab_json_get_string (lab_json_get (vector, "text")));
  const LabJson *expected = lab_json_get (vector, "ids");
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  g_autoptr(GArray) ids = encode (encoding, bytes != NULL ? bytes : "", (gssize) length,
                                  LAB_ENCODE_DEFAULT);

  g_assert_cmpuint (ids->len, ==, lab_json_get_n_members (expected));
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = -1;

      g_assert_true (lab_json_get_int (lab_json_get_element (expected, i), &id));
      g_assert_cmpint (g_array_index (ids, guint32, i), ==, id);
    }
  assert_decodes (encoding, ids, bytes, length);
}

static void
test_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tokenizers",
                                                 "vectors_public.jsonl", NULL);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(LabEncoding) o200k = load ("o200k_base");
  g_autoptr(LabEncoding) cl100k = load ("cl100k_base");
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++, n++)
    {
      g_autofree char *line = hide_null (lines[i]);
      g_autoptr(LabJsonDocument) document = NULL;
      const LabJson *vector;

      document = lab_json_document_parse (line, -1, path, i + 1, &error);
      g_assert_no_error (error);
      vector = lab_json_document_get_root (document);
      if (g_str_equal (lab_json_get_string (lab_json_get (vector, "encoding")), "o200k_base"))
        check_vector (o200k, vector);
      else
        check_vector (cl100k, vector);
    }
  g_assert_cmpuint (n, ==, 300);
}

/* Merging alone gives every token back, and so does decoding. */
static void
test_every_token (void)
{
  for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
    {
      g_autoptr(LabEncoding) encoding = load (*name);
      g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
      guint32 n = lab_encoding_get_n_tokens (encoding);

      g_assert_cmpuint (n, ==, g_str_has_prefix (*name, "o200k") ? 199998 : 100256);
      for (guint32 id = 0; id < n; id++)
        {
          gsize length;
          guint32 found;
          const guint8 *token = lab_encoding_get_token (encoding, id, &length);

          g_assert_true (lab_encoding_find_token (encoding, token, length, &found));
          g_assert_cmpuint (found, ==, id);
          g_array_set_size (ids, 0);
          lab_encoding_encode_bytes (encoding, token, length, ids);
          g_assert_cmpuint (ids->len, ==, 1);
          g_assert_cmpuint (g_array_index (ids, guint32, 0), ==, id);
          assert_decodes (encoding, ids, token, length);
        }
    }
}

static void
test_byte_strings (void)
{
  g_autoptr(LabEncoding) encoding = load ("o200k_base");
  LabRandom random;

  lab_random_init_stream (&random, 1, "byte-strings", 0);
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr(GArray) lossy = NULL;
      guint8 bytes[300];
      gsize length = i < 256 ? 1 : lab_random_below (&random, sizeof bytes);

      for (gsize j = 0; j < length; j++)
        bytes[j] = (guint8) (i < 256 ? i : lab_random_next (&random));
      lab_encoding_encode_bytes (encoding, bytes, length, ids);
      assert_decodes (encoding, ids, bytes, length);
      lossy = encode (encoding, (const char *) bytes, (gssize) length, LAB_ENCODE_LOSSY);
      g_assert_cmpuint (lossy->len == 0, ==, length == 0);
    }
}

/* The slow and the quick way of merging agree: a piece over the limit of the
 * one is taken by the other, and by the plain definition here. */
static void
merge_plainly (LabEncoding  *encoding,
               const guint8 *bytes,
               gsize         length,
               GArray       *ids)
{
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 0; i <= length; i++)
    g_array_append_val (starts, i);
  for (;;)
    {
      guint32 best = G_MAXUINT32, id;
      guint at = 0;

      for (guint i = 0; i + 2 < starts->len; i++)
        {
          gsize from = g_array_index (starts, gsize, i);
          gsize to = g_array_index (starts, gsize, i + 2);

          if (lab_encoding_find_token (encoding, bytes + from, to - from, &id) && id < best)
            {
              best = id;
              at = i + 1;
            }
        }
      if (at == 0)
        break;
      g_array_remove_index (starts, at);
    }
  for (guint i = 0; i + 1 < starts->len; i++)
    {
      gsize from = g_array_index (starts, gsize, i);
      gsize to = g_array_index (starts, gsize, i + 1);
      guint32 id;

      g_assert_true (lab_encoding_find_token (encoding, bytes + from, to - from, &id));
      g_array_append_val (ids, id);
    }
}

static void
test_merging (void)
{
  static const char * const alphabets[] = { "a", "ab", " ", "etaoin", "=-_#*", "ACGT",
                                            "abcdefghijklmnopqrstuvwxyz" };
  LabRandom random;

  lab_random_init_stream (&random, 1, "merging", 0);
  for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
    {
      g_autoptr(LabEncoding) encoding = load (*name);

      for (guint i = 0; i < 600; i++)
        {
          const char *alphabet = alphabets[i % G_N_ELEMENTS (alphabets)];
          g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_autoptr(GArray) plain = g_array_new (FALSE, FALSE, sizeof (guint32));
          guint8 bytes[400];
          gsize length = 1 + lab_random_below (&random, sizeof bytes);

          for (gsize j = 0; j < length; j++)
            bytes[j] = (guint8) alphabet[lab_random_below (&random, strlen (alphabet))];
          lab_encoding_encode_bytes (encoding, bytes, length, ids);
          merge_plainly (encoding, bytes, length, plain);
          g_assert_cmpmem (ids->data, ids->len * 4, plain->data, plain->len * 4);
        }
    }
}

static void
test_specials (void)
{
  static const struct
  {
    const char *encoding;
    const char *text;
    guint32 id;
  } cases[] = {
    { "cl100k_base", "<|endoftext|>", 100257 },   { "cl100k_base", "<|fim_prefix|>", 100258 },
    { "cl100k_base", "<|fim_middle|>", 100259 },  { "cl100k_base", "<|fim_suffix|>", 100260 },
    { "cl100k_base", "<|endofprompt|>", 100276 }, { "o200k_base", "<|endoftext|>", 199999 },
    { "o200k_base", "<|endofprompt|>", 200018 },  { "o200k_harmony", "<|startoftext|>", 199998 },
    { "o200k_harmony", "<|endoftext|>", 199999 }, { "o200k_harmony", "<|return|>", 200002 },
    { "o200k_harmony", "<|constrain|>", 200003 }, { "o200k_harmony", "<|channel|>", 200005 },
    { "o200k_harmony", "<|start|>", 200006 },     { "o200k_harmony", "<|end|>", 200007 },
    { "o200k_harmony", "<|message|>", 200008 },   { "o200k_harmony", "<|call|>", 200012 },
    { "o200k_harmony", "<|reserved_200000|>", 200000 },
    { "o200k_harmony", "<|reserved_200013|>", 200013 },
    { "o200k_harmony", "<|reserved_201087|>", 201087 },
    { "o200k_harmony", "<|endofprompt|>", 200018 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LabEncoding) encoding = load (cases[i].encoding);
      g_autofree char *text = g_strconcat ("a ", cases[i].text, "<|<|no|>", cases[i].text, NULL);
      g_autoptr(GArray) as_text = encode (encoding, cases[i].text, -1, LAB_ENCODE_DEFAULT);
      g_autoptr(GArray) ids = encode (encoding, text, -1, LAB_ENCODE_SPECIALS);
      guint32 id;

      g_assert_true (lab_encoding_find_special (encoding, cases[i].text, &id));
      g_assert_cmpuint (id, ==, cases[i].id);
      g_assert_cmpuint (id, <, lab_encoding_get_n_vocabulary (encoding));
      g_assert_cmpuint (as_text->len, >, 1);
      /* "a", " ", the token: the space ends a text of its own. */
      g_assert_cmpuint (g_array_index (ids, guint32, 2), ==, id);
      g_assert_cmpuint (g_array_index (ids, guint32, ids->len - 1), ==, id);
      assert_decodes (encoding, ids, text, strlen (text));
    }
}

/* A published conversation in harmony's format: what stands between its
 * special tokens is ordinary text. */
static void
test_harmony (void)
{
  static const guint32 expected[] = { 200006, 1428, 200008, 24912, 2375, 200007 };
  g_autoptr(LabEncoding) encoding = load ("o200k_harmony");
  g_autoptr(GArray) ids = encode (encoding, "<|start|>user<|message|>hello world<|end|>", -1,
                                  LAB_ENCODE_SPECIALS);

  g_assert_cmpmem (ids->data, ids->len * 4, expected, sizeof expected);
}

static void
test_bad_text (void)
{
  static const struct
  {
    const char *text;
    const char *offset;
    const char *lossy;
  } cases[] = {
    { "abc\xff", "byte 3.", "abc\357\277\275" },
    { "\x80\x80", "byte 0.", "\357\277\275\357\277\275" },
    { "a\xe2\x82z", "byte 1.", "a\357\277\275z" },
    { "a\xe2\x82", "byte 1.", "a\357\277\275" },
    { "\xed\xa0\x80", "byte 0.", "\357\277\275\357\277\275\357\277\275" },
    { "0123456789\xc0\xaf", "byte 10.", "0123456789\357\277\275\357\277\275" },
    { "\xf0\x9f\x98!", "byte 0.", "\357\277\275!" },
    { "\xf4\x90\x80\x80", "byte 0.", "\357\277\275\357\277\275\357\277\275\357\277\275" },
    { "\xe0\x80", "byte 0.", "\357\277\275\357\277\275" },
    { "\xf0\x8f\xbf\xbf", "byte 0.", "\357\277\275\357\277\275\357\277\275\357\277\275" },
  };
  g_autoptr(LabEncoding) encoding = load ("o200k_base");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) ids = NULL;
      g_autoptr(GArray) expected = NULL;
      g_autoptr(GError) error = NULL;
      gint64 count;

      g_assert_false (lab_encoding_count (encoding, cases[i].text, -1, LAB_ENCODE_DEFAULT, &count,
                                          &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, cases[i].offset));
      ids = encode (encoding, cases[i].text, -1, LAB_ENCODE_LOSSY);
      expected = encode (encoding, cases[i].lossy, -1, LAB_ENCODE_DEFAULT);
      g_assert_cmpmem (ids->data, ids->len * 4, expected->data, expected->len * 4);
    }
}

static void
test_bad_ids (void)
{
  static const guint32 ids[] = { 24912, 199998 };
  g_autoptr(LabEncoding) encoding = load ("o200k_base");
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (lab_encoding_decode (encoding, ids, 2, bytes, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "199998, token 2"));
}

/* Every part of a table is checked: a bit turned over anywhere, a file cut
 * anywhere, each is refused with the file's name. */
static void
test_damaged_table (void)
{
  static const gsize places[] = { 0, 7, 8, 12, 16, 20, 24, 28, 40, 64, 72, 5000, 500000, 3000000 };
  g_autoptr(GError) error = NULL;
  g_autofree char *source = lab_data_file_find ("tokenizers/cl100k_base.ranks", &error);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "table-XXXXXX", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *missing = NULL;
  gsize length;
  int handle = g_mkstemp (path);

  g_assert_cmpint (handle, >=, 0);
  g_close (handle, NULL);
  g_assert_true (g_file_get_contents (source, &contents, &length, &error));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (places); i++)
    {
      gsize at = places[i / 2];
      gboolean cut = i % 2 == 1;

      g_assert_cmpuint (at, <, length);
      contents[at] ^= cut ? 0 : 4;
      g_assert_true (g_file_set_contents (path, contents, (gssize) (cut ? at : length), NULL));
      contents[at] ^= cut ? 0 : 4;
      g_assert_null (lab_encoding_load_file ("cl100k_base", path, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, path));
      g_clear_error (&error);
    }
  g_remove (path);
  missing = g_strconcat (path, ".none", NULL);
  g_assert_null (lab_encoding_load_file ("cl100k_base", missing, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
test_names (void)
{
  g_autoptr(GError) error = NULL;

  for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
    {
      g_autoptr(LabEncoding) encoding = load (*name);
      g_autoptr(LabEncoding) again = lab_encoding_ref (encoding);

      g_assert_true (lab_encoding_is_known (*name));
      g_assert_cmpstr (lab_encoding_get_name (again), ==, *name);
    }
  g_assert_false (lab_encoding_is_known ("gpt2"));
  g_assert_null (lab_encoding_load ("gpt2", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static GString *
worst_case (guint kind,
            gsize length)
{
  static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  static const char * const units[] = { "a", " ", "A", "\n", "\312\260A", "!", " \t", "'s", "1" };
  GString *text = g_string_new (NULL);
  LabRandom random;

  lab_random_init_stream (&random, 1, "worst-case", kind);
  while (text->len < length)
    if (kind < G_N_ELEMENTS (units))
      g_string_append (text, units[kind]);
    else if (kind == G_N_ELEMENTS (units))
      g_string_append_c (text, base64[lab_random_below (&random, 64)]);
    else
      g_string_append_c (text, (char) ('a' + lab_random_below (&random, 26)));
  return text;
}

#define N_WORST_CASES 11

/* By counting steps, not time: eight times the text takes at most eight
 * times the steps and what a heap adds, where a square takes 64 times. */
static void
test_linear (void)
{
  g_autoptr(LabEncoding) encoding = NULL;

  for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
    for (guint kind = 0; kind < N_WORST_CASES; kind++)
      {
        guint64 work[2];

        g_clear_pointer (&encoding, lab_encoding_unref);
        encoding = load (*name);
        for (guint i = 0; i < 2; i++)
          {
            g_autoptr(GString) text = worst_case (kind, i == 0 ? 20000 : 160000);
            LabEncodeRun run;
            gsize settled;

            lab_encode_run_init (&run, encoding, LAB_ENCODE_DEFAULT, NULL);
            g_assert_true (lab_encode_run_add (&run, (guint8 *) text->str, text->len, TRUE,
                                               &settled, NULL));
            work[i] = run.bpe.work + run.split_work;
            lab_encode_run_clear (&run);
          }
        g_test_message ("%s, kind %u: %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT " steps",
                        *name, kind, work[0], work[1]);
        g_assert_cmpuint (work[1], <, work[0] * 10);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/encoding/public-vectors", test_vectors);
  g_test_add_func ("/tokenizer/encoding/every-token", test_every_token);
  g_test_add_func ("/tokenizer/encoding/byte-strings", test_byte_strings);
  g_test_add_func ("/tokenizer/encoding/merging", test_merging);
  g_test_add_func ("/tokenizer/encoding/specials", test_specials);
  g_test_add_func ("/tokenizer/encoding/harmony", test_harmony);
  g_test_add_func ("/tokenizer/encoding/bad-text", test_bad_text);
  g_test_add_func ("/tokenizer/encoding/bad-ids", test_bad_ids);
  g_test_add_func ("/tokenizer/encoding/damaged-table", test_damaged_table);
  g_test_add_func ("/tokenizer/encoding/names", test_names);
  g_test_add_func ("/tokenizer/encoding/linear", test_linear);
  return g_test_run ();
}
