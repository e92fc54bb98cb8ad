/* lab-verdict-view.h: a verdict as icon, word and sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-comparison.h"

G_BEGIN_DECLS

/* Never by colour alone: the word is always there. */
#define LAB_TYPE_VERDICT_VIEW (lab_verdict_view_get_type ())
G_DECLARE_FINAL_TYPE (LabVerdictView, lab_verdict_view, LAB, VERDICT_VIEW, GtkWidget)

GtkWidget *lab_verdict_view_new (void);
/* @sentence: (nullable): why, in one translated sentence */
void lab_verdict_view_set (LabVerdictView *self,
                           LabVerdict      verdict,
                           const char     *sentence);

G_END_DECLS
