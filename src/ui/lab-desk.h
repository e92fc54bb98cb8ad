/* lab-desk.h: what the window works on: one profile and one experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-budget-cap.h"
#include "lab-call-model.h"
#include "lab-context.h"
#include "lab-experiment-item.h"
#include "lab-experiments.h"
#include "lab-request.h"
#include "lab-response.h"
#include "lab-runner.h"
#include "lab-spend.h"

G_BEGIN_DECLS

/**
 * LabDesk:
 *
 * Stands between the views and LabContext: the profile that is open, the
 * experiment in view, its sessions, and what was spent today. Belongs to the
 * main thread and never waits on it.
 *
 * Properties: experiment (LabExperimentItem); sending, n-running (read only).
 * Signals: ::spend-changed, at most four times a second; ::runs-changed when a
 * run has ended, well or not; ::failed (const GError *) for what went wrong
 * while nobody was asking.
 */
#define LAB_TYPE_DESK (lab_desk_get_type ())
G_DECLARE_FINAL_TYPE (LabDesk, lab_desk, LAB, DESK, GObject)

/**
 * lab_desk_open_async:
 * @data_dir: the folder of the ledger
 * @clock: of the calling thread
 * @profile_id: (nullable): whose; "" and one that is not there are the oldest
 * @experiment_id: (nullable): the one to have in view; the newest where there
 *   is none of that id
 *
 * Opens everything in a worker. Makes the first profile and the first
 * experiment where there are none.
 */
void lab_desk_open_async (const char          *data_dir,
                          LabClock            *clock,
                          const char          *profile_id,
                          const char          *experiment_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
LabDesk *lab_desk_open_finish (GAsyncResult  *result,
                               GError       **error);

/* All (transfer none). */
LabContext *lab_desk_get_context (LabDesk *self);
LabPriceCatalogue *lab_desk_get_catalogue (LabDesk *self);
LabTokenizer *lab_desk_get_tokenizer (LabDesk *self);
LabClock *lab_desk_get_clock (LabDesk *self);
const char *lab_desk_get_data_dir (LabDesk *self);
const char *lab_desk_get_profile_id (LabDesk *self);
/* It was renamed. */
void lab_desk_set_profile_name (LabDesk    *self,
                                const char *name);
/* Whether the profile needs no tour any more. */
gboolean lab_desk_get_tour_done (LabDesk *self);
void lab_desk_set_tour_done (LabDesk *self);
/* (element-type LabJob): under way, and ended ones until they are removed */
GListStore *lab_desk_get_jobs (LabDesk *self);
/* (element-type LabExperimentItem): newest first, without archived ones */
GListModel *lab_desk_get_experiments (LabDesk *self);
LabExperimentItem *lab_desk_get_experiment (LabDesk *self);
/* (nullable) while it was never read */
const LabSpend *lab_desk_get_spend (LabDesk *self);

/* The budget with the least left of those that cover a call of @origin in
 * the experiment in view. (nullable) (transfer none): none is set, or they
 * were never read; gone at the next ::spend-changed */
const LabBudgetCap *lab_desk_find_budget (LabDesk   *self,
                                          LabOrigin  origin);
/* The one of that very scope; an experiment's is that of the one in view.
 * (nullable) (transfer none): as above */
const LabBudgetCap *lab_desk_get_budget (LabDesk           *self,
                                         LabOrigin          origin,
                                         LabBudgetCapScope  scope);
/**
 * lab_desk_set_budget_async:
 * @amount: nano-USD; LAB_UNSET takes the budget away
 *
 * Followed by ::spend-changed. Errors as lab_budget_caps_set_async().
 */
void lab_desk_set_budget_async (LabDesk             *self,
                                LabOrigin            origin,
                                LabBudgetCapScope    scope,
                                LabMoney             amount,
                                gboolean             allow_unpriced,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean lab_desk_set_budget_finish (LabDesk       *self,
                                     GAsyncResult  *result,
                                     GError       **error);
/* Whose money a call to that provider takes. */
LabOrigin lab_desk_get_origin (LabDesk    *self,
                               const char *provider);

/* @item: of lab_desk_get_experiments() */
void lab_desk_set_experiment (LabDesk           *self,
                              LabExperimentItem *item);
/* Makes a draft of this profile and has it in view. Errors as
 * lab_experiments_create_async(). */
void lab_desk_create_experiment_async (LabDesk             *self,
                                       const LabExperiment *draft,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean lab_desk_create_experiment_finish (LabDesk       *self,
                                            GAsyncResult  *result,
                                            GError       **error);
/* Errors as lab_experiments_rename_async(). */
void lab_desk_rename_experiment_async (LabDesk             *self,
                                       LabExperimentItem   *item,
                                       const char          *name,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean lab_desk_rename_experiment_finish (LabDesk       *self,
                                            GAsyncResult  *result,
                                            GError       **error);
/* Into the archive and out of lab_desk_get_experiments(), or back to its
 * head. */
void lab_desk_archive_experiment_async (LabDesk             *self,
                                        LabExperimentItem   *item,
                                        gboolean             archive,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean lab_desk_archive_experiment_finish (LabDesk       *self,
                                             GAsyncResult  *result,
                                             GError       **error);
/* Whether it may leave the list: it is not the only one there, and nothing
 * of it is under way. */
gboolean lab_desk_can_put_away (LabDesk           *self,
                                LabExperimentItem *item);
/**
 * lab_desk_put_away:
 *
 * Takes an experiment out of sight that shall be deleted: nothing of it is
 * lost until lab_desk_delete_put_away(), and lab_desk_bring_back() has it
 * where it was. One in view gives way to its neighbour.
 */
void lab_desk_put_away (LabDesk           *self,
                        LabExperimentItem *item);
void lab_desk_bring_back (LabDesk           *self,
                          LabExperimentItem *item);
/* Deletes it for good. Where that fails it is brought back, and ::failed
 * says why. */
void lab_desk_delete_put_away (LabDesk           *self,
                               LabExperimentItem *item);
/* Deletes all that is put away still, and waits for it: the program ends. */
void lab_desk_settle_async (LabDesk             *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
void lab_desk_settle_finish (LabDesk      *self,
                             GAsyncResult *result);

/* A new list of the calls of the experiment in view. (transfer full) */
LabCallModel *lab_desk_new_call_model (LabDesk *self);

/**
 * lab_desk_send_async:
 * @options: (nullable)
 * @delta: (nullable): streamed text; called on the main thread
 *
 * One call by hand in the experiment in view. One at a time.
 */
void lab_desk_send_async (LabDesk              *self,
                          const LabRequest     *request,
                          const LabCallOptions *options,
                          LabDeltaFunc          delta,
                          gpointer              delta_data,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data);
/* @calls: (out) (element-type LabCallRecord) (transfer full): the attempts
 * that were recorded, also where it failed. */
LabResponse *lab_desk_send_finish (LabDesk       *self,
                                   GAsyncResult  *result,
                                   GPtrArray    **calls,
                                   GError       **error);
gboolean lab_desk_get_sending (LabDesk *self);

/**
 * lab_desk_run_async:
 * @plan: its experiment is the one in view; texts are kept, and practice
 *   passes in virtual time
 *
 * Runs a workload. Its job is the last of lab_desk_get_jobs() and stays there
 * after its end until somebody removes it. Errors as lab_runner_run_async().
 *
 * Returns: (transfer none): the job
 */
LabJob *lab_desk_run_async (LabDesk             *self,
                            const LabRunPlan    *plan,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
/* The same in another experiment than the one in view. */
LabJob *lab_desk_run_for_async (LabDesk             *self,
                                LabExperimentItem   *item,
                                const LabRunPlan    *plan,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
/* Goes on with a run of the experiment in view; @title (nullable) of its job,
 * @budget as for lab_runner_resume_async(). */
LabJob *lab_desk_resume_async (LabDesk             *self,
                               const char          *run_id,
                               const char          *title,
                               LabMoney             budget,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
LabJob *lab_desk_resume_for_async (LabDesk             *self,
                                   LabExperimentItem   *item,
                                   const char          *run_id,
                                   const char          *title,
                                   LabMoney             budget,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* Of all four. (transfer full) */
LabRunResult *lab_desk_run_finish (LabDesk       *self,
                                   GAsyncResult  *result,
                                   GError       **error);
/**
 * lab_desk_load_example_async:
 *
 * Has the example experiment in view: the one that is there, or a new one,
 * which is made by real runs of the mock: a baseline, a strategy that is worth
 * it and one that is not. FALSE without an error where the user stopped one of
 * the runs. It is made once at a time.
 */
void lab_desk_load_example_async (LabDesk             *self,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean lab_desk_load_example_finish (LabDesk       *self,
                                       GAsyncResult  *result,
                                       GError       **error);
/* Runs under way, paused ones too. */
guint lab_desk_get_n_running (LabDesk *self);

/* The attempts that one operation by hand may take. */
#define LAB_DESK_MAX_ATTEMPTS 3

G_END_DECLS
