/* lab-workload-page.c: a whole workload instead of one call by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-workload-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-job-view.h"
#include "lab-run-price.h"
#include "lab-runs.h"
#include "sandbox/lab-workload-run-row.h"

struct _LabWorkloadPage
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  AdwActionRow *workload;
  AdwActionRow *asked;
  AdwActionRow *price;
  GtkLabel *trouble;
  GtkListBox *jobs;
  GtkWidget *runs_group;
  GtkListBox *runs;

  LabDesk *desk;
  LabJob *job; /* (nullable): begun here and under way */
  GCancellable *pricing;
  GCancellable *listing;
  gboolean has_baseline;
};

G_DEFINE_FINAL_TYPE (LabWorkloadPage, lab_workload_page, GTK_TYPE_WIDGET)

static const LabExperiment *
get_experiment (LabWorkloadPage *self)
{
  return lab_experiment_item_get_experiment (lab_desk_get_experiment (self->desk));
}

static void
update_actions (LabWorkloadPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workload.run", self->job == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workload.resume", self->job == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workload.choose", self->job == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workload.stop", self->job != NULL);
}

static void
show_trouble (LabWorkloadPage *self,
              const char      *text)
{
  gtk_label_set_text (self->trouble, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), text != NULL);
}

/* --- what a run would take --- */

static void
set_warning (LabWorkloadPage *self,
             gboolean         warning)
{
  if (warning)
    gtk_widget_add_css_class (GTK_WIDGET (self->price), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->price), "warning");
}

/* @left: of the budget, or LAB_UNSET where there is none */
static char *
describe_price (const LabRunPrice *price,
                LabMoney           left)
{
  g_autofree char *count = lab_format_count (price->n_tasks);
  g_autofree char *tasks =
    g_strdup_printf (ngettext ("%s task", "%s tasks", price->n_tasks), count);
  g_autofree char *most = lab_format_money (price->most);
  g_autofree char *rest = NULL;

  if (!price->priced)
    return g_strdup_printf (_("%s · no price is known for this model"), tasks);
  if (left == LAB_UNSET)
    return g_strdup_printf (_("%s · at most %s"), tasks, most);
  rest = lab_format_money (left);
  if (price->most <= left)
    return g_strdup_printf (_("%s · at most %s · %s left"), tasks, most, rest);
  return g_strdup_printf (
    _("%s · at most %s, and %s is left in the budget: the run ends where the budget does"), tasks,
    most, rest);
}

static void
show_price (LabWorkloadPage   *self,
            const LabRunPrice *price)
{
  LabOrigin origin = lab_desk_get_origin (self->desk, get_experiment (self)->provider);
  const LabBudgetCap *budget = lab_desk_find_budget (self->desk, origin);
  LabMoney left = budget != NULL ? MAX (lab_budget_cap_get_left (budget), 0) : LAB_UNSET;
  g_autofree char *text = describe_price (price, left);

  set_warning (self, price->priced && left != LAB_UNSET && price->most > left);
  adw_action_row_set_subtitle (self->price, text);
}

static void
priced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabWorkloadPage) self = user_data;
  g_autoptr (GError) error = NULL;
  LabRunPrice price;

  if (lab_run_price_finish (result, &price, &error))
    {
      if (self->desk != NULL)
        show_price (self, &price);
    }
  else if (self->desk != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_action_row_set_subtitle (self->price, _("It cannot be said."));
      show_trouble (self, error->message);
    }
}

static guint
count_tasks (const LabExperiment *experiment)
{
  if (experiment->tasks > 0)
    return experiment->tasks;
  return lab_workload_find_builtin (experiment->workload) != NULL ? LAB_WORKLOAD_PRESET_STANDARD
                                                                  : LAB_WORKLOAD_MAX_TASKS;
}

static void
load_price (LabWorkloadPage *self)
{
  const LabExperiment *experiment = get_experiment (self);

  g_cancellable_cancel (self->pricing);
  g_clear_object (&self->pricing);
  self->pricing = g_cancellable_new ();
  set_warning (self, FALSE);
  adw_action_row_set_subtitle (self->price, _("Counting…"));
  lab_run_price_async (lab_desk_get_tokenizer (self->desk), lab_desk_get_catalogue (self->desk),
                       experiment, 0, count_tasks (experiment),
                       lab_clock_now (lab_desk_get_clock (self->desk)), self->pricing, priced_cb,
                       g_object_ref (self));
}

/* --- the runs there are --- */

static void
show_runs (LabWorkloadPage *self,
           GPtrArray       *runs)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->runs))) != NULL)
    gtk_list_box_remove (self->runs, row);
  self->has_baseline = FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunInfo *run = g_ptr_array_index (runs, i);

      self->has_baseline = self->has_baseline || (lab_run_info_is_baseline (run) &&
                                                  g_str_equal (run->status, "completed"));
      /* One that is under way is above. */
      if (!g_str_equal (run->status, "running"))
        gtk_list_box_append (self->runs, lab_workload_run_row_new (run));
    }
  gtk_widget_set_visible (self->runs_group,
                          gtk_widget_get_first_child (GTK_WIDGET (self->runs)) != NULL);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabWorkloadPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = lab_runs_list_finish (result, &error);

  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (runs != NULL)
    show_runs (self, runs);
  else
    show_trouble (self, error->message);
}

static void
load_runs (LabWorkloadPage *self)
{
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  lab_runs_list_async (lab_context_get_store (lab_desk_get_context (self->desk)),
                       lab_desk_get_profile_id (self->desk), get_experiment (self)->id,
                       self->listing, listed_cb, g_object_ref (self));
}

static void
show_experiment (LabWorkloadPage *self)
{
  const LabExperiment *experiment = get_experiment (self);
  const LabWorkloadInfo *builtin = lab_workload_find_builtin (experiment->workload);
  const LabModelInfo *model = lab_price_catalogue_find_model (
    lab_desk_get_catalogue (self->desk), experiment->model, experiment->provider);
  g_autofree char *file = g_path_get_basename (experiment->workload);

  adw_action_row_set_subtitle (self->workload, builtin != NULL ? _(builtin->title) : file);
  adw_action_row_set_subtitle (self->asked,
                               model != NULL ? model->display_name : experiment->model);
}

/* --- running --- */

static void
begin_job (LabWorkloadPage *self,
           LabJob          *job)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->jobs))) != NULL)
    gtk_list_box_remove (self->jobs, row);
  g_set_object (&self->job, job);
  gtk_list_box_append (self->jobs, lab_job_view_new (job));
  gtk_widget_set_visible (GTK_WIDGET (self->jobs), TRUE);
  show_trouble (self, NULL);
  update_actions (self);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (LabWorkloadPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunResult) run = lab_desk_run_finish (LAB_DESK (source), result, &error);

  g_clear_object (&self->job);
  if (self->desk == NULL)
    return;
  if (run != NULL && run->error != NULL &&
      !g_error_matches (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_trouble (self, run->error->message);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_trouble (self, error->message);
  update_actions (self);
}

static void
run_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabWorkloadPage *self = LAB_WORKLOAD_PAGE (widget);
  LabRunPlan plan = LAB_RUN_PLAN_INIT;

  plan.baseline = !self->has_baseline;
  plan.spare = self->has_baseline;
  plan.seed = get_experiment (self)->seed;
  begin_job (self, lab_desk_run_async (self->desk, &plan, ran_cb, g_object_ref (self)));
}

static void
resume_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabWorkloadPage *self = LAB_WORKLOAD_PAGE (widget);

  begin_job (self, lab_desk_resume_async (self->desk, g_variant_get_string (parameter, NULL), NULL,
                                          LAB_UNSET, ran_cb, g_object_ref (self)));
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_workload_page_stop (LAB_WORKLOAD_PAGE (widget));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.new-experiment", NULL);
}

static void
row_activated_cb (LabWorkloadPage *self,
                  GtkListBoxRow   *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "row.open", NULL);
}

/* --- the widget --- */

static void
lab_workload_page_dispose (GObject *object)
{
  LabWorkloadPage *self = LAB_WORKLOAD_PAGE (object);

  g_cancellable_cancel (self->pricing);
  g_cancellable_cancel (self->listing);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WORKLOAD_PAGE);

  G_OBJECT_CLASS (lab_workload_page_parent_class)->dispose (object);
}

static void
lab_workload_page_finalize (GObject *object)
{
  LabWorkloadPage *self = LAB_WORKLOAD_PAGE (object);

  g_clear_object (&self->pricing);
  g_clear_object (&self->listing);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (lab_workload_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "workload.run", NULL, run_cb);
  gtk_widget_class_install_action (widget_class, "workload.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "workload.resume", "s", resume_cb);
  gtk_widget_class_install_action (widget_class, "workload.choose", NULL, choose_cb);
}

static void
lab_workload_page_class_init (LabWorkloadPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_workload_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_workload_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-workload-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, workload);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, asked);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, price);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, jobs);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, runs_group);
  gtk_widget_class_bind_template_child (widget_class, LabWorkloadPage, runs);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_workload_page_init (LabWorkloadPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

GtkWidget *
lab_workload_page_new (void)
{
  return g_object_new (LAB_TYPE_WORKLOAD_PAGE, NULL);
}

static void
experiment_changed_cb (LabWorkloadPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lab_workload_page_refresh (self);
}

static void
runs_changed_cb (LabWorkloadPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_runs (self);
}

void
lab_workload_page_set_desk (LabWorkloadPage *self,
                            LabDesk         *desk)
{
  g_return_if_fail (LAB_IS_WORKLOAD_PAGE (self));
  g_return_if_fail (LAB_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (desk, "notify::experiment", G_CALLBACK (experiment_changed_cb), self);
  g_signal_connect_swapped (desk, "runs-changed", G_CALLBACK (runs_changed_cb), self);
}

void
lab_workload_page_refresh (LabWorkloadPage *self)
{
  g_return_if_fail (LAB_IS_WORKLOAD_PAGE (self));

  show_trouble (self, NULL);
  show_experiment (self);
  load_price (self);
  load_runs (self);
}

gboolean
lab_workload_page_stop (LabWorkloadPage *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD_PAGE (self), FALSE);

  if (self->job == NULL)
    return FALSE;
  lab_job_cancel (self->job);
  return TRUE;
}
