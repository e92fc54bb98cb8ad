/* test-folder.c: deleting a folder of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <unistd.h>

#include <glib/gstdio.h>

#include "lab-folder.h"

static void
write_file (const char *folder,
            const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "x", 1, &error);
  g_assert_no_error (error);
}

static void
test_deletes_all_of_it (void)
{
  g_autofree char *root = g_dir_make_tmp ("lab-folder-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "mine", NULL);
  g_autofree char *deep = g_build_filename (folder, "a", "b", NULL);
  g_autofree char *other = g_build_filename (root, "other", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *kept = g_build_filename (other, "kept", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  write_file (deep, "file");
  write_file (folder, ".hidden");
  write_file (other, "kept");
  g_assert_cmpint (symlink (other, link), ==, 0);

  g_assert_true (lab_folder_delete (folder, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_true (lab_folder_delete (folder, &error));
  g_assert_no_error (error);
  g_assert_true (lab_folder_delete (root, &error));
}

static void
test_failure_names_the_place (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_folder_delete ("/proc/self/fd", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/proc/self"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/folder/deletes-all-of-it", test_deletes_all_of_it);
  g_test_add_func ("/base/folder/failure-names-the-place", test_failure_names_the_place);
  return g_test_run ();
}
