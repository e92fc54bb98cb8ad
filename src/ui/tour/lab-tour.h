/* lab-tour.h: two minutes with the real thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-window.h"

G_BEGIN_DECLS

/**
 * LabTour:
 *
 * Three cards, then marks beside the real widgets, each of which waits until
 * the user has done what it says. Escape and Skip end it at any step. However
 * it ends, the profile needs no tour any more. Emits ::ended.
 *
 * A step whose view is not built is not there: see lab-tour-steps.c.
 */
#define LAB_TYPE_TOUR (lab_tour_get_type ())
G_DECLARE_FINAL_TYPE (LabTour, lab_tour, LAB, TOUR, GObject)

/* @window: which has a desk. */
LabTour *lab_tour_new (LabWindow *window);
void lab_tour_start (LabTour *self);
/* Ends it where it is; the profile is as it was. */
void lab_tour_abandon (LabTour *self);

G_END_DECLS
