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
#include "lab-store-profiles.h"
#include "lab-store.h"

typedef struct
{
  const char *reference; /* (nullable) */
  const char *name;
  gint64 now;
} Question;

void
lab_profile_free (LabProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static LabProfile *
profile_from_row (const LabProfileRow *row)
{
  LabProfile *self = g_new0 (LabProfile, 1);

  self->id = g_strdup (row->id);
  self->name = g_strdup (row->name);
  self->created_at = row->created_at;
  return self;
}

static LabProfile *
insert_profile (LabStoreTxn  *txn,
                const char   *name,
                gint64        now,
                GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_profile_row_new ();

  row->name = g_strdup (name);
  row->created_at = row->updated_at = now;
  return lab_store_profiles_insert (txn, row, error) ? profile_from_row (row) : NULL;
}

/* Two programs may begin at once: the first is made in one transaction with
 * the look. */
static gpointer
first_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) rows = lab_store_profiles_list (txn, error);

  if (rows == NULL)
    return NULL;
  if (rows->len > 0)
    return profile_from_row (g_ptr_array_index (rows, 0));
  return insert_profile (txn, question->name, question->now, error);
}

static gpointer
find_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabProfileRow) row = lab_store_profiles_find (txn, question->reference, &cause);

  if (row == NULL && cause == NULL)
    row = lab_store_profiles_get (txn, question->reference, &cause);
  if (row != NULL)
    return profile_from_row (row);
  if (g_error_matches (cause, LAB_ERROR, LAB_ERROR_NOT_FOUND))
    lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no profile “%s”."),
                   question->reference);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

LabProfile *
lab_context_open_profile (LabContext  *self,
                          const char  *reference,
                          GError     **error)
{
  Question question = { .reference = reference };
  LabProfile *profile;

  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  question.name = _("Learner");
  question.now = lab_clock_now (self->clock);
  profile = reference != NULL ?
              lab_store_read_sync (self->store, find_func, &question,
                                   (GDestroyNotify) lab_profile_free, NULL, error) :
              lab_store_write_sync (self->store, first_func, &question,
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

static gpointer
create_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const Question *question = data;
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabProfileRow) taken = lab_store_profiles_find (txn, question->name, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (taken != NULL)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("There is a profile “%s” already."),
                     taken->name);
      return NULL;
    }
  return insert_profile (txn, question->name, question->now, error);
}

LabProfile *
lab_context_create_profile (LabContext  *self,
                            const char  *name,
                            GError     **error)
{
  g_autofree char *stripped = NULL;
  Question question = { 0 };

  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  stripped = g_utf8_validate (name, -1, NULL) ? g_strstrip (g_strdup (name)) : g_strdup ("");
  if (stripped[0] == '\0')
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("A profile needs a name, in UTF-8."));
      return NULL;
    }
  question.name = stripped;
  question.now = lab_clock_now (self->clock);
  return lab_store_write_sync (self->store, create_func, &question,
                               (GDestroyNotify) lab_profile_free, NULL, error);
}

static gpointer
list_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  g_autoptr (GPtrArray) rows = lab_store_profiles_list (txn, error);
  GPtrArray *profiles;

  if (rows == NULL)
    return NULL;
  profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_profile_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (profiles, profile_from_row (g_ptr_array_index (rows, i)));
  return profiles;
}

GPtrArray *
lab_context_list_profiles (LabContext  *self,
                           GError     **error)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), NULL);

  return lab_store_read_sync (self->store, list_func, NULL, (GDestroyNotify) g_ptr_array_unref,
                              NULL, error);
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

gboolean
lab_context_delete_profile (LabContext  *self,
                            const char  *profile_id,
                            GError     **error)
{
  g_return_val_if_fail (LAB_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (profile_id != NULL, FALSE);

  if (!lab_store_delete_profile_sync (self->store, profile_id, error))
    return FALSE;
  forget_log (self);
  if (g_strcmp0 (self->profile_id, profile_id) == 0)
    {
      g_clear_pointer (&self->profile_id, g_free);
      self->services.cache = NULL;
      g_clear_object (&self->cache);
    }
  return TRUE;
}
