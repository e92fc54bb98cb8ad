/* lab-clock-turn.h: leaving the main loop its turns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is answered waits for what is drawn: below GTK's redraw at 120, above
 * idle work at 200. */
#define LAB_TURN_PRIORITY 150

/* How long such work may hold the loop together. */
#define LAB_TURN_US 4000

/**
 * lab_turn_may_go_on:
 * @source: that is being dispatched
 *
 * A main loop dispatches all sources that are ready before it listens again.
 * A hundred small pieces of work that are ready together are one long one to
 * whoever waits for a key to be heard. A source whose work can wait asks first,
 * and where this is FALSE does nothing and stays ready for the next turn. The
 * first to ask in a turn may always go on, so there is always progress.
 */
gboolean lab_turn_may_go_on (GSource *source);

G_END_DECLS
