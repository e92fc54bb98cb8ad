/* test-draft.c: what was written and not sent outlasts the program, not its owner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-draft.h"
#include "lab-error.h"
#include "lab-test-wait.h"

#define START G_GINT64_CONSTANT (1795424400000000)

typedef struct
{
  char *folder;
  LabContext *context;
  LabProfile *profile;
  char *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (START);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { .clock = clock };
  g_autofree char *folder = NULL;

  self->folder = g_dir_make_tmp ("lab-draft-XXXXXX", &error);
  g_assert_no_error (error);
  options.data_dir = self->folder;
  self->context = lab_context_new (&options, &error);
  g_assert_no_error (error);
  self->profile = lab_context_open_profile (self->context, NULL, &error);
  g_assert_no_error (error);
  folder = lab_context_dup_profile_folder (self->context, self->profile->id);
  self->path = g_build_filename (folder, "draft.json", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  lab_profile_free (self->profile);
  g_assert_finalize_object (self->context);
  g_free (self->path);
  g_free (self->folder);
}

static void
keep (LabDraft   *draft,
      const char *prompt,
      const char *system)
{
  lab_draft_set (draft, prompt, system);
  while (!lab_draft_is_kept (draft))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
load (LabDraft  *draft,
      char     **prompt,
      char     **system,
      GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_draft_load_async (draft, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_draft_load_finish (draft, result, prompt, system, error);
}

static void
test_comes_back (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (LabDraft) draft = lab_draft_new (self->context, self->profile->id);
  g_autoptr (LabDraft) later = lab_draft_new (self->context, self->profile->id);
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_false (load (draft, &prompt, &system, &error));
  g_assert_no_error (error);
  keep (draft, "Héllo\n“there”", "");
  g_assert_true (load (later, &prompt, &system, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (prompt, ==, "Héllo\n“there”");
  g_assert_cmpstr (system, ==, "");
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* Set quickly one after the other, while the first is being written. */
static void
test_newest_wins (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabDraft) draft = lab_draft_new (self->context, self->profile->id);
  g_autofree char *long_text = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;

  lab_draft_set (draft, long_text, "one");
  lab_draft_set (draft, "two", "two");
  keep (draft, "three", "and a system text");
  g_assert_true (load (draft, &prompt, &system, NULL));
  g_assert_cmpstr (prompt, ==, "three");
  g_assert_cmpstr (system, ==, "and a system text");
}

static void
test_unreadable (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (LabDraft) draft = lab_draft_new (self->context, self->profile->id);
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;
  g_autoptr (GError) error = NULL;

  keep (draft, "a", "b");
  g_assert_true (g_file_set_contents (self->path, "{\"prompt\":1}", -1, NULL));
  g_assert_false (load (draft, &prompt, &system, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

static void
test_goes_with_its_profile (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr (LabDraft) draft = lab_draft_new (self->context, self->profile->id);
  g_autoptr (GError) error = NULL;

  keep (draft, "a", "b");
  g_assert_true (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_true (lab_context_delete_profile (self->context, self->profile->id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  keep (draft, "too late", "");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/app/draft/comes-back-and-is-private", test_comes_back);
  ADD ("/app/draft/newest-wins", test_newest_wins);
  ADD ("/app/draft/unreadable-is-said", test_unreadable);
  ADD ("/app/draft/goes-with-its-profile", test_goes_with_its_profile);

  return g_test_run ();
}
