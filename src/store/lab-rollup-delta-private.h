/* lab-rollup-delta-private.h: what one call adds to the roll-ups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-rollups.h"
#include "lab-table-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *run_id; /* "" where there is none */
  char *provider;
  char *model;
  char *tier;
  LabOrigin origin;
  gint64 timestamp;
  LabCallStatus status;
  LabPurpose purpose;
  gboolean final;
  LabCostState cost_state;
  LabMoney cost;
  gint64 buckets[LAB_N_BUCKETS];
  gint64 latency_us;
} LabRollupDelta;

LabRollupDelta *lab_rollup_delta_new (const LabCallRecord *record);
void lab_rollup_delta_free (gpointer self);
/* Adds one call to a row that has both sketches. */
gboolean lab_rollup_row_add_call (LabRollupRow          *row,
                                  const LabRollupDelta  *delta,
                                  GError               **error);
/* Writes what the calls of this transaction add and is not yet in the
 * tables. Nothing to do in a reading transaction. */
gboolean lab_rollup_deltas_flush (LabStoreTxn  *txn,
                                  GError      **error);

typedef enum
{
  LAB_ROLLUP_15M,
  LAB_ROLLUP_1H,
  LAB_ROLLUP_6H,
  LAB_ROLLUP_1D,
  LAB_ROLLUP_TOTAL,
  LAB_N_ROLLUP_LEVELS
} LabRollupLevel;

const char *lab_rollup_level_get_table (LabRollupLevel level);
/* µs; 0 for all time */
gint64 lab_rollup_level_get_width (LabRollupLevel level);
/* When a slot of that width that holds @time begins. */
gint64 lab_rollup_level_get_slot (LabRollupLevel level,
                                  gint64         time);

/* The integer columns, in the table's order, for @table of that level. */
LabTable lab_rollup_columns (LabRollupLevel level);
/* The number a profile has in the roll-ups' keys; NOT_FOUND. */
gboolean lab_rollup_get_profile_number (LabStoreTxn  *txn,
                                        const char   *profile_id,
                                        gint64       *number,
                                        GError      **error);
/* A row with empty sketches. */
LabRollupRow *lab_rollup_row_new_full (void);
/* Loads a stored row into an empty one; leaves it empty where there is none.
 * @found: (out) (optional) */
gboolean lab_rollup_load (LabStoreTxn     *txn,
                          LabRollupLevel   level,
                          gint64           profile,
                          gint64           slot,
                          gint64           key,
                          LabRollupRow    *row,
                          gboolean        *found,
                          GError         **error);
gboolean lab_rollup_save (LabStoreTxn         *txn,
                          LabRollupLevel       level,
                          gint64               profile,
                          gint64               slot,
                          gint64               key,
                          const LabRollupRow  *row,
                          GError             **error);

G_END_DECLS
