/* lab-migrations.c: from any older version to this one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-migrations-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"
#include "lab-table-private.h"

#define RESOURCE_BASE "/io/github/apicostlab/CostLab/store/migrations/"
/* Where the file format keeps them: sqlite.org/fileformat2.html, 1.3. */
#define HEADER_SIZE 100
#define OFFSET_USER_VERSION 60
#define OFFSET_APPLICATION_ID 68
#define BACKUP_PAGES 1024

static const char *const scripts[] = {
  "001-ledger.sql",   "002-rollups.sql", "003-budgets.sql", "004-work.sql",
  "005-learning.sql", "006-views.sql",   "007-dearest.sql", "008-rollup-subjects.sql",
  "009-reservations.sql",
};
/* This one leaves sums to be made that SQL cannot make. */
#define ROLLUP_SUBJECTS 8

int
lab_migrations_get_latest (void)
{
  return G_N_ELEMENTS (scripts);
}

static gboolean
check_numbers (gint64   application,
               gint64   version,
               GError **error)
{
  g_autofree char *message = NULL;

  if (application != 0 && application != LAB_STORE_APPLICATION_ID)
    {
      lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "foreign",
                            _("The file in the data folder is a database of another program."));
      return FALSE;
    }
  if (version <= lab_migrations_get_latest ())
    return TRUE;

  message = g_strdup_printf (_("The database was written by a newer version of the program "
                               "(format %" PRId64 "; this one reads up to %d). It was "
                               "not touched."),
                             version, lab_migrations_get_latest ());
  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "newer", message);
  return FALSE;
}

static guint32
read_big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

gboolean
lab_migrations_check_file (const char  *path,
                           GError     **error)
{
  guint8 header[HEADER_SIZE];
  gssize n;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return TRUE;

  n = read (fd, header, sizeof header);
  close (fd);
  if (n == 0)
    return TRUE;
  if (n == HEADER_SIZE && memcmp (header, "SQLite format 3", 16) == 0)
    return check_numbers (read_big_endian (header + OFFSET_APPLICATION_ID),
                          read_big_endian (header + OFFSET_USER_VERSION), error);

  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "corrupt",
                        _("The database is damaged: its first bytes are not those of a "
                          "database."));
  return FALSE;
}

gboolean
lab_migrations_check (LabConnection  *connection,
                      GError        **error)
{
  gint64 application, version, tables;

  if (!lab_connection_get_number (connection, "PRAGMA application_id", &application, error) ||
      !lab_connection_get_number (connection, "PRAGMA user_version", &version, error) ||
      !lab_connection_get_number (connection, "SELECT count(*) FROM sqlite_master", &tables,
                                  error))
    return FALSE;

  /* Tables without our mark are somebody else's. */
  if (application == 0 && tables > 0)
    application = -1;
  return check_numbers (application, version, error);
}

static gboolean
copy_pages (LabConnection  *connection,
            sqlite3        *target,
            GError        **error)
{
  sqlite3_backup *backup =
      sqlite3_backup_init (target, "main", lab_connection_get_db (connection), "main");
  int rc;

  if (backup == NULL)
    {
      lab_connection_set_error (connection, sqlite3_errcode (target), error);
      return FALSE;
    }

  do
    {
      rc = sqlite3_backup_step (backup, BACKUP_PAGES);
      if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
        sqlite3_sleep (5);
    }
  while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);

  sqlite3_backup_finish (backup);
  if (rc == SQLITE_DONE)
    return TRUE;

  lab_connection_set_error (connection, rc, error);
  return FALSE;
}

gboolean
lab_connection_backup (LabConnection  *connection,
                       const char     *path,
                       GError        **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *unfinished = g_strconcat (path, ".new", NULL);
  sqlite3 *target = NULL;
  gboolean copied = FALSE;
  int rc;

  g_mkdir_with_parents (folder, 0700);
  g_unlink (unfinished);
  rc = sqlite3_open (unfinished, &target);
  if (rc == SQLITE_OK)
    copied = copy_pages (connection, target, error);
  else
    lab_connection_set_error (connection, rc, error);
  sqlite3_close (target);

  if (copied)
    {
      g_chmod (unfinished, 0600);
      copied = g_rename (unfinished, path) == 0;
      if (!copied)
        lab_connection_set_error (connection, SQLITE_IOERR, error);
    }
  if (!copied)
    g_unlink (unfinished);
  return copied;
}

static gboolean
run_script (LabConnection  *connection,
            int             number,
            GError        **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_BASE, scripts[number - 1], NULL);
  g_autofree char *mark = NULL;
  g_autoptr (GBytes) script =
      g_resource_lookup_data (lab_store_resources_get_resource (), path, 0, error);

  if (script == NULL)
    return FALSE;

  mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                          LAB_STORE_APPLICATION_ID, number);
  return lab_connection_exec (connection, g_bytes_get_data (script, NULL), error) &&
         lab_connection_exec (connection, mark, error);
}

static gboolean
finish_step (LabConnection  *connection,
             int             number,
             GError        **error)
{
  LabStoreTxn txn = { .connection = connection };

  return number != ROLLUP_SUBJECTS || lab_rollups_derive_all (&txn, error);
}

static gboolean
apply_step (LabConnection  *connection,
            int             number,
            GError        **error)
{
  if (!lab_connection_exec (connection, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (run_script (connection, number, error) && finish_step (connection, number, error) &&
      lab_connection_exec (connection, "COMMIT", error))
    return TRUE;

  lab_connection_exec (connection, "ROLLBACK", NULL);
  g_prefix_error (error, _("Step %d of bringing the database to this version: "), number);
  return FALSE;
}

gboolean
lab_migrations_apply (LabConnection  *connection,
                      const char     *backups,
                      int             until,
                      GError        **error)
{
  gint64 version;

  if (!lab_connection_get_number (connection, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version > 0 && version < until)
    {
      g_autofree char *name = g_strdup_printf ("costlab-format-%d.db", (int) version);
      g_autofree char *path = g_build_filename (backups, name, NULL);

      if (!lab_connection_backup (connection, path, error))
        return FALSE;
    }

  for (int number = (int) version + 1; number <= until; number++)
    if (!apply_step (connection, number, error))
      return FALSE;
  return TRUE;
}
