/* lab-profile-choice.c: a profile in a list, to use, rename and delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-profile-choice.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-icon-button.h"

struct _LabProfileChoice
{
  AdwActionRow parent_instance;

  GtkCheckButton *check;
  LabIconButton *rename;
  LabIconButton *delete;

  GtkCheckButton *other; /* out of sight: one choice alone is a choice, too */
  LabProfile *profile;
};

G_DEFINE_FINAL_TYPE (LabProfileChoice, lab_profile_choice, ADW_TYPE_ACTION_ROW)

static void
act_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabProfileChoice *self = LAB_PROFILE_CHOICE (widget);
  g_autofree char *name = g_strconcat ("profiles.", strchr (action_name, '.') + 1, NULL);

  gtk_widget_activate_action (widget, name, "s", self->profile->id);
}

static void
toggled_cb (LabProfileChoice *self)
{
  if (self->profile != NULL && gtk_check_button_get_active (self->check))
    gtk_widget_activate_action (GTK_WIDGET (self), "profile.use", NULL);
}

static void
lab_profile_choice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PROFILE_CHOICE);
  g_clear_object (&LAB_PROFILE_CHOICE (object)->other);

  G_OBJECT_CLASS (lab_profile_choice_parent_class)->dispose (object);
}

static void
lab_profile_choice_finalize (GObject *object)
{
  lab_profile_free (LAB_PROFILE_CHOICE (object)->profile);

  G_OBJECT_CLASS (lab_profile_choice_parent_class)->finalize (object);
}

static void
lab_profile_choice_class_init (LabProfileChoiceClass *klass)
{
  static const char * const actions[] = { "profile.use", "profile.rename", "profile.delete" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_profile_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_profile_choice_finalize;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-profile-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, LabProfileChoice, check);
  gtk_widget_class_bind_template_child (widget_class, LabProfileChoice, rename);
  gtk_widget_class_bind_template_child (widget_class, LabProfileChoice, delete);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, act_cb);
}

static void
lab_profile_choice_init (LabProfileChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->other = g_object_ref_sink (g_object_new (GTK_TYPE_CHECK_BUTTON, NULL));
}

static void
name_buttons (LabProfileChoice *self)
{
  /* Translators: a profile's name. */
  g_autofree char *rename = g_strdup_printf (_("Rename %s"), self->profile->name);
  /* Translators: a profile's name. */
  g_autofree char *delete = g_strdup_printf (_("Delete %s"), self->profile->name);

  lab_icon_button_set_title (self->rename, rename);
  lab_icon_button_set_title (self->delete, delete);
}

GtkWidget *
lab_profile_choice_new (const LabProfile *profile,
                        gboolean          in_use,
                        LabProfileChoice *first)
{
  LabProfileChoice *self;
  g_autofree char *date = NULL;
  g_autofree char *since = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  self = g_object_new (LAB_TYPE_PROFILE_CHOICE, NULL);
  date = lab_format_date (profile->created_at);
  since = g_strdup_printf (_("since %s"), date);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), profile->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), since);
  gtk_check_button_set_group (self->check, first != NULL ? first->check : self->other);
  gtk_check_button_set_active (self->check, in_use);
  /* From here on it is the user who chooses. */
  self->profile = lab_profile_copy (profile);
  name_buttons (self);
  return GTK_WIDGET (self);
}

const LabProfile *
lab_profile_choice_get_profile (LabProfileChoice *self)
{
  g_return_val_if_fail (LAB_IS_PROFILE_CHOICE (self), NULL);

  return self->profile;
}
