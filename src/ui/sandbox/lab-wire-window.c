/* lab-wire-window.c: what was asked and what came back, as data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-wire-window.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "common/lab-json-text.h"

struct _LabWireWindow
{
  AdwWindow parent_instance;

  GtkStack *pages;
  GtkTextBuffer *request;
  GtkTextBuffer *answer;
  GtkTextBuffer *usage;
};

G_DEFINE_FINAL_TYPE (LabWireWindow, lab_wire_window, ADW_TYPE_WINDOW)

static GtkTextBuffer *
get_shown (LabWireWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (name, "answer") == 0)
    return self->answer;
  return g_strcmp0 (name, "usage") == 0 ? self->usage : self->request;
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
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WIRE_WINDOW);

  G_OBJECT_CLASS (lab_wire_window_parent_class)->dispose (object);
}

static void
lab_wire_window_class_init (LabWireWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_wire_window_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-wire-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, request);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, LabWireWindow, usage);
  gtk_widget_class_install_action (widget_class, "wire.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_wire_window_init (LabWireWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  return GTK_WIDGET (self);
}
