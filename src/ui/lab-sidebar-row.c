/* lab-sidebar-row.c: a view in the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sidebar-row.h"

#include <glib/gi18n-lib.h>

struct _LabSidebarRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *badge;

  const LabViewInfo *view;
};

G_DEFINE_FINAL_TYPE (LabSidebarRow, lab_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.view", "s", LAB_SIDEBAR_ROW (widget)->view->name);
}

static void
lab_sidebar_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (lab_sidebar_row_parent_class)->dispose (object);
}

static void
lab_sidebar_row_class_init (LabSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_sidebar_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LabSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, LabSidebarRow, badge);
  gtk_widget_class_install_action (widget_class, "row.open", NULL, open_cb);
}

static void
lab_sidebar_row_init (LabSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_sidebar_row_new (const LabViewInfo *view)
{
  LabSidebarRow *self;

  g_return_val_if_fail (view != NULL, NULL);

  self = g_object_new (LAB_TYPE_SIDEBAR_ROW, NULL);
  self->view = view;
  gtk_image_set_from_icon_name (self->icon, view->icon_name);
  gtk_label_set_text (self->title, _(view->title));
  lab_sidebar_row_set_badge (self, NULL, NULL);
  if (view->create == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                                   _("This view comes with a later version."));
      lab_sidebar_row_set_badge (self, _("Later"), _("comes later"));
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.open", view->create != NULL);
  return GTK_WIDGET (self);
}

const LabViewInfo *
lab_sidebar_row_get_view (LabSidebarRow *self)
{
  g_return_val_if_fail (LAB_IS_SIDEBAR_ROW (self), NULL);

  return self->view;
}

void
lab_sidebar_row_set_badge (LabSidebarRow *self,
                           const char    *badge,
                           const char    *words)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LAB_IS_SIDEBAR_ROW (self));

  /* Translators: a view and what is to be said of it: "KPIs, 1 alert". */
  name = words != NULL ? g_strdup_printf (_("%s, %s"), _(self->view->title), words)
                       : g_strdup (_(self->view->title));
  gtk_label_set_text (self->badge, badge != NULL ? badge : "");
  gtk_widget_set_visible (GTK_WIDGET (self->badge), badge != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
