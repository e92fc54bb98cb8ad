/* lab-store-salvage.c: the way on from a damaged file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-salvage-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "lab-error.h"
#include "lab-migrations-private.h"

/* Where the new database is made, in the data folder. */
#define NEW_FOLDER "recovering"

static const char *const endings[] = { "-wal", "-shm", "" };

void
lab_salvage_free (LabSalvage *self)
{
  if (self == NULL)
    return;

  g_free (self->damaged_path);
  g_free (self->summary);
  g_free (self);
}

static char *
build_path (const char *directory,
            const char *ending)
{
  g_autofree char *name = g_strconcat (LAB_STORE_FILE, ending, NULL);

  return g_build_filename (directory, name, NULL);
}

/* Whether an error means that the file is harmed, and not that it is not ours
 * or out of reach. A disk that cannot read it back harms it too. */
static gboolean
is_damage (const GError *error)
{
  static const char *const reasons[] = { "corrupt", "io", NULL };
  const char *reason = lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON);

  return reason != NULL && g_strv_contains (reasons, reason);
}

/* Looks without touching: whose the file is, and whether all of it can be
 * read and its indexes agree. */
static gboolean
check (const char  *path,
       GError     **error)
{
  g_autoptr (LabConnection) connection = NULL;
  g_autoptr (LabQuery) query = NULL;

  if (!lab_migrations_check_file (path, error))
    return FALSE;

  connection = lab_connection_open (path, FALSE, error);
  if (connection == NULL || !lab_migrations_check (connection, error))
    return FALSE;

  query = lab_connection_query (connection, "PRAGMA integrity_check (1)", error);
  if (query == NULL || lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (lab_query_get_text (query, 0), "ok") == 0)
    return TRUE;

  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "corrupt",
                        lab_query_get_text (query, 0));
  return FALSE;
}

static void
sum_up (LabRescue *self)
{
  LabSalvage *report = self->report;
  g_autoptr (GString) summary = g_string_new (NULL);

  for (guint i = 0; i < LAB_N_SALVAGE_TABLES; i++)
    {
      const LabSalvageTable *table = &self->tables[i];

      report->n_rows += table->n_rows;
      report->n_damaged_tables += table->hurt;
      g_string_append_printf (summary, "%s: %" G_GUINT64_FORMAT "\n", table->name, table->n_rows);
    }
  report->summary = g_strdup (summary->str);
}

static gboolean
rescue (LabRescue  *self,
        GError    **error)
{
  /* References are looked at when all is carried over. */
  if (!lab_connection_exec (self->sound, "PRAGMA foreign_keys = OFF", error) ||
      !lab_connection_exec (self->sound, "BEGIN IMMEDIATE", error))
    return FALSE;

  lab_rescue_init_tables (self);
  lab_rescue_copy_tables (self);
  lab_rescue_scan_pages (self);
  sum_up (self);
  return lab_rescue_mend (self, error) && lab_connection_exec (self->sound, "COMMIT", error);
}

static void
remove_new (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = build_path (folder, endings[i]);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* The new database, whole in @folder; nothing else is touched. */
static LabSalvage *
make_new (const char  *folder,
          const char  *damaged_path,
          GError     **error)
{
  g_autoptr (LabSalvage) report = g_new0 (LabSalvage, 1);
  g_autoptr (LabConnection) sound = NULL;
  LabRescue work = { .damaged_path = damaged_path, .report = report };

  remove_new (folder);
  g_mkdir_with_parents (folder, 0700);
  report->damaged = TRUE;
  work.sound = sound = lab_store_open_connection (folder, LAB_STORE_DEFAULT, error);
  return sound != NULL && rescue (&work, error) ? g_steal_pointer (&report) : NULL;
}

static char *
choose_damaged_path (const char *directory)
{
  g_autofree char *folder = g_build_filename (directory, LAB_STORE_DAMAGED, NULL);

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("costlab-%u.db", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/* The log goes first: beside the new file it would be taken for its own. The
 * file itself is also linked where it is kept, so that at no moment there is
 * no database: the next opening would make an empty one. */
static gboolean
put_in_place (const char  *directory,
              const char  *new_folder,
              const char  *damaged,
              GError     **error)
{
  g_autofree char *new_path = build_path (new_folder, "");
  g_autofree char *path = build_path (directory, "");
  gboolean moved = TRUE;

  for (guint i = 0; moved && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = build_path (directory, endings[i]);
      g_autofree char *to = g_strconcat (damaged, endings[i], NULL);
      gboolean linked = endings[i][0] == '\0' && link (from, to) == 0;

      moved = linked || !g_file_test (from, G_FILE_TEST_EXISTS) || g_rename (from, to) == 0;
    }
  if (moved && g_rename (new_path, path) == 0)
    return TRUE;

  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "io",
                        _("The new database could not be put in the damaged one's place."));
  return FALSE;
}

static LabSalvage *
recover_locked (const char  *directory,
                gboolean     even_if_sound,
                GError     **error)
{
  g_autofree char *path = build_path (directory, "");
  g_autofree char *folder = g_build_filename (directory, NEW_FOLDER, NULL);
  g_autoptr (GError) finding = NULL;
  g_autoptr (LabSalvage) report = NULL;

  if (lab_owner_any_alive (directory, NULL))
    {
      lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "locked",
                            _("Another program uses the data folder; close it first."));
      return NULL;
    }
  if (check (path, &finding) && !even_if_sound)
    return g_new0 (LabSalvage, 1);
  if (finding != NULL && !is_damage (finding))
    {
      g_propagate_error (error, g_steal_pointer (&finding));
      return NULL;
    }

  report = make_new (folder, path, error);
  if (report != NULL)
    {
      report->damaged_path = choose_damaged_path (directory);
      if (!put_in_place (directory, folder, report->damaged_path, error))
        g_clear_pointer (&report, lab_salvage_free);
    }
  remove_new (folder);
  return g_steal_pointer (&report);
}

LabSalvage *
lab_store_recover (const char  *directory,
                   gboolean     even_if_sound,
                   GError     **error)
{
  g_autofree char *path = NULL;
  LabSalvage *report;
  int folder_lock;

  g_return_val_if_fail (directory != NULL, NULL);

  path = build_path (directory, "");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *message = g_strdup_printf (
          _("There is no database in %s, so there is nothing to recover."), directory);

      lab_set_reason_error (error, LAB_ERROR_NOT_FOUND, "missing", message);
      return NULL;
    }

  folder_lock = lab_owner_lock_folder (directory, error);
  if (folder_lock < 0)
    return NULL;

  report = recover_locked (directory, even_if_sound, error);
  close (folder_lock);
  return report;
}
