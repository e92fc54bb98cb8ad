/* lab-rollup-delta-private.h: how the sums are kept, and what one call adds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-rollups.h"
#include "lab-table-private.h"

G_BEGIN_DECLS

/* Widths, a table each. */
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

/* Whose calls are summed; the numbers stand in the tables. */
typedef enum
{
  LAB_ROLLUP_OF_PROFILE,
  LAB_ROLLUP_OF_EXPERIMENT,
  LAB_ROLLUP_OF_RUN,
  LAB_N_ROLLUP_SCOPES
} LabRollupScope;

/**
 * LabRollupLayer:
 * @from: the layer it is the sum of; itself for the first, which is the sum
 *   of the calls
 *
 * A width that is kept of a scope. Profiles have all up to days, six hours
 * for days that do not begin at midnight in UTC; experiments are smaller and
 * do without six hours; of a run the whole is asked for, or its course.
 */
typedef struct
{
  LabRollupScope scope;
  LabRollupLevel level;
  guint from;
} LabRollupLayer;

#define LAB_N_ROLLUP_LAYERS 9

/* Each stands after the one it is made of. */
extern const LabRollupLayer lab_rollup_layers[LAB_N_ROLLUP_LAYERS];
/* The next narrower width kept of that scope; @level itself for the
 * narrowest. */
LabRollupLevel lab_rollup_scope_get_narrower (LabRollupScope scope,
                                              LabRollupLevel level);
LabRollupLevel lab_rollup_scope_get_widest (LabRollupScope scope);

/* Where a call is summed: numbers of its subjects, by scope, and of its key,
 * which is everything else it is kept apart by. */
typedef struct
{
  gint64 subjects[LAB_N_ROLLUP_SCOPES];
  gint64 key;
} LabRollupPlace;

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
/* Makes what is not there yet. */
gboolean lab_rollup_find_place (LabStoreTxn           *txn,
                                const LabRollupDelta  *delta,
                                LabRollupPlace        *place,
                                GError               **error);
/* Writes what the calls of this transaction add and is not yet in the
 * tables. Nothing to do in a reading transaction. */
gboolean lab_rollup_deltas_flush (LabStoreTxn  *txn,
                                  GError      **error);

/* The integer columns, in the tables' order; the sketches follow them. */
const LabTable *lab_rollup_get_columns (void);
/* "subject, slot, key" and these, as SQL. */
const char *lab_rollup_get_column_list (void);
/* A row with empty sketches. */
LabRollupRow *lab_rollup_row_new_full (void);
/* Empties such a row for another use. */
void lab_rollup_row_clear_full (LabRollupRow *row);
/* Adds one call to a row that has both sketches. */
gboolean lab_rollup_row_add_call (LabRollupRow          *row,
                                  const LabRollupDelta  *delta,
                                  GError               **error);
/* Adds what stands in the result's columns from @first on: the integers, and
 * the sketches behind them. */
gboolean lab_rollup_row_add_numbers (LabRollupRow  *row,
                                     LabQuery      *query,
                                     int            first,
                                     GError       **error);
gboolean lab_rollup_row_add_sketches (LabRollupRow  *row,
                                      LabQuery      *query,
                                      int            first,
                                      GError       **error);
/* Loads a stored row into an empty one; leaves it empty where there is none. */
gboolean lab_rollup_load (LabStoreTxn     *txn,
                          LabRollupLevel   level,
                          gint64           subject,
                          gint64           slot,
                          gint64           key,
                          LabRollupRow    *row,
                          gboolean        *found,
                          GError         **error);
/* @found: whether it is there already */
gboolean lab_rollup_save (LabStoreTxn         *txn,
                          LabRollupLevel       level,
                          gint64               subject,
                          gint64               slot,
                          gint64               key,
                          const LabRollupRow  *row,
                          gboolean             found,
                          GError             **error);

/**
 * lab_rollups_derive:
 * @layer: not the first
 * @from, @to: µs; whole slots of that layer
 *
 * Makes a profile's rows of a layer anew from the layer it is the sum of.
 */
gboolean lab_rollups_derive (LabStoreTxn  *txn,
                             const char   *profile_id,
                             guint         layer,
                             gint64        from,
                             gint64        to,
                             GError      **error);
/* All layers but the first, of every profile. */
gboolean lab_rollups_derive_all (LabStoreTxn  *txn,
                                 GError      **error);
/* Takes an experiment out of the sums. */
gboolean lab_rollups_remove_experiment (LabStoreTxn  *txn,
                                        const char   *profile_id,
                                        const char   *experiment_id,
                                        GError      **error);

G_END_DECLS
