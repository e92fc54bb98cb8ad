/* lab-cost.h: THE cost function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-set.h"
#include "lab-response.h"

G_BEGIN_DECLS

/**
 * LabCostBasis:
 *
 * Why an amount is estimated, or why there is none. Flags.
 *
 * Estimated, with what stood in:
 * @LAB_COST_BASIS_READ_AS_INPUT: cache reads without a read rate were priced
 *   at the row's input rate, the most they can cost
 * @LAB_COST_BASIS_WRITE_AS_INPUT: cache writes without a write rate, at the
 *   input rate (vendors without a write price bill them as input)
 * @LAB_COST_BASIS_LONG_WRITE_AS_WRITE: long-lived writes without a rate of
 *   their own, at the default life's write rate
 * @LAB_COST_BASIS_USAGE_ESTIMATED: the counts are not the provider's
 * @LAB_COST_BASIS_USAGE_MISSING: the provider sent no usage
 * @LAB_COST_BASIS_USAGE_PARTIAL: the call was cut
 * @LAB_COST_BASIS_UNRECONCILED: the vendor's numbers contradict each other;
 *   a negative bucket is priced as it stands, so that the lines still add up
 * @LAB_COST_BASIS_WORST_CASE: taken at its worst case
 *
 * Unpriced:
 * @LAB_COST_BASIS_NO_ROW: no price row for the model, tier, batch and date
 * @LAB_COST_BASIS_NO_RATE: the row has no input or no output rate
 * @LAB_COST_BASIS_NO_FEE: searches were made and the row has no fee for them
 * @LAB_COST_BASIS_OTHER_MODALITY: audio or image tokens, which have no row
 */
typedef enum
{
  LAB_COST_BASIS_NONE = 0,
  LAB_COST_BASIS_READ_AS_INPUT = 1 << 0,
  LAB_COST_BASIS_WRITE_AS_INPUT = 1 << 1,
  LAB_COST_BASIS_LONG_WRITE_AS_WRITE = 1 << 2,
  LAB_COST_BASIS_USAGE_ESTIMATED = 1 << 3,
  LAB_COST_BASIS_USAGE_MISSING = 1 << 4,
  LAB_COST_BASIS_USAGE_PARTIAL = 1 << 5,
  LAB_COST_BASIS_UNRECONCILED = 1 << 6,
  LAB_COST_BASIS_WORST_CASE = 1 << 7,
  LAB_COST_BASIS_NO_ROW = 1 << 8,
  LAB_COST_BASIS_NO_RATE = 1 << 9,
  LAB_COST_BASIS_NO_FEE = 1 << 10,
  LAB_COST_BASIS_OTHER_MODALITY = 1 << 11,
} LabCostBasis;

/* Stable words joined by commas: "read-as-input,usage-partial"; NULL for
 * none. For files and the ledger. (nullable) (transfer full) */
char *lab_cost_basis_to_string (LabCostBasis basis);
/* Translated sentences for people. (transfer full) */
char *lab_cost_basis_describe (LabCostBasis basis);

typedef enum
{
  LAB_COST_LINE_TOKENS,     /* bucket; units are tokens */
  LAB_COST_LINE_WEB_SEARCH, /* units are searches */
  LAB_COST_LINE_STORAGE,    /* units are tokens, kept for @seconds */
} LabCostLineKind;

/**
 * LabCostLine:
 * @bucket: of a token line
 * @units: tokens or searches
 * @seconds: of a storage line
 * @rate: nano-USD per million tokens (and hour, for storage), or nano-USD a
 *   search
 * @exact: the line before rounding, in nano-USD × 1e-6; lines add up to the
 *   cost's exact sum
 * @estimated: @rate stood in for one that is absent
 */
typedef struct
{
  LabCostLineKind kind;
  LabBucket bucket;
  gint64 units;
  gint64 seconds;
  LabRate rate;
  LabProductSum exact;
  gboolean estimated;
} LabCostLine;

#define LAB_COST_MAX_LINES (LAB_N_BUCKETS + 1)

/**
 * LabCost:
 * @amount: rounded half up, once; means nothing when unpriced
 * @exact: before rounding, in nano-USD × 1e-6
 * @lines: the first @n_lines are set: one for every bucket that is not zero,
 *   in the buckets' order, then fees. None when unpriced
 * @row: (nullable): the row in force, kept alive by the cost
 * @context_tier: its threshold; 0 in the first
 *
 * A value; lab_cost_clear() lets its row go.
 */
typedef struct
{
  LabCostState state;
  LabCostBasis basis;
  LabMoney amount;
  LabProductSum exact;
  guint n_lines;
  LabCostLine lines[LAB_COST_MAX_LINES];
  LabPriceRow *row;
  gint64 context_tier;
} LabCost;

#define LAB_COST_INIT { .state = LAB_COST_UNPRICED }

void lab_cost_clear (LabCost *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabCost, lab_cost_clear)

/**
 * lab_cost_compute:
 * @rows: (nullable): NULL is unpriced
 * @cost: (out caller-allocates): initialised with LAB_COST_INIT or an
 *   earlier result, which is replaced
 *
 * The one place where tokens become money. The row of the highest context
 * tier strictly below T = u + r + w + wl prices the whole request, output
 * too; Σ tokens × rate is formed in 128 bits and divided once. The state is
 * known only where the provider reported the usage and every bucket that
 * has tokens has a rate.
 *
 * Returns: FALSE on overflow (INVALID_INPUT); @cost is then unpriced
 */
gboolean lab_cost_compute (const LabUsage     *usage,
                           const LabPriceSet  *rows,
                           LabCost            *cost,
                           GError            **error);

/* Id of the row, or NULL. (nullable) (transfer none) */
const char *lab_cost_get_row_id (const LabCost *self);
/* A line's name for files: the bucket's short name, "web_search",
 * "cache_storage". */
const char *lab_cost_line_get_name (const LabCostLine *line);

/**
 * lab_cost_storage:
 * @row: whose storage rate applies
 *
 * Keeping an explicit cache: tokens × seconds × rate / 3600, as a line of
 * its own. The product is rounded half up to 1e-15 dollars where a second is
 * no whole fraction of the rate. UNPRICED where the row has no storage rate.
 */
gboolean lab_cost_storage (const LabPriceRow  *row,
                           gint64              tokens,
                           gint64              seconds,
                           LabCostLine        *line,
                           LabMoney           *amount,
                           GError            **error);

/**
 * LabWorstCase:
 * @input_high: upper end of the input count's band
 * @max_output: the request's cap, or the model's own
 * @may_write_cache: some of the input may be billed as a cache write
 * @may_write_long: at the long life
 * @web_searches: the most that may be made
 */
typedef struct
{
  gint64 input_high;
  gint64 max_output;
  gboolean may_write_cache;
  gboolean may_write_long;
  gint64 web_searches;
} LabWorstCase;

/**
 * lab_price_worst_case:
 *
 * The most one attempt can cost: over every context tier that is reachable,
 * all of its input at the dearest applicable rate and all of the output.
 * No usage within the given bounds costs more. Fails with UNPRICED where
 * @rows is NULL or a reachable row lacks a rate, INVALID_INPUT on negative
 * bounds or overflow.
 */
gboolean lab_price_worst_case (const LabPriceSet   *rows,
                               const LabWorstCase  *bounds,
                               LabMoney            *amount,
                               GError             **error);

G_END_DECLS
