/* test-data-file.c: where the program's own data files are found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-data-file.h"
#include "lab-error.h"

static void
test_variable_comes_first (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("lab-data-XXXXXX", &error);
  g_autofree char *below = g_build_filename (folder, "things", NULL);
  g_autofree char *file = g_build_filename (below, "thing.txt", NULL);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, &error));

  g_setenv (LAB_DATA_DIR_VARIABLE, folder, TRUE);
  found = lab_data_file_find ("things/thing.txt", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, file);

  g_unsetenv (LAB_DATA_DIR_VARIABLE);
  g_clear_pointer (&found, g_free);
  found = lab_data_file_find ("things/thing.txt", &error);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_null (found);

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (below), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_build_tree_is_searched (void)
{
  const char *build = g_getenv ("LAB_BUILD_DATA_DIR");
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("test-data-file-%u.tmp", g_random_int ());
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;

  if (build == NULL || !g_file_test (build, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the build tree has no data folder");
      return;
    }
  path = g_build_filename (build, name, NULL);
  g_assert_true (g_file_set_contents (path, "x", 1, &error));
  found = lab_data_file_find (name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, path);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_program_folder_is_searched (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *beside = g_build_filename (folder, "..", "share", "costlab", NULL);
  g_autofree char *expected = g_canonicalize_filename (beside, NULL);

  g_assert_null (lab_data_file_find ("no-such-file", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, expected));
}

static void
test_not_found_says_where (void)
{
  g_autoptr (GError) error = NULL;

  g_setenv (LAB_DATA_DIR_VARIABLE, "/nowhere/at/all", TRUE);
  g_assert_null (lab_data_file_find ("no/such-file", &error));
  g_unsetenv (LAB_DATA_DIR_VARIABLE);

  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "no/such-file"));
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
  g_assert_nonnull (strstr (error->message, LAB_DATA_DIR_VARIABLE));
  g_assert_nonnull (strstr (error->message, "/share/costlab"));
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE), ==, "no/such-file");
  g_assert_null (lab_data_file_find ("no/such-file", NULL));
}

/* A folder of the name is not the file. */
static void
test_folder_is_not_a_file (void)
{
  g_autoptr (GError) error = NULL;

  g_setenv (LAB_DATA_DIR_VARIABLE, "/", TRUE);
  g_assert_null (lab_data_file_find ("proc", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_unsetenv (LAB_DATA_DIR_VARIABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_unsetenv (LAB_DATA_DIR_VARIABLE);

  g_test_add_func ("/base/data-file/variable-comes-first", test_variable_comes_first);
  g_test_add_func ("/base/data-file/build-tree-is-searched", test_build_tree_is_searched);
  g_test_add_func ("/base/data-file/program-folder-is-searched", test_program_folder_is_searched);
  g_test_add_func ("/base/data-file/not-found-says-where", test_not_found_says_where);
  g_test_add_func ("/base/data-file/folder-is-not-a-file", test_folder_is_not_a_file);
  return g_test_run ();
}
