/* lab-task-page.c: one task, answered twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-task-page.h"

#include <glib/gi18n-lib.h>

#include "common/lab-placeholder.h"
#include "common/lab-reflow-layout.h"
#include "compare/lab-answer-side.h"
#include "compare/lab-bucket-table.h"

struct _LabTaskPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  LabPlaceholder *placeholder;
  GtkLabel *title;
  GtkLabel *question;
  LabAnswerSide *base;
  LabAnswerSide *run;
  LabBucketTable *buckets;

  LabDesk *desk; /* (nullable) */
  LabExperiment *experiment;
  LabComparedRun *compared;
  LabTaskItem *task;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LabTaskPage, lab_task_page, GTK_TYPE_WIDGET)

static void
show (LabTaskPage           *self,
      const LabComparedTask *task)
{
  const LabPair *pair = lab_task_item_get_pair (self->task);
  LabPriceCatalogue *catalogue = lab_desk_get_catalogue (self->desk);

  gtk_label_set_text (self->question, task->question != NULL ? task->question : pair->task_key);
  lab_answer_side_set (self->base, _("Baseline"), &task->base, task->removed,
                       task->prompt_removed, catalogue);
  lab_answer_side_set (self->run, lab_compared_run_get_title (self->compared), &task->run,
                       task->added, task->prompt_added, catalogue);
  lab_bucket_table_set (self->buckets, pair->base.tokens, pair->run.tokens, &task->base.split,
                        &task->run.split);
  lab_placeholder_clear (self->placeholder);
  gtk_stack_set_visible_child_name (self->stack, "task");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabTaskPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabComparedTask) task = lab_compared_task_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->task == NULL)
    return;
  if (task != NULL)
    {
      show (self, task);
      return;
    }
  lab_placeholder_show_gerror (self->placeholder, _("The Task Could Not Be Read"), error,
                               _("Try Again"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

static void
load (LabTaskPage *self)
{
  const LabPair *pair = lab_task_item_get_pair (self->task);
  const LabComparison *comparison = lab_compared_run_get_comparison (self->compared);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  lab_placeholder_show_loading (self->placeholder, _("Reading Both Answers"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
  lab_compared_task_load_async (lab_context_get_store (lab_desk_get_context (self->desk)),
                                lab_desk_get_catalogue (self->desk), self->experiment,
                                comparison->baseline_run, comparison->run, pair->task_key,
                                pair->replicate, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

static void
try_again_cb (LabTaskPage *self)
{
  if (self->task != NULL)
    load (self);
}

static void
lab_task_page_dispose (GObject *object)
{
  lab_task_page_close (LAB_TASK_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_TASK_PAGE);

  G_OBJECT_CLASS (lab_task_page_parent_class)->dispose (object);
}

static void
lab_task_page_class_init (LabTaskPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_task_page_dispose;

  g_type_ensure (LAB_TYPE_ANSWER_SIDE);
  g_type_ensure (LAB_TYPE_BUCKET_TABLE);
  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  g_type_ensure (LAB_TYPE_REFLOW_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-task-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, placeholder);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, title);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, question);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, base);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, run);
  gtk_widget_class_bind_template_child (widget_class, LabTaskPage, buckets);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_task_page_init (LabTaskPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_task_page_new (void)
{
  return g_object_new (LAB_TYPE_TASK_PAGE, NULL);
}

void
lab_task_page_open (LabTaskPage         *self,
                    LabDesk             *desk,
                    const LabExperiment *experiment,
                    LabComparedRun      *run,
                    LabTaskItem         *task)
{
  g_autofree char *title = NULL;

  g_return_if_fail (LAB_IS_TASK_PAGE (self));
  g_return_if_fail (LAB_IS_COMPARED_RUN (run));
  g_return_if_fail (LAB_IS_TASK_ITEM (task));

  lab_task_page_close (self);
  self->desk = g_object_ref (desk);
  self->experiment = lab_experiment_copy (experiment);
  self->compared = g_object_ref (run);
  self->task = g_object_ref (task);
  title = g_strdup_printf (_("Task %u"), lab_task_item_get_number (task));
  gtk_label_set_text (self->title, title);
  load (self);
}

void
lab_task_page_close (LabTaskPage *self)
{
  g_return_if_fail (LAB_IS_TASK_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->experiment, lab_experiment_free);
  g_clear_object (&self->compared);
  g_clear_object (&self->task);
}

gboolean
lab_task_page_focus (LabTaskPage *self)
{
  g_return_val_if_fail (LAB_IS_TASK_PAGE (self), FALSE);

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
