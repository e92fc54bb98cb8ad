/* lab-experiment-dialog.h: making an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* A name, a workload and a model. Action: experiment.create. */
#define LAB_TYPE_EXPERIMENT_DIALOG (lab_experiment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentDialog, lab_experiment_dialog, LAB, EXPERIMENT_DIALOG, AdwWindow)

GtkWidget *lab_experiment_dialog_new (GtkWindow *parent,
                                      LabDesk   *desk);

G_END_DECLS
