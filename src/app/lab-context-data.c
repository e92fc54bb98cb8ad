/* lab-context-data.c: the data folder, its copy and its size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"
#include "lab-context-work-private.h"

#include "lab-store.h"

static gpointer
back_up_work (LabContext  *self,
              gpointer     data,
              GError     **error)
{
  return GINT_TO_POINTER (lab_store_backup_sync (self->store, data, error));
}

void
lab_context_back_up_async (LabContext          *self,
                           const char          *path,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (path != NULL);

  lab_context_work_async (self, lab_context_back_up_async, back_up_work, g_strdup (path), g_free,
                          NULL, callback, user_data);
}

gboolean
lab_context_back_up_finish (LabContext    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return lab_context_work_finish (self, result, error) != NULL;
}

static gpointer
measure_work (LabContext  *self,
              gpointer     data,
              GError     **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (lab_store_get_directory (self->store));
  g_autofree guint64 *bytes = g_new0 (guint64, 1);

  if (!g_file_measure_disk_usage (folder, G_FILE_MEASURE_NONE, NULL, NULL, NULL, bytes, NULL, NULL,
                                  error))
    return NULL;
  return g_steal_pointer (&bytes);
}

void
lab_context_measure_async (LabContext          *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));

  lab_context_work_async (self, lab_context_measure_async, measure_work, NULL, NULL, g_free,
                          callback, user_data);
}

gboolean
lab_context_measure_finish (LabContext    *self,
                            GAsyncResult  *result,
                            guint64       *bytes,
                            GError       **error)
{
  g_autofree guint64 *found = NULL;

  g_return_val_if_fail (bytes != NULL, FALSE);

  found = lab_context_work_finish (self, result, error);
  if (found == NULL)
    return FALSE;
  *bytes = *found;
  return TRUE;
}
