/* lab-experiment-menu.h: choosing the experiment in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* A popover: a search, the experiments, and a way to a new one. */
#define LAB_TYPE_EXPERIMENT_MENU (lab_experiment_menu_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentMenu, lab_experiment_menu, LAB, EXPERIMENT_MENU, GtkPopover)

void lab_experiment_menu_set_desk (LabExperimentMenu *self,
                                   LabDesk           *desk);

G_END_DECLS
