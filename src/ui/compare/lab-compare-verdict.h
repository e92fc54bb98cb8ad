/* lab-compare-verdict.h: the verdict of a run, in its row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-compare-item.h"

G_BEGIN_DECLS

/* Property: item (LabCompareItem) (nullable). The baseline's second run has
 * the word "noise" in its place. */
#define LAB_TYPE_COMPARE_VERDICT (lab_compare_verdict_get_type ())
G_DECLARE_FINAL_TYPE (LabCompareVerdict, lab_compare_verdict, LAB, COMPARE_VERDICT, GtkWidget)

GtkWidget *lab_compare_verdict_new (void);

G_END_DECLS
