/* lab-test-wait.c: waiting for one asynchronous call in a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-test-wait.h"

void
lab_test_wait_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  LabTestWait *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

GAsyncResult *
lab_test_wait_result (LabTestWait *self)
{
  g_assert_null (self->result);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}
