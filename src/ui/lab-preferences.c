/* lab-preferences.c: what can be set, and where the data is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-preferences.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-icon-button.h"

struct _LabPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *style;
  AdwActionRow *profile;
  AdwActionRow *folder;
  AdwActionRow *prices_date;
  AdwActionRow *prices_count;

  GSettings *settings;
  char *data_dir; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabPreferences, lab_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
style_changed_cb (LabPreferences *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings, "style", (int) adw_combo_row_get_selected (self->style));
}

static void
open_folder_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LabPreferences *self = LAB_PREFERENCES (widget);
  g_autofree char *uri = g_filename_to_uri (self->data_dir, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
lab_preferences_dispose (GObject *object)
{
  LabPreferences *self = LAB_PREFERENCES (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PREFERENCES);

  G_OBJECT_CLASS (lab_preferences_parent_class)->dispose (object);
}

static void
lab_preferences_finalize (GObject *object)
{
  LabPreferences *self = LAB_PREFERENCES (object);

  g_free (self->data_dir);

  G_OBJECT_CLASS (lab_preferences_parent_class)->finalize (object);
}

static void
lab_preferences_class_init (LabPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_preferences_dispose;
  object_class->finalize = lab_preferences_finalize;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, profile);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, folder);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, prices_date);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, prices_count);
  gtk_widget_class_bind_template_callback (widget_class, style_changed_cb);
  gtk_widget_class_install_action (widget_class, "preferences.open-folder", NULL, open_folder_cb);
}

static void
lab_preferences_init (LabPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preferences.open-folder", FALSE);
}

static void
show_desk (LabPreferences *self,
           LabDesk        *desk)
{
  LabPriceCatalogue *catalogue = lab_desk_get_catalogue (desk);
  const char *as_of = lab_price_catalogue_get_as_of (catalogue);
  g_autoptr (GPtrArray) models = lab_price_catalogue_list_models (catalogue, NULL);
  g_autofree char *count = lab_format_count (models->len);

  self->data_dir = g_strdup (lab_desk_get_data_dir (desk));
  adw_action_row_set_subtitle (self->profile, lab_desk_get_profile_name (desk));
  adw_action_row_set_subtitle (self->folder, self->data_dir);
  adw_action_row_set_subtitle (self->prices_date, as_of != NULL ? as_of : _("unknown"));
  adw_action_row_set_subtitle (self->prices_count, count);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preferences.open-folder", TRUE);
}

GtkWidget *
lab_preferences_new (GtkWindow *parent,
                     GSettings *settings,
                     LabDesk   *desk)
{
  LabPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LAB_TYPE_PREFERENCES, "transient-for", parent, NULL);
  adw_combo_row_set_selected (self->style, (guint) g_settings_get_enum (settings, "style"));
  self->settings = g_object_ref (settings);
  if (desk != NULL)
    show_desk (self, desk);
  return GTK_WIDGET (self);
}
