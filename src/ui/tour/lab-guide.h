/* lab-guide.h: two minutes with the real thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-window.h"

G_BEGIN_DECLS

/**
 * LabGuide:
 *
 * Three cards, then marks beside the real widgets, each of which waits until
 * the user has done what it says. Escape and Skip end it at any step. However
 * it ends, the profile needs no tour any more. Emits ::ended.
 *
 * A step whose view is not built is not there: see lab-tour-steps.c.
 */
#define LAB_TYPE_GUIDE (lab_guide_get_type ())
G_DECLARE_FINAL_TYPE (LabGuide, lab_guide, LAB, GUIDE, GObject)

/* @window: which has a desk. */
LabGuide *lab_guide_new (LabWindow *window);
void lab_guide_start (LabGuide *self);
/* Ends it where it is; the profile is as it was. */
void lab_guide_abandon (LabGuide *self);

G_END_DECLS
