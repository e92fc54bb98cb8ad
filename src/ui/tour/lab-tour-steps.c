/* lab-tour-steps.c: what the tour shows, in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tour/lab-tour-steps-private.h"

#include <glib/gi18n-lib.h>

#include "lab-views.h"

static const LabTourStep steps[] = {
  { "sandbox", "send", LAB_TOUR_ANSWER, N_("Ask something"),
    N_("A question is filled in already, and its highest price stands beside it. Press Send.") },
  { "sandbox", "cost", LAB_TOUR_OPEN, N_("This is what it cost"),
    N_("Every amount in this program can be opened. Open this one.") },
  { "sandbox", "cost", LAB_TOUR_CLOSE, N_("The bill, line by line"),
    N_("Tokens of each kind times their price, added up and rounded once. Press Escape to close "
       "it.") },
  { "compare", NULL, LAB_TOUR_VISIT, N_("Is cheaper also better?"),
    N_("Compare tries an idea against a baseline and says what it saves, and whether the answers "
       "stayed good. Open it.") },
  { "dashboard", NULL, LAB_TOUR_VISIT, N_("Where the money goes"),
    N_("The Dashboard adds up all calls, by day, by model and by kind of token. Open it.") },
};

GPtrArray *
lab_tour_list_steps (void)
{
  GPtrArray *list = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const LabViewInfo *view = lab_views_find (steps[i].view);

      if (view != NULL && view->create != NULL)
        g_ptr_array_add (list, (gpointer) &steps[i]);
    }
  return list;
}
