/* lab-call-page.c: one call, its price row and how its amount came about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-call-page.h"

#include <glib/gi18n-lib.h>

#include "common/lab-cost-breakdown.h"
#include "common/lab-format.h"
#include "lab-unit.h"

struct _LabCallPage
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkGrid *facts;
  LabCostBreakdown *breakdown;
};

G_DEFINE_FINAL_TYPE (LabCallPage, lab_call_page, GTK_TYPE_WIDGET)

static void
clear_facts (LabCallPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_grid_remove (self->facts, child);
}

/* One line. @value: (nullable): left out when NULL or "" */
static void
add_fact (LabCallPage *self,
          int         *row,
          const char  *name,
          const char  *value)
{
  GtkWidget *label, *text;

  if (value == NULL || *value == '\0')
    return;
  label = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0f, "yalign", 0.0f, NULL);
  text = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 0.0f, "hexpand", TRUE, "wrap",
                       TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, NULL);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (text, "numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_grid_attach (self->facts, label, 0, *row, 1, 1);
  gtk_grid_attach (self->facts, text, 1, *row, 1, 1);
  (*row)++;
}

static void
add_facts (LabCallPage         *self,
           const LabCallRecord *call)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *time = lab_unit_format_moment ((double) call->timestamp, zone);
  g_autofree char *latency = lab_format_duration (call->latency_us);
  g_autofree char *first = lab_format_duration (call->ttft_us);
  g_autofree char *attempt = g_strdup_printf ("%u", call->attempt);
  int row = 0;

  add_fact (self, &row, _("Sent"), time);
  add_fact (self, &row, _("Ended"), lab_format_call_status (call->status));
  add_fact (self, &row, _("Vendor"), call->provider);
  add_fact (self, &row, _("Model"), call->model);
  add_fact (self, &row, _("Task"), call->task_key);
  add_fact (self, &row, _("Attempt"), attempt);
  add_fact (self, &row, _("Took"), latency);
  add_fact (self, &row, _("First word after"), first);
  if (call->cost_state == LAB_COST_UNPRICED)
    add_fact (self, &row, _("Price row"), _("none: the call is unpriced"));
  add_fact (self, &row, _("Trouble"), call->error_message);
}

static void
lab_call_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CALL_PAGE);

  G_OBJECT_CLASS (lab_call_page_parent_class)->dispose (object);
}

static void
lab_call_page_class_init (LabCallPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_call_page_dispose;

  g_type_ensure (LAB_TYPE_COST_BREAKDOWN);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-call-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCallPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabCallPage, facts);
  gtk_widget_class_bind_template_child (widget_class, LabCallPage, breakdown);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_call_page_init (LabCallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_call_page_new (void)
{
  return g_object_new (LAB_TYPE_CALL_PAGE, NULL);
}

void
lab_call_page_set_call (LabCallPage         *self,
                        const LabCallRecord *call,
                        LabPriceCatalogue   *catalogue)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();

  g_return_if_fail (LAB_IS_CALL_PAGE (self));
  g_return_if_fail (call != NULL);

  g_ptr_array_add (calls, (gpointer) call);
  lab_cost_breakdown_set_calls (self->breakdown, calls, catalogue);
  clear_facts (self);
  add_facts (self, call);
}
