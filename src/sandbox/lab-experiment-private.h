/* lab-experiment-private.h: an experiment and its row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-experiments.h"
#include "lab-store-experiments.h"

G_BEGIN_DECLS

struct _LabExperiments
{
  GObject parent_instance;

  LabStore *store;
  LabPriceCatalogue *catalogue;
  LabClock *clock;
};

/* With whether a run of it was cut off. (transfer full) */
LabExperiment *lab_experiment_read_row (LabStoreTxn             *txn,
                                        const LabExperimentRow  *row,
                                        GError                 **error);

/* (transfer full) */
LabExperimentRow *lab_experiment_to_row (const LabExperiment *self);
LabExperiment *lab_experiment_from_row (const LabExperimentRow  *row,
                                        GError                 **error);

gboolean lab_experiment_check_name (const char  *name,
                                    GError     **error);
/* All but the workload. INVALID_EXPERIMENT_CONFIG names the field. */
gboolean lab_experiment_check (const LabExperiment  *experiment,
                               LabPriceCatalogue    *catalogue,
                               GError              **error);
/* Opens the workload, makes the path of a file absolute and fills in the
 * hash. Blocks. */
gboolean lab_experiment_check_workload (LabExperiment  *experiment,
                                        GError        **error);

G_END_DECLS
