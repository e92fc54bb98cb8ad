/* lab-ask-text.c: asking for a name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-ask-text.h"

#include <adwaita.h>

static char *
dup_answer (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
changed_cb (GtkEditable      *entry,
            AdwMessageDialog *dialog)
{
  g_autofree char *answer = dup_answer (entry);

  adw_message_dialog_set_response_enabled (dialog, "yes", *answer != '\0');
}

static void
activated_cb (GtkEditable      *entry,
              AdwMessageDialog *dialog)
{
  if (adw_message_dialog_get_response_enabled (dialog, "yes"))
    {
      adw_message_dialog_response (dialog, "yes");
      gtk_window_close (GTK_WINDOW (dialog));
    }
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");

  g_signal_handlers_disconnect_by_func (dialog, response_cb, user_data);
  g_task_return_pointer (task, g_strcmp0 (response, "yes") == 0 ? dup_answer (entry) : NULL,
                         g_free);
}

void
lab_ask_text_async (GtkWindow           *parent,
                    const char          *heading,
                    const char          *title,
                    const char          *text,
                    const char          *yes,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GtkBuilder) builder = NULL;
  AdwMessageDialog *dialog;
  GtkEditable *entry;
  GTask *task;

  g_return_if_fail (heading != NULL);
  g_return_if_fail (title != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (yes != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_ask_text_async);
  builder = gtk_builder_new_from_resource ("/io/github/apicostlab/CostLab/ui/lab-ask-text.ui");
  dialog = ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog"));
  entry = GTK_EDITABLE (gtk_builder_get_object (builder, "entry"));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_add_response (dialog, "yes", yes);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (entry, text);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect (entry, "entry-activated", G_CALLBACK (activated_cb), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  changed_cb (entry, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

char *
lab_ask_text_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_ask_text_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
