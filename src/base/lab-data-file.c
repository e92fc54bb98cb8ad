/* lab-data-file.c: where the program's own data files are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-data-file.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

static char *
folder_beside_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;

  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  return g_build_filename (folder, "..", "share", "costlab", NULL);
}

static void
add_folder (GPtrArray *folders, char *folder)
{
  if (folder != NULL && *folder != '\0')
    g_ptr_array_add (folders, g_canonicalize_filename (folder, NULL));
  g_free (folder);
}

static GPtrArray *
list_folders (void)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  add_folder (folders, g_strdup (g_getenv (LAB_DATA_DIR_VARIABLE)));
  add_folder (folders, g_strdup (PKGDATADIR));
  add_folder (folders, folder_beside_program ());
  add_folder (folders, g_strdup (LAB_BUILD_DATADIR));
  return folders;
}

static void
set_not_found (GError **error, const char *relative, GPtrArray *folders)
{
  g_autoptr (GString) searched = g_string_new (NULL);

  if (error == NULL)
    return;

  for (guint i = 0; i < folders->len; i++)
    g_string_append_printf (searched, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (folders, i));
  lab_set_error (error, LAB_ERROR_NOT_FOUND,
                 _ ("The program's data file “%s” was not found in any of: %s. Install the program "
                    "again, or name its data folder in the environment variable %s."),
                 relative, searched->str, LAB_DATA_DIR_VARIABLE);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, relative);
}

char *
lab_data_file_find (const char *relative, GError **error)
{
  g_autoptr (GPtrArray) folders = NULL;

  g_return_val_if_fail (relative != NULL && *relative != '\0', NULL);
  g_return_val_if_fail (!g_path_is_absolute (relative), NULL);

  folders = list_folders ();
  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *path = g_build_filename (g_ptr_array_index (folders, i), relative, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  set_not_found (error, relative, folders);
  return NULL;
}
