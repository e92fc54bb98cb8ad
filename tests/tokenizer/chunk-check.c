/* chunk-check.c: a text in chunks against the same at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chunk-check.h"

#include <stdlib.h>

#include "lab-random.h"

static void
check_cut (LabEncoding    *encoding,
           LabEncodeFlags  flags,
           const char     *text,
           gsize           length,
           const gsize    *cuts,
           guint           n_cuts)
{
  g_autoptr(GArray) whole = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(LabTokenCounter) counter = lab_token_counter_new (encoding, flags, ids);
  g_autoptr(GError) error = NULL;
  gint64 count;
  gsize at = 0;

  /* At once with valid text does not go through the counter. */
  g_assert_true (lab_encoding_encode (encoding, text, (gssize) length, flags, whole, &error));
  for (guint i = 0; i <= n_cuts; i++)
    {
      gsize next = i < n_cuts ? cuts[i] : length;

      g_assert_true (lab_token_counter_feed (counter, text + at, next - at, &error));
      at = next;
    }
  g_assert_true (lab_token_counter_finish (counter, &count, &error));
  g_assert_cmpint (count, ==, ids->len);
  g_assert_cmpmem (ids->data, ids->len * 4, whole->data, whole->len * 4);
}

void
check_chunks (const char *name,
              const char *text,
              gsize       length)
{
  g_autoptr(LabEncoding) encoding = lab_encoding_load (name, NULL);
  g_autofree gsize *cuts = g_new (gsize, length + 1);

  for (guint specials = 0; specials < 2; specials++)
    {
      LabEncodeFlags flags = LAB_ENCODE_LOSSY | (specials ? LAB_ENCODE_SPECIALS : 0);

      for (gsize i = 0; i <= length; i++)
        {
          check_cut (encoding, flags, text, length, &i, 1);
          cuts[i] = i;
        }
      check_cut (encoding, flags, text, length, cuts, (guint) length);
    }
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  gsize first = *(const gsize *) a, second = *(const gsize *) b;

  return (first > second) - (first < second);
}

void
chunk_fuzz (guint   rounds,
            guint64 seed)
{
  static const char * const scraps[] = {
    "a", "Word", "HTTP", "'s", "'", "'re", "\305\277", "123", " ", "   ", "\n", "\r\n", "\t",
    "!", "//", "<|endoftext|>", "<|", "|>", "<", "\303\251", "\312\260", "\314\201",
    "\346\227\245\346\234\254", "\360\237\230\200", "\343\200\200", "\302\240",
  };
  LabEncoding *encodings[] = { lab_encoding_load ("o200k_base", NULL),
                               lab_encoding_load ("cl100k_base", NULL) };
  LabRandom random;

  lab_random_init_stream (&random, seed, "chunks", 0);
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      guint n = 1 + (guint) lab_random_below (&random, 60);
      gsize cuts[6];

      for (guint j = 0; j < n; j++)
        g_string_append (text, scraps[lab_random_below (&random, G_N_ELEMENTS (scraps))]);
      for (guint j = 0; j < G_N_ELEMENTS (cuts); j++)
        cuts[j] = lab_random_below (&random, text->len + 1);
      qsort (cuts, G_N_ELEMENTS (cuts), sizeof *cuts, compare_sizes);
      check_cut (encodings[i % 2], i & 2 ? LAB_ENCODE_SPECIALS : LAB_ENCODE_DEFAULT, text->str,
                 text->len, cuts, G_N_ELEMENTS (cuts));
    }
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    lab_encoding_unref (encodings[i]);
}
