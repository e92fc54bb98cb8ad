/* lab-chart-save.c: a chart into a file or onto the clipboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-file-picker.h"
#include "lab-chart-table.h"

/* px. Bars grow with their rows. */
#define WIDTH 800
#define HEIGHT 450
#define ROW_HEIGHT 30
#define FRAME_HEIGHT 120
#define FONT_SIZE 15
#define PNG_SCALE 2

static const struct
{
  const char *ending;
  LabChartFormat format;
} formats[] = {
  { ".png", LAB_CHART_PNG },
  { ".svg", LAB_CHART_SVG },
  { ".pdf", LAB_CHART_PDF },
};

typedef struct
{
  LabChartShared *shared;
  LabChartFormat format;
  GFile *file;
} Saving;

static void
saving_free (Saving *saving)
{
  lab_chart_shared_unref (saving->shared);
  g_object_unref (saving->file);
  g_free (saving);
}

static double
get_height (const LabChartModel *model)
{
  double rows = lab_chart_model_is_horizontal (model) ? model->categories->len : 0;

  return MAX (HEIGHT, FRAME_HEIGHT + ROW_HEIGHT * rows);
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Saving *saving = task_data;
  LabChartStyle style = { .palette = lab_palette_get (FALSE, FALSE), .font = "Sans",
                          .font_size = FONT_SIZE };
  double scale = saving->format == LAB_CHART_PNG ? PNG_SCALE : 1;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (lab_chart_export_to_file (saving->shared->model, &style, WIDTH,
                                get_height (saving->shared->model), scale, saving->format,
                                saving->file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_chart_save_async (LabChart            *self,
                      LabChartFormat       format,
                      GFile               *file,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (LAB_IS_CHART (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_chart_save_async);
  if (self->shared == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                               _("There is no chart to save yet."));
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->shared = lab_chart_shared_ref (self->shared);
  saving->format = format;
  saving->file = g_object_ref (file);
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
lab_chart_save_finish (LabChart      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
toast (LabChart   *self,
       const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LabChart *self = LAB_CHART (source);
  g_autoptr (GError) error = NULL;

  if (lab_chart_save_finish (self, result, &error))
    toast (self, _("The chart was saved."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, error->message);
}

static void
picked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabChart) self = LAB_CHART (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = lab_file_picker_finish (result, &error);
  g_autofree char *name = NULL;

  if (file == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        toast (self, error->message);
      return;
    }
  name = g_file_get_basename (file);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (name, formats[i].ending))
      {
        lab_chart_save_async (self, formats[i].format, file, self->cancellable, saved_cb, NULL);
        return;
      }
  toast (self, _("The name has to end in .png, .svg or .pdf. Nothing was saved."));
}

/* "Spend per day" → "spend-per-day.png" */
static char *
suggest_name (const char *title,
              const char *ending)
{
  g_autofree char *lower = g_utf8_strdown (title, -1);
  GString *out = g_string_new (NULL);

  for (const char *c = lower; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (out, letter);
      else if (out->len > 0 && out->str[out->len - 1] != '-')
        g_string_append_c (out, '-');
    }
  while (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  if (out->len == 0)
    g_string_append (out, "chart");
  g_string_append_printf (out, ".%s", ending);
  return g_string_free (out, FALSE);
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabChart *self = LAB_CHART (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = NULL;

  if (self->shared == NULL)
    return;
  name = suggest_name (self->shared->model->title, g_variant_get_string (parameter, NULL));
  lab_file_picker_save_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                              _("Save the Chart"), name, self->cancellable, picked_cb,
                              g_object_ref (self));
}

static void
copy_table_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LabChart *self = LAB_CHART (widget);
  g_autofree char *text = NULL;

  if (self->shared == NULL)
    return;
  if (self->table != NULL)
    text = lab_chart_table_view_to_text (self->table);
  else
    {
      g_autoptr (LabChartTable) table = lab_chart_to_table (self->shared->model);

      text = lab_chart_table_to_tsv (table);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  toast (self, _("The table was copied."));
}

void
lab_chart_install_save_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chart.export", "s", export_cb);
  gtk_widget_class_install_action (widget_class, "chart.copy-table", NULL, copy_table_cb);
}
