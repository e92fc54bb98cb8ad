/* lab-tour-steps-private.h: what the tour shows, in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the user does for a step to be done. */
typedef enum
{
  LAB_TOUR_ANSWER, /* has a call answered */
  LAB_TOUR_OPEN,   /* opens the amount */
  LAB_TOUR_CLOSE,  /* closes it again */
  LAB_TOUR_VISIT,  /* goes to the view */
} LabTourDeed;

/**
 * LabTourStep:
 * @view: whose step it is; it is left out while that view is not built
 * @landmark: (nullable): what of the view it points at; NULL points at the
 *   way to the view
 * @heading: @text: msgids
 */
typedef struct
{
  const char *view;
  const char *landmark;
  LabTourDeed deed;
  const char *heading;
  const char *text;
} LabTourStep;

/* Those whose view is built. (element-type LabTourStep) (transfer container) */
GPtrArray *lab_tour_list_steps (void);

G_END_DECLS
