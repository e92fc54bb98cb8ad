/* lab-token-ratios-private.h: how many tokens others make of o200k's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-content-private.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/* Tokens of the family for a thousand of o200k_base. */
typedef struct
{
  gint64 low;
  gint64 mid;
  gint64 high;
} LabTokenRatio;

typedef struct
{
  LabTokenRatio families[LAB_TOKEN_FAMILY_UNKNOWN + 1][LAB_N_CONTENTS];
} LabTokenRatios;

LabTokenRatios *lab_token_ratios_load (const char  *path,
                                       GError     **error);

G_END_DECLS
