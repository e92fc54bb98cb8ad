/* lab-utf8-private.h: which bytes are UTF-8
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_UTF8_VALID,
  LAB_UTF8_INVALID,
  LAB_UTF8_INCOMPLETE, /* cut off by the end; what is there is well begun */
} LabUtf8State;

/* GLib's own check takes U+0000 for an error.
 *
 * @length: (out): bytes of the character at @p < @end, or of the maximal part
 *   of a sequence that one U+FFFD stands for (Unicode 16, 3.9, table 3-7) */
LabUtf8State lab_utf8_read (const guint8 *p,
                            const guint8 *end,
                            gsize        *length);
/* The length of what is valid from the start on; @state says what stopped it
 * (VALID: nothing did). */
gsize lab_utf8_valid_length (const guint8 *bytes,
                             gsize         length,
                             LabUtf8State *state);

G_END_DECLS
