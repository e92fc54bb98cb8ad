/* lab-workload-run-row.c: a run of a workload, and what it came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-workload-run-row.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-views.h"

struct _LabWorkloadRunRow
{
  AdwActionRow parent_instance;

  GtkLabel *cost;
  GtkWidget *arrow;
  GtkButton *resume;
};

G_DEFINE_FINAL_TYPE (LabWorkloadRunRow, lab_workload_run_row, ADW_TYPE_ACTION_ROW)

static const char *
describe_status (const LabRunInfo *run)
{
  static const struct
  {
    const char *status;
    const char *words;
  } all[] = {
    { "running", NC_ ("run", "Running") },
    { "completed", NC_ ("run", "Completed") },
    { "interrupted", NC_ ("run", "Cut off") },
    { "cancelled", NC_ ("run", "Stopped") },
    { "failed", NC_ ("run", "Failed") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (run->status, all[i].status))
      return g_dpgettext2 (NULL, "run", all[i].words);
  return run->status;
}

static char *
describe_tasks (const LabRunInfo *run)
{
  g_autofree char *done = lab_format_count (run->n_done);
  g_autofree char *planned = lab_format_count (run->n_planned);
  g_autofree char *tasks =
    g_strdup_printf (ngettext ("%s of %s task", "%s of %s tasks", run->n_planned), done, planned);
  g_autofree char *failed = NULL;

  if (run->n_failed == 0)
    return g_steal_pointer (&tasks);
  failed = lab_format_count (run->n_failed);
  /* Translators: "38 of 40 tasks", and how many of them failed. */
  return g_strdup_printf (ngettext ("%s, %s failed", "%s, %s failed", run->n_failed), tasks,
                          failed);
}

static char *
describe (const LabRunInfo *run)
{
  g_autofree char *tasks = describe_tasks (run);
  const char *status = describe_status (run);

  if (run->mean_score == LAB_SCORE_NONE)
    return g_strdup_printf ("%s · %s", status, tasks);
  /* Translators: how a run ended, its tasks, and the mean of their scores. */
  return g_strdup_printf (_("%s · %s · mean score %.2f"), status, tasks,
                          (double) run->mean_score / LAB_SCORE_MAX);
}

static gboolean
can_go_on (const LabRunInfo *run)
{
  return g_str_equal (run->status, "interrupted") || g_str_equal (run->status, "cancelled");
}

/* Whether there is a view that compares. */
static gboolean
can_compare (void)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    if (g_str_equal (views[i].name, "compare"))
      return views[i].create != NULL;
  return FALSE;
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.view", "s", "compare");
}

static void
lab_workload_run_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WORKLOAD_RUN_ROW);

  G_OBJECT_CLASS (lab_workload_run_row_parent_class)->dispose (object);
}

static void
lab_workload_run_row_class_init (LabWorkloadRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_workload_run_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-workload-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadRunRow, cost);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadRunRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadRunRow, resume);
  gtk_widget_class_install_action (widget_class, "row.open", NULL, open_cb);
}

static void
lab_workload_run_row_init (LabWorkloadRunRow *self)
{
  gboolean opens = can_compare ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), opens);
  gtk_widget_set_visible (self->arrow, opens);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.open", opens);
}

GtkWidget *
lab_workload_run_row_new (const LabRunInfo *run)
{
  LabWorkloadRunRow *self;
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;
  g_autofree char *cost = NULL;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_object_new (LAB_TYPE_WORKLOAD_RUN_ROW, NULL);
  title = lab_run_info_dup_title (run);
  words = describe (run);
  cost = lab_format_sum (&run->cost);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  gtk_label_set_text (self->cost, cost);
  gtk_widget_set_visible (GTK_WIDGET (self->resume), can_go_on (run));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resume), "s", run->id);
  return GTK_WIDGET (self);
}
