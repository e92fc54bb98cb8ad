/* lab-window-jobs.c: long work under way, and word of its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-job-view.h"

static gboolean
has_ended (LabJob *job)
{
  LabJobState state = lab_job_get_state (job);

  return state != LAB_JOB_QUEUED && state != LAB_JOB_RUNNING && state != LAB_JOB_PAUSED;
}

static GtkWidget *
make_job_row (gpointer item,
              gpointer user_data)
{
  return lab_job_view_new (LAB_JOB (item));
}

static char *
describe_counts (guint n_running,
                 guint n_ended)
{
  g_autofree char *running =
    g_strdup_printf (ngettext ("%u job running", "%u jobs running", n_running), n_running);
  g_autofree char *ended =
    g_strdup_printf (ngettext ("%u job ended", "%u jobs ended", n_ended), n_ended);

  if (n_ended == 0)
    return g_steal_pointer (&running);
  if (n_running == 0)
    return g_steal_pointer (&ended);
  /* Translators: jobs that run, jobs that have ended. */
  return g_strdup_printf (_("%s, %s"), running, ended);
}

static void
update (LabWindow *self)
{
  GListModel *jobs = G_LIST_MODEL (lab_desk_get_jobs (self->desk));
  guint n = g_list_model_get_n_items (jobs);
  guint n_ended = 0;
  g_autofree char *name = NULL;
  g_autofree char *count = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabJob) job = g_list_model_get_item (jobs, i);

      n_ended += has_ended (job) ? 1 : 0;
    }
  name = describe_counts (n - n_ended, n_ended);
  count = g_strdup_printf ("%u", n - n_ended);
  gtk_widget_set_visible (GTK_WIDGET (self->jobs_button), n > 0);
  gtk_image_set_from_icon_name (self->jobs_icon, n_ended < n ? "emblem-synchronizing-symbolic"
                                                             : "emblem-ok-symbolic");
  gtk_label_set_text (self->jobs_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->jobs_count), n_ended < n);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->jobs_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->jobs_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* (nullable) (transfer full): what there is to say of it; a job that its user
 * stopped needs no word. */
static char *
describe_end (LabJob *job)
{
  const char *title = lab_job_get_title (job);
  g_autofree char *spent = lab_format_money (lab_job_get_spent (job));

  switch (lab_job_get_state (job))
    {
    case LAB_JOB_DONE:
      /* Translators: a job and what its calls cost. */
      return g_strdup_printf (_("%s is done: %s"), title, spent);
    case LAB_JOB_FAILED:
      /* Translators: a job and why it failed. */
      return g_strdup_printf (_("%s failed: %s"), title, lab_job_get_message (job));
    case LAB_JOB_INTERRUPTED:
      return g_strdup_printf (_("%s was cut off and can be resumed"), title);
    case LAB_JOB_QUEUED:
    case LAB_JOB_RUNNING:
    case LAB_JOB_PAUSED:
    case LAB_JOB_CANCELLED:
    default:
      return NULL;
    }
}

/* What has to be said, while it is asked whether the desktop can say it. */
typedef struct
{
  LabWindow *window;
  char *id;
  char *title;
  char *words;
} Word;

static void
word_free (Word *word)
{
  g_object_unref (word->window);
  g_free (word->id);
  g_free (word->title);
  g_free (word->words);
  g_free (word);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Word, word_free)

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Word) word = user_data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (word->window));
  g_autoptr (GVariant) found =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL)
    return;
  if (found == NULL)
    {
      lab_window_toast (word->window, word->words);
      return;
    }
  notification = g_notification_new (word->title);
  g_notification_set_body (notification, word->words);
  g_application_send_notification (G_APPLICATION (application), word->id, notification);
}

/* A desktop that takes no notifications would lose the word: then the toast
 * waits for who comes back. */
static void
notify_desktop (LabWindow  *self,
                LabJob     *job,
                const char *words)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GDBusConnection *bus =
    application != NULL ? g_application_get_dbus_connection (G_APPLICATION (application)) : NULL;
  gboolean sandboxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  Word *word;

  if (bus == NULL || !g_settings_get_boolean (self->settings, "notify-when-done"))
    {
      lab_window_toast (self, words);
      return;
    }
  word = g_new0 (Word, 1);
  word->window = g_object_ref (self);
  word->id = g_strdup (lab_job_get_id (job));
  word->title = g_strdup (lab_job_get_title (job));
  word->words = g_strdup (words);
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "StartServiceByName",
                          g_variant_new ("(su)",
                                         sandboxed ? "org.freedesktop.portal.Desktop"
                                                   : "org.freedesktop.Notifications",
                                         0),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, found_cb,
                          word);
}

/* A toast in front of who looks at the window, and word to the desktop where
 * nobody does. */
static void
say_end (LabWindow *self,
         LabJob    *job)
{
  g_autofree char *words = describe_end (job);

  if (words == NULL)
    return;
  if (gtk_window_is_active (GTK_WINDOW (self)))
    lab_window_toast (self, words);
  else
    notify_desktop (self, job, words);
}

static void
state_changed_cb (LabWindow  *self,
                  GParamSpec *pspec,
                  LabJob     *job)
{
  update (self);
  if (has_ended (job))
    say_end (self, job);
}

static void
items_changed_cb (LabWindow  *self,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *jobs)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LabJob) job = g_list_model_get_item (jobs, i);

      g_signal_connect_object (job, "notify::state", G_CALLBACK (state_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
}

/* Ended jobs stay until they were seen. */
void
lab_window_forget_seen_jobs (LabWindow *self)
{
  GListStore *jobs = self->desk != NULL ? lab_desk_get_jobs (self->desk) : NULL;

  for (guint i = jobs != NULL ? g_list_model_get_n_items (G_LIST_MODEL (jobs)) : 0; i > 0; i--)
    {
      g_autoptr (LabJob) job = g_list_model_get_item (G_LIST_MODEL (jobs), i - 1);

      if (has_ended (job))
        g_list_store_remove (jobs, i - 1);
    }
}

void
lab_window_watch_jobs (LabWindow *self)
{
  GListStore *jobs = lab_desk_get_jobs (self->desk);

  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->jobs, G_LIST_MODEL (jobs), make_job_row, NULL, NULL);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (jobs)),
                    G_LIST_MODEL (jobs));
}

/* Asks every job to end. */
void
lab_window_stop_jobs (LabWindow *self)
{
  GListModel *jobs = G_LIST_MODEL (lab_desk_get_jobs (self->desk));

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (LabJob) job = g_list_model_get_item (jobs, i);

      if (!has_ended (job))
        lab_job_cancel (job);
    }
}
