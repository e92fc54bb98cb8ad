/* lab-data-page.c: where everything is kept, and a copy of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-data-page.h"

#include <glib/gi18n-lib.h>

#include "common/lab-file-picker.h"
#include "common/lab-format.h"
#include "common/lab-icon-button.h"
#include "lab-preferences.h"

struct _LabDataPage
{
  AdwPreferencesPage parent_instance;

  AdwActionRow *folder;
  AdwActionRow *size;

  LabDesk *desk; /* (nullable): until it is set up */
};

G_DEFINE_FINAL_TYPE (LabDataPage, lab_data_page, ADW_TYPE_PREFERENCES_PAGE)

static void
open_folder_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LabDataPage *self = LAB_DATA_PAGE (widget);
  g_autofree char *uri = g_filename_to_uri (lab_desk_get_data_dir (self->desk), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LabDataPage) self = user_data;
  g_autofree char *size = NULL;
  guint64 bytes;

  if (!lab_context_measure_finish (LAB_CONTEXT (source), result, &bytes, NULL))
    return;
  size = lab_format_size (bytes);
  adw_action_row_set_subtitle (self->size, size);
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabDataPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = lab_context_back_up_finish (LAB_CONTEXT (source), result, &error);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "data.back-up", TRUE);
  lab_preferences_toast (GTK_WIDGET (self), done ? _("The backup is written.") : error->message);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LabDataPage) self = user_data;
  g_autoptr (GFile) file = lab_file_picker_finish (result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (file == NULL || self->desk == NULL)
    return;
  if (path == NULL)
    {
      lab_preferences_toast (GTK_WIDGET (self), _("Only a place on this machine can be used."));
      return;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "data.back-up", FALSE);
  lab_context_back_up_async (lab_desk_get_context (self->desk), path, backed_up_cb,
                             g_object_ref (self));
}

static void
back_up_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabDataPage *self = LAB_DATA_PAGE (widget);
  g_autofree char *date = lab_format_date (lab_clock_now (lab_desk_get_clock (self->desk)));
  g_autofree char *name = g_strdup_printf ("costlab-%s.db", date);

  lab_file_picker_save_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Back Up"), name, NULL,
                              place_chosen_cb, g_object_ref (self));
}

static void
lab_data_page_dispose (GObject *object)
{
  LabDataPage *self = LAB_DATA_PAGE (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_DATA_PAGE);

  G_OBJECT_CLASS (lab_data_page_parent_class)->dispose (object);
}

static void
lab_data_page_class_init (LabDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_data_page_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabDataPage, folder);
  gtk_widget_class_bind_template_child (widget_class, LabDataPage, size);
  gtk_widget_class_install_action (widget_class, "data.open-folder", NULL, open_folder_cb);
  gtk_widget_class_install_action (widget_class, "data.back-up", NULL, back_up_cb);
}

static void
lab_data_page_init (LabDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_data_page_set_up (LabDataPage *self,
                      LabDesk     *desk)
{
  g_return_if_fail (LAB_IS_DATA_PAGE (self));
  g_return_if_fail (LAB_IS_DESK (desk));

  self->desk = g_object_ref (desk);
  adw_action_row_set_subtitle (self->folder, lab_desk_get_data_dir (desk));
  lab_context_measure_async (lab_desk_get_context (desk), measured_cb, g_object_ref (self));
}
