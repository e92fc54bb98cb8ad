/* lab-cache-pattern-private.h: patterns of keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* INVALID_INPUT where the pattern ends in a lone \ or is not UTF-8. */
gboolean lab_cache_pattern_check (const char  *pattern,
                                  GError     **error);
/* @pattern has passed the check. At worst the product of both lengths. */
gboolean lab_cache_pattern_matches (const char *pattern,
                                    const char *key);

G_END_DECLS
