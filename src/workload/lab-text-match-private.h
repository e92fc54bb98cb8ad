/* lab-text-match-private.h: text in a form in which values can be found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LabMatchFlags:
 * @LAB_MATCH_CUT: the text was cut at its end; what touches it does not count
 * @LAB_MATCH_RECORDS: commas without a space may part fields ("12,30" holds
 *   12 and 30), as in CSV; else they belong to the number
 */
typedef enum
{
  LAB_MATCH_DEFAULT = 0,
  LAB_MATCH_CUT = 1 << 0,
  LAB_MATCH_RECORDS = 1 << 1,
} LabMatchFlags;

/* Lower case, runs of white space as one space, typographic quotes, dashes
 * and spaces as their plain forms. Text need not be UTF-8. */
char *lab_text_normalise (const char *text);
/* @normal: from lab_text_normalise(); @value as it is */
gboolean lab_text_find_value (const char    *normal,
                              const char    *value,
                              LabMatchFlags  flags);
gboolean lab_text_find_any (const char         *normal,
                            const char * const *values,
                            LabMatchFlags       flags);

G_END_DECLS
