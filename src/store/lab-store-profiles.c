/* lab-store-profiles.c: the people on this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-profiles.h"

#include <glib/gi18n-lib.h>

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabProfileRow, id, TEXT),
  LAB_FIELD (LabProfileRow, name, TEXT),
  LAB_FIELD (LabProfileRow, settings, TEXT),
  LAB_FIELD (LabProfileRow, created_at, INT64),
  LAB_FIELD (LabProfileRow, updated_at, INT64),
};

static const LabTable profiles = LAB_TABLE ("profiles", LabProfileRow, columns);

LabProfileRow *
lab_profile_row_new (void)
{
  LabProfileRow *self = g_new0 (LabProfileRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabProfileRow *
lab_profile_row_copy (const LabProfileRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&profiles, self);
}

void
lab_profile_row_free (LabProfileRow *self)
{
  lab_row_free (&profiles, self);
}

static void
free_row (gpointer row)
{
  lab_profile_row_free (row);
}

gboolean
lab_store_profiles_insert (LabStoreTxn          *txn,
                           const LabProfileRow  *row,
                           GError              **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &profiles, row, NULL, error);
}

LabProfileRow *
lab_store_profiles_get (LabStoreTxn  *txn,
                        const char   *id,
                        GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &profiles, "WHERE id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, id);
  return lab_table_one (query, &profiles, free_row, _("There is no such profile."), error);
}

LabProfileRow *
lab_store_profiles_find (LabStoreTxn  *txn,
                         const char   *name,
                         GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &profiles, "WHERE name = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, name);
  return lab_table_next (query, &profiles, free_row, error);
}

GPtrArray *
lab_store_profiles_list (LabStoreTxn  *txn,
                         GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &profiles, "ORDER BY number", error);

  return query != NULL ? lab_table_list (query, &profiles, free_row, error) : NULL;
}

static gboolean
set_field (LabStoreTxn  *txn,
           const char   *sql,
           const char   *id,
           const char   *value,
           gint64        now,
           GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, value);
  lab_query_bind_int (query, now);
  lab_query_bind_text (query, id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such profile."), error);
}

gboolean
lab_store_profiles_rename (LabStoreTxn  *txn,
                           const char   *id,
                           const char   *name,
                           gint64        now,
                           GError      **error)
{
  return set_field (txn, "UPDATE profiles SET name = ?, updated_at = ? WHERE id = ?", id, name, now,
                    error);
}

gboolean
lab_store_profiles_set_settings (LabStoreTxn  *txn,
                                 const char   *id,
                                 const char   *settings,
                                 gint64        now,
                                 GError      **error)
{
  return set_field (txn, "UPDATE profiles SET settings = ?, updated_at = ? WHERE id = ?", id,
                    settings, now, error);
}
