/* test-redact.c: keys never stay in text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-log.h"

static void
test_table (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } cases[] = {
    { "", "" },
    { "nothing here", "nothing here" },
    { "sk-abc123DEF456", "[redacted]" },
    { "key sk-proj-a_b-C9 used", "key [redacted] used" },
    { "sk-ant-api03-AAAA_bbbb-cccc", "[redacted]" },
    { "(sk-ant-api03-AAAA)", "([redacted])" },
    { "xyzsk-abcdefghijklmnop1234", "xyz[redacted]" },
    { "AIzaSyA-1234567890_abcdefghijklmnopqrstu", "[redacted]" },
    { "https://host/v1?key=AIzaSyA1234&x=1", "https://host/v1?key=[redacted]&x=1" },
    { "Bearer abc.def-ghi", "Bearer [redacted]" },
    { "Authorization: Bearer abc123==", "Authorization: [redacted]" },
    { "authorization: Basic dXNlcjpwYXNz\nnext: line", "authorization: [redacted]\nnext: line" },
    { "{\"Authorization\": \"Basic dXNlcg==\", \"a\": 1}",
      "{\"Authorization\": \"[redacted]\", \"a\": 1}" },
    { "{\\\"x-api-key\\\":\\\"secret1\\\"}", "{\\\"x-api-key\\\":\\\"[redacted]\\\"}" },
    { "x-api-key: s3cr3t other", "x-api-key: [redacted] other" },
    { "x-goog-api-key=s3cr3t", "x-goog-api-key=[redacted]" },
    { "api_key='s3cr3t', n=2", "api_key='[redacted]', n=2" },
    { "BEARER\tTOKEN", "BEARER\t[redacted]" },
    { "two: sk-aaa1, sk-bbb2.", "two: [redacted], [redacted]." },
    { "Bearer sk-abc123", "Bearer [redacted]" },
    /* what only looks a little like a key */
    { "task-list and risk-free", "task-list and risk-free" },
    { "sk-", "sk-" },
    { "the forbearer walks", "the forbearer walks" },
    { "bearer", "bearer" },
    { "an api-key is missing", "an api-key is missing" },
    { "tokens: 12", "tokens: 12" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = lab_redact (cases[i].text);
      g_autofree char *again = lab_redact (clean);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      /* cleaning what is clean leaves no trace of the key either */
      g_assert_null (strstr (again, "sk-a"));
    }
}

/* Wherever a key is planted, not even half of it is left. */
static void
test_planted_anywhere (void)
{
  static const char *const keys[] = { "sk-ant-api03-Zq8xW7vU6tS5rQ4pO3n",
                                      "sk-proj-Zq8xW7vU6tS5rQ4pO3nM2lK1",
                                      "AIzaZq8xW7vU6tS5rQ4pO3" };
  static const char *const around[] = { "", " ", "x", "9", "-", "_", "\"", "é", "/", "sk-", "\n" };

  for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
    for (guint i = 0; i < G_N_ELEMENTS (around); i++)
      for (guint j = 0; j < G_N_ELEMENTS (around); j++)
        {
          g_autofree char *text = g_strconcat (around[i], keys[k], around[j], NULL);
          g_autofree char *clean = lab_redact (text);

          g_assert_nonnull (strstr (clean, "[redacted]"));
          g_assert_null (strstr (clean, "Zq8x"));
          g_assert_null (strstr (clean, "pO3"));
        }
}

/* No text makes it slow: 1 MB that repeats the beginnings of keys. */
static void
test_long_text_is_linear (void)
{
  static const char *const pieces[] = { "sk-", "AIza",     "bearer ",  "api_key=", "authorization:",
                                        "a",   "bearer\t", "api_key ", "ya29.",    "sk-api_key=" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *clean = NULL;
      double seconds;

      while (text->len < 1000000)
        g_string_append (text, pieces[i]);
      g_test_timer_start ();
      clean = lab_redact (text->str);
      seconds = g_test_timer_elapsed ();
      g_assert_cmpuint (strlen (clean), >, 0);
      /* about 0.03 s; what is quadratic takes minutes */
      g_assert_cmpfloat (seconds, <, 5);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/redact/table", test_table);
  g_test_add_func ("/base/redact/planted-anywhere", test_planted_anywhere);
  g_test_add_func ("/base/redact/long-text-is-linear", test_long_text_is_linear);
  return g_test_run ();
}
