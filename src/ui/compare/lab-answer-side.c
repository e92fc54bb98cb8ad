/* lab-answer-side.c: one answer of two, its bill and its facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-answer-side.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "common/lab-cost-chip.h"
#include "lab-text-diff.h"

struct _LabAnswerSide
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *name;
  LabCostChip *chip;
  GtkLabel *how;
  GtkWidget *answer_frame;
  GtkTextView *answer_view;
  GtkTextBuffer *answer;
  GtkLabel *missing;
  GtkListBox *facts;
  GtkExpander *prompt_expander;
  GtkTextView *prompt_view;
  GtkTextBuffer *prompt;
};

G_DEFINE_FINAL_TYPE (LabAnswerSide, lab_answer_side, GTK_TYPE_WIDGET)

/* What one text has alone is underlined and bold: not told by colour. */
static void
mark (GtkTextBuffer *buffer,
      GArray        *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const LabTextRange *range = &g_array_index (changes, LabTextRange, i);
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) range->start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) (range->start + range->length));
      gtk_text_buffer_apply_tag_by_name (buffer, "difference", &start, &end);
    }
}

static void
clear_facts (LabAnswerSide *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->facts, 0)) != NULL)
    gtk_list_box_remove (self->facts, GTK_WIDGET (row));
}

static char *
describe_item (const LabJudgementItem *item)
{
  if (item->passed)
    return g_strdup (C_ ("fact", "there"));
  if (item->found != NULL && *item->found != '\0')
    /* Translators: what stood in a fact's place. */
    return g_strdup_printf (C_ ("fact", "missing; “%s” stands there instead"), item->found);
  return g_strdup (C_ ("fact", "missing"));
}

static void
add_fact (LabAnswerSide          *self,
          const LabJudgementItem *item)
{
  g_autofree char *words = describe_item (item);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                 item->expected, "subtitle", words, "title-lines", 3, NULL);
  GtkWidget *icon = g_object_new (
    GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name",
    item->passed ? "emblem-ok-symbolic" : "window-close-symbolic", NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_append (self->facts, row);
}

static void
show_facts (LabAnswerSide      *self,
            const LabJudgement *judgement)
{
  clear_facts (self);
  for (guint i = 0; judgement != NULL && i < judgement->items->len; i++)
    add_fact (self, judgement->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->facts),
                          judgement != NULL && judgement->items->len > 0);
}

static char *
describe_score (const LabComparedSide *side)
{
  if (side->score == LAB_SCORE_NONE)
    return g_strdup (_("The answer was not judged."));
  if (side->score == LAB_SCORE_MAX)
    return g_strdup (_("The answer is right."));
  if (side->score == 0)
    return g_strdup (_("The answer is wrong."));
  return g_strdup_printf (_("The answer is worth %.0f points of 100."),
                          100.0 * side->score / LAB_SCORE_MAX);
}

static char *
describe_how (const LabComparedSide *side)
{
  g_autofree char *score = NULL;

  if (!side->answered)
    return g_strdup (_("No answer came."));
  score = describe_score (side);
  if (side->answered_by == NULL)
    return g_steal_pointer (&score);
  /* Translators: whether the answer is right, and the strategy that gave it
   * without asking the provider. */
  return g_strdup_printf (_("%s It came from %s, without a call."), score, side->answered_by);
}

static void
show_text (GtkTextBuffer *buffer,
           const char    *text,
           GArray        *changes)
{
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  if (text != NULL)
    mark (buffer, changes);
}

static void
lab_answer_side_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_ANSWER_SIDE);

  G_OBJECT_CLASS (lab_answer_side_parent_class)->dispose (object);
}

static void
lab_answer_side_class_init (LabAnswerSideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_answer_side_dispose;

  g_type_ensure (LAB_TYPE_COST_CHIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-answer-side.ui");
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, box);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, name);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, chip);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, how);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, answer_frame);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, answer_view);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, answer);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, missing);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, facts);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, prompt_expander);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, prompt_view);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerSide, prompt);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_answer_side_init (LabAnswerSide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_answer_side_new (void)
{
  return g_object_new (LAB_TYPE_ANSWER_SIDE, NULL);
}

static void
set_names (LabAnswerSide *self,
           const char    *name)
{
  /* Translators: the answer, the prompt and the facts of a run. */
  g_autofree char *answer = g_strdup_printf (_("Answer: %s"), name);
  g_autofree char *prompt = g_strdup_printf (_("Prompt: %s"), name);
  g_autofree char *facts = g_strdup_printf (_("Facts: %s"), name);

  gtk_label_set_text (self->name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->answer_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, answer, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->prompt_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, prompt, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->facts), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  facts, -1);
}

void
lab_answer_side_set (LabAnswerSide         *self,
                     const char            *name,
                     const LabComparedSide *side,
                     GArray                *changes,
                     GArray                *prompt_changes,
                     LabPriceCatalogue     *catalogue)
{
  g_autofree char *how = NULL;

  g_return_if_fail (LAB_IS_ANSWER_SIDE (self));
  g_return_if_fail (side != NULL);

  how = describe_how (side);
  set_names (self, name);
  lab_cost_chip_set_calls (self->chip, side->calls, catalogue);
  gtk_label_set_text (self->how, how);
  show_text (self->answer, side->answer, changes);
  show_text (self->prompt, side->prompt, prompt_changes);
  gtk_widget_set_visible (self->answer_frame, side->answer != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), side->answered && side->answer == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->prompt_expander), side->prompt != NULL);
  show_facts (self, side->judgement);
}
