/* lab-sync.c: waiting for what is asynchronous
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sync.h"

void
lab_sync_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LabSync *self = user_data;

  self->result = g_object_ref (result);
}

GAsyncResult *
lab_sync_wait (LabSync *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

void
lab_sync_clear (LabSync *self)
{
  g_clear_object (&self->result);
}
