/* lab-store-sessions.h: isolated runs of a workload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabSessionRow:
 * @status: "active", "closed", "expired", "failed"
 * @isolation: "user" or "experiment"
 * @cache_namespace: what its caches prefix their keys with
 * @key_ref: (nullable): which stored key it uses; never the key
 * @limits: (nullable): JSON object
 * @state: (nullable): JSON: what a recreated session starts from
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *experiment_id;
  char *provider;
  char *model;
  LabOrigin origin;
  char *status;
  char *isolation;
  char *cache_namespace;
  char *key_ref;
  char *limits;
  char *state;
  gint64 created_at;
  gint64 updated_at;
  gint64 ended_at; /* 0 while active */
} LabSessionRow;

LabSessionRow *lab_session_row_new (void); /* with a new id */
LabSessionRow *lab_session_row_copy (const LabSessionRow *self);
void lab_session_row_free (LabSessionRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSessionRow, lab_session_row_free)

gboolean lab_store_sessions_insert (LabStoreTxn          *txn,
                                    const LabSessionRow  *row,
                                    GError              **error);
LabSessionRow *lab_store_sessions_get (LabStoreTxn  *txn,
                                       const char   *profile_id,
                                       const char   *id,
                                       GError      **error);
/* Newest first. @experiment_id: (nullable): of one experiment.
 * (element-type LabSessionRow) (transfer full) */
GPtrArray *lab_store_sessions_list (LabStoreTxn  *txn,
                                    const char   *profile_id,
                                    const char   *experiment_id,
                                    GError      **error);
/* All fields but id, profile, experiment and created_at. */
gboolean lab_store_sessions_update (LabStoreTxn          *txn,
                                    const LabSessionRow  *row,
                                    GError              **error);

G_END_DECLS
