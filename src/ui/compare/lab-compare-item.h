/* lab-compare-item.h: a run of a comparison as rows show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "compare/lab-forest-scale.h"
#include "lab-comparison-set.h"

G_BEGIN_DECLS

/**
 * LabCompareItem:
 *
 * Stays the same while its run goes on: what it shows changes.
 *
 * Properties: run (LabComparedRun); title, caption, saving, quality, pairs,
 * value, low, high, p-value, sentence (what a screen reader says of the row),
 * all text.
 */
#define LAB_TYPE_COMPARE_ITEM (lab_compare_item_get_type ())
G_DECLARE_FINAL_TYPE (LabCompareItem, lab_compare_item, LAB, COMPARE_ITEM, GObject)

LabCompareItem *lab_compare_item_new (LabForestScale *scale,
                                      LabComparedRun *run);
LabComparedRun *lab_compare_item_get_run (LabCompareItem *self);
void lab_compare_item_set_run (LabCompareItem *self,
                               LabComparedRun *run);
LabForestScale *lab_compare_item_get_scale (LabCompareItem *self);
/* Of a run, by its id. */
const char *lab_compare_item_get_id (LabCompareItem *self);
/* Whether there are enough pairs for an interval, and for one to rely on. */
gboolean lab_compare_item_has_interval (LabCompareItem *self);
gboolean lab_compare_item_is_faint (LabCompareItem *self);
/* The word for its quality, and its verdict's; "" where it has none. */
const char *lab_compare_item_get_verdict_word (LabCompareItem *self);

G_END_DECLS
