/* lab-cost-breakdown.c: how an amount came about, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-breakdown.h"

#include <glib/gi18n-lib.h>

#include "common/lab-cost-line-item-private.h"
#include "common/lab-format.h"
#include "common/lab-icon-button.h"
#include "common/lab-json-text.h"
#include "lab-cost-split.h"

struct _LabCostBreakdown
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *heading;
  GtkLabel *origin;
  GtkLabel *subject;
  GtkLabel *note;
  GtkLabel *price_row;
  GtkExpander *usage;
  GtkTextBuffer *usage_text;
  GtkColumnView *table;
  GListStore *lines;
};

G_DEFINE_FINAL_TYPE (LabCostBreakdown, lab_cost_breakdown, GTK_TYPE_WIDGET)

static void
add_line (LabCostBreakdown *self,
          char             *name,
          char             *units,
          char             *rate,
          char             *amount)
{
  g_autoptr (LabCostLineItem) item = lab_cost_line_item_new (name, units, rate, amount);

  g_list_store_append (self->lines, item);
}

static char *
name_line (const LabCostLine *line)
{
  switch (line->kind)
    {
    case LAB_COST_LINE_TOKENS:
      return g_strdup (lab_bucket_get_label (line->bucket));
    case LAB_COST_LINE_WEB_SEARCH:
      return g_strdup (_("web searches"));
    case LAB_COST_LINE_STORAGE:
    default:
      return g_strdup (_("cache storage"));
    }
}

static void
add_call (LabCostBreakdown    *self,
          const LabCallRecord *call,
          gboolean             numbered,
          LabPriceCatalogue   *catalogue)
{
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autofree char *words = NULL;

  if (numbered)
    words = g_strdup_printf (_("Attempt %u: %s"), call->attempt,
                             lab_format_call_status (call->status));
  if (!lab_cost_of_call (call, catalogue, &cost))
    {
      add_line (self, words != NULL ? g_steal_pointer (&words) : g_strdup (_("as recorded")), NULL,
                NULL, lab_format_cost (call->cost_state, call->cost));
      return;
    }
  if (numbered)
    add_line (self, g_steal_pointer (&words), NULL, NULL, NULL);
  for (guint i = 0; i < cost.n_lines; i++)
    add_line (self, name_line (&cost.lines[i]), lab_format_count (cost.lines[i].units),
              lab_format_money (cost.lines[i].rate), lab_format_exact (cost.lines[i].exact));
}

static void
add_sum (LabMoneySum         *sum,
         const LabCallRecord *call)
{
  switch (call->cost_state)
    {
    case LAB_COST_KNOWN:
      lab_money_sum_add_known (sum, call->cost, NULL);
      break;
    case LAB_COST_ESTIMATED:
      lab_money_sum_add_estimated (sum, call->cost, NULL);
      break;
    case LAB_COST_UNPRICED:
    default:
      lab_money_sum_add_unpriced (sum);
    }
}

static const char *
describe_origin (LabOrigin origin)
{
  switch (origin)
    {
    case LAB_ORIGIN_PRACTICE:
      return _("Practice");
    case LAB_ORIGIN_LIVE:
      return _("Live");
    case LAB_ORIGIN_IMPORTED:
      return _("Imported");
    case LAB_ORIGIN_REPLAYED:
    default:
      return _("Replayed");
    }
}

static void
set_words (LabCostBreakdown    *self,
           const LabCallRecord *last,
           guint                n_calls)
{
  const char *tier = last->service_tier != NULL ? last->service_tier : _("standard");
  const char *model = last->model_served != NULL ? last->model_served : last->model;
  g_autofree char *date = lab_format_date (last->timestamp);
  g_autofree char *attempts =
    g_strdup_printf (ngettext ("%u attempt", "%u attempts", n_calls), n_calls);
  /* Translators: model, service tier, the date of the price and how often it
   * was sent. */
  g_autofree char *subject =
    g_strdup_printf (_("%s · %s · %s · %s"), model, tier, date, attempts);

  gtk_label_set_text (self->subject, subject);
  gtk_label_set_text (self->origin, describe_origin (last->origin));
  if (last->price_row != NULL)
    {
      g_autofree char *row = g_strdup_printf (_("Price row: %s"), last->price_row);

      gtk_label_set_text (self->price_row, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->price_row), last->price_row != NULL);
}

static void
set_note (LabCostBreakdown    *self,
          const LabCallRecord *last)
{
  const char *note = NULL;

  if (last->cost_state == LAB_COST_UNPRICED)
    note = _("No price is known for this model on that day, so there is no amount. It is not "
             "free: sums say “at least”.");
  else if (last->cost_state == LAB_COST_ESTIMATED)
    note = _("This amount is an estimate: the provider did not report all of the usage.");
  else if (last->cost == 0)
    note = _("Nothing is billed for this call.");
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
set_usage (LabCostBreakdown *self,
           const char       *raw_usage)
{
  g_autofree char *text = raw_usage != NULL ? lab_json_text_lay_out (raw_usage) : NULL;

  gtk_text_buffer_set_text (self->usage_text, text != NULL ? text : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self->usage), text != NULL);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_autofree char *text = lab_cost_breakdown_to_text (LAB_COST_BREAKDOWN (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lab_cost_breakdown_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_COST_BREAKDOWN);

  G_OBJECT_CLASS (lab_cost_breakdown_parent_class)->dispose (object);
}

static void
lab_cost_breakdown_class_init (LabCostBreakdownClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_cost_breakdown_dispose;

  g_type_ensure (LAB_TYPE_COST_LINE_ITEM);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-cost-breakdown.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, box);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, heading);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, origin);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, subject);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, note);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, price_row);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, usage);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, usage_text);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, table);
  gtk_widget_class_bind_template_child (widget_class, LabCostBreakdown, lines);
  gtk_widget_class_install_action (widget_class, "breakdown.copy", NULL, copy_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_cost_breakdown_init (LabCostBreakdown *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_cost_breakdown_new (void)
{
  return g_object_new (LAB_TYPE_COST_BREAKDOWN, NULL);
}

void
lab_cost_breakdown_set_calls (LabCostBreakdown  *self,
                              GPtrArray         *calls,
                              LabPriceCatalogue *catalogue)
{
  LabMoneySum sum = LAB_MONEY_SUM_INIT;
  const LabCallRecord *last;
  g_autofree char *total = NULL;

  g_return_if_fail (LAB_IS_COST_BREAKDOWN (self));
  g_return_if_fail (calls != NULL && calls->len > 0);
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));

  g_list_store_remove_all (self->lines);
  for (guint i = 0; i < calls->len; i++)
    {
      add_call (self, g_ptr_array_index (calls, i), calls->len > 1, catalogue);
      add_sum (&sum, g_ptr_array_index (calls, i));
    }
  total = lab_format_sum (&sum);
  last = g_ptr_array_index (calls, calls->len - 1);
  gtk_label_set_text (self->heading, total);
  if (last->cost_state != LAB_COST_UNPRICED)
    add_line (self, g_strdup (_("sum, rounded once")), NULL, NULL,
              lab_format_amount_exact (sum.amount));
  set_words (self, last, calls->len);
  set_note (self, last);
  set_usage (self, last->raw_usage);
}

GListModel *
lab_cost_breakdown_get_lines (LabCostBreakdown *self)
{
  g_return_val_if_fail (LAB_IS_COST_BREAKDOWN (self), NULL);

  return G_LIST_MODEL (self->lines);
}

char *
lab_cost_breakdown_to_text (LabCostBreakdown *self)
{
  GString *text;

  g_return_val_if_fail (LAB_IS_COST_BREAKDOWN (self), NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\t%s\t%s\t%s\n", _("Kind"), _("Tokens"), _("$/M tokens"),
                          _("Amount"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (LabCostLineItem) item = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      for (guint column = 0; column < LAB_COST_LINE_ITEM_N_TEXTS; column++)
        {
          const char *cell = lab_cost_line_item_get_text (item, column);

          g_string_append_printf (text, "%s%s", column > 0 ? "\t" : "", cell != NULL ? cell : "");
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
