/* lab-test-wait.h: waiting for one asynchronous call in a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabTestWait:
 *
 * Zeroed, its address is the user data of lab_test_wait_cb(). A call that
 * returns its result before the caller went back to the main loop is found
 * out: lab_test_wait_result() insists that nothing has arrived yet.
 */
typedef struct
{
  GAsyncResult *result;
} LabTestWait;

void lab_test_wait_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);
/* Runs the main loop until the callback came. (transfer full) */
GAsyncResult *lab_test_wait_result (LabTestWait *self);

G_END_DECLS
