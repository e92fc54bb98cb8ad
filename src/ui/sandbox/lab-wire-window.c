/* lab-wire-window.c: what was asked and what came back, as data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-wire-window.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "common/lab-json-text.h"
#include "lab-wire.h"

struct _LabWireWindow
{
  AdwWindow parent_instance;

  GtkStack *pages;
  GtkTextBuffer *request;
  GtkTextBuffer *headers;
  GtkTextBuffer *answer;
  GtkTextBuffer *usage;
  GtkLabel *said;

  GCancellable *cancellable;
  char *command; /* (nullable): not there yet, or there is none */
};

G_DEFINE_FINAL_TYPE (LabWireWindow, lab_wire_window, ADW_TYPE_WINDOW)

static GtkTextBuffer *
get_shown (LabWireWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (name, "headers") == 0)
    return self->headers;
  if (g_strcmp0 (name, "answer") == 0)
    return self->answer;
  return g_strcmp0 (name, "usage") == 0 ? self->usage : self->request;
}

static void
say (LabWireWindow *self,
     const char    *text)
{
  gtk_label_set_text (self->said, text);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  GtkTextBuffer *buffer = get_shown (LAB_WIRE_WINDOW (widget));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  say (LAB_WIRE_WINDOW (widget), _("This page was copied."));
}

static void
copy_command_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabWireWindow *self = LAB_WIRE_WINDOW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->command);
  say (self, _("A curl command was copied. Your shell puts the key in when it runs."));
}

static void
rebuilt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabWireWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWire) wire = lab_wire_rebuild_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (wire == NULL)
    gtk_text_buffer_set_text (self->headers, error->message, -1);
  else if (wire->headers == NULL)
    gtk_text_buffer_set_text (self->headers, _("The request's text was not kept."), -1);
  else
    gtk_text_buffer_set_text (self->headers, wire->headers, -1);
  if (wire != NULL)
    self->command = g_steal_pointer (&wire->command);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wire.copy-command", self->command != NULL);
}

static void
set_text (GtkTextBuffer *buffer,
          const char    *text,
          const char    *otherwise)
{
  g_autofree char *laid_out = text != NULL ? lab_json_text_lay_out (text) : g_strdup (otherwise);

  gtk_text_buffer_set_text (buffer, laid_out, -1);
}

static void
lab_wire_window_dispose (GObject *object)
{
  LabWireWindow *self = LAB_WIRE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WIRE_WINDOW);

  G_OBJECT_CLASS (lab_wire_window_parent_class)->dispose (object);
}

static void
lab_wire_window_finalize (GObject *object)
{
  LabWireWindow *self = LAB_WIRE_WINDOW (object);

  g_object_unref (self->cancellable);
  g_free (self->command);

  G_OBJECT_CLASS (lab_wire_window_parent_class)->finalize (object);
}

static void
lab_wire_window_class_init (LabWireWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_wire_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_wire_window_finalize;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-wire-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, request);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, headers);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, usage);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, said);
  gtk_widget_class_install_action (widget_class, "wire.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "wire.copy-command", NULL, copy_command_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_wire_window_init (LabWireWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wire.copy-command", FALSE);
}

GtkWidget *
lab_wire_window_new (GtkWindow           *parent,
                     const LabCallRecord *call)
{
  LabWireWindow *self;

  g_return_val_if_fail (call != NULL, NULL);

  self = g_object_new (LAB_TYPE_WIRE_WINDOW, "transient-for", parent, NULL);
  set_text (self->request, call->prompt, _("The request's text was not kept."));
  gtk_text_buffer_set_text (self->answer,
                            call->answer != NULL ? call->answer : _("There was no answer."), -1);
  set_text (self->usage, call->raw_usage, _("No usage was reported."));
  lab_wire_rebuild_async (call, self->cancellable, rebuilt_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
