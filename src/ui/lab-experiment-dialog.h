/* lab-experiment-dialog.h: making an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* What is asked, and who is asked. What cannot be is said at its field.
 * Actions: experiment.create, experiment.choose-file. */
#define LAB_TYPE_EXPERIMENT_DIALOG (lab_experiment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentDialog, lab_experiment_dialog, LAB, EXPERIMENT_DIALOG, AdwWindow)

GtkWidget *lab_experiment_dialog_new (GtkWindow *parent,
                                      LabDesk   *desk);
/* Asks the prompts of a file in place of a built-in workload. */
void lab_experiment_dialog_set_file (LabExperimentDialog *self,
                                     GFile               *file);

G_END_DECLS
