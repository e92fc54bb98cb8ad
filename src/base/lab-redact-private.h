/* lab-redact-private.h: keeping keys out of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-log.h"

G_BEGIN_DECLS

#define LAB_REDACTED "[redacted]"

/* As lab_redact(), and @secrets (element-type utf8) (nullable) wherever they
 * stand, also inside longer words and overlapping. (transfer full) */
char *lab_redact_with_secrets (const char *text,
                               GPtrArray  *secrets);
/* Whether a field or header of this name holds a key whatever it looks like. */
gboolean lab_redact_is_key_name (const char *name);

G_END_DECLS
