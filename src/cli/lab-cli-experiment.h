/* lab-cli-experiment.h: experiments and runs, by what people type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cli.h"
#include "lab-store-runs.h"

G_BEGIN_DECLS

/* By id, its beginning, or name. (transfer full) */
LabExperiment *lab_cli_find_experiment (LabCli      *cli,
                                        const char  *reference,
                                        GError     **error);
/* Of an experiment. (transfer full) */
LabRunRow *lab_cli_find_run (LabCli               *cli,
                             const LabExperiment  *experiment,
                             const char           *reference,
                             GError              **error);
/* Newest first. (element-type LabRunRow) (transfer full) */
GPtrArray *lab_cli_list_runs (LabCli               *cli,
                              const LabExperiment  *experiment,
                              GError              **error);
/**
 * lab_cli_load_workload:
 * @changed: (out): whether it is not what it was when the experiment was
 *   made, which is also said on stderr
 *
 * (transfer full)
 */
LabWorkload *lab_cli_load_workload (LabCli               *cli,
                                    const LabExperiment  *experiment,
                                    gboolean             *changed,
                                    GError              **error);
/* The pinned baseline, with what makes it stale. NULL without an error where
 * there is none. (transfer full) */
LabBaseline *lab_cli_get_baseline (LabCli               *cli,
                                   const LabExperiment  *experiment,
                                   LabWorkload          *workload,
                                   GError              **error);

G_END_DECLS
