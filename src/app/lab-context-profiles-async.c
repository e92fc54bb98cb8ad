/* lab-context-profiles-async.c: the people on this machine, without waiting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"
#include "lab-context-work-private.h"
#include "lab-profile-ledger-private.h"

static void
question_free (gpointer data)
{
  lab_profile_question_clear (data);
  g_free (data);
}

static LabProfileQuestion *
question_new (LabContext *self,
              const char *reference,
              const char *name)
{
  LabProfileQuestion *question = g_new0 (LabProfileQuestion, 1);

  question->reference = g_strdup (reference);
  question->name = g_strdup (name);
  question->now = lab_clock_now (self->clock);
  return question;
}

static void
free_profile (gpointer profile)
{
  lab_profile_free (profile);
}

/* Checks a name and writes; the name is what a person typed. */
static gpointer
write_named (LabContext          *self,
             LabProfileQuestion  *question,
             LabStoreFunc         func,
             GError             **error)
{
  char *checked = lab_profile_check_name (question->name, error);

  if (checked == NULL)
    return NULL;
  g_free (question->name);
  question->name = checked;
  return lab_store_write_sync (self->store, func, question, free_profile, NULL, error);
}

static gpointer
create_work (LabContext  *self,
             gpointer     data,
             GError     **error)
{
  return write_named (self, data, lab_profile_create_func, error);
}

void
lab_context_create_profile_async (LabContext          *self,
                                  const char          *name,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (name != NULL);

  lab_context_work_async (self, lab_context_create_profile_async, create_work,
                          question_new (self, NULL, name), question_free, free_profile, callback,
                          user_data);
}

LabProfile *
lab_context_create_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return lab_context_work_finish (self, result, error);
}

static gpointer
rename_work (LabContext  *self,
             gpointer     data,
             GError     **error)
{
  return write_named (self, data, lab_profile_rename_func, error);
}

void
lab_context_rename_profile_async (LabContext          *self,
                                  const char          *profile_id,
                                  const char          *name,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (name != NULL);

  lab_context_work_async (self, lab_context_rename_profile_async, rename_work,
                          question_new (self, profile_id, name), question_free, free_profile,
                          callback, user_data);
}

LabProfile *
lab_context_rename_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return lab_context_work_finish (self, result, error);
}

static gpointer
list_work (LabContext  *self,
           gpointer     data,
           GError     **error)
{
  return lab_context_list_profiles (self, error);
}

void
lab_context_list_profiles_async (LabContext          *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));

  lab_context_work_async (self, lab_context_list_profiles_async, list_work, NULL, NULL,
                          (GDestroyNotify) g_ptr_array_unref, callback, user_data);
}

GPtrArray *
lab_context_list_profiles_finish (LabContext    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return lab_context_work_finish (self, result, error);
}

static gpointer
count_work (LabContext  *self,
            gpointer     data,
            GError     **error)
{
  return lab_store_read_sync (self->store, lab_profile_count_func, data, g_free, NULL,
                              error);
}

void
lab_context_count_profile_async (LabContext          *self,
                                 const char          *profile_id,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  lab_context_work_async (self, lab_context_count_profile_async, count_work,
                          question_new (self, profile_id, NULL), question_free, g_free, callback,
                          user_data);
}

gboolean
lab_context_count_profile_finish (LabContext        *self,
                                  GAsyncResult      *result,
                                  LabProfileCounts  *counts,
                                  GError           **error)
{
  g_autofree LabProfileCounts *found = NULL;

  g_return_val_if_fail (counts != NULL, FALSE);

  found = lab_context_work_finish (self, result, error);
  if (found == NULL)
    return FALSE;
  *counts = *found;
  return TRUE;
}

static gpointer
delete_work (LabContext  *self,
             gpointer     data,
             GError     **error)
{
  const LabProfileQuestion *question = data;

  return GINT_TO_POINTER (lab_context_erase_profile (self, question->reference, error));
}

void
lab_context_delete_profile_async (LabContext          *self,
                                  const char          *profile_id,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  /* Its kept answers are let go first: nothing may be written back. */
  lab_context_forget_profile (self, profile_id);
  lab_context_work_async (self, lab_context_delete_profile_async, delete_work,
                          question_new (self, profile_id, NULL), question_free, NULL, callback,
                          user_data);
}

gboolean
lab_context_delete_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return lab_context_work_finish (self, result, error) != NULL;
}

static gpointer
set_tour_done_work (LabContext  *self,
                    gpointer     data,
                    GError     **error)
{
  return lab_store_write_sync (self->store, lab_profile_set_tour_done_func, data, NULL,
                               NULL, error);
}

void
lab_context_set_tour_done_async (LabContext          *self,
                                 const char          *profile_id,
                                 gboolean             done,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  LabProfileQuestion *question;

  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  question = question_new (self, profile_id, NULL);
  question->tour_done = done;
  lab_context_work_async (self, lab_context_set_tour_done_async, set_tour_done_work, question,
                          question_free, NULL, callback, user_data);
}

gboolean
lab_context_set_tour_done_finish (LabContext    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return lab_context_work_finish (self, result, error) != NULL;
}
