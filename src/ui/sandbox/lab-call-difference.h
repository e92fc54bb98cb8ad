/* lab-call-difference.h: two calls side by side, figure by figure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-catalogue.h"
#include "sandbox/lab-opened-call.h"

G_BEGIN_DECLS

/* One figure; properties, all text for people: name, first, second,
 * difference, sentence (all of it, for screen readers). */
#define LAB_TYPE_CALL_DIFFERENCE (lab_call_difference_get_type ())
G_DECLARE_FINAL_TYPE (LabCallDifference, lab_call_difference, LAB, CALL_DIFFERENCE, GObject)

/**
 * lab_call_difference_list:
 *
 * The tokens of each kind with what they make in money, the cost
 * of all attempts, the times, and the parameters that are not the same. The
 * difference is the second less the first: positive where the second takes
 * more. Unpriced amounts have none.
 * (element-type LabCallDifference) (transfer full)
 */
GListModel *lab_call_difference_list (const LabOpenedCall *first,
                                      const LabOpenedCall *second,
                                      LabPriceCatalogue   *catalogue);

G_END_DECLS
