/* lab-application.c: the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-application.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-desk.h"
#include "lab-keys.h"
#include "lab-preferences.h"
#include "lab-ui-resources.h"
#include "lab-window.h"

#define APPLICATION_ID "io.github.apicostlab.CostLab"

struct _LabApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  LabClock *clock;
  GCancellable *cancellable;
  char *data_dir;
  gboolean exit_after_startup;
  gboolean opening;
  int status;
};

G_DEFINE_FINAL_TYPE (LabApplication, lab_application, ADW_TYPE_APPLICATION)

void
lab_ui_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      lab_ui_resources_register_resource ();
      g_once_init_leave (&done, 1);
    }
}

static LabWindow *
get_window (LabApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (; windows != NULL; windows = windows->next)
    if (LAB_IS_WINDOW (windows->data))
      return LAB_WINDOW (windows->data);
  return NULL;
}

static void
end_startup (LabApplication *self,
             int             status)
{
  LabWindow *window = get_window (self);

  self->status = status;
  if (self->exit_after_startup && window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

/* Who is new here is shown around, once. */
static void
show_desk (LabApplication *self,
           LabWindow      *window,
           LabDesk        *desk)
{
  lab_window_set_desk (window, desk);
  if (!self->exit_after_startup && !lab_desk_get_tour_done (desk) &&
      g_settings_get_boolean (self->settings, "offer-tour"))
    lab_window_start_tour (window);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabDesk) desk = lab_desk_open_finish (result, &error);
  LabWindow *window = get_window (self);

  self->opening = FALSE;
  g_application_release (G_APPLICATION (self));
  if (window == NULL)
    return;
  if (desk != NULL)
    show_desk (self, window, desk);
  else
    lab_window_show_error (window, error);
  end_startup (self, desk != NULL ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* The window is there before anything is opened. */
static void
open_desk (LabApplication *self)
{
  g_autofree char *profile = g_settings_get_string (self->settings, "profile");
  g_autofree char *experiment = g_settings_get_string (self->settings, "experiment");

  if (self->opening)
    return;
  self->opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  lab_window_show_loading (get_window (self));
  lab_desk_open_async (self->data_dir, self->clock, profile, experiment, self->cancellable,
                       opened_cb, g_object_ref (self));
}

static void
style_changed_cb (LabApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };

  adw_style_manager_set_color_scheme (
    adw_application_get_style_manager (ADW_APPLICATION (self)),
    schemes[g_settings_get_enum (self->settings, "style")]);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  LabWindow *window = get_window (user_data);

  /* Closing ends what is under way in good order; the program ends with its
   * last window. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (user_data));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  adw_show_about_window (GTK_WINDOW (get_window (user_data)),
                         "application-name", _("API Cost Lab"),
                         "application-icon", APPLICATION_ID,
                         "developer-name", _("The API Cost Lab contributors"),
                         "version", LAB_VERSION,
                         "comments", _("Learn to make LLM API calls cheaper, and prove it."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
show_preferences (LabApplication *self,
                  const char     *page) /* (nullable) */
{
  LabWindow *window = get_window (self);
  GtkWidget *preferences;

  if (window == NULL)
    return;
  preferences =
    lab_preferences_new (GTK_WINDOW (window), self->settings, lab_window_get_desk (window));
  if (page != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences), page);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  show_preferences (user_data, NULL);
}

static void
preferences_page_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  show_preferences (user_data, g_variant_get_string (parameter, NULL));
}

/* What is open is left, and another profile or other prices are opened. */
static void
reopen_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  LabApplication *self = user_data;
  LabWindow *window = get_window (self);

  if (window == NULL || self->opening)
    return;
  lab_window_clear_desk (window);
  open_desk (self);
}

static void
digits_changed_cb (LabApplication *self)
{
  lab_format_set_digits (g_settings_get_int (self->settings, "money-digits"));
}

static void
lab_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "quit", quit_cb },
    { "about", about_cb },
    { "preferences", preferences_cb },
    { "preferences-page", preferences_page_cb, "s" },
    { "reopen", reopen_cb },
  };
  LabApplication *self = LAB_APPLICATION (application);

  G_APPLICATION_CLASS (lab_application_parent_class)->startup (application);

  self->settings = g_settings_new (APPLICATION_ID);
  self->clock = lab_real_clock_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  lab_keys_install (GTK_APPLICATION (self));
  g_signal_connect_object (self->settings, "changed::style", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::money-digits",
                           G_CALLBACK (digits_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
  digits_changed_cb (self);
}

static void
lab_application_activate (GApplication *application)
{
  LabApplication *self = LAB_APPLICATION (application);
  LabWindow *window = get_window (self);

  if (window == NULL)
    {
      window = lab_window_new (GTK_APPLICATION (self), self->settings);
      g_signal_connect_object (window, "try-again", G_CALLBACK (open_desk), self,
                               G_CONNECT_SWAPPED);
      open_desk (self);
    }
  gtk_window_present (GTK_WINDOW (window));
}

static int
lab_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  LabApplication *self = LAB_APPLICATION (application);
  g_autofree char *data_dir = NULL;

  if (g_variant_dict_lookup (options, "data-dir", "^ay", &data_dir))
    {
      g_free (self->data_dir);
      self->data_dir = g_canonicalize_filename (data_dir, NULL);
    }
  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  return -1;
}

static void
lab_application_dispose (GObject *object)
{
  LabApplication *self = LAB_APPLICATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (lab_application_parent_class)->dispose (object);
}

static void
lab_application_finalize (GObject *object)
{
  LabApplication *self = LAB_APPLICATION (object);

  g_clear_object (&self->cancellable);
  g_free (self->data_dir);

  G_OBJECT_CLASS (lab_application_parent_class)->finalize (object);
}

static void
lab_application_class_init (LabApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = lab_application_dispose;
  object_class->finalize = lab_application_finalize;
  application_class->startup = lab_application_startup;
  application_class->activate = lab_application_activate;
  application_class->handle_local_options = lab_application_handle_local_options;
}

static void
lab_application_init (LabApplication *self)
{
  static const GOptionEntry options[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep everything in this folder"),
      N_("DIR") },
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("End once the window is there and everything is open"), NULL },
    { NULL },
  };

  lab_ui_init ();
  self->cancellable = g_cancellable_new ();
  self->data_dir = g_build_filename (g_get_user_data_dir (), "costlab", NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

LabApplication *
lab_application_new (void)
{
  return g_object_new (LAB_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "resource-base-path", "/io/github/apicostlab/CostLab", NULL);
}

int
lab_application_get_status (LabApplication *self)
{
  g_return_val_if_fail (LAB_IS_APPLICATION (self), EXIT_FAILURE);

  return self->status;
}
