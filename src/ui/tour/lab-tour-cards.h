/* lab-tour-cards.h: three cards before the tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LabTourCards:
 *
 * Emits ::answered (gboolean) once: TRUE where the tour shall start, FALSE
 * where it was declined, by Skip, Escape or closing. Actions: cards.next,
 * cards.previous, cards.skip.
 */
#define LAB_TYPE_TOUR_CARDS (lab_tour_cards_get_type ())
G_DECLARE_FINAL_TYPE (LabTourCards, lab_tour_cards, LAB, TOUR_CARDS, AdwWindow)

GtkWidget *lab_tour_cards_new (GtkWindow *parent);

G_END_DECLS
