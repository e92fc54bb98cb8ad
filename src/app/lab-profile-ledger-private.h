/* lab-profile-ledger-private.h: the people on this machine, in the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-context.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabProfileQuestion:
 * @reference: (nullable): an id, or what people type
 * @name: (nullable): a name to give
 * @tour_done: a state to keep
 *
 * What the functions below are asked.
 */
typedef struct
{
  char *reference;
  char *name;
  gboolean tour_done;
  gint64 now;
} LabProfileQuestion;

void lab_profile_question_clear (LabProfileQuestion *self);

/* The name without space around it, or NULL with INVALID_INPUT where nobody
 * could be called that. (transfer full) */
char *lab_profile_check_name (const char  *name,
                              GError     **error);
/* What the system calls who runs this. (transfer full) */
char *lab_profile_dup_system_name (void);

/* LabStoreFuncs whose data is a LabProfileQuestion. */

/* The oldest, made as @name where there is none. → LabProfile */
gpointer lab_profile_first_func (LabStoreTxn  *txn,
                                 gpointer      data,
                                 GError      **error);
/* By name or id. → LabProfile */
gpointer lab_profile_find_func (LabStoreTxn  *txn,
                                gpointer      data,
                                GError      **error);
/* → LabProfile */
gpointer lab_profile_create_func (LabStoreTxn  *txn,
                                  gpointer      data,
                                  GError      **error);
/* @reference is an id. → LabProfile */
gpointer lab_profile_rename_func (LabStoreTxn  *txn,
                                  gpointer      data,
                                  GError      **error);
/* @reference is an id. → LAB_STORE_OK */
gpointer lab_profile_set_tour_done_func (LabStoreTxn  *txn,
                                         gpointer      data,
                                         GError      **error);
/* → (element-type LabProfile) */
gpointer lab_profile_list_func (LabStoreTxn  *txn,
                                gpointer      data,
                                GError      **error);
/* @reference is an id. → LabProfileCounts, for g_free() */
gpointer lab_profile_count_func (LabStoreTxn  *txn,
                                 gpointer      data,
                                 GError      **error);

/* lab-context-profiles.c */

/* In any thread: what a deleted profile leaves in no file. */
gboolean lab_context_erase_profile (LabContext  *self,
                                    const char  *profile_id,
                                    GError     **error);
/* In the context's: nothing is kept for it in memory. */
void lab_context_forget_profile (LabContext *self,
                                 const char *profile_id);

G_END_DECLS
