/* lab-store-jobs.h: long work that outlives the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-job.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabJobRow:
 * @kind: what can resume it: "run"
 * @subject_id: (nullable): the run's id
 * @payload: (nullable): JSON: what resuming needs
 * @owner: filled in by the store
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *kind;
  char *subject_id;
  char *title;
  LabJobState state;
  gint64 done;
  gint64 total;
  char *unit;
  LabMoney spent;
  char *message;
  char *payload;
  char *owner;
  gint64 created_at;
  gint64 updated_at;
} LabJobRow;

LabJobRow *lab_job_row_new (void); /* with a new id */
LabJobRow *lab_job_row_copy (const LabJobRow *self);
void lab_job_row_free (LabJobRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJobRow, lab_job_row_free)

/* Inserts it, or updates all but profile, kind and created_at. */
gboolean lab_store_jobs_upsert (LabStoreTxn      *txn,
                                const LabJobRow  *row,
                                GError          **error);
LabJobRow *lab_store_jobs_get (LabStoreTxn  *txn,
                               const char   *profile_id,
                               const char   *id,
                               GError      **error);
/* Newest first. (element-type LabJobRow) (transfer full) */
GPtrArray *lab_store_jobs_list (LabStoreTxn  *txn,
                                const char   *profile_id,
                                guint         limit,
                                GError      **error);
/* Those queued, running or paused whose program is no longer alive.
 * @n_jobs: (out) (optional) */
gboolean lab_store_jobs_mark_interrupted (LabStoreTxn  *txn,
                                          gint64        now,
                                          guint        *n_jobs,
                                          GError      **error);
gboolean lab_store_jobs_delete (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *id,
                                GError      **error);

G_END_DECLS
