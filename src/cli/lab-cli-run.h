/* lab-cli-run.h: a workload through a session, for run, resume and tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cli.h"
#include "lab-runner.h"

G_BEGIN_DECLS

/**
 * lab_cli_execute_run:
 * @quiet: no progress on stderr
 *
 * Runs the plan and waits. An interrupt from the keyboard stops it so that it
 * can be resumed; a second one ends the program. (transfer full)
 */
LabRunResult *lab_cli_execute_run (LabContext        *context,
                                   const LabRunPlan  *plan,
                                   gboolean           quiet,
                                   GError           **error);
/* The same for a run that was cut off; @budget as for
 * lab_runner_resume_async(). (transfer full) */
LabRunResult *lab_cli_resume_run (LabContext        *context,
                                  const LabRunPlan  *plan,
                                  gboolean           quiet,
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
