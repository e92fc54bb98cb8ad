/* lab-clock-turn.c: leaving the main loop its turns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-turn.h"

/* The turn in which somebody was let go on last, by when it began. */
static __thread gint64 last_turn;

gboolean
lab_turn_may_go_on (GSource *source)
{
  gint64 began;

  g_return_val_if_fail (source != NULL, TRUE);

  began = g_source_get_time (source);
  if (began != last_turn)
    {
      last_turn = began;
      return TRUE;
    }
  return g_get_monotonic_time () - began < LAB_TURN_US;
}
