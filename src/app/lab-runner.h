/* lab-runner.h: a workload from plan to recorded run, without waiting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-context.h"
#include "lab-job.h"
#include "lab-runs.h"
#include "lab-session.h"
#include "lab-workload.h"

G_BEGIN_DECLS

/**
 * LabRunPlan:
 * @workload: (nullable): of the experiment; NULL has it read in a worker
 * @run_id: (nullable): the run to go on with, or to give more @tasks than it
 *   had
 * @name: (nullable): how people call it
 * @baseline: without strategies, and pinned as the baseline when complete
 * @spare: a second run of the baseline, to see the noise: not pinned
 * @strategies: (nullable): joined by ";", as lab_stack_to_string() writes them
 * @tasks: 0: all of the workload. A built-in one that is read here gives more
 *   than the experiment has
 * @budget: of the run, nano-USD; LAB_UNSET for none
 * @allow_unpriced: also where the experiment does not allow it
 * @floor: permyriad, with @stop_on_degradation
 * @margin: permyriad: how far the answers' mean score may fall in what will be
 *   compared with it; fixed here, before anything is known. 0 is
 *   LAB_RUN_DEFAULT_MARGIN
 * @keep_text: whether prompts and answers are kept with the calls
 * @instant: practice lives in virtual time of its own, which begins now and
 *   passes at once; otherwise it takes the time of the context's clock
 *
 * What is to be run. A plain value that borrows what it points to.
 */
typedef struct
{
  const LabExperiment *experiment;
  LabWorkload *workload;
  const char *run_id;
  const char *name;
  gboolean baseline;
  gboolean spare;
  const char *strategies;
  guint tasks;
  guint concurrency;
  LabMoney budget;
  gboolean allow_unpriced;
  guint64 seed;
  gboolean stop_on_degradation;
  gint floor;
  gint margin;
  gboolean keep_text;
  gboolean instant;
} LabRunPlan;

#define LAB_RUN_PLAN_INIT                                                                          \
  {                                                                                                \
    .concurrency = 4, .budget = LAB_UNSET                                                          \
  }

/**
 * lab_runner_run_async:
 * @job: progress, pause and cancel; it is ended whatever happens
 *
 * Reads the workload, makes a session, runs, ends the session, and takes the
 * baseline where the plan says so. Belongs to the context's thread.
 *
 * A run that was stopped or cut short finishes with a result whose status
 * says so; an error means that it could not begin, or that what it left
 * could not be put in order: those of reading the workload, of the strategy
 * registry, of lab_sandbox_create_session_async(), lab_session_run_async()
 * and lab_baseline_manager_create_async().
 */
void lab_runner_run_async (LabContext          *context,
                           const LabRunPlan    *plan,
                           LabJob              *job,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
/**
 * lab_runner_resume_async:
 * @workload: (nullable): as in #LabRunPlan
 * @run_id: a run of @experiment that was cut off or stopped
 * @budget: the run's new budget, with what it has spent; LAB_UNSET for none
 *
 * Goes on with a run as it was planned. Its errors are those of
 * lab_runner_run_async(), NOT_FOUND, and INVALID_EXPERIMENT_CONFIG where the
 * run cannot go on.
 */
void lab_runner_resume_async (LabContext          *context,
                              const LabExperiment *experiment,
                              LabWorkload         *workload,
                              const char          *run_id,
                              LabMoney             budget,
                              gboolean             keep_text,
                              gboolean             instant,
                              LabJob              *job,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
/* Of both. (transfer full) */
LabRunResult *lab_runner_finish (LabContext    *context,
                                 GAsyncResult  *result,
                                 GError       **error);

G_END_DECLS
