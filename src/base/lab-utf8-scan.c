/* lab-utf8-scan.c: looking through text eight bytes at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-utf8-scan.h"

#include <string.h>

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

gsize
lab_utf8_scan_ascii (const char *text,
                  gsize       length)
{
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, text + i, sizeof word);
      /* A byte that is 0 borrows from its high bit; one from 0x80 on has it. */
      if (((word - ONES) | word) & HIGHS)
        break;
    }
  while (i < length && (guchar) text[i] - 1u < 0x7f)
    i++;
  return i;
}

gboolean
lab_utf8_scan_valid (const char  *text,
                   gsize        length,
                   const char **end)
{
  gsize plain = lab_utf8_scan_ascii (text, length);

  if (plain < length)
    return g_utf8_validate_len (text + plain, length - plain, end);
  if (end != NULL)
    *end = text + length;
  return TRUE;
}
