/* lab-verdict-view.c: a verdict as icon, word and sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-verdict-view.h"

#include <glib/gi18n-lib.h>

struct _LabVerdictView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *word;
  GtkLabel *sentence;
};

G_DEFINE_FINAL_TYPE (LabVerdictView, lab_verdict_view, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon_name;
  const char *style;
  const char *word;
} faces[] = {
  [LAB_VERDICT_ADOPT] = { "emblem-ok-symbolic", "verdict-adopt", NC_("verdict", "Adopt") },
  [LAB_VERDICT_COLLECT_MORE] = { "list-add-symbolic", "verdict-more",
                                 NC_("verdict", "Collect More") },
  [LAB_VERDICT_TRADE_OFF] = { "view-dual-symbolic", "verdict-trade-off",
                              NC_("verdict", "Trade-off") },
  [LAB_VERDICT_DROP] = { "edit-delete-symbolic", "verdict-drop", NC_("verdict", "Drop") },
  [LAB_VERDICT_NOT_SHOWN] = { "dialog-question-symbolic", "verdict-not-shown",
                              NC_("verdict", "Not Shown") },
};

static void
lab_verdict_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_VERDICT_VIEW);

  G_OBJECT_CLASS (lab_verdict_view_parent_class)->dispose (object);
}

static void
lab_verdict_view_class_init (LabVerdictViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_verdict_view_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-verdict-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabVerdictView, box);
  gtk_widget_class_bind_template_child (widget_class, LabVerdictView, icon);
  gtk_widget_class_bind_template_child (widget_class, LabVerdictView, word);
  gtk_widget_class_bind_template_child (widget_class, LabVerdictView, sentence);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_verdict_view_init (LabVerdictView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_verdict_view_new (void)
{
  return g_object_new (LAB_TYPE_VERDICT_VIEW, NULL);
}

void
lab_verdict_view_set (LabVerdictView *self,
                      LabVerdict      verdict,
                      const char     *sentence)
{
  const char *styles[] = { faces[verdict].style, NULL };

  g_return_if_fail (LAB_IS_VERDICT_VIEW (self));

  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
  gtk_image_set_from_icon_name (self->icon, faces[verdict].icon_name);
  gtk_label_set_text (self->word, g_dpgettext2 (NULL, "verdict", faces[verdict].word));
  gtk_label_set_text (self->sentence, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), sentence != NULL);
}
