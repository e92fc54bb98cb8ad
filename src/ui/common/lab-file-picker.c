/* lab-file-picker.c: asking for a file, as a pair of functions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-file-picker.h"

#include <glib/gi18n-lib.h>

#define TAG lab_file_picker_finish

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file = response == GTK_RESPONSE_ACCEPT
                  ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                  : NULL;

  g_signal_handlers_disconnect_by_func (dialog, response_cb, user_data);
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                             _("No file was chosen."));
}

static void
cancelled_cb (GCancellable    *cancellable,
              GtkNativeDialog *dialog)
{
  gtk_native_dialog_hide (dialog);
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

static void
pick (GtkFileChooserNative *dialog,
      GtkFileFilter        *filter,
      GCancellable         *cancellable,
      GAsyncReadyCallback   callback,
      gpointer              user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, TAG);
  /* The dialog lives until it has answered: nobody else holds it. */
  g_task_set_task_data (task, dialog, g_object_unref);
  if (filter != NULL)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
lab_file_picker_open_async (GtkWindow           *parent,
                            const char          *title,
                            GtkFileFilter       *filter,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (title != NULL);

  pick (gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL),
        filter, cancellable, callback, user_data);
}

void
lab_file_picker_save_async (GtkWindow           *parent,
                            const char          *title,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (title != NULL);
  g_return_if_fail (name != NULL);

  dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  pick (dialog, NULL, cancellable, callback, user_data);
}

GFile *
lab_file_picker_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, TAG), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
