/* lab-chart-model.h: what a chart says, before it is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-axis.h"
#include "lab-series.h"

G_BEGIN_DECLS

/**
 * LabChartKind:
 * @LAB_CHART_COLUMNS: stacked columns over categories, mostly periods
 * @LAB_CHART_LINES: lines, areas, bands and points over two scales
 * @LAB_CHART_BARS: horizontal bars, sorted, with amount and share
 * @LAB_CHART_FOREST: a point and its interval for each row
 * @LAB_CHART_WATERFALL: steps from one total to another
 * @LAB_CHART_DOT_STRIP: each value a dot, one row for each series
 * @LAB_CHART_HISTOGRAM: how many values fall in each bin
 * @LAB_CHART_SCATTER: points over two scales, with both intervals
 * @LAB_CHART_FAN: bands around a median over time
 * @LAB_CHART_TORNADO: ranges around one value, for each row
 * @LAB_CHART_HEAT_MAP: shades over categories, one row for each series
 * @LAB_CHART_SPARKLINE: a line without axes; has no meaning by itself
 */
typedef enum
{
  LAB_CHART_COLUMNS,
  LAB_CHART_LINES,
  LAB_CHART_BARS,
  LAB_CHART_FOREST,
  LAB_CHART_WATERFALL,
  LAB_CHART_DOT_STRIP,
  LAB_CHART_HISTOGRAM,
  LAB_CHART_SCATTER,
  LAB_CHART_FAN,
  LAB_CHART_TORNADO,
  LAB_CHART_HEAT_MAP,
  LAB_CHART_SPARKLINE,
  LAB_N_CHART_KINDS
} LabChartKind;

/* One of the two scales of a chart. The value scale of bars, forests,
 * tornados and dot strips is y's, though it lies along the bottom. */
typedef struct
{
  char *title; /* (nullable): what is measured, with its unit once */
  LabUnit unit;
  LabScale scale;
  gboolean zoom; /* lines may leave zero out; bars and areas never do */
  double least;  /* the scale reaches at least from here, NAN for nowhere */
  double greatest;
} LabChartScale;

/* A line across the plot with its label on it: a budget, a threshold, the
 * median. */
typedef struct
{
  double value;
  char *label;
  gboolean on_x; /* at a value of the x scale */
} LabReference;

/**
 * LabChartModel:
 *
 * The one thing behind picture, table and spoken summary, so that they
 * cannot disagree. Filled by its maker, then read only; it may be handed to
 * another thread whole.
 */
typedef struct
{
  LabChartKind kind;
  char *title;
  LabChartScale x;
  LabChartScale y;
  GPtrArray *series;     /* (element-type LabSeries) */
  GPtrArray *categories; /* (element-type utf8): short names of places */
  GPtrArray *long_names; /* (element-type utf8): the same for read-outs */
  GArray *references;    /* (element-type LabReference) */
  GTimeZone *zone;       /* (nullable): of moments; UTC when NULL */
  char *corner;          /* (nullable): names the good corner of a scatter */
  gboolean apart;        /* rows of bars are no parts of a whole: no shares */
  guint n_unpriced;      /* calls that are not counted in any value */
  double previous;       /* the total to compare with, or NAN */
  char *previous_name;   /* (nullable): "the week before" */
} LabChartModel;

LabChartModel *lab_chart_model_new (LabChartKind kind,
                                    const char  *title);
void lab_chart_model_free (LabChartModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabChartModel, lab_chart_model_free)

/* @title: (nullable). Charts of categories keep their x scale. */
void lab_chart_model_set_x (LabChartModel *self,
                            const char    *title,
                            LabUnit        unit,
                            LabScale       scale);
void lab_chart_model_set_y (LabChartModel *self,
                            const char    *title,
                            LabUnit        unit,
                            LabScale       scale);
/* The scale of values then reaches at least from @least to @greatest: for
 * charts that share a scale, and for one that only grows while calls come in. */
void lab_chart_model_hold_y (LabChartModel *self,
                             double         least,
                             double         greatest);
/* @zone: (nullable) (transfer none) */
void lab_chart_model_set_zone (LabChartModel *self,
                               GTimeZone     *zone);
/* @long_name: (nullable): for read-outs; the short one when NULL */
void lab_chart_model_add_category (LabChartModel *self,
                                   const char    *name,
                                   const char    *long_name);
/* A category for each day that begins at @days[i], in µs since 1970 in UTC,
 * named in the model's zone. */
void lab_chart_model_add_days (LabChartModel *self,
                               const double  *days,
                               guint          n);
/* @series: (transfer full). Returns: (transfer none) the same */
LabSeries *lab_chart_model_add_series (LabChartModel *self,
                                       LabSeries     *series);
void lab_chart_model_add_reference (LabChartModel *self,
                                    double         value,
                                    const char    *label,
                                    gboolean       on_x);
/* For averages: bars that stand beside each other and add up to nothing. */
void lab_chart_model_set_apart (LabChartModel *self,
                                gboolean       apart);
void lab_chart_model_set_corner (LabChartModel *self,
                                 const char    *corner);
void lab_chart_model_set_previous (LabChartModel *self,
                                   double         total,
                                   const char    *name);

/**
 * lab_chart_model_add_histogram:
 * @values: each single value; unknown ones are left out
 *
 * Adds bins as a series, and the median and the 95th percentile as
 * references. The bins follow the scale that lab_chart_model_set_x() gave.
 *
 * Returns: (nullable) (transfer none): NULL when no value has a place
 */
LabSeries *lab_chart_model_add_histogram (LabChartModel *self,
                                          const char    *name,
                                          int            slot,
                                          const double  *values,
                                          gsize          n);
/**
 * lab_chart_model_sort_rows:
 *
 * The order in which rows are read: bars by value and tornados by range,
 * greatest first; forests by the bound nearest zero, surest first. Unknown
 * rows come last. The one series of such a chart is sorted with its
 * categories.
 */
void lab_chart_model_sort_rows (LabChartModel *self);
/* Keeps the first @most rows of bars and adds the others up in one named
 * "Other (n)". Unknown values make that sum unpriced. */
void lab_chart_model_fold_rows (LabChartModel *self,
                                guint          most);

LabSeries *lab_chart_model_get_series (const LabChartModel *self,
                                       guint                index);
/* Whether places on x are categories (and not values of a scale). */
gboolean lab_chart_model_has_categories (const LabChartModel *self);
/* Whether the value scale lies along the bottom. */
gboolean lab_chart_model_is_horizontal (const LabChartModel *self);
/* The place's name for read-outs; a value of the x scale in words when
 * places are no categories. (transfer full) */
char *lab_chart_model_format_place (const LabChartModel *self,
                                    double               x);
/* A value of the y scale in words, with "≥" where it is a lower bound.
 * (transfer full) */
char *lab_chart_model_format_value (const LabChartModel *self,
                                    double               value,
                                    LabPointFlags        flags);

G_END_DECLS
