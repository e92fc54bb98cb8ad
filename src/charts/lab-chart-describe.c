/* lab-chart-describe.c: a chart in spoken words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-describe-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
lab_describe_say (GString    *text,
                  const char *format,
                  ...)
{
  va_list args;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

static const char *
get_kind_sentence (LabChartKind kind)
{
  switch (kind)
    {
    case LAB_CHART_COLUMNS:
      return _("Column chart.");
    case LAB_CHART_LINES:
      return _("Line chart.");
    case LAB_CHART_BARS:
      return _("Bar chart.");
    case LAB_CHART_FOREST:
      return _("Forest chart.");
    case LAB_CHART_WATERFALL:
      return _("Waterfall chart.");
    case LAB_CHART_DOT_STRIP:
      return _("Dot chart.");
    case LAB_CHART_HISTOGRAM:
      return _("Histogram.");
    case LAB_CHART_SCATTER:
      return _("Scatter chart.");
    case LAB_CHART_FAN:
      return _("Fan chart.");
    case LAB_CHART_TORNADO:
      return _("Tornado chart.");
    case LAB_CHART_HEAT_MAP:
      return _("Heat map.");
    case LAB_CHART_SPARKLINE:
      return _("Small line chart.");
    case LAB_N_CHART_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static void
say_title (GString    *text,
           const char *title)
{
  if (g_str_has_suffix (title, "?") || g_str_has_suffix (title, ".") ||
      g_str_has_suffix (title, "!"))
    lab_describe_say (text, "%s", title);
  else if (*title != '\0')
    /* Translators: the title of a chart, read as a sentence. */
    lab_describe_say (text, _("%s."), title);
}

static gboolean
find_x_range (const LabChartModel *model,
              double              *low,
              double              *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; i < series->n; i++)
        if (isfinite (series->x[i]))
          {
            *low = MIN (*low, series->x[i]);
            *high = MAX (*high, series->x[i]);
          }
    }
  return *low <= *high;
}

static void
say_range (GString             *text,
           const LabChartModel *model)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  double low, high;
  guint n = model->categories->len;

  if (lab_chart_model_is_horizontal (model))
    return;
  if (!find_x_range (model, &low, &high))
    return;
  first = lab_chart_model_format_place (model, low);
  last = lab_chart_model_format_place (model, high);
  if (lab_chart_model_has_categories (model))
    /* Translators: the first and the last place of a chart, and how many. */
    lab_describe_say (text, ngettext ("%s to %s, %u place.", "%s to %s, %u places.", n), first,
                      last, n);
  else
    /* Translators: the range of a chart's horizontal scale. */
    lab_describe_say (text, _("From %s to %s."), first, last);
}

typedef struct
{
  guint known;
  guint unknown;
  guint estimated;
  guint lower_bounds;
  guint partial;
} Counts;

static Counts
count_points (const LabChartModel *model)
{
  Counts counts = { 0 };

  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; i < series->n; i++)
        {
          LabPointFlags flags = lab_series_get_flags (series, i);
          gboolean known = isfinite (lab_series_get_middle (series, i));

          counts.known += known;
          counts.unknown += !known;
          counts.estimated += (flags & LAB_POINT_ESTIMATED) != 0;
          counts.lower_bounds += known && (flags & LAB_POINT_UNPRICED) != 0;
          counts.partial += (flags & LAB_POINT_PARTIAL) != 0;
        }
    }
  return counts;
}

static void
say_values (GString             *text,
            const LabChartModel *model)
{
  switch (model->kind)
    {
    case LAB_CHART_COLUMNS:
    case LAB_CHART_HEAT_MAP:
      lab_describe_columns (text, model);
      break;
    case LAB_CHART_LINES:
    case LAB_CHART_FAN:
    case LAB_CHART_SPARKLINE:
      lab_describe_lines (text, model);
      break;
    case LAB_CHART_BARS:
    case LAB_CHART_FOREST:
    case LAB_CHART_WATERFALL:
    case LAB_CHART_TORNADO:
      lab_describe_rows (text, model);
      break;
    case LAB_CHART_DOT_STRIP:
    case LAB_CHART_HISTOGRAM:
    case LAB_CHART_SCATTER:
      lab_describe_spread (text, model);
      break;
    case LAB_N_CHART_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static void
say_change (GString    *text,
            double      now,
            double      before,
            const char *than)
{
  double change = now / before - 1;
  g_autofree char *share = lab_unit_format (LAB_UNIT_SHARE, round (fabs (change) * 1000) / 1000);

  if (!isfinite (change) || before <= 0)
    return;
  if (fabs (change) < 0.0005)
    /* Translators: %s is a period, such as "the week before". */
    lab_describe_say (text, _("As much as %s."), than);
  else if (change > 0)
    /* Translators: a share, then a period such as "the week before". */
    lab_describe_say (text, _("Up %s on %s."), share, than);
  else
    /* Translators: a share, then a period such as "the week before". */
    lab_describe_say (text, _("Down %s on %s."), share, than);
}

/* Against the period before where it is known, else half against half. */
static void
say_trend (GString             *text,
           const LabChartModel *model)
{
  g_autofree double *sums = NULL;
  double halves[2] = { 0, 0 };
  guint known[2] = { 0, 0 };
  guint n = model->categories->len;

  if (model->kind != LAB_CHART_COLUMNS || n == 0)
    return;
  sums = lab_describe_sum_places (model);
  for (guint i = 0; i < n; i++)
    if (isfinite (sums[i]))
      {
        guint half = i >= (n + 1) / 2;

        if (n % 2 == 1 && i == n / 2 && model->previous_name == NULL)
          continue;
        halves[half] += sums[i];
        known[half]++;
      }
  if (model->previous_name != NULL)
    say_change (text, halves[0] + halves[1], model->previous, model->previous_name);
  else if (known[0] >= 2 && known[1] >= 2)
    say_change (text, halves[1] / known[1], halves[0] / known[0], C_ ("chart", "the first half"));
}

static void
say_references (GString             *text,
                const LabChartModel *model)
{
  for (guint i = 0; i < model->references->len; i++)
    /* Translators: %s is the label on a line across a chart, "Budget $400". */
    lab_describe_say (text, _("Marked: %s."),
                      g_array_index (model->references, LabReference, i).label);
}

static void
say_unknowns (GString             *text,
              const LabChartModel *model,
              const Counts        *counts)
{
  if (counts->estimated > 0)
    lab_describe_say (text, ngettext ("%u value is estimated.", "%u values are estimated.",
                                      counts->estimated), counts->estimated);
  if (counts->lower_bounds > 0)
    lab_describe_say (text, ngettext ("%u value is a lower bound: a part of it is unpriced.",
                                      "%u values are lower bounds: a part of them is unpriced.",
                                      counts->lower_bounds), counts->lower_bounds);
  if (counts->partial > 0)
    lab_describe_say (text, _("The last period is not over yet."));
  if (counts->unknown > 0)
    lab_describe_say (text, ngettext ("%u value is unknown.", "%u values are unknown.",
                                      counts->unknown), counts->unknown);
  if (model->n_unpriced > 0)
    lab_describe_say (text, ngettext ("%u call is unpriced and not counted.",
                                      "%u calls are unpriced and not counted.",
                                      model->n_unpriced), model->n_unpriced);
}

static void
say_scales (GString             *text,
            const LabChartModel *model)
{
  gboolean x = model->x.scale == LAB_SCALE_LOG && !lab_chart_model_is_horizontal (model);
  gboolean y = model->y.scale == LAB_SCALE_LOG;

  if (x && y)
    lab_describe_say (text, _("Both scales are logarithmic."));
  else if (x || y)
    lab_describe_say (text, _("The scale of values is logarithmic."));
  else if (model->y.zoom)
    lab_describe_say (text, _("The scale of values need not begin at zero."));
}

char *
lab_chart_describe (const LabChartModel *model)
{
  GString *text = g_string_new (NULL);
  Counts counts;

  g_return_val_if_fail (model != NULL, g_string_free (text, FALSE));

  counts = count_points (model);
  lab_describe_say (text, "%s", get_kind_sentence (model->kind));
  say_title (text, model->title);
  if (counts.known == 0)
    {
      lab_describe_say (text, _("There is nothing to show yet."));
    }
  else
    {
      say_range (text, model);
      say_values (text, model);
      say_trend (text, model);
      say_references (text, model);
      say_scales (text, model);
    }
  say_unknowns (text, model, &counts);
  return g_string_free (text, FALSE);
}
