/* lab-folder.c: folders that are the program's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-folder.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* The first failure is the one that is told. */
static void
note_failure (const char  *path,
              GError     **first)
{
  int cause = errno;

  if (cause == ENOENT || *first != NULL)
    return;
  g_set_error (first, G_FILE_ERROR, (int) g_file_error_from_errno (cause),
               _("%s cannot be deleted: %s."), path, g_strerror (cause));
}

static void
delete_entry (const char  *path,
              GError     **first)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK) || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      if (g_unlink (path) != 0)
        note_failure (path, first);
      return;
    }
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      delete_entry (child, first);
    }
  if (g_rmdir (path) != 0)
    note_failure (path, first);
}

gboolean
lab_folder_delete (const char  *path,
                   GError     **error)
{
  GError *first = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  delete_entry (path, &first);
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, first);
  return FALSE;
}
