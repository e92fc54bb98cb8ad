/* test-text-memo.c: counts and ids of texts that come again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-text-memo-private.h"

#define TEXT "A text that is long enough to be worth keeping, once counted."

static LabTokenScheme
scheme (const char *model,
        const char *encoding)
{
  LabTokenScheme made;

  lab_token_scheme_init (&made, model, encoding);
  return made;
}

static void
test_tells_apart (void)
{
  LabTextMemo *memo = lab_text_memo_new ();
  const LabTokenScheme gpt = scheme ("gpt-4o", "o200k_base");
  const LabTokenScheme old = scheme ("gpt-4", "cl100k_base");
  const LabTokenScheme claude = scheme ("claude-opus-5", NULL);
  LabTokenCount count = LAB_TOKEN_COUNT_INIT ("o200k_base");
  LabTokenCount found = LAB_TOKEN_COUNT_INIT (NULL);

  count.tokens = 13;
  g_assert_false (lab_text_memo_find (memo, &gpt, -1, TEXT, strlen (TEXT), &found, NULL));
  lab_text_memo_add (memo, &gpt, -1, TEXT, strlen (TEXT), &count, NULL);
  lab_text_memo_add (memo, &gpt, -1, TEXT, strlen (TEXT), &count, NULL);
  g_assert_true (lab_text_memo_find (memo, &gpt, -1, TEXT, strlen (TEXT), &found, NULL));
  g_assert_cmpint (found.tokens, ==, 13);
  g_assert_cmpstr (found.encoding, ==, "o200k_base");
  /* What kind of text it is changes no exact count. */
  g_assert_true (lab_text_memo_find (memo, &gpt, 1, TEXT, strlen (TEXT), &found, NULL));
  /* Another encoding, family, length or text is another count. */
  g_assert_false (lab_text_memo_find (memo, &old, -1, TEXT, strlen (TEXT), &found, NULL));
  g_assert_false (lab_text_memo_find (memo, &claude, -1, TEXT, strlen (TEXT), &found, NULL));
  g_assert_false (lab_text_memo_find (memo, &gpt, -1, TEXT, strlen (TEXT) - 1, &found, NULL));
  g_assert_false (lab_text_memo_find (memo, &gpt, -1, "B" TEXT, strlen (TEXT), &found, NULL));
  /* And an estimate hangs on the kind. */
  lab_text_memo_add (memo, &claude, 0, TEXT, strlen (TEXT), &count, NULL);
  g_assert_true (lab_text_memo_find (memo, &claude, 0, TEXT, strlen (TEXT), &found, NULL));
  g_assert_false (lab_text_memo_find (memo, &claude, 1, TEXT, strlen (TEXT), &found, NULL));
  lab_text_memo_free (memo);
}

static void
test_bounds (void)
{
  LabTextMemo *memo = lab_text_memo_new ();
  const LabTokenScheme gpt = scheme ("gpt-4o", "o200k_base");
  g_autofree char *text = g_strnfill (LAB_TEXT_MEMO_MAX_TEXT + 1, 'a');
  LabTokenCount count = LAB_TOKEN_COUNT_INIT ("o200k_base");
  guint n_found = 0;
  const guint n = 3 * LAB_TEXT_MEMO_MAX_BYTES / LAB_TEXT_MEMO_MAX_TEXT;

  lab_text_memo_add (memo, &gpt, -1, text, LAB_TEXT_MEMO_MAX_TEXT + 1, &count, NULL);
  g_assert_false (
    lab_text_memo_find (memo, &gpt, -1, text, LAB_TEXT_MEMO_MAX_TEXT + 1, &count, NULL));
  lab_text_memo_add (memo, &gpt, -1, text, LAB_TEXT_MEMO_MIN_TEXT - 1, &count, NULL);
  g_assert_false (
    lab_text_memo_find (memo, &gpt, -1, text, LAB_TEXT_MEMO_MIN_TEXT - 1, &count, NULL));

  for (guint i = 0; i < n; i++)
    {
      memcpy (text, &i, sizeof i);
      lab_text_memo_add (memo, &gpt, -1, text, LAB_TEXT_MEMO_MAX_TEXT, &count, NULL);
      g_assert_true (
        lab_text_memo_find (memo, &gpt, -1, text, LAB_TEXT_MEMO_MAX_TEXT, &count, NULL));
    }
  for (guint i = 0; i < n; i++)
    {
      memcpy (text, &i, sizeof i);
      n_found += lab_text_memo_find (memo, &gpt, -1, text, LAB_TEXT_MEMO_MAX_TEXT, &count, NULL);
    }
  g_assert_cmpuint (n_found, >, 0);
  g_assert_cmpuint (n_found, <=, LAB_TEXT_MEMO_MAX_BYTES / LAB_TEXT_MEMO_MAX_TEXT);
  lab_text_memo_free (memo);
}

/* A count that was remembered is the count. */
static void
test_same_count (void)
{
  g_autoptr (LabTokenizer) first = lab_tokenizer_new ();
  const LabTokenScheme schemes[] = { scheme ("gpt-4o", "o200k_base"),
                                     scheme ("gpt-4", "cl100k_base"),
                                     scheme ("claude-opus-5", NULL),
                                     scheme ("gemini-2.5-pro", NULL) };
  static const char * const texts[] = {
    TEXT,
    TEXT "\n{\"json\": [1, 2, 3], \"and\": \"more of it, to be long enough\"}\n",
    "int\nmain (void)\n{\n  return puts (\"Größe 模型 🎉\") == EOF; /* not enough */\n}\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (LabTokenizer) fresh = lab_tokenizer_new ();
        LabTokenCount counts[3];

        for (guint k = 0; k < 2; k++)
          g_assert_true (
            lab_tokenizer_count_text (first, &schemes[i], texts[j], -1, &counts[k], NULL));
        g_assert_true (
          lab_tokenizer_count_text (fresh, &schemes[i], texts[j], -1, &counts[2], NULL));
        for (guint k = 1; k < 3; k++)
          {
            g_assert_cmpint (counts[k].tokens, ==, counts[0].tokens);
            g_assert_cmpint (counts[k].low, ==, counts[0].low);
            g_assert_cmpint (counts[k].high, ==, counts[0].high);
            g_assert_cmpint (counts[k].basis, ==, counts[0].basis);
          }
      }
}

/* Counted first or encoded first, and asked twice: the same ids. */
static void
test_same_ids (void)
{
  const LabTokenScheme gpt = scheme ("gpt-4o", "o200k_base");

  for (guint counted_first = 0; counted_first < 2; counted_first++)
    {
      g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();
      LabEncoding *encoding = lab_tokenizer_get_encoding (tokenizer, "o200k_base", NULL);
      g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray) first = NULL;
      g_autoptr (GArray) again = NULL;
      LabTokenCount count;

      g_assert_true (lab_encoding_encode (encoding, TEXT, -1, LAB_ENCODE_LOSSY, plain, NULL));
      if (counted_first)
        g_assert_true (lab_tokenizer_count_text (tokenizer, &gpt, TEXT, -1, &count, NULL));
      first = lab_tokenizer_encode_text (tokenizer, "o200k_base", TEXT, -1, NULL);
      again = lab_tokenizer_encode_text (tokenizer, "o200k_base", TEXT, strlen (TEXT), NULL);
      g_assert_true (first == again);
      g_assert_cmpmem (first->data, first->len * sizeof (guint32), plain->data,
                       plain->len * sizeof (guint32));
      g_assert_true (lab_tokenizer_count_text (tokenizer, &gpt, TEXT, -1, &count, NULL));
      g_assert_cmpint (count.tokens, ==, plain->len);
    }
}

/* Several results of tools go out as several messages. */
static void
test_tool_results_are_messages (void)
{
  g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();
  const LabTokenScheme gpt = scheme ("gpt-4o", "o200k_base");
  LabRequestTokens one, two;

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-4o");
      LabMessage *message = lab_request_add_message (request, LAB_ROLE_TOOL, NULL);

      for (guint j = 0; j < i; j++)
        g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "hello world", NULL,
                                                       "1"));
      g_assert_true (lab_tokenizer_count_request (tokenizer, &gpt, request, i == 1 ? &one : &two,
                                                  NULL));
    }
  g_assert_cmpint (two.total.tokens - one.total.tokens, ==, 2 + 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tokenizer/memo/tells-apart", test_tells_apart);
  g_test_add_func ("/tokenizer/memo/bounds", test_bounds);
  g_test_add_func ("/tokenizer/memo/same-count", test_same_count);
  g_test_add_func ("/tokenizer/memo/same-ids", test_same_ids);
  g_test_add_func ("/tokenizer/request/tool-results-are-messages",
                   test_tool_results_are_messages);

  return g_test_run ();
}
