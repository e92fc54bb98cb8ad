/* lab-store-profiles.h: the people on this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store.h"

G_BEGIN_DECLS

/* @settings: (nullable): JSON object. Names are unique, case-insensitively. */
typedef struct
{
  char *id;
  char *name;
  char *settings;
  gint64 created_at;
  gint64 updated_at;
} LabProfileRow;

LabProfileRow *lab_profile_row_new (void); /* with a new id */
LabProfileRow *lab_profile_row_copy (const LabProfileRow *self);
void lab_profile_row_free (LabProfileRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabProfileRow, lab_profile_row_free)

gboolean lab_store_profiles_insert (LabStoreTxn          *txn,
                                    const LabProfileRow  *row,
                                    GError              **error);
/* By id, or NOT_FOUND. (transfer full) */
LabProfileRow *lab_store_profiles_get (LabStoreTxn  *txn,
                                       const char   *id,
                                       GError      **error);
/* NULL without an error where there is none of that name. */
LabProfileRow *lab_store_profiles_find (LabStoreTxn  *txn,
                                        const char   *name,
                                        GError      **error);
/* Oldest first. (element-type LabProfileRow) (transfer full) */
GPtrArray *lab_store_profiles_list (LabStoreTxn  *txn,
                                    GError      **error);
gboolean lab_store_profiles_rename (LabStoreTxn  *txn,
                                    const char   *id,
                                    const char   *name,
                                    gint64        now,
                                    GError      **error);
gboolean lab_store_profiles_set_settings (LabStoreTxn  *txn,
                                          const char   *id,
                                          const char   *settings,
                                          gint64        now,
                                          GError      **error);
/* Deleting is lab_store_delete_profile_sync(): it reaches beyond rows. */

G_END_DECLS
