/* lab-run-details.c: all that is known of one run beside its baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-run-details.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "common/lab-chart.h"
#include "common/lab-format.h"
#include "common/lab-icon-button.h"
#include "common/lab-verdict-view.h"
#include "compare/lab-bucket-table.h"
#include "compare/lab-compare-charts.h"
#include "compare/lab-run-facts.h"
#include "lab-cache-effect.h"

/* px */
#define WIDE 376
#define NARROW 320

struct _LabRunDetails
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkLabel *title;
  LabVerdictView *verdict;
  GtkLabel *noise;
  GtkLabel *cache;
  GtkWidget *more_box;
  GtkButton *more;
  GtkLabel *guess;
  GtkButton *go_on;
  GtkWidget *money;
  LabChart *chart;
  LabBucketTable *buckets;
  GtkListBox *facts;
  GtkWidget *warnings_box;
  GtkListBox *warnings;

  LabComparedRun *run; /* (nullable) */
  guint n_more;
  GCancellable *cancellable; /* of what is read for the run that is shown */
};

G_DEFINE_FINAL_TYPE (LabRunDetails, lab_run_details, GTK_TYPE_WIDGET)

enum
{
  COLLECT_MORE,
  GO_ON,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
renew_cancellable (LabRunDetails *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
parts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LabRunDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  const LabComparison *comparison;
  LabComparisonParts parts;
  gboolean read = lab_comparison_parts_load_finish (result, &parts, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->run == NULL)
    return;
  gtk_widget_set_visible (self->money, read);
  if (!read)
    return;
  comparison = lab_compared_run_get_comparison (self->run);
  lab_chart_set_model (
    self->chart, lab_compare_make_waterfall (&parts, lab_compared_run_get_title (self->run)));
  lab_bucket_table_set (self->buckets, comparison->base_tokens, comparison->tokens, &parts.base,
                        &parts.run);
}

static void
priced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabRunDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *label = NULL;
  LabMoney most = LAB_UNSET;

  lab_more_tasks_price_finish (result, &most, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->run == NULL)
    return;
  amount = most != LAB_UNSET ? lab_format_money (most) : NULL;
  if (amount != NULL)
    label = g_strdup_printf (ngettext ("Run %u More · at most %s", "Run %u More · at most %s",
                                       self->n_more),
                             self->n_more, amount);
  else
    label = g_strdup_printf (
      ngettext ("Run %u More · price unknown", "Run %u More · price unknown", self->n_more),
      self->n_more);
  gtk_button_set_label (self->more, label);
}

static void
show_more (LabRunDetails          *self,
           LabDesk                *desk,
           const LabExperiment    *experiment,
           const LabComparisonSet *set,
           gboolean                complete)
{
  const LabComparison *comparison = lab_compared_run_get_comparison (self->run);
  g_autofree char *label = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *guess = NULL;
  LabMoreTasks plan;

  self->n_more = 0;
  if (complete && lab_more_tasks_plan (set, self->run, &plan))
    self->n_more = plan.n;
  gtk_widget_set_visible (self->more_box, self->n_more > 0);
  if (self->n_more == 0)
    return;
  label = g_strdup_printf (ngettext ("Run %u More", "Run %u More", self->n_more), self->n_more);
  gtk_button_set_label (self->more, label);
  amount = lab_format_money (lab_more_tasks_guess (&plan, comparison));
  guess = g_strdup_printf (_("About %s by what such tasks cost so far. The same tasks are added on "
                             "both sides."),
                           amount);
  gtk_label_set_text (self->guess, guess);
  lab_more_tasks_price_async (&plan, experiment, lab_desk_get_tokenizer (desk),
                              lab_desk_get_catalogue (desk),
                              lab_clock_now (lab_desk_get_clock (desk)), self->cancellable,
                              priced_cb, g_object_ref (self));
}

static void
show_verdict (LabRunDetails *self)
{
  const LabComparison *comparison = lab_compared_run_get_comparison (self->run);
  gboolean noise = lab_compared_run_is_noise (self->run);
  g_autofree char *cache =
    lab_comparison_explain_cache (comparison, lab_compared_run_get_title (self->run));

  gtk_label_set_text (self->title, lab_compared_run_get_title (self->run));
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), !noise);
  gtk_widget_set_visible (GTK_WIDGET (self->noise), noise);
  if (!noise)
    lab_verdict_view_set (self->verdict, comparison->verdict, comparison->reason);
  gtk_label_set_text (self->cache, cache != NULL ? cache : "");
  gtk_widget_set_visible (GTK_WIDGET (self->cache), cache != NULL);
}

static void
fill_warnings (LabRunDetails *self)
{
  const GPtrArray *warnings = lab_compared_run_get_comparison (self->run)->warnings;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->warnings, 0)) != NULL)
    gtk_list_box_remove (self->warnings, GTK_WIDGET (row));
  for (guint i = 0; i < warnings->len; i++)
    gtk_list_box_append (self->warnings,
                         g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                       warnings->pdata[i], "title-lines", 0, NULL));
  gtk_widget_set_visible (self->warnings_box, warnings->len > 0);
}

void
lab_run_details_show (LabRunDetails          *self,
                      LabDesk                *desk,
                      const LabExperiment    *experiment,
                      const LabComparisonSet *set,
                      LabCompareItem         *item,
                      gboolean                busy)
{
  LabComparedRun *run;
  const LabRunInfo *info;
  gboolean complete, running;

  g_return_if_fail (LAB_IS_RUN_DETAILS (self));
  g_return_if_fail (LAB_IS_COMPARE_ITEM (item));

  run = lab_compare_item_get_run (item);
  info = lab_compared_run_get_info (run);
  complete = g_str_equal (info->status, "completed");
  running = g_str_equal (info->status, "running");
  g_set_object (&self->run, run);
  renew_cancellable (self);
  show_verdict (self);
  show_more (self, desk, experiment, set, complete);
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), !complete && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.collect-more", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.go-on", !busy);
  lab_run_facts_fill (self->facts, run);
  fill_warnings (self);
  lab_comparison_parts_load_async (lab_context_get_store (lab_desk_get_context (desk)),
                                   lab_desk_get_catalogue (desk), experiment->profile_id,
                                   lab_compared_run_get_comparison (run), self->cancellable,
                                   parts_cb, g_object_ref (self));
}

void
lab_run_details_clear (LabRunDetails *self)
{
  g_return_if_fail (LAB_IS_RUN_DETAILS (self));

  renew_cancellable (self);
  g_clear_object (&self->run);
}

void
lab_run_details_set_width (LabRunDetails *self,
                           int            available)
{
  g_return_if_fail (LAB_IS_RUN_DETAILS (self));

  gtk_widget_set_size_request (self->scroller, CLAMP (available / 3, NARROW, WIDE), -1);
  lab_bucket_table_set_narrow (self->buckets, available / 3 < WIDE);
}

static void
collect_more_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabRunDetails *self = LAB_RUN_DETAILS (widget);

  if (self->n_more > 0)
    g_signal_emit (self, signals[COLLECT_MORE], 0, self->n_more);
}

static void
go_on_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  g_signal_emit (widget, signals[GO_ON], 0);
}

static void
close_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  g_signal_emit (widget, signals[CLOSED], 0);
}

static void
lab_run_details_dispose (GObject *object)
{
  LabRunDetails *self = LAB_RUN_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->run);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_RUN_DETAILS);

  G_OBJECT_CLASS (lab_run_details_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-run-details.ui");
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, title);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, verdict);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, noise);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, cache);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, more_box);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, more);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, guess);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, go_on);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, money);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, chart);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, buckets);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, facts);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, warnings_box);
  gtk_widget_class_bind_template_child (widget_class, LabRunDetails, warnings);
}

static void
lab_run_details_class_init (LabRunDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_run_details_dispose;

  signals[COLLECT_MORE] = g_signal_new ("collect-more", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[GO_ON] =
    g_signal_new ("go-on", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] =
    g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_BUCKET_TABLE);
  g_type_ensure (LAB_TYPE_CHART);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_VERDICT_VIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "details.collect-more", NULL, collect_more_cb);
  gtk_widget_class_install_action (widget_class, "details.go-on", NULL, go_on_cb);
  gtk_widget_class_install_action (widget_class, "details.close", NULL, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_run_details_init (LabRunDetails *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_run_details_new (void)
{
  return g_object_new (LAB_TYPE_RUN_DETAILS, NULL);
}
