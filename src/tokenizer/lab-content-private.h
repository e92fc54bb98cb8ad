/* lab-content-private.h: what kind of text it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_CONTENT_PROSE,
  LAB_CONTENT_CODE,
  LAB_CONTENT_JSON,
  LAB_CONTENT_LATIN_OTHER,
  LAB_CONTENT_OTHER_SCRIPT,
  LAB_N_CONTENTS
} LabContent;

/* "prose", "code", "json", "latin-other", "other-script" */
const char *lab_content_to_string (LabContent content);

/* Of one line; @length without the line end. Prose in another Latin script
 * is told by the whole text: see lab_content_is_latin_other(). A blank line
 * is what @before was. Bytes that are not UTF-8 are passed over. */
LabContent lab_content_of_line (const char *line,
                                gsize       length,
                                LabContent  before);
/* Whether a text's prose has letters with marks as languages other than
 * English do: one letter in a hundred or more. */
gboolean lab_content_is_latin_other (const char *text,
                                     gsize       length);

G_END_DECLS
