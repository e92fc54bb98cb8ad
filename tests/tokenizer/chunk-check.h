/* chunk-check.h: a text in chunks against the same at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-token-counter.h"

/* In two parts at every place, and byte by byte, with special tokens and
 * without. */
void check_chunks (const char *encoding,
                   const char *text,
                   gsize       length);
/* Random texts of scraps in random chunks. */
void chunk_fuzz (guint   rounds,
                 guint64 seed);
