/* lab-general-page.c: who uses the program, and how it looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-general-page.h"

#include <glib/gi18n-lib.h>

#include "common/lab-ask-text.h"
#include "common/lab-confirm.h"
#include "common/lab-format.h"
#include "common/lab-icon-button.h"
#include "lab-preferences.h"
#include "lab-views.h"
#include "preferences/lab-profile-choice.h"

struct _LabGeneralPage
{
  AdwPreferencesPage parent_instance;

  GtkWidget *profiles_group;
  GtkListBox *profiles;
  AdwComboRow *style;
  GtkSpinButton *digits;
  AdwComboRow *start_view;
  GtkSwitch *offer_tour;
  GtkSwitch *notify;

  GSettings *settings; /* (nullable): until it is set up */
  LabDesk *desk;       /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabGeneralPage, lab_general_page, ADW_TYPE_PREFERENCES_PAGE)

/* About one profile, when an answer comes. */
typedef struct
{
  LabGeneralPage *page;
  LabProfile *profile;
} Act;

static Act *
act_new (LabGeneralPage *page,
         LabProfile     *profile) /* (transfer full) (nullable) */
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (page);
  act->profile = profile;
  return act;
}

static void
act_free (Act *act)
{
  g_object_unref (act->page);
  g_clear_pointer (&act->profile, lab_profile_free);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static GtkWindow *
get_window (LabGeneralPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* The page may have gone while the ledger was asked. */
static gboolean
is_there (LabGeneralPage *self)
{
  return self->desk != NULL && get_window (self) != NULL;
}

static LabContext *
get_context (LabGeneralPage *self)
{
  return lab_desk_get_context (self->desk);
}

static void
show_profiles (LabGeneralPage *self,
               GPtrArray      *profiles)
{
  LabProfileChoice *first = NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->profiles))) != NULL)
    gtk_list_box_remove (self->profiles, row);
  for (guint i = 0; i < profiles->len; i++)
    {
      const LabProfile *profile = g_ptr_array_index (profiles, i);

      row = lab_profile_choice_new (
        profile, g_strcmp0 (profile->id, lab_desk_get_profile_id (self->desk)) == 0, first);
      gtk_list_box_append (self->profiles, row);
      if (first == NULL)
        first = LAB_PROFILE_CHOICE (row);
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabGeneralPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) profiles =
    lab_context_list_profiles_finish (LAB_CONTEXT (source), result, &error);

  if (!is_there (self))
    return;
  if (profiles != NULL)
    show_profiles (self, profiles);
  else
    lab_preferences_toast (GTK_WIDGET (self), error->message);
}

static void
load_profiles (LabGeneralPage *self)
{
  lab_context_list_profiles_async (get_context (self), listed_cb, g_object_ref (self));
}

/* (nullable) (transfer full) */
static LabProfile *
find_profile (LabGeneralPage *self,
              GVariant       *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->profiles, i)) != NULL; i++)
    {
      const LabProfile *profile = lab_profile_choice_get_profile (LAB_PROFILE_CHOICE (row));

      if (g_strcmp0 (profile->id, id) == 0)
        return lab_profile_copy (profile);
    }
  return NULL;
}

static gboolean
refuse_while_busy (LabGeneralPage *self)
{
  if (lab_desk_get_n_running (self->desk) == 0 && !lab_desk_get_sending (self->desk))
    return FALSE;
  lab_preferences_toast (GTK_WIDGET (self), _("Work is under way. Wait until it has ended, or "
                                              "stop it first."));
  load_profiles (self);
  return TRUE;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabGeneralPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabProfile) profile =
    lab_context_create_profile_finish (LAB_CONTEXT (source), result, &error);

  if (!is_there (self))
    return;
  if (profile == NULL)
    lab_preferences_toast (GTK_WIDGET (self), error->message);
  load_profiles (self);
}

static void
new_named_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabGeneralPage) self = user_data;
  g_autofree char *name = lab_ask_text_finish (result);

  if (name != NULL && is_there (self))
    lab_context_create_profile_async (get_context (self), name, created_cb, g_object_ref (self));
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  lab_ask_text_async (get_window (LAB_GENERAL_PAGE (widget)), _("Add a Profile"), _("Name"), "",
                      _("_Add"), new_named_cb, g_object_ref (widget));
}

/* Everything that is open belongs to the other one. */
static void
use_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabGeneralPage *self = LAB_GENERAL_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_strcmp0 (id, lab_desk_get_profile_id (self->desk)) == 0 || refuse_while_busy (self))
    return;
  g_settings_set_string (self->settings, "profile", id);
  lab_preferences_reopen (widget);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabGeneralPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabProfile) profile =
    lab_context_rename_profile_finish (LAB_CONTEXT (source), result, &error);

  if (!is_there (self))
    return;
  if (profile == NULL)
    lab_preferences_toast (GTK_WIDGET (self), error->message);
  else if (g_strcmp0 (profile->id, lab_desk_get_profile_id (self->desk)) == 0)
    lab_desk_set_profile_name (self->desk, profile->name);
  load_profiles (self);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  g_autofree char *name = lab_ask_text_finish (result);

  if (name != NULL && is_there (act->page))
    lab_context_rename_profile_async (get_context (act->page), act->profile->id, name, renamed_cb,
                                      g_object_ref (act->page));
}

static void
rename_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabGeneralPage *self = LAB_GENERAL_PAGE (widget);
  LabProfile *profile = find_profile (self, parameter);

  if (profile != NULL)
    lab_ask_text_async (get_window (self), _("Rename the Profile"), _("Name"), profile->name,
                        _("_Rename"), named_cb, act_new (self, profile));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  LabGeneralPage *self = act->page;
  g_autoptr (GError) error = NULL;
  gboolean deleted = lab_context_delete_profile_finish (LAB_CONTEXT (source), result, &error);

  if (!is_there (self))
    return;
  if (!deleted)
    lab_preferences_toast (GTK_WIDGET (self), error->message);
  if (g_strcmp0 (act->profile->id, lab_desk_get_profile_id (self->desk)) != 0)
    {
      load_profiles (self);
      return;
    }
  g_settings_reset (self->settings, "profile");
  lab_preferences_reopen (GTK_WIDGET (self));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  LabGeneralPage *self = act->page;
  const char *id = act->profile->id;

  if (!lab_confirm_finish (result, NULL) || !is_there (self) || refuse_while_busy (self))
    return;
  lab_context_delete_profile_async (get_context (self), id, deleted_cb, g_steal_pointer (&act));
}

static char *
describe_deletion (const LabProfileCounts *counts)
{
  g_autofree char *n_experiments = lab_format_count ((gint64) counts->experiments);
  g_autofree char *n_runs = lab_format_count ((gint64) counts->runs);
  g_autofree char *n_calls = lab_format_count ((gint64) counts->calls);
  g_autofree char *experiments = g_strdup_printf (
    ngettext ("%s experiment", "%s experiments", (gulong) counts->experiments), n_experiments);
  g_autofree char *runs =
    g_strdup_printf (ngettext ("%s run", "%s runs", (gulong) counts->runs), n_runs);
  g_autofree char *calls =
    g_strdup_printf (ngettext ("%s call", "%s calls", (gulong) counts->calls), n_calls);

  /* Translators: so many experiments, runs and calls. */
  return g_strdup_printf (_("It has %s, %s and %s. They are deleted for good, with its budgets, "
                            "its progress and the log, and so are all backups in the data folder. "
                            "This cannot be undone."),
                          experiments, runs, calls);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  LabGeneralPage *self = act->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  LabProfileCounts counts;
  gboolean counted =
    lab_context_count_profile_finish (LAB_CONTEXT (source), result, &counts, &error);

  if (!is_there (self))
    return;
  if (!counted)
    {
      lab_preferences_toast (GTK_WIDGET (self), error->message);
      return;
    }
  heading = g_strdup_printf (_("Delete the Profile “%s”?"), act->profile->name);
  body = describe_deletion (&counts);
  lab_confirm_async (get_window (self), heading, body, _("_Delete"), TRUE, NULL, confirmed_cb,
                     g_steal_pointer (&act));
}

static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabGeneralPage *self = LAB_GENERAL_PAGE (widget);
  LabProfile *profile = find_profile (self, parameter);

  if (profile != NULL)
    lab_context_count_profile_async (get_context (self), profile->id, counted_cb,
                                     act_new (self, profile));
}

static void
style_changed_cb (LabGeneralPage *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings, "style", (int) adw_combo_row_get_selected (self->style));
}

/* The views that are built, by their place in the list; 0 is none of them.
 * (nullable) */
static const LabViewInfo *
get_nth_view (guint n)
{
  const LabViewInfo *views = lab_views_list ();
  guint found = 0;

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    if (views[i].create != NULL && ++found == n)
      return &views[i];
  return NULL;
}

static void
start_view_changed_cb (LabGeneralPage *self)
{
  const LabViewInfo *view;

  if (self->settings == NULL)
    return;
  view = get_nth_view (adw_combo_row_get_selected (self->start_view));
  g_settings_set_string (self->settings, "start-view", view != NULL ? view->name : "");
}

static void
fill_start_views (LabGeneralPage *self,
                  GSettings      *settings)
{
  g_autofree char *chosen = g_settings_get_string (settings, "start-view");
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  const LabViewInfo *view;
  guint selected = 0;

  gtk_string_list_append (list, _("The Last One"));
  for (guint i = 1; (view = get_nth_view (i)) != NULL; i++)
    {
      gtk_string_list_append (list, _(view->title));
      if (g_strcmp0 (view->name, chosen) == 0)
        selected = i;
    }
  adw_combo_row_set_model (self->start_view, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->start_view, selected);
}

static void
lab_general_page_dispose (GObject *object)
{
  LabGeneralPage *self = LAB_GENERAL_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_GENERAL_PAGE);

  G_OBJECT_CLASS (lab_general_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, profiles_group);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, profiles);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, style);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, digits);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, start_view);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, offer_tour);
  gtk_widget_class_bind_template_child (widget_class, LabGeneralPage, notify);
  gtk_widget_class_bind_template_callback (widget_class, style_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_view_changed_cb);
}

static void
lab_general_page_class_init (LabGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_general_page_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "profiles.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "profiles.use", "s", use_cb);
  gtk_widget_class_install_action (widget_class, "profiles.rename", "s", rename_cb);
  gtk_widget_class_install_action (widget_class, "profiles.delete", "s", delete_cb);
}

static void
lab_general_page_init (LabGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_general_page_set_up (LabGeneralPage *self,
                         GSettings      *settings,
                         LabDesk        *desk)
{
  g_return_if_fail (LAB_IS_GENERAL_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  adw_combo_row_set_selected (self->style, (guint) g_settings_get_enum (settings, "style"));
  fill_start_views (self, settings);
  g_settings_bind (settings, "money-digits", gtk_spin_button_get_adjustment (self->digits),
                   "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "offer-tour", self->offer_tour, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-when-done", self->notify, "active",
                   G_SETTINGS_BIND_DEFAULT);
  self->settings = g_object_ref (settings);
  if (desk == NULL)
    return;
  self->desk = g_object_ref (desk);
  gtk_widget_set_visible (self->profiles_group, TRUE);
  load_profiles (self);
}
