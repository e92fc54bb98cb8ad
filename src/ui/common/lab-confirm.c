/* lab-confirm.c: asking before what cannot be undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-confirm.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static void
response_cb (GtkWindow  *dialog,
             const char *response,
             gpointer    user_data)
{
  g_autoptr (GTask) task = user_data;

  g_signal_handlers_disconnect_by_func (dialog, response_cb, user_data);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, g_strcmp0 (response, "yes") == 0);
}

static void
cancelled_cb (GCancellable *cancellable,
              GtkWindow    *dialog)
{
  gtk_window_close (dialog);
}

void
lab_confirm_async (GtkWindow           *parent,
                   const char          *heading,
                   const char          *body,
                   const char          *yes,
                   gboolean             destructive,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  AdwMessageDialog *dialog;
  GTask *task;

  g_return_if_fail (heading != NULL);
  g_return_if_fail (body != NULL);
  g_return_if_fail (yes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_confirm_async);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  adw_message_dialog_add_responses (dialog, "no", _("_Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_close_response (dialog, "no");
  adw_message_dialog_set_default_response (dialog, destructive ? "no" : "yes");
  adw_message_dialog_set_response_appearance (
    dialog, "yes", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), dialog, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
lab_confirm_finish (GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_confirm_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
