/* lab-utf8-scan.h: looking through text eight bytes at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many bytes from the beginning are ASCII other than NUL; @length if all
 * are. */
gsize lab_utf8_scan_ascii (const char *text,
                        gsize       length);
/* As g_utf8_validate_len(), which goes byte by byte: NUL is not allowed.
 * @end: (out) (optional): where it stops being UTF-8, or the end */
gboolean lab_utf8_scan_valid (const char  *text,
                            gsize        length,
                            const char **end);

G_END_DECLS
