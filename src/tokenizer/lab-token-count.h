/* lab-token-count.h: a number of tokens, and how it is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabTokenBasis:
 * @LAB_TOKEN_BASIS_EXACT: by the vendor's published encoding, token by token
 * @LAB_TOKEN_BASIS_COUNTED: by the vendor's own counting endpoint
 * @LAB_TOKEN_BASIS_ESTIMATED: by a ratio or a rule of thumb, with a range
 *
 * From the surest to the least sure: sums take the greatest.
 */
typedef enum
{
  LAB_TOKEN_BASIS_EXACT,
  LAB_TOKEN_BASIS_COUNTED,
  LAB_TOKEN_BASIS_ESTIMATED,
} LabTokenBasis;

/* "exact", "counted", "estimated": as in files and JSON. */
const char *lab_token_basis_to_string (LabTokenBasis basis);

/**
 * LabTokenCount:
 * @tokens: the count, or the middle of an estimate
 * @low: at least so many; equal to @tokens unless estimated
 * @high: at most so many; what a budget reserves
 * @encoding: the encoding that was used, also as the ground of an estimate;
 *   an interned string
 *
 * A plain value.
 */
typedef struct
{
  gint64 tokens;
  gint64 low;
  gint64 high;
  LabTokenBasis basis;
  const char *encoding;
} LabTokenCount;

/* Zero tokens, exactly. */
#define LAB_TOKEN_COUNT_INIT(name) { 0, 0, 0, LAB_TOKEN_BASIS_EXACT, (name) }

/* Adds counts and bounds; the sum is as sure as its least sure part. */
void lab_token_count_add (LabTokenCount       *self,
                          const LabTokenCount *other);

G_END_DECLS
