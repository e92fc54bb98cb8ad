/* lab-experiment-list-row.h: an experiment, and what can be done with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-experiment-item.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabExperimentListRow:
 *
 * Its actions, row.open, row.rename, row.archive and row.delete, do in its
 * window what is called experiments.open and so on there, with the
 * experiment's id.
 */
#define LAB_TYPE_EXPERIMENT_LIST_ROW (lab_experiment_list_row_get_type ())
G_DECLARE_FINAL_TYPE (LabExperimentListRow, lab_experiment_list_row, LAB, EXPERIMENT_LIST_ROW,
                      AdwActionRow)

GtkWidget *lab_experiment_list_row_new (LabExperimentItem *item,
                                   LabPriceCatalogue *catalogue);
LabExperimentItem *lab_experiment_list_row_get_item (LabExperimentListRow *self);
void lab_experiment_list_row_set_counts (LabExperimentListRow          *self,
                                    const LabExperimentCounts *counts);
/* (nullable): why it cannot leave the list; NULL where it can */
void lab_experiment_list_row_set_stays (LabExperimentListRow *self,
                                   const char       *why);

/* "12 calls, 2 runs and 1 baseline": what goes when it is deleted.
 * (transfer full) */
char *lab_experiment_counts_to_text (const LabExperimentCounts *counts);

G_END_DECLS
