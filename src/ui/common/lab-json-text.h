/* lab-json-text.h: JSON laid out for reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* With two spaces a level; text that is no JSON is returned as it is.
 * (transfer full) */
char *lab_json_text_lay_out (const char *text);

G_END_DECLS
