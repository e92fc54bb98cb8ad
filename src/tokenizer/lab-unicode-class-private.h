/* lab-unicode-class-private.h: the character classes of the patterns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LabClass:
 *
 * Each character is in exactly one class of Unicode 16.0.0, the version of
 * the reference's tables. GLib's, PCRE2's and the C library's are others, so
 * none of them is asked. \s is White_Space: U+FEFF and U+200B are not in it.
 * LAB_CLASS_NONE stands for the end of the text and is in no mask.
 */
typedef enum
{
  LAB_CLASS_NONE = 0,
  LAB_CLASS_UPPER = 1 << 0,  /* Lu Lt */
  LAB_CLASS_LOWER = 1 << 1,  /* Ll */
  LAB_CLASS_LETTER = 1 << 2, /* Lm Lo */
  LAB_CLASS_MARK = 1 << 3,   /* M */
  LAB_CLASS_NUMBER = 1 << 4, /* N */
  LAB_CLASS_SPACE = 1 << 5,  /* White_Space but for line ends */
  LAB_CLASS_OTHER = 1 << 6,
  LAB_CLASS_NEWLINE = 1 << 7, /* \r \n */
} LabClass;

#define LAB_UNICODE_VERSION "16.0.0"

extern const guint16 lab_unicode_stage[0x110000 / 128];
extern const guint8 lab_unicode_blocks[];

/* Of a character beyond ASCII: line ends are told apart by the splitter. */
static inline guint
lab_unicode_class (gunichar c)
{
  return lab_unicode_blocks[lab_unicode_stage[c >> 7] * 128u + (c & 127)];
}

G_END_DECLS
