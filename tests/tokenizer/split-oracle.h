/* split-oracle.h: PCRE2 on the published patterns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <glib.h>
#include <pcre2.h>

#include "lab-splitter-private.h"

#define UNASSIGNED 6

typedef struct
{
  pcre2_code *code[2];
  pcre2_code *classes[7];
  pcre2_match_data *match;
} Oracle;

void oracle_init (Oracle *self);
void oracle_clear (Oracle *self);
/* Ends the test where the two split @text differently. */
void assert_same_split (Oracle          *oracle,
                        LabSplitPattern  pattern,
                        const char      *text,
                        gsize            length);
/* Compares the two on random texts full of the patterns' traps. */
void oracle_fuzz (guint   rounds,
                  guint64 seed);
