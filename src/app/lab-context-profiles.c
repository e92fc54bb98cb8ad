/* lab-context-profiles.c: the people on this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-database-cache.h"
#include "lab-error.h"
#include "lab-folder.h"
#include "lab-profile-ledger-private.h"

LabProfile *
lab_context_open_profile (LabContext  *self,
                          const char  *reference,
                          GError     **error)
{
  g_autofree char *name = lab_profile_dup_system_name ();
  LabProfileQuestion question = { .reference = (char *) reference, .name = name };
  LabProfile *profile;

  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  question.now = lab_clock_now (self->clock);
  if (reference != NULL)
    profile = lab_store_read_sync (self->store, lab_profile_find_func, &question,
                                   (GDestroyNotify) lab_profile_free, NULL, error);
  else
    profile = lab_store_write_sync (self->store, lab_profile_first_func, &question,
                                    (GDestroyNotify) lab_profile_free, NULL, error);
  if (profile != NULL)
    {
      g_free (self->profile_id);
      self->profile_id = g_strdup (profile->id);
      g_clear_object (&self->cache);
      self->cache = lab_database_cache_new (self->store, profile->id, self->clock);
      self->services.cache = self->cache;
    }
  return profile;
}

LabProfile *
lab_context_create_profile (LabContext  *self,
                            const char  *name,
                            GError     **error)
{
  g_autofree char *checked = NULL;
  LabProfileQuestion question = { 0 };

  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  checked = lab_profile_check_name (name, error);
  if (checked == NULL)
    return NULL;
  question.name = checked;
  question.now = lab_clock_now (self->clock);
  return lab_store_write_sync (self->store, lab_profile_create_func, &question,
                               (GDestroyNotify) lab_profile_free, NULL, error);
}

GPtrArray *
lab_context_list_profiles (LabContext  *self,
                           GError     **error)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return lab_store_read_sync (self->store, lab_profile_list_func, NULL,
                              (GDestroyNotify) g_ptr_array_unref, NULL, error);
}

/* The log may name experiments and quote errors: nobody's lines can be told
 * from another's, so all of it goes. The file itself is emptied in place, for
 * it stays open. */
static void
forget_log (LabContext *self)
{
  g_autofree char *folder =
    g_build_filename (lab_store_get_directory (self->store), "log", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  lab_log_flush (self->log);
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, "costlab.log."))
        g_unlink (path);
      else if (truncate (path, 0) != 0)
        lab_log_write (self->log, LAB_LOG_WARN, "log.not-emptied", NULL, NULL);
    }
}

char *
lab_context_dup_profile_folder (LabContext *self,
                                const char *profile_id)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);

  return g_build_filename (lab_store_get_directory (self->store), "profiles", profile_id, NULL);
}

/* Reports that were made before there was a profile go with any of them. */
static gboolean
forget_files (LabContext  *self,
              const char  *profile_id,
              GError     **error)
{
  g_autofree char *own = lab_context_dup_profile_folder (self, profile_id);
  g_autofree char *common =
    g_build_filename (lab_store_get_directory (self->store), "reports", NULL);
  g_autoptr (GError) cause = NULL;

  if (lab_folder_delete (own, &cause) && lab_folder_delete (common, &cause))
    return TRUE;
  lab_set_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED,
                 _("The profile is deleted, but not all of its files: %s"), cause->message);
  return FALSE;
}

gboolean
lab_context_erase_profile (LabContext  *self,
                           const char  *profile_id,
                           GError     **error)
{
  if (!lab_store_delete_profile_sync (self->store, profile_id, error))
    return FALSE;
  forget_log (self);
  return forget_files (self, profile_id, error);
}

void
lab_context_forget_profile (LabContext *self,
                            const char *profile_id)
{
  if (g_strcmp0 (self->profile_id, profile_id) != 0)
    return;
  g_clear_pointer (&self->profile_id, g_free);
  self->services.cache = NULL;
  g_clear_object (&self->cache);
}

gboolean
lab_context_delete_profile (LabContext  *self,
                            const char  *profile_id,
                            GError     **error)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (profile_id != NULL, FALSE);

  if (!lab_context_erase_profile (self, profile_id, error))
    return FALSE;
  lab_context_forget_profile (self, profile_id);
  return TRUE;
}
