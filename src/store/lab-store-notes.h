/* lab-store-notes.h: what people write beside their work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store.h"

G_BEGIN_DECLS

/* @subject_kind: "experiment", "run", "call"; @subject_id: its id */
typedef struct
{
  char *id;
  char *profile_id;
  char *subject_kind;
  char *subject_id;
  char *text;
  gint64 created_at;
  gint64 updated_at;
} LabNoteRow;

LabNoteRow *lab_note_row_new (void); /* with a new id */
LabNoteRow *lab_note_row_copy (const LabNoteRow *self);
void lab_note_row_free (LabNoteRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabNoteRow, lab_note_row_free)

/* Inserts it, or changes the text of the one with its id. */
gboolean lab_store_notes_upsert (LabStoreTxn       *txn,
                                 const LabNoteRow  *row,
                                 GError           **error);
/* Oldest first. (element-type LabNoteRow) (transfer full) */
GPtrArray *lab_store_notes_list (LabStoreTxn  *txn,
                                 const char   *profile_id,
                                 const char   *subject_kind,
                                 const char   *subject_id,
                                 GError      **error);
gboolean lab_store_notes_delete (LabStoreTxn  *txn,
                                 const char   *profile_id,
                                 const char   *id,
                                 GError      **error);

G_END_DECLS
