/* lab-experiments.h: questions under study
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-clock.h"
#include "lab-price-catalogue.h"
#include "lab-workload.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

typedef enum
{
  LAB_EXPERIMENT_DRAFT,
  LAB_EXPERIMENT_RUNNING,
  LAB_EXPERIMENT_COMPLETED,
  LAB_EXPERIMENT_ARCHIVED,
} LabExperimentStatus;

const char *lab_experiment_status_to_string (LabExperimentStatus status);
gboolean lab_experiment_status_from_string (const char          *text,
                                            LabExperimentStatus *status);

/**
 * LabExperiment:
 * @workload: a built-in's id, or the absolute path of a file
 * @workload_parameters: (nullable): JSON object of the built-in's parameters
 * @workload_hash: (nullable): of its tasks when the experiment was made
 * @tasks: how many of its tasks; 0: the standard preset, or the whole file
 * @allow_unpriced: its model may have no price
 * @interrupted: a run of it was cut off and can be resumed
 * @example: it came with the program and not out of the user's work
 *
 * The specification's Experiment with what it studies. A plain owned value.
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *name;
  char *description;
  LabExperimentStatus status;
  gboolean interrupted;
  gboolean example;
  char *baseline_id; /* (nullable) */
  char *provider;
  char *model;
  char *workload;
  char *workload_parameters;
  char *workload_hash;
  guint tasks;
  gboolean allow_unpriced;
  guint64 seed;
  gint64 max_output_tokens;
  char *temperature;
  char *reasoning_effort;
  gint64 created_at;
  gint64 updated_at;
} LabExperiment;

LabExperiment *lab_experiment_new (void);
LabExperiment *lab_experiment_copy (const LabExperiment *self);
void lab_experiment_free (LabExperiment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabExperiment, lab_experiment_free)

/* Experiments go draft → running → completed → archived; see
 * lab_experiments_set_status(). The rest of this class is a thin, profile-
 * scoped front of the store. */
#define LAB_TYPE_EXPERIMENTS (lab_experiments_get_type ())
G_DECLARE_FINAL_TYPE (LabExperiments, lab_experiments, LAB, EXPERIMENTS, GObject)

LabExperiments *lab_experiments_new (LabStore          *store,
                                     LabPriceCatalogue *catalogue,
                                     LabClock          *clock);

/* Checks and stores a draft: INVALID_EXPERIMENT_CONFIG names the field (no
 * name, unknown workload or model, tasks out of range). Fills in id and
 * times of the copy it returns. */
void lab_experiments_create_async (LabExperiments      *self,
                                   const LabExperiment *experiment,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
LabExperiment *lab_experiments_create_finish (LabExperiments  *self,
                                              GAsyncResult    *result,
                                              GError         **error);
/* By id, a unique beginning of one (8 characters or more), or exact name. */
void lab_experiments_find_async (LabExperiments      *self,
                                 const char          *profile_id,
                                 const char          *reference,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
LabExperiment *lab_experiments_find_finish (LabExperiments  *self,
                                            GAsyncResult    *result,
                                            GError         **error);
/* (element-type LabExperiment) newest first */
void lab_experiments_list_async (LabExperiments      *self,
                                 const char          *profile_id,
                                 gboolean             archived,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
GPtrArray *lab_experiments_list_finish (LabExperiments  *self,
                                        GAsyncResult    *result,
                                        GError         **error);
void lab_experiments_set_status_async (LabExperiments      *self,
                                       const char          *profile_id,
                                       const char          *experiment_id,
                                       LabExperimentStatus  status,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean lab_experiments_set_status_finish (LabExperiments  *self,
                                            GAsyncResult    *result,
                                            GError         **error);
/* Takes it out of the archive: completed where it has runs, else a draft
 * again. INVALID_EXPERIMENT_CONFIG where it is not in there. The experiment
 * as it is now. (transfer full) */
void lab_experiments_restore_async (LabExperiments      *self,
                                    const char          *profile_id,
                                    const char          *experiment_id,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
LabExperiment *lab_experiments_restore_finish (LabExperiments  *self,
                                               GAsyncResult    *result,
                                               GError         **error);
/* Errors as of creating one. The experiment as it is now. (transfer full) */
void lab_experiments_rename_async (LabExperiments      *self,
                                   const char          *profile_id,
                                   const char          *experiment_id,
                                   const char          *name,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
LabExperiment *lab_experiments_rename_finish (LabExperiments  *self,
                                              GAsyncResult    *result,
                                              GError         **error);

/* What goes with an experiment when it is deleted. */
typedef struct
{
  guint64 calls;
  guint64 runs;
  guint64 baselines;
} LabExperimentCounts;

void lab_experiments_count_async (LabExperiments      *self,
                                  const char          *profile_id,
                                  const char          *experiment_id,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean lab_experiments_count_finish (LabExperiments       *self,
                                       GAsyncResult         *result,
                                       LabExperimentCounts  *counts,
                                       GError              **error);
void lab_experiments_delete_async (LabExperiments      *self,
                                   const char          *profile_id,
                                   const char          *experiment_id,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean lab_experiments_delete_finish (LabExperiments  *self,
                                        GAsyncResult    *result,
                                        GError         **error);

/* The experiment's workload: built in, or read from its file. */
LabWorkload *lab_experiment_load_workload (const LabExperiment  *experiment,
                                           GCancellable         *cancellable,
                                           GError              **error);
/* With @tasks at least where it is built in and can give as many; a file has
 * those it has. */
LabWorkload *lab_experiment_load_workload_for (const LabExperiment  *experiment,
                                               guint                 tasks,
                                               GCancellable         *cancellable,
                                               GError              **error);

G_END_DECLS
