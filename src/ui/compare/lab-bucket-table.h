/* lab-bucket-table.h: both sides by bucket, and the difference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-cost-split.h"
#include "lab-usage.h"

G_BEGIN_DECLS

/* Amounts with their tokens, a line for each bucket that has some, and the
 * sum. */
#define LAB_TYPE_BUCKET_TABLE (lab_bucket_table_get_type ())
G_DECLARE_FINAL_TYPE (LabBucketTable, lab_bucket_table, LAB, BUCKET_TABLE, GtkWidget)

GtkWidget *lab_bucket_table_new (void);
/* @base_tokens, @tokens: LAB_N_BUCKETS of them */
void lab_bucket_table_set (LabBucketTable     *self,
                           const gint64       *base_tokens,
                           const gint64       *tokens,
                           const LabCostSplit *base,
                           const LabCostSplit *run);
/* One side only: its amounts without a difference. */
void lab_bucket_table_set_one (LabBucketTable     *self,
                               const gint64       *tokens,
                               const LabCostSplit *split);
/* Narrow, only the run and its difference are shown. */
void lab_bucket_table_set_narrow (LabBucketTable *self,
                                  gboolean        narrow);
/* (element-type LabBucketLine) (transfer none) */
GListModel *lab_bucket_table_get_lines (LabBucketTable *self);

G_END_DECLS
