/* lab-utf8.c: which bytes are UTF-8
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-utf8-private.h"

#include <string.h>

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

LabUtf8State
lab_utf8_read (const guint8 *p,
               const guint8 *end,
               gsize        *length)
{
  guint8 low = 0x80, high = 0xbf;
  gsize need;

  *length = 1;
  if (p[0] < 0x80)
    return LAB_UTF8_VALID;
  if (p[0] < 0xc2 || p[0] > 0xf4)
    return LAB_UTF8_INVALID;
  need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
  if (p[0] == 0xe0)
    low = 0xa0;
  else if (p[0] == 0xed)
    high = 0x9f;
  else if (p[0] == 0xf0)
    low = 0x90;
  else if (p[0] == 0xf4)
    high = 0x8f;
  for (; *length < need; (*length)++)
    {
      if (p + *length == end)
        return LAB_UTF8_INCOMPLETE;
      if (p[*length] < low || p[*length] > high)
        return LAB_UTF8_INVALID;
      low = 0x80;
      high = 0xbf;
    }
  return LAB_UTF8_VALID;
}

gsize
lab_utf8_valid_length (const guint8 *bytes,
                       gsize         length,
                       LabUtf8State *state)
{
  const guint8 *p = bytes, *end = bytes + length;

  *state = LAB_UTF8_VALID;
  while (p < end)
    {
      gsize size;

      if (end - p >= 8)
        {
          guint64 word;

          memcpy (&word, p, sizeof word);
          if ((word & HIGH_BITS) == 0)
            {
              p += 8;
              continue;
            }
        }
      *state = lab_utf8_read (p, end, &size);
      if (*state != LAB_UTF8_VALID)
        break;
      p += size;
    }
  return (gsize) (p - bytes);
}
