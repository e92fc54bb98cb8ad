/* lab-store-experiments.h: questions under study
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabExperimentRow:
 * @profile_id: the specification's user_id
 * @status: "draft", "running", "completed", "archived"
 * @workload: id of a built-in workload, or "file"
 * @workload_path: (nullable): of one's own
 * @workload_hash: (nullable): SHA-256 of its tasks, for stale baselines
 * @parameters: (nullable): JSON object
 * @baseline_id: (nullable): the pinned baseline
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *name;
  char *description;
  char *status;
  char *baseline_id;
  char *provider;
  char *model;
  char *workload;
  char *workload_path;
  char *workload_hash;
  char *parameters;
  LabOrigin origin;
  gint64 created_at;
  gint64 updated_at;
} LabExperimentRow;

LabExperimentRow *lab_experiment_row_new (void); /* with a new id */
LabExperimentRow *lab_experiment_row_copy (const LabExperimentRow *self);
void lab_experiment_row_free (LabExperimentRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabExperimentRow, lab_experiment_row_free)

gboolean lab_store_experiments_insert (LabStoreTxn             *txn,
                                       const LabExperimentRow  *row,
                                       GError                 **error);
/* NOT_FOUND where the profile has none of that id. (transfer full) */
LabExperimentRow *lab_store_experiments_get (LabStoreTxn  *txn,
                                             const char   *profile_id,
                                             const char   *id,
                                             GError      **error);
/**
 * lab_store_experiments_find:
 * @text: an id, the beginning of an id (8 characters or more), or a name
 *
 * For people who type. NOT_FOUND, or INVALID_INPUT (reason "ambiguous")
 * where several fit. (transfer full)
 */
LabExperimentRow *lab_store_experiments_find (LabStoreTxn  *txn,
                                              const char   *profile_id,
                                              const char   *text,
                                              GError      **error);
/**
 * lab_store_experiments_list:
 * @include_archived: whether those are in it
 * @search: (nullable): part of the name or the description
 * @limit: 0 for all
 *
 * Last touched first. (element-type LabExperimentRow) (transfer full)
 */
GPtrArray *lab_store_experiments_list (LabStoreTxn  *txn,
                                       const char   *profile_id,
                                       gboolean      include_archived,
                                       const char   *search,
                                       guint         limit,
                                       guint         offset,
                                       GError      **error);
/* All fields but id, profile and created_at. */
gboolean lab_store_experiments_update (LabStoreTxn             *txn,
                                       const LabExperimentRow  *row,
                                       GError                 **error);
gboolean lab_store_experiments_set_status (LabStoreTxn          *txn,
                                           const char           *profile_id,
                                           const char           *id,
                                           const char           *status,
                                           gint64                now,
                                           GError              **error);
/* With its sessions, runs, operations, calls, roll-ups, baselines, budgets
 * and notes. What was spent stays counted in the profile's budgets.
 * INVALID_INPUT (reason "in-use") while an operation of it is open. */
gboolean lab_store_experiments_delete (LabStoreTxn  *txn,
                                       const char   *profile_id,
                                       const char   *id,
                                       GError      **error);

G_END_DECLS
