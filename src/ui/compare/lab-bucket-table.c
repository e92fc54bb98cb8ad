/* lab-bucket-table.c: both sides by bucket, and the difference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-bucket-table.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "compare/lab-bucket-line.h"
#include "compare/lab-cell-label.h"
#include "lab-unit.h"

struct _LabBucketTable
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkColumnView *table;
  GtkColumnViewColumn *base_column;
  GtkColumnViewColumn *run_column;
  GtkColumnViewColumn *change_column;
  GListStore *lines;
};

G_DEFINE_FINAL_TYPE (LabBucketTable, lab_bucket_table, GTK_TYPE_WIDGET)

static char *
format_tokens (gint64   tokens,
               gboolean signs)
{
  return signs && tokens != 0 ? lab_unit_format_signed (LAB_UNIT_NUMBER, (double) tokens) :
                                lab_format_count (tokens);
}

/* @base_tokens, @tokens: −1 where the line has none */
static void
add_line (LabBucketTable *self,
          const char     *name,
          LabProductSum   base,
          LabProductSum   run,
          gint64          base_tokens,
          gint64          tokens)
{
  LabMoney before = lab_cost_split_to_money (base);
  LabMoney after = lab_cost_split_to_money (run);
  gboolean counted = base_tokens >= 0;
  char *texts[LAB_BUCKET_LINE_N_TEXTS] = {
    g_strdup (name),
    lab_format_money (before),
    lab_format_money (after),
    lab_format_difference (after - before),
    counted ? format_tokens (base_tokens, FALSE) : g_strdup (""),
    counted ? format_tokens (tokens, FALSE) : g_strdup (""),
    counted ? format_tokens (tokens - base_tokens, TRUE) : g_strdup (""),
    g_strdup (counted ? _("tokens") : ""),
    NULL,
  };
  g_autoptr (LabBucketLine) line = NULL;

  /* Translators: a bucket, its amount in the baseline and in the run, and the
   * difference. */
  texts[LAB_BUCKET_LINE_N_TEXTS - 1] =
    g_strdup_printf (_("%s: %s in the baseline, %s in the run, %s"), name, texts[1], texts[2],
                     texts[3]);
  line = lab_bucket_line_new (texts);
  g_list_store_append (self->lines, line);
}

static void
add_rest (LabBucketTable *self,
          const char     *name,
          LabProductSum   base,
          LabProductSum   run)
{
  if (base != 0 || run != 0)
    add_line (self, name, base, run, -1, -1);
}

static LabProductSum
add_up (const LabCostSplit *split)
{
  LabProductSum sum = split->fees + split->overhead + split->other;

  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    sum += split->buckets[bucket];
  return sum;
}

void
lab_bucket_table_set (LabBucketTable     *self,
                      const gint64       *base_tokens,
                      const gint64       *tokens,
                      const LabCostSplit *base,
                      const LabCostSplit *run)
{
  g_return_if_fail (LAB_IS_BUCKET_TABLE (self));
  g_return_if_fail (base_tokens != NULL && tokens != NULL && base != NULL && run != NULL);

  g_list_store_remove_all (self->lines);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    if (base_tokens[bucket] != 0 || tokens[bucket] != 0)
      add_line (self, lab_bucket_get_label (bucket), base->buckets[bucket], run->buckets[bucket],
                base_tokens[bucket], tokens[bucket]);
  add_rest (self, _("searches"), base->fees, run->fees);
  add_rest (self, _("overhead of strategies"), base->overhead, run->overhead);
  add_rest (self, _("estimated as a whole"), base->other, run->other);
  add_line (self, _("sum"), add_up (base), add_up (run), -1, -1);
}

void
lab_bucket_table_set_one (LabBucketTable     *self,
                          const gint64       *tokens,
                          const LabCostSplit *split)
{
  g_return_if_fail (LAB_IS_BUCKET_TABLE (self));

  gtk_column_view_column_set_title (self->base_column, _("Amount"));
  gtk_column_view_column_set_visible (self->run_column, FALSE);
  gtk_column_view_column_set_visible (self->change_column, FALSE);
  lab_bucket_table_set (self, tokens, tokens, split, split);
}

void
lab_bucket_table_set_narrow (LabBucketTable *self,
                             gboolean        narrow)
{
  g_return_if_fail (LAB_IS_BUCKET_TABLE (self));

  gtk_column_view_column_set_visible (self->base_column, !narrow);
}

GListModel *
lab_bucket_table_get_lines (LabBucketTable *self)
{
  g_return_val_if_fail (LAB_IS_BUCKET_TABLE (self), NULL);

  return G_LIST_MODEL (self->lines);
}

static void
lab_bucket_table_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_BUCKET_TABLE);

  G_OBJECT_CLASS (lab_bucket_table_parent_class)->dispose (object);
}

static void
lab_bucket_table_class_init (LabBucketTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_bucket_table_dispose;

  g_type_ensure (LAB_TYPE_BUCKET_LINE);
  g_type_ensure (LAB_TYPE_CELL_LABEL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-bucket-table.ui");
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, table);
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, base_column);
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, run_column);
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, change_column);
  gtk_widget_class_bind_template_child (widget_class, LabBucketTable, lines);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_bucket_table_init (LabBucketTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_bucket_table_new (void)
{
  return g_object_new (LAB_TYPE_BUCKET_TABLE, NULL);
}
