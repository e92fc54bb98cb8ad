/* lab-store-wipe.c: a profile gone to the last byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-error.h"

/* A copy holds several people's rows: it cannot be kept for one and erased
 * for another. */
static void
remove_files_in (const char *directory,
                 const char *folder)
{
  g_autofree char *path = g_build_filename (directory, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
}

static gboolean
empty_log (LabConnection  *connection,
           GError        **error)
{
  g_autoptr (LabQuery) query =
      lab_connection_query (connection, "PRAGMA wal_checkpoint (TRUNCATE)", error);

  if (query == NULL || lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;
  if (lab_query_get_int (query, 0) == 0)
    return TRUE;

  lab_connection_set_error (connection, SQLITE_BUSY, error);
  return FALSE;
}

static gboolean
wipe (LabConnection  *connection,
      const char     *directory,
      GError        **error)
{
  remove_files_in (directory, LAB_STORE_BACKUPS);
  remove_files_in (directory, LAB_STORE_DAMAGED);
  return empty_log (connection, error) && lab_connection_exec (connection, "VACUUM", error) &&
         lab_connection_exec (connection, "DELETE FROM meta WHERE key = 'wipe'", error) &&
         empty_log (connection, error);
}

gboolean
lab_store_finish_wipe (LabConnection  *connection,
                       const char     *directory,
                       GError        **error)
{
  g_autoptr (GError) local = NULL;
  gint64 due;

  if (!lab_connection_get_number (connection, "SELECT count(*) FROM meta WHERE key = 'wipe'", &due,
                                  error))
    return FALSE;
  if (due == 0 || wipe (connection, directory, &local))
    return TRUE;

  /* Still held up: the program is usable, and the next opening tries again. */
  if (g_strcmp0 (lab_error_get_context (local, LAB_ERROR_CONTEXT_REASON), "locked") == 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_not_in_use (LabStoreTxn  *txn,
                  const char   *profile_id,
                  GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn, "SELECT DISTINCT owner FROM reservations WHERE profile_id = ?", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    if (lab_txn_is_owner_alive (txn, lab_query_get_text (query, 0)))
      {
        lab_set_reason_error (error, LAB_ERROR_INVALID_INPUT, "in-use",
                              _("The profile has calls under way; wait for them or cancel them, "
                                "then delete it."));
        return FALSE;
      }
  return step == LAB_STEP_DONE;
}

static gboolean
delete_rows (LabStoreTxn  *txn,
             const char   *profile_id,
             GError      **error)
{
  if (!check_not_in_use (txn, profile_id, error) ||
      !lab_txn_run (txn, error, "DELETE FROM profiles WHERE id = ?", profile_id, NULL) ||
      !lab_txn_check_touched (txn, _("There is no such profile."), error))
    return FALSE;

  return lab_txn_run (txn, error, "INSERT OR REPLACE INTO meta (key, value) VALUES ('wipe', '1')",
                      NULL);
}

gboolean
lab_store_delete_profile_func (LabConnection  *connection,
                               const char     *directory,
                               const char     *owner,
                               gconstpointer   data,
                               GError        **error)
{
  LabStoreTxn txn = { .connection = connection, .directory = directory, .owner = owner };

  if (!lab_connection_exec (connection, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!delete_rows (&txn, data, error) || !lab_connection_exec (connection, "COMMIT", error))
    {
      lab_connection_exec (connection, "ROLLBACK", NULL);
      return FALSE;
    }
  return wipe (connection, directory, error);
}
