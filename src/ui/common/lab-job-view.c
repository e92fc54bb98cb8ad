/* lab-job-view.c: long work in a list, with its progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-job-view.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-icon-button.h"

struct _LabJobView
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *words;
  GtkProgressBar *bar;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *stop;

  LabJob *job;
};

G_DEFINE_FINAL_TYPE (LabJobView, lab_job_view, GTK_TYPE_LIST_BOX_ROW)

static char *
describe_progress (LabJob *job)
{
  g_autofree char *done = lab_format_count ((gint64) lab_job_get_done (job));
  g_autofree char *total = lab_format_count ((gint64) lab_job_get_total (job));
  g_autofree char *spent = lab_format_money (lab_job_get_spent (job));
  const char *unit = lab_job_get_unit (job) != NULL ? lab_job_get_unit (job) : _("steps");

  if (lab_job_get_total (job) == 0)
    /* Translators: so many calls; so much money. */
    return g_strdup_printf (_("%s %s · %s so far"), done, unit, spent);
  /* Translators: so many of so many calls; so much money. */
  return g_strdup_printf (_("%s of %s %s · %s so far"), done, total, unit, spent);
}

static const char *
describe_end (LabJob *job)
{
  switch (lab_job_get_state (job))
    {
    case LAB_JOB_QUEUED:
      return _("Waiting");
    case LAB_JOB_PAUSED:
      return _("Paused");
    case LAB_JOB_DONE:
      return _("Done");
    case LAB_JOB_FAILED:
      return lab_job_get_message (job) != NULL ? lab_job_get_message (job) : _("Failed");
    case LAB_JOB_CANCELLED:
      return _("Stopped");
    case LAB_JOB_INTERRUPTED:
      return _("Cut off; it can be resumed");
    case LAB_JOB_RUNNING:
    default:
      return NULL;
    }
}

static void
set_bar (LabJobView *self)
{
  guint64 total = lab_job_get_total (self->job);

  gtk_progress_bar_set_fraction (
    self->bar, total > 0 ? (double) lab_job_get_done (self->job) / (double) total : 0.0);
}

static void
update (LabJobView *self)
{
  LabJobState state = lab_job_get_state (self->job);
  gboolean active = state == LAB_JOB_RUNNING || state == LAB_JOB_PAUSED ||
                    state == LAB_JOB_QUEUED;
  g_autofree char *progress = describe_progress (self->job);
  const char *end = describe_end (self->job);
  g_autofree char *words =
    end != NULL ? g_strdup_printf ("%s · %s", end, progress) : g_strdup (progress);

  gtk_label_set_text (self->words, words);
  set_bar (self);
  gtk_widget_set_visible (self->pause, state == LAB_JOB_RUNNING);
  gtk_widget_set_visible (self->resume, state == LAB_JOB_PAUSED);
  gtk_widget_set_visible (self->stop, active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.pause", state == LAB_JOB_RUNNING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.resume", state == LAB_JOB_PAUSED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.stop", active);
}

static void
pause_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lab_job_pause (LAB_JOB_VIEW (widget)->job);
}

static void
resume_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  lab_job_resume (LAB_JOB_VIEW (widget)->job);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_job_cancel (LAB_JOB_VIEW (widget)->job);
}

static void
lab_job_view_dispose (GObject *object)
{
  LabJobView *self = LAB_JOB_VIEW (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_JOB_VIEW);

  G_OBJECT_CLASS (lab_job_view_parent_class)->dispose (object);
}

static void
lab_job_view_class_init (LabJobViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_job_view_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-job-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabJobView, title);
  gtk_widget_class_bind_template_child (widget_class, LabJobView, words);
  gtk_widget_class_bind_template_child (widget_class, LabJobView, bar);
  gtk_widget_class_bind_template_child (widget_class, LabJobView, pause);
  gtk_widget_class_bind_template_child (widget_class, LabJobView, resume);
  gtk_widget_class_bind_template_child (widget_class, LabJobView, stop);
  gtk_widget_class_install_action (widget_class, "job.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "job.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "job.stop", NULL, stop_cb);
}

static void
lab_job_view_init (LabJobView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_job_view_new (LabJob *job)
{
  LabJobView *self;

  g_return_val_if_fail (LAB_IS_JOB (job), NULL);

  self = g_object_new (LAB_TYPE_JOB_VIEW, NULL);
  self->job = g_object_ref (job);
  gtk_label_set_text (self->title, lab_job_get_title (job));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lab_job_get_title (job), -1);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

LabJob *
lab_job_view_get_job (LabJobView *self)
{
  g_return_val_if_fail (LAB_IS_JOB_VIEW (self), NULL);

  return self->job;
}
