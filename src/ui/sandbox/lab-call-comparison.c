/* lab-call-comparison.c: two calls, what they say and what they took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-call-comparison.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/lab-cost-chip.h"
#include "common/lab-format.h"
#include "common/lab-reflow-layout.h"
#include "lab-text-diff.h"
#include "sandbox/lab-call-difference.h"

/* More of a text than anybody compares by eye; it is put in at once. */
#define MAX_BYTES (64 * 1024)

struct _LabCallComparison
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *titles[2];
  LabCostChip *chips[2];
  GtkNoSelection *figures;
  GtkToggleButton *answers;
  GtkLabel *status;
  GtkTextBuffer *buffers[2];

  LabOpenedCall *calls[2]; /* (nullable) */
  GCancellable *comparing; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabCallComparison, lab_call_comparison, GTK_TYPE_WIDGET)

/* @ranges: (element-type LabTextRange): of each text, what the other lacks */
typedef struct
{
  char *texts[2];
  GArray *ranges[2];
  gboolean cut;
} Comparing;

static void
comparing_free (Comparing *comparing)
{
  for (guint i = 0; i < 2; i++)
    {
      g_free (comparing->texts[i]);
      g_clear_pointer (&comparing->ranges[i], g_array_unref);
    }
  g_free (comparing);
}

/* Its beginning, and never half a character. */
static char *
take_text (const char *text,
           gboolean   *cut)
{
  gsize length = strlen (text);

  if (length <= MAX_BYTES)
    return g_strdup (text);
  *cut = TRUE;
  for (length = MAX_BYTES; ((guchar) text[length] & 0xC0) == 0x80;)
    length--;
  return g_strndup (text, length);
}

static void
compare_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Comparing *comparing = task_data;

  lab_text_diff (comparing->texts[0], comparing->texts[1], &comparing->ranges[0],
                 &comparing->ranges[1]);
  g_task_return_boolean (task, TRUE);
}

static guint
count_words (const char   *text,
             const GArray *ranges)
{
  guint n = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const LabTextRange *range = &g_array_index (ranges, LabTextRange, i);
      const char *at = g_utf8_offset_to_pointer (text, range->start);
      gboolean in_word = FALSE;

      for (guint j = 0; j < range->length; j++, at = g_utf8_next_char (at))
        {
          gboolean is_space = g_unichar_isspace (g_utf8_get_char (at));

          if (!in_word && !is_space)
            n++;
          in_word = !is_space;
        }
    }
  return n;
}

static char *
describe (const Comparing *comparing)
{
  guint removed = count_words (comparing->texts[0], comparing->ranges[0]);
  guint added = count_words (comparing->texts[1], comparing->ranges[1]);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *out = NULL;
  g_autofree char *in = NULL;

  if (removed == 0 && added == 0)
    return g_strdup (comparing->cut ? _("Both begin with the same words.")
                                    : _("Both have the same words."));
  out = g_strdup_printf (ngettext ("%u word only in the first", "%u words only in the first",
                                   removed),
                         removed);
  in = g_strdup_printf (ngettext ("%u word only in the second", "%u words only in the second",
                                  added),
                        added);
  g_string_append_printf (words, "%s · %s", out, in);
  if (comparing->cut)
    g_string_append_printf (words, " · %s", _("only the beginning of long texts is compared"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Struck out or underlined: never by colour alone. */
static void
show_text (GtkTextBuffer *buffer,
           const char    *text,
           const GArray  *ranges,
           const char    *tag)
{
  gtk_text_buffer_set_text (buffer, text, -1);
  for (guint i = 0; i < ranges->len; i++)
    {
      const LabTextRange *range = &g_array_index (ranges, LabTextRange, i);
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) range->start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) (range->start + range->length));
      gtk_text_buffer_apply_tag_by_name (buffer, tag, &start, &end);
    }
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  static const char * const tags[] = { "removed", "added" };
  g_autoptr (LabCallComparison) self = user_data;
  const Comparing *comparing = g_task_get_task_data (G_TASK (result));
  g_autofree char *words = NULL;

  /* Another comparison took its place. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->box == NULL)
    return;
  g_clear_object (&self->comparing);
  for (guint i = 0; i < 2; i++)
    show_text (self->buffers[i], comparing->texts[i], comparing->ranges[i], tags[i]);
  words = describe (comparing);
  gtk_label_set_text (self->status, words);
}

static const char *
get_text (LabCallComparison *self,
          guint              which)
{
  const LabOpenedCall *opened = self->calls[which];

  if (!gtk_toggle_button_get_active (self->answers))
    return opened->prompt;
  return opened->call->answer != NULL ? opened->call->answer : "";
}

static void
stop (LabCallComparison *self)
{
  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
}

static void
compare_cb (LabCallComparison *self)
{
  g_autoptr (GTask) task = NULL;
  Comparing *comparing;

  stop (self);
  if (self->calls[0] == NULL)
    return;
  gtk_label_set_text (self->status, _("Comparing…"));
  self->comparing = g_cancellable_new ();
  comparing = g_new0 (Comparing, 1);
  for (guint i = 0; i < 2; i++)
    comparing->texts[i] = take_text (get_text (self, i), &comparing->cut);
  task = g_task_new (NULL, self->comparing, compared_cb, g_object_ref (self));
  g_task_set_source_tag (task, compare_cb);
  g_task_set_task_data (task, comparing, (GDestroyNotify) comparing_free);
  g_task_run_in_thread (task, compare_thread);
}

static void
lab_call_comparison_dispose (GObject *object)
{
  LabCallComparison *self = LAB_CALL_COMPARISON (object);

  stop (self);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->calls[i], lab_opened_call_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CALL_COMPARISON);

  G_OBJECT_CLASS (lab_call_comparison_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    gssize offset;
  } pairs[] = {
    { "first_title", G_STRUCT_OFFSET (LabCallComparison, titles[0]) },
    { "second_title", G_STRUCT_OFFSET (LabCallComparison, titles[1]) },
    { "first_chip", G_STRUCT_OFFSET (LabCallComparison, chips[0]) },
    { "second_chip", G_STRUCT_OFFSET (LabCallComparison, chips[1]) },
    { "first_buffer", G_STRUCT_OFFSET (LabCallComparison, buffers[0]) },
    { "second_buffer", G_STRUCT_OFFSET (LabCallComparison, buffers[1]) },
  };

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-call-comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCallComparison, box);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    gtk_widget_class_bind_template_child_full (widget_class, pairs[i].name, FALSE,
                                               pairs[i].offset);
  gtk_widget_class_bind_template_child (widget_class, LabCallComparison, figures);
  gtk_widget_class_bind_template_child (widget_class, LabCallComparison, answers);
  gtk_widget_class_bind_template_child (widget_class, LabCallComparison, status);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
}

static void
lab_call_comparison_class_init (LabCallComparisonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_call_comparison_dispose;

  g_type_ensure (LAB_TYPE_CALL_DIFFERENCE);
  g_type_ensure (LAB_TYPE_COST_CHIP);
  g_type_ensure (LAB_TYPE_REFLOW_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_call_comparison_init (LabCallComparison *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_create_tag (self->buffers[0], "removed", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (self->buffers[1], "added", "underline", PANGO_UNDERLINE_SINGLE,
                              "weight", PANGO_WEIGHT_BOLD, NULL);
}

GtkWidget *
lab_call_comparison_new (void)
{
  return g_object_new (LAB_TYPE_CALL_COMPARISON, NULL);
}

static void
show_title (LabCallComparison *self,
            guint              which,
            gint64             now)
{
  const LabCallRecord *call = self->calls[which]->call;
  g_autofree char *time = lab_format_moment (call->timestamp, now);
  g_autofree char *text = NULL;

  if (which == 0)
    /* Translators: a time and a model. */
    text = g_strdup_printf (_("First: %s, %s"), time, call->model);
  else
    /* Translators: a time and a model. */
    text = g_strdup_printf (_("Second: %s, %s"), time, call->model);
  gtk_label_set_text (self->titles[which], text);
}

void
lab_call_comparison_show (LabCallComparison *self,
                          LabOpenedCall     *first,
                          LabOpenedCall     *second,
                          LabPriceCatalogue *catalogue,
                          gint64             now)
{
  g_autoptr (GListModel) rows = NULL;

  g_return_if_fail (LAB_IS_CALL_COMPARISON (self));
  g_return_if_fail (first != NULL && second != NULL);

  lab_call_comparison_clear (self);
  self->calls[0] = first;
  self->calls[1] = second;
  for (guint i = 0; i < 2; i++)
    {
      show_title (self, i, now);
      lab_cost_chip_set_calls (self->chips[i], self->calls[i]->calls, catalogue);
    }
  rows = lab_call_difference_list (first, second, catalogue);
  gtk_no_selection_set_model (self->figures, rows);
  compare_cb (self);
}

void
lab_call_comparison_clear (LabCallComparison *self)
{
  g_return_if_fail (LAB_IS_CALL_COMPARISON (self));

  stop (self);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->calls[i], lab_opened_call_free);
      lab_cost_chip_clear (self->chips[i]);
      gtk_label_set_text (self->titles[i], "");
      gtk_text_buffer_set_text (self->buffers[i], "", 0);
    }
  gtk_no_selection_set_model (self->figures, NULL);
  gtk_label_set_text (self->status, "");
}
