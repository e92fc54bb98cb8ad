/* lab-compare-view-run.c: making the runs that are compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-job-view.h"
#include "compare/lab-stack-choice.h"

const LabExperiment *
lab_compare_view_get_experiment (LabCompareView *self)
{
  return lab_experiment_item_get_experiment (lab_desk_get_experiment (self->desk));
}

gboolean
lab_compare_view_is_busy (LabCompareView *self)
{
  return lab_compare_queue_get_job (self->queue) != NULL;
}

/* --- what is queued --- */

static LabQueuedRun *
new_run (LabCompareView *self)
{
  LabQueuedRun *run = lab_queued_run_new (lab_desk_get_experiment (self->desk));

  run->seed = lab_compare_view_get_experiment (self)->seed;
  run->margin = (gint) (gtk_spin_button_get_value (self->margin) * LAB_SCORE_MAX + 0.5);
  run->tasks = (guint) gtk_spin_button_get_value_as_int (self->n_tasks);
  return run;
}

static void
add_baseline (LabCompareView *self)
{
  LabQueuedRun *run = new_run (self);

  run->baseline = TRUE;
  lab_compare_queue_add (self->queue, run);
}

/* Another seed: with the same one the mock would only repeat itself, and what
 * is wanted is how far two runs of the same lie apart. */
static void
add_spare (LabCompareView *self,
           guint           tasks)
{
  LabQueuedRun *run = new_run (self);

  run->name = g_strdup (_("Baseline again"));
  run->baseline = TRUE;
  run->spare = TRUE;
  run->tasks = tasks;
  run->seed++;
  lab_compare_queue_add (self->queue, run);
}

static void
add_stack (LabCompareView *self,
           const char     *strategies,
           guint           tasks)
{
  LabQueuedRun *run = new_run (self);

  run->name = lab_stack_dup_title (strategies);
  run->strategies = g_strdup (strategies);
  run->tasks = tasks;
  lab_compare_queue_add (self->queue, run);
}

static void
forget_trouble (LabCompareView *self)
{
  g_clear_pointer (&self->trouble, g_free);
  lab_compare_view_update_banner (self);
}

static void
run_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabCompareView *self = LAB_COMPARE_VIEW (widget);
  g_auto (GStrv) chosen = lab_stack_picker_dup_chosen (self->picker);
  const LabRunInfo *base = self->set->baseline_run;
  guint tasks = base != NULL ? base->n_planned :
                               (guint) gtk_spin_button_get_value_as_int (self->n_tasks);

  forget_trouble (self);
  if (base == NULL)
    add_baseline (self);
  for (gsize i = 0; chosen[i] != NULL; i++)
    {
      if (*chosen[i] == '\0')
        add_spare (self, tasks);
      else
        add_stack (self, chosen[i], tasks);
    }
}

static void
measure_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabCompareView *self = LAB_COMPARE_VIEW (widget);

  gtk_menu_button_popdown (self->terms);
  forget_trouble (self);
  add_baseline (self);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_compare_queue_stop (LAB_COMPARE_VIEW (widget)->queue);
}

void
lab_compare_view_install_run_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "compare.run", NULL, run_cb);
  gtk_widget_class_install_action (widget_class, "compare.measure", NULL, measure_cb);
  gtk_widget_class_install_action (widget_class, "compare.stop", NULL, stop_cb);
}

static LabQueuedRun *
extend (LabCompareView   *self,
        const LabRunInfo *info,
        guint             tasks)
{
  LabQueuedRun *run = new_run (self);

  run->run_id = g_strdup (info->id);
  run->name = g_strdup (info->name);
  run->strategies = g_strdup (info->strategies);
  run->baseline = lab_run_info_is_baseline (info);
  run->spare = info->terms.spare;
  run->margin = info->terms.margin;
  run->seed = info->seed;
  run->tasks = tasks;
  return run;
}

/* The baseline first: a run without its other half is worth nothing. */
void
lab_compare_view_collect_more (LabCompareView *self)
{
  LabCompareItem *item = lab_compare_view_get_selected (self);
  LabMoreTasks plan;

  if (item == NULL || !lab_more_tasks_plan (self->set, lab_compare_item_get_run (item), &plan))
    return;
  forget_trouble (self);
  if (plan.base_to > plan.base_from)
    lab_compare_queue_add (self->queue, extend (self, self->set->baseline_run, plan.base_to));
  lab_compare_queue_add (
    self->queue, extend (self, lab_compared_run_get_info (lab_compare_item_get_run (item)),
                         plan.run_to));
}

void
lab_compare_view_go_on (LabCompareView *self)
{
  LabCompareItem *item = lab_compare_view_get_selected (self);
  LabQueuedRun *run;

  if (item == NULL)
    return;
  forget_trouble (self);
  run = lab_queued_run_new (lab_desk_get_experiment (self->desk));
  run->resumes = TRUE;
  run->run_id = g_strdup (lab_compare_item_get_id (item));
  run->name = g_strdup (lab_compared_run_get_title (lab_compare_item_get_run (item)));
  lab_compare_queue_add (self->queue, run);
}

/* --- what is said of it --- */

static void
show_jobs (LabCompareView *self)
{
  LabJob *job = lab_compare_queue_get_job (self->queue);
  guint n = lab_compare_queue_get_n_waiting (self->queue);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->jobs, 0);
  g_autofree char *waiting = NULL;

  if (row != NULL && lab_job_view_get_job (LAB_JOB_VIEW (row)) != job)
    {
      gtk_list_box_remove (self->jobs, GTK_WIDGET (row));
      row = NULL;
    }
  if (row == NULL && job != NULL)
    gtk_list_box_append (self->jobs, lab_job_view_new (job));
  waiting = g_strdup_printf (ngettext ("%u more run waits.", "%u more runs wait.", n), n);
  gtk_label_set_text (self->waiting, n > 0 ? waiting : "");
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), n > 0);
  gtk_widget_set_visible (self->jobs_box, job != NULL);
}

void
lab_compare_view_update_actions (LabCompareView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_auto (GStrv) chosen = lab_stack_picker_dup_chosen (self->picker);
  gboolean idle = self->set != NULL && !lab_compare_view_is_busy (self);

  gtk_widget_action_set_enabled (
    widget, "compare.run",
    idle && (chosen[0] != NULL || self->set->baseline_run == NULL));
  gtk_widget_action_set_enabled (widget, "compare.measure", idle);
  gtk_widget_action_set_enabled (widget, "compare.stop", lab_compare_view_is_busy (self));
  show_jobs (self);
}

static guint
count_failed_twice (const LabComparison *comparison)
{
  guint n = 0;

  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      const LabPair *pair = comparison->pairs->pdata[i];

      n += !pair->base.answered && !pair->run.answered;
    }
  return n;
}

static void
show_banner (LabCompareView   *self,
             LabCompareBanner  kind,
             const char       *text,
             const char       *button)
{
  self->banner_kind = kind;
  lab_banner_show (self->banner, text, button);
}

void
lab_compare_view_update_banner (LabCompareView *self)
{
  LabCompareItem *item = lab_compare_view_get_selected (self);
  const LabBaseline *baseline = self->set != NULL ? self->set->baseline : NULL;
  const LabComparison *comparison =
    item != NULL ? lab_compared_run_get_comparison (lab_compare_item_get_run (item)) : NULL;
  guint failed = comparison != NULL ? count_failed_twice (comparison) : 0;

  if (self->trouble != NULL)
    {
      show_banner (self, LAB_COMPARE_BANNER_ERROR, self->trouble, NULL);
      return;
    }
  if (baseline != NULL && baseline->stale_reason != NULL)
    {
      show_banner (self, LAB_COMPARE_BANNER_STALE, baseline->stale_reason, _("Measure Again"));
      return;
    }
  if (failed > 0)
    {
      g_autofree char *text = g_strdup_printf (
        ngettext ("%u of %u tasks failed on both sides and is left out of the quality.",
                  "%u of %u tasks failed on both sides and are left out of the quality.", failed),
        failed, comparison->n_pairs);

      show_banner (self, LAB_COMPARE_BANNER_FAILED_TASKS, text, _("Show"));
      return;
    }
  self->banner_kind = LAB_COMPARE_BANNER_NONE;
  lab_banner_hide (self->banner);
}
