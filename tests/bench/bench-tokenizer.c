/* bench-tokenizer.c: megabytes a second through the exact encodings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "lab-encoding.h"
#include "lab-random.h"

#define BYTES (4 * 1024 * 1024)
#define WORST_BYTES (1024 * 1024)

typedef void (*AppendFunc) (GString   *text,
                            LabRandom *random);

static const char *
pick (LabRandom          *random,
      const char * const *words,
      gsize               n)
{
  return words[lab_random_below (random, n)];
}

static void
append_prose (GString   *text,
              LabRandom *random)
{
  static const char * const words[] = {
    "the",     "of",    "and",       "to",      "price", "model",  "answers", "customer",
    "because", "which", "cheaper",   "it's",    "don't", "report", "between", "measurement",
    "a",       "in",    "requests,", "tokens.", "We",    "Each",   "however", "interval",
  };

  g_string_append (text, pick (random, words, G_N_ELEMENTS (words)));
  g_string_append (text, lab_random_below (random, 14) == 0 ? ".\n" : " ");
}

static void
append_code (GString   *text,
             LabRandom *random)
{
  static const char * const lines[] = {
    "static gboolean\nparse_line (const char *line, gsize length)\n{\n",
    "  if (self->count >= MAX_ITEMS || items == NULL)\n    return FALSE;\n",
    "  for (int i = 0; i < n_rows; i++)\n    total += rows[i].price * quantity;\n",
    "    def handle_request(self, request):\n        return self.client.post(url)\n",
    "const result = await fetch(`/api/items/${id}`);\n",
    "}\n\n",
  };

  g_string_append (text, pick (random, lines, G_N_ELEMENTS (lines)));
}

static void
append_scripts (GString   *text,
                LabRandom *random)
{
  static const char * const lines[] = {
    "我们今天去公园散步，天气很好。",  "これはとても長い文章です。",
    "오늘은 날씨가 좋습니다. ",          "Мы идём гулять в парк. ",
    "الطقس جميل اليوم. ",               "आज मौसम अच्छा है। ",
    "Größe und Übung, ça va très bien. ", "วันนี้อากาศดี ",
    "Ο καιρός είναι καλός. ",           "🎉👍🏽 ",
  };

  g_string_append (text, pick (random, lines, G_N_ELEMENTS (lines)));
}

static void
append_json (GString   *text,
             LabRandom *random)
{
  g_string_append_printf (text,
                          "{\"id\": %u, \"name\": \"item-%u\", \"price\": %u.%02u, "
                          "\"tags\": [\"a\", \"new\"], \"stock\": true},\n",
                          (guint) lab_random_below (random, 1000000),
                          (guint) lab_random_below (random, 1000),
                          (guint) lab_random_below (random, 1000),
                          (guint) lab_random_below (random, 100));
}

static void
append_letter (GString   *text,
               LabRandom *random)
{
  g_string_append (text, "aaaaaaaaaaaaaaaa");
}

static void
append_space (GString   *text,
              LabRandom *random)
{
  g_string_append (text, "                ");
}

static void
append_base64 (GString   *text,
               LabRandom *random)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  g_string_append_c (text, digits[lab_random_below (random, 64)]);
}

static void
append_letters (GString   *text,
                LabRandom *random)
{
  g_string_append_c (text, (char) ('a' + lab_random_below (random, 26)));
}

static void
measure (LabEncoding *encoding,
         const char  *what,
         AppendFunc   append,
         gsize        size,
         const char  *target)
{
  g_autoptr(GString) text = g_string_new (NULL);
  LabRandom random;
  gint64 start, elapsed, count = 0;
  gint64 best = G_MAXINT64;

  lab_random_init (&random, 1);
  while (text->len < size)
    append (text, &random);
  for (guint i = 0; i < 3; i++)
    {
      start = g_get_monotonic_time ();
      lab_encoding_count (encoding, text->str, (gssize) text->len, LAB_ENCODE_DEFAULT, &count,
                          NULL);
      elapsed = g_get_monotonic_time () - start;
      best = MIN (best, elapsed);
    }
  g_print ("%-12s %-22s %7.1f MB/s %7.1f ms %9" G_GINT64_FORMAT " tokens   target: %s\n",
           lab_encoding_get_name (encoding), what, (double) text->len / (double) best,
           (double) best / 1000, count, target);
}

static void
measure_load (const char *name)
{
  gint64 start, best = G_MAXINT64;

  for (guint i = 0; i < 5; i++)
    {
      LabEncoding *encoding;

      start = g_get_monotonic_time ();
      encoding = lab_encoding_load (name, NULL);
      best = MIN (best, g_get_monotonic_time () - start);
      lab_encoding_unref (encoding);
    }
  g_print ("%-12s %-22s %7.2f ms   target: under 5 ms\n", name, "load", (double) best / 1000);
}

int
main (void)
{
  for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
    {
      g_autoptr(LabEncoding) encoding = lab_encoding_load (*name, NULL);

      measure_load (*name);
      if (g_str_equal (*name, "o200k_harmony"))
        continue;
      measure (encoding, "prose", append_prose, BYTES, "-");
      measure (encoding, "code", append_code, BYTES, "-");
      measure (encoding, "many scripts", append_scripts, BYTES, "-");
      measure (encoding, "JSON", append_json, BYTES, "-");
      measure (encoding, "one letter, 1 MB", append_letter, WORST_BYTES, "well under 1000 ms");
      measure (encoding, "one letter, 4 MB", append_letter, BYTES, "4 times 1 MB's");
      measure (encoding, "spaces, 1 MB", append_space, WORST_BYTES, "well under 1000 ms");
      measure (encoding, "random base64, 1 MB", append_base64, WORST_BYTES, "well under 1000 ms");
      measure (encoding, "random letters, 1 MB", append_letters, WORST_BYTES,
               "well under 1000 ms");
    }
  return 0;
}
