/* lab-experiment-item.h: an experiment in a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-experiments.h"

G_BEGIN_DECLS

/* Properties, all notified when the experiment changes: name; state (in
 * words: "Draft", "Cut off"); example (gboolean). */
#define LAB_TYPE_EXPERIMENT_ITEM (lab_experiment_item_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentItem, lab_experiment_item, LAB, EXPERIMENT_ITEM, GObject)

/* @experiment: (transfer full) */
LabExperimentItem *lab_experiment_item_new (LabExperiment *experiment);
const LabExperiment *lab_experiment_item_get_experiment (LabExperimentItem *self);
/* @experiment: (transfer full): as it is now */
void lab_experiment_item_set_experiment (LabExperimentItem *self,
                                         LabExperiment     *experiment);
/* Translated. */
const char *lab_experiment_item_get_state (LabExperimentItem *self);

G_END_DECLS
