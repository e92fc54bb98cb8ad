/* lab-experiment-list.h: all experiments, to rename, archive and delete them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabExperimentList:
 *
 * Those in use and those in the archive. What is deleted can be brought back
 * as long as its toast is there. Actions, which take an experiment's id:
 * experiments.open, experiments.rename, experiments.archive (or back),
 * experiments.delete; experiments.undo.
 */
#define LAB_TYPE_EXPERIMENT_LIST (lab_experiment_list_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentList, lab_experiment_list, LAB, EXPERIMENT_LIST, AdwWindow)

GtkWidget *lab_experiment_list_new (GtkWindow *parent,
                                    LabDesk   *desk);

G_END_DECLS
