/* lab-store-notes.c: what people write beside their work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-notes.h"

#include <glib/gi18n-lib.h>

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabNoteRow, id, TEXT),
  LAB_FIELD (LabNoteRow, profile_id, TEXT),
  LAB_FIELD (LabNoteRow, subject_kind, TEXT),
  LAB_FIELD (LabNoteRow, subject_id, TEXT),
  LAB_FIELD (LabNoteRow, text, TEXT),
  LAB_FIELD (LabNoteRow, created_at, INT64),
  LAB_FIELD (LabNoteRow, updated_at, INT64),
};

static const LabTable notes = LAB_TABLE ("notes", LabNoteRow, columns);

LabNoteRow *
lab_note_row_new (void)
{
  LabNoteRow *self = g_new0 (LabNoteRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabNoteRow *
lab_note_row_copy (const LabNoteRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&notes, self);
}

void
lab_note_row_free (LabNoteRow *self)
{
  lab_row_free (&notes, self);
}

static void
free_row (gpointer row)
{
  lab_note_row_free (row);
}

gboolean
lab_store_notes_upsert (LabStoreTxn       *txn,
                        const LabNoteRow  *row,
                        GError           **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &notes, row,
                           "ON CONFLICT (id) DO UPDATE SET text = excluded.text,"
                           " updated_at = excluded.updated_at"
                           " WHERE profile_id = excluded.profile_id",
                           error) &&
         lab_txn_check_touched (txn, _("The note belongs to another profile."), error);
}

GPtrArray *
lab_store_notes_list (LabStoreTxn  *txn,
                      const char   *profile_id,
                      const char   *subject_kind,
                      const char   *subject_id,
                      GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &notes,
                        "WHERE profile_id = ? AND subject_kind = ? AND subject_id = ?"
                        " ORDER BY created_at, rowid",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, subject_kind);
  lab_query_bind_text (query, subject_id);
  return lab_table_list (query, &notes, free_row, error);
}

gboolean
lab_store_notes_delete (LabStoreTxn  *txn,
                        const char   *profile_id,
                        const char   *id,
                        GError      **error)
{
  return lab_txn_run (txn, error, "DELETE FROM notes WHERE profile_id = ? AND id = ?", profile_id,
                      id, NULL) &&
         lab_txn_check_touched (txn, _("There is no such note."), error);
}
