/* lab-chart-table-maker.c: from a chart's model to its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef enum
{
  SOURCE_PLACE,
  SOURCE_NAME, /* of the point's series */
  SOURCE_X,
  SOURCE_X_LOW,
  SOURCE_X_HIGH,
  SOURCE_Y,
  SOURCE_LOW,
  SOURCE_HIGH,
  SOURCE_COUNT,
  SOURCE_NOTE,
} Source;

/* Where a column's cells come from. A negative series is the row's own. */
typedef struct
{
  int series;
  Source source;
} Origin;

typedef struct
{
  const LabChartModel *model;
  LabChartTable *table;
  GArray *origins; /* (element-type Origin) */
} Maker;

static void
add_column (Maker   *maker,
            char    *title,
            int      series,
            Source   source)
{
  gboolean across = source == SOURCE_PLACE || source == SOURCE_X || source == SOURCE_X_LOW ||
                    source == SOURCE_X_HIGH;
  LabTableColumn column = { title, across ? maker->model->x.unit : maker->model->y.unit, FALSE };
  Origin origin = { series, source };

  if (source == SOURCE_COUNT)
    column.unit = LAB_UNIT_NUMBER;
  column.is_text = source == SOURCE_NAME || source == SOURCE_NOTE ||
                   (source == SOURCE_PLACE && (lab_chart_model_has_categories (maker->model) ||
                                               maker->model->kind == LAB_CHART_SCATTER ||
                                               maker->model->kind == LAB_CHART_DOT_STRIP));
  g_array_append_val (maker->table->columns, column);
  g_array_append_val (maker->origins, origin);
}

static char *
edge_title (const LabSeries *series,
            const char      *title,
            gboolean         high)
{
  const char *name = high ? series->high_name : series->low_name;
  g_autofree char *level = lab_unit_format (LAB_UNIT_SHARE, series->level);

  if (name != NULL)
    return g_strdup (name);
  if (!(series->level > 0))
    /* Translators: a column of a table: the end of a series' range. */
    return high ? g_strdup_printf (C_ ("chart table", "%s, to"), title)
                : g_strdup_printf (C_ ("chart table", "%s, from"), title);
  /* Translators: a column: a series, then the end of its interval of a level. */
  return high ? g_strdup_printf (C_ ("chart table", "%s, %s interval to"), title, level)
              : g_strdup_printf (C_ ("chart table", "%s, %s interval from"), title, level);
}

static gboolean
has_values (const LabSeries *series)
{
  if (series->low == NULL)
    return TRUE;
  for (gsize i = 0; i < series->n; i++)
    if (!isnan (series->y[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_notes (const LabSeries *series)
{
  for (gsize i = 0; series->flags != NULL && i < series->n; i++)
    if (series->flags[i] & ~LAB_POINT_TOTAL)
      return TRUE;
  return FALSE;
}

/* @which: whose columns, or -1 for one set that holds for each row's own */
static void
add_series_columns (Maker *maker,
                    int    which)
{
  const GPtrArray *all = maker->model->series;
  const LabSeries *ranged = NULL;
  const char *name = maker->model->y.title;
  gboolean values = FALSE, counts = FALSE, notes = FALSE;

  for (guint s = 0; s < all->len; s++)
    if (which < 0 || which == (int) s)
      {
        const LabSeries *series = g_ptr_array_index (all, s);

        values |= has_values (series);
        counts |= series->counts != NULL;
        notes |= has_notes (series);
        if (ranged == NULL && series->low != NULL)
          ranged = series;
        if (which >= 0)
          name = series->name;
      }
  if (name == NULL)
    name = C_ ("chart table", "Value");
  if (values)
    add_column (maker, g_strdup (name), which, SOURCE_Y);
  if (ranged != NULL)
    {
      add_column (maker, edge_title (ranged, name, FALSE), which, SOURCE_LOW);
      add_column (maker, edge_title (ranged, name, TRUE), which, SOURCE_HIGH);
    }
  if (counts)
    /* Translators: a column: how many things a value stands for. */
    add_column (maker, g_strdup_printf (C_ ("chart table", "%s, n"), name), which, SOURCE_COUNT);
  if (notes)
    /* Translators: a column with notes on the values of a series. */
    add_column (maker, g_strdup_printf (C_ ("chart table", "%s, notes"), name), which, SOURCE_NOTE);
}

static char *
note_text (LabPointFlags flags)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (flags & LAB_POINT_ESTIMATED)
    g_ptr_array_add (words, (gpointer) C_ ("chart note", "estimated"));
  if (flags & LAB_POINT_UNPRICED)
    g_ptr_array_add (words, (gpointer) C_ ("chart note", "a part is unpriced"));
  if (flags & LAB_POINT_PARTIAL)
    g_ptr_array_add (words, (gpointer) C_ ("chart note", "so far"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

static double
raw_value (const LabSeries *series,
           gsize            index,
           Source           source)
{
  switch (source)
    {
    case SOURCE_PLACE:
    case SOURCE_X:
      return series->x[index];
    case SOURCE_X_LOW:
      return series->x_low != NULL ? series->x_low[index] : NAN;
    case SOURCE_X_HIGH:
      return series->x_high != NULL ? series->x_high[index] : NAN;
    case SOURCE_Y:
      return series->y[index];
    case SOURCE_LOW:
      return lab_series_get_low (series, index);
    case SOURCE_HIGH:
      return lab_series_get_high (series, index);
    case SOURCE_COUNT:
      return series->counts != NULL ? series->counts[index] : NAN;
    case SOURCE_NAME:
    case SOURCE_NOTE:
    default:
      return NAN;
    }
}

static char *
cell_text (const LabChartModel *model,
           const LabSeries     *series,
           gsize                index,
           Source               source,
           double               value)
{
  LabPointFlags flags = lab_series_get_flags (series, index);

  switch (source)
    {
    case SOURCE_NAME:
      return g_strdup (series->name);
    case SOURCE_NOTE:
      return note_text (flags);
    case SOURCE_PLACE:
      if (series->labels != NULL && series->labels[index] != NULL &&
          !lab_chart_model_has_categories (model))
        return g_strdup (series->labels[index]);
      return model->kind == LAB_CHART_SCATTER || model->kind == LAB_CHART_DOT_STRIP
               ? g_strdup ("")
               : lab_chart_model_format_place (model, value);
    case SOURCE_X:
    case SOURCE_X_LOW:
    case SOURCE_X_HIGH:
      return lab_chart_model_format_place (model, value);
    case SOURCE_Y:
      return lab_chart_model_format_value (model, value, flags);
    case SOURCE_COUNT:
      return lab_unit_format (LAB_UNIT_NUMBER, value);
    case SOURCE_LOW:
    case SOURCE_HIGH:
    default:
      return lab_unit_format (model->y.unit, value);
    }
}

static void
add_cell (Maker           *maker,
          const LabSeries *series,
          gssize           index,
          Source           source)
{
  LabTableCell cell = { NULL, NAN };

  if (index < 0)
    cell.text = g_strdup ("");
  else
    {
      cell.value = raw_value (series, (gsize) index, source);
      cell.text = cell_text (maker->model, series, (gsize) index, source, cell.value);
    }
  g_array_append_val (maker->table->cells, cell);
}

static void
add_own_rows (Maker *maker)
{
  for (guint s = 0; s < maker->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (maker->model, s);

      for (gsize i = 0; i < series->n; i++, maker->table->n_rows++)
        for (guint c = 0; c < maker->origins->len; c++)
          add_cell (maker, series, (gssize) i, g_array_index (maker->origins, Origin, c).source);
    }
}

static void
add_common_rows (Maker *maker)
{
  const LabChartModel *model = maker->model;
  g_autoptr (GArray) places = lab_table_collect_places (model);
  g_autofree LabTableCursor *cursors = g_new0 (LabTableCursor, MAX (model->series->len, 1));

  for (guint s = 0; s < model->series->len; s++)
    lab_table_cursor_start (&cursors[s], lab_chart_model_get_series (model, s));
  for (guint row = 0; row < places->len; row++, maker->table->n_rows++)
    for (guint c = 0; c < maker->origins->len; c++)
      {
        Origin origin = g_array_index (maker->origins, Origin, c);
        double place = g_array_index (places, double, row);
        const LabSeries *series;

        if (origin.series < 0)
          {
            LabTableCell cell = { lab_chart_model_format_place (model, place), place };

            g_array_append_val (maker->table->cells, cell);
            continue;
          }
        series = lab_chart_model_get_series (model, (guint) origin.series);
        add_cell (maker, series, lab_table_cursor_find (&cursors[origin.series], series, place),
                  origin.source);
      }
  for (guint s = 0; s < model->series->len; s++)
    g_free (cursors[s].order);
}

static const char *
place_title (const LabChartModel *model)
{
  if (model->x.title != NULL)
    return model->x.title;
  return model->x.scale == LAB_SCALE_TIME ? C_ ("chart table", "Time")
                                          : C_ ("chart table", "Place");
}

/* Points of their own: a scatter's, a strip's, and the bins of a histogram. */
static void
add_own_columns (Maker *maker)
{
  const LabChartModel *model = maker->model;
  gboolean x_interval = FALSE;

  add_column (maker, g_strdup (C_ ("chart table", "Series")), -1, SOURCE_NAME);
  if (model->kind != LAB_CHART_HISTOGRAM)
    add_column (maker, g_strdup (C_ ("chart table", "Point")), -1, SOURCE_PLACE);
  if (model->kind == LAB_CHART_SCATTER)
    add_column (maker, g_strdup (place_title (model)), -1, SOURCE_X);
  for (guint s = 0; s < model->series->len; s++)
    x_interval |= lab_chart_model_get_series (model, s)->x_low != NULL;
  if (x_interval)
    {
      add_column (maker, g_strdup_printf (C_ ("chart table", "%s, from"), place_title (model)), -1,
                  SOURCE_X_LOW);
      add_column (maker, g_strdup_printf (C_ ("chart table", "%s, to"), place_title (model)), -1,
                  SOURCE_X_HIGH);
    }
}

LabChartTable *
lab_chart_to_table (const LabChartModel *model)
{
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (Origin));
  LabChartTable *table;
  Maker maker;
  gboolean own;

  g_return_val_if_fail (model != NULL, NULL);

  table = lab_chart_table_alloc ();
  maker = (Maker) { model, table, origins };
  own = model->kind == LAB_CHART_SCATTER || model->kind == LAB_CHART_DOT_STRIP ||
        model->kind == LAB_CHART_HISTOGRAM;
  if (own)
    add_own_columns (&maker);
  else
    add_column (&maker, g_strdup (place_title (model)), -1, SOURCE_PLACE);
  for (guint s = 0; s < (own ? 1 : model->series->len); s++)
    add_series_columns (&maker, own ? -1 : (int) s);
  if (own)
    add_own_rows (&maker);
  else
    add_common_rows (&maker);
  return table;
}
