/* lab-trouble-box.c: what went wrong, what it means, what to do, in its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-trouble-box.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

struct _LabTroubleBox
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *what;
  GtkLabel *means;
  GtkButton *button;
  GtkExpander *details;
  GtkLabel *details_text;
};

G_DEFINE_FINAL_TYPE (LabTroubleBox, lab_trouble_box, GTK_TYPE_WIDGET)

static void
lab_trouble_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_TROUBLE_BOX);

  G_OBJECT_CLASS (lab_trouble_box_parent_class)->dispose (object);
}

static void
lab_trouble_box_class_init (LabTroubleBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_trouble_box_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-trouble-box.ui");
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, box);
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, what);
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, means);
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, button);
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, details);
  gtk_widget_class_bind_template_child (widget_class, LabTroubleBox, details_text);
  /* Its words wrap, which a bin does not ask for. */
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
lab_trouble_box_init (LabTroubleBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
lab_trouble_box_new (void)
{
  return g_object_new (LAB_TYPE_TROUBLE_BOX, NULL);
}

void
lab_trouble_box_show (LabTroubleBox *self,
                      const char    *what,
                      const char    *means,
                      const char    *details)
{
  g_return_if_fail (LAB_IS_TROUBLE_BOX (self));
  g_return_if_fail (what != NULL);

  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->means, means != NULL ? means : "");
  gtk_widget_set_visible (GTK_WIDGET (self->means), means != NULL);
  gtk_label_set_text (self->details_text, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details), details != NULL);
  gtk_expander_set_expanded (self->details, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
lab_trouble_box_offer (LabTroubleBox *self,
                       const char    *label,
                       const char    *action)
{
  g_return_if_fail (LAB_IS_TROUBLE_BOX (self));
  g_return_if_fail (label != NULL && action != NULL);

  gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_widget_set_visible (GTK_WIDGET (self->button), TRUE);
}

/* What follows from it for the money, where that can be said. (nullable) */
static const char *
find_meaning (const GError *error)
{
  const char *reason = lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON);

  if (g_strcmp0 (reason, "refused") == 0)
    return _("Nothing reached the provider, so nothing is billed.");
  if (g_strcmp0 (reason, "cut") == 0)
    return _("What had arrived is kept, and its cost is estimated from it.");
  if (g_error_matches (error, LAB_ERROR, LAB_ERROR_RATE_LIMIT_EXCEEDED))
    return _("The provider lets no more calls through for now. Calls it refuses are not billed.");
  if (g_error_matches (error, LAB_ERROR, LAB_ERROR_INVALID_API_KEY))
    return _("The key was refused. Calls it refuses are not billed.");
  return NULL;
}

void
lab_trouble_box_show_error (LabTroubleBox *self,
                            const GError  *error)
{
  g_autoptr (LabErrorResponse) response = NULL;
  g_autofree char *means = NULL;
  g_autofree char *details = NULL;
  const char *meaning;

  g_return_if_fail (LAB_IS_TROUBLE_BOX (self));
  g_return_if_fail (error != NULL);

  response = lab_error_response_new (error);
  meaning = find_meaning (error);
  if (meaning != NULL && response->suggested_action != NULL)
    means = g_strdup_printf ("%s\n%s", meaning, response->suggested_action);
  else
    means = g_strdup (meaning != NULL ? meaning : response->suggested_action);
  details = g_strdup_printf ("%s%s%s", response->code, response->details != NULL ? "\n" : "",
                             response->details != NULL ? response->details : "");
  lab_trouble_box_show (self, response->message, means, details);
}

void
lab_trouble_box_hide (LabTroubleBox *self)
{
  g_return_if_fail (LAB_IS_TROUBLE_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_label_set_text (self->what, "");
}
