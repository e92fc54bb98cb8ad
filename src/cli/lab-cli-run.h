/* lab-cli-run.h: a workload through a session, for run, resume and tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cli.h"
#include "lab-session.h"

G_BEGIN_DECLS

/**
 * LabRunPlan:
 * @run_id: (nullable): the run to go on with
 * @baseline: without strategies, and pinned as the baseline when complete
 * @strategies: joined by ";"
 * @budget: nano-USD or LAB_UNSET
 * @floor: permyriad, with @stop_on_degradation
 * @quiet: no progress on stderr
 *
 * A plain value that borrows what it points to.
 */
typedef struct
{
  const LabExperiment *experiment;
  LabWorkload *workload;
  const char *run_id;
  const char *name;
  gboolean baseline;
  const char *strategies;
  guint tasks;
  guint concurrency;
  LabMoney budget;
  guint64 seed;
  gboolean stop_on_degradation;
  gint floor;
  gboolean quiet;
} LabRunPlan;

/**
 * lab_cli_execute_run:
 *
 * Makes a session, runs, ends the session, and takes the baseline where the
 * plan says so. An interrupt from the keyboard stops it so that it can be
 * resumed; a second one ends the program. (transfer full)
 */
LabRunResult *lab_cli_execute_run (LabContext        *context,
                                   const LabRunPlan  *plan,
                                   GError           **error);
/* Members of an object that is open. */
void lab_cli_write_run_result (LabJsonWriter      *writer,
                               const LabRunPlan   *plan,
                               const LabRunResult *result);
void lab_cli_print_run_result (const LabRunPlan   *plan,
                               const LabRunResult *result);
/* An exit status; moves the error of a run that ended early to @error. */
int lab_cli_end_run (LabRunResult  *result,
                     GError       **error);

G_END_DECLS
