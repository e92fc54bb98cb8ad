/* lab-go-to.h: going to a view, an experiment or an action by its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

#define LAB_TYPE_GO_TO (lab_go_to_get_type ())
G_DECLARE_FINAL_TYPE (LabGoTo, lab_go_to, LAB, GO_TO, AdwWindow)

/* @desk: (nullable): without one, no experiments. What is chosen is done in
 * @parent. */
GtkWidget *lab_go_to_new (GtkWindow *parent,
                            LabDesk   *desk);

G_END_DECLS
