/* lab-price-line.c: what sending would take, or why it cannot be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-price-line.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-error.h"

struct _LabPriceLine
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *label;
  GtkWidget *buttons;
  GtkWidget *shorten;
  GtkWidget *change_budget;
  GtkWidget *allow_once;
};

G_DEFINE_FINAL_TYPE (LabPriceLine, lab_price_line, GTK_TYPE_WIDGET)

typedef enum
{
  IN_THE_WAY_NOTHING,
  IN_THE_WAY_AMOUNT,
  IN_THE_WAY_UNPRICED,
} InTheWay;

static void
set_text (LabPriceLine *self,
          const char   *text,
          InTheWay      what)
{
  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (self->buttons, what != IN_THE_WAY_NOTHING);
  gtk_widget_set_visible (self->shorten, what == IN_THE_WAY_AMOUNT);
  gtk_widget_set_visible (self->change_budget, what != IN_THE_WAY_NOTHING);
  gtk_widget_set_visible (self->allow_once, what == IN_THE_WAY_UNPRICED);
  if (what != IN_THE_WAY_NOTHING)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "warning");
}

static char *
describe_input (const LabPriceAhead *ahead)
{
  g_autofree char *count = lab_format_count (ahead->input.tokens);

  if (ahead->input.basis == LAB_TOKEN_BASIS_ESTIMATED)
    return g_strdup_printf (ngettext ("≈ %s token in", "≈ %s tokens in",
                                      (gulong) ahead->input.tokens),
                            count);
  return g_strdup_printf (ngettext ("%s token in", "%s tokens in", (gulong) ahead->input.tokens),
                          count);
}

static char *
describe_over (LabBudgetCapScope scope,
               LabMoney          most,
               LabMoney          left)
{
  g_autofree char *cost = lab_format_money (most);
  g_autofree char *rest = lab_format_money (MAX (left, 0));

  switch (scope)
    {
    case LAB_BUDGET_CAP_MONTH:
      return g_strdup_printf (
        _("This call could cost up to %s. %s is left in this month's budget."), cost, rest);
    case LAB_BUDGET_CAP_EXPERIMENT:
      return g_strdup_printf (
        _("This call could cost up to %s. %s is left in this experiment's budget."), cost, rest);
    case LAB_BUDGET_CAP_PROFILE:
    default:
      return g_strdup_printf (_("This call could cost up to %s. %s is left in the budget."), cost,
                              rest);
    }
}

static char *
describe (const LabPriceAhead *ahead,
          const LabBudgetCap  *budget)
{
  g_autofree char *input = describe_input (ahead);
  g_autofree char *most = NULL;
  g_autofree char *rest = NULL;

  if (!ahead->priced)
    return g_strdup_printf (_("%s · no price is known for this model"), input);
  most = lab_format_money (ahead->most);
  if (budget == NULL)
    return g_strdup_printf (_("%s · at most %s"), input, most);
  rest = lab_format_money (MAX (lab_budget_cap_get_left (budget), 0));
  return g_strdup_printf (_("%s · at most %s · %s left"), input, most, rest);
}

static char *
explain (const LabPriceAhead *ahead,
         guint                max_attempts)
{
  g_autofree char *once = NULL;
  g_autofree char *output = NULL;

  if (!ahead->priced)
    return g_strdup (_("The catalogue has no price for this model. What it costs cannot be said "
                       "before or after sending; it is not free."));
  once = lab_format_money (ahead->once);
  output = lab_format_count (ahead->output);
  return g_strdup_printf (_("Up to %u attempts of at most %s each, with %s tokens of output. What "
                            "it really cost is shown after it was sent."),
                          max_attempts, once, output);
}

static const char *
unpriced_words (void)
{
  return _("A budget is set, and no price is known for this model: nobody can say whether this "
           "call fits.");
}

static void
lab_price_line_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PRICE_LINE);

  G_OBJECT_CLASS (lab_price_line_parent_class)->dispose (object);
}

static void
lab_price_line_class_init (LabPriceLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_price_line_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-price-line.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, box);
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, label);
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, buttons);
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, shorten);
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, change_budget);
  gtk_widget_class_bind_template_child (widget_class, LabPriceLine, allow_once);
  /* Its words wrap, which a bin does not ask for. */
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
lab_price_line_init (LabPriceLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_price_line_new (void)
{
  return g_object_new (LAB_TYPE_PRICE_LINE, NULL);
}

void
lab_price_line_show (LabPriceLine        *self,
                     const LabPriceAhead *ahead,
                     const LabBudgetCap  *budget,
                     guint                max_attempts)
{
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  g_return_if_fail (LAB_IS_PRICE_LINE (self));
  g_return_if_fail (ahead != NULL);

  more = explain (ahead, max_attempts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), more);
  if (!ahead->priced && budget != NULL && !budget->allow_unpriced)
    {
      set_text (self, unpriced_words (), IN_THE_WAY_UNPRICED);
      return;
    }
  if (ahead->priced && budget != NULL && ahead->most > lab_budget_cap_get_left (budget))
    {
      text = describe_over (budget->scope, ahead->most, lab_budget_cap_get_left (budget));
      set_text (self, text, IN_THE_WAY_AMOUNT);
      return;
    }
  text = describe (ahead, budget);
  set_text (self, text, IN_THE_WAY_NOTHING);
}

static LabMoney
read_amount (const GError *error,
             const char   *name)
{
  const char *text = lab_error_get_context (error, name);
  gint64 amount = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &amount, NULL);
  return amount;
}

static LabBudgetCapScope
read_scope (const GError *error)
{
  const char *scope = lab_error_get_context (error, "scope");

  if (g_strcmp0 (scope, "month") == 0)
    return LAB_BUDGET_CAP_MONTH;
  if (g_strcmp0 (scope, "experiment") == 0)
    return LAB_BUDGET_CAP_EXPERIMENT;
  return LAB_BUDGET_CAP_PROFILE;
}

gboolean
lab_price_line_show_refused (LabPriceLine *self,
                             const GError *error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_LINE (self), FALSE);

  if (error == NULL ||
      g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), "budget") != 0)
    return FALSE;
  if (g_error_matches (error, LAB_ERROR, LAB_ERROR_UNPRICED))
    {
      set_text (self, unpriced_words (), IN_THE_WAY_UNPRICED);
      return TRUE;
    }
  text = describe_over (read_scope (error), read_amount (error, "asked"),
                        read_amount (error, "cap") - read_amount (error, "committed") -
                          read_amount (error, "reserved"));
  set_text (self, text, IN_THE_WAY_AMOUNT);
  return TRUE;
}

void
lab_price_line_show_text (LabPriceLine *self,
                          const char   *text)
{
  g_return_if_fail (LAB_IS_PRICE_LINE (self));
  g_return_if_fail (text != NULL);

  set_text (self, text, IN_THE_WAY_NOTHING);
}

const char *
lab_price_line_get_text (LabPriceLine *self)
{
  g_return_val_if_fail (LAB_IS_PRICE_LINE (self), NULL);

  return gtk_label_get_text (self->label);
}
