/* lab-series.h: from numbers to points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LabMark:
 * @LAB_MARK_COLUMN: columns, stacked in the order of the series
 * @LAB_MARK_LINE: a line with markers
 * @LAB_MARK_AREA: a line filled down to zero; for totals only
 * @LAB_MARK_BAND: the space between low and high
 * @LAB_MARK_PATH: a thin line without markers: one sample of many
 * @LAB_MARK_POINT: markers, with their intervals where there are some
 *
 * What a series is drawn as. Columns belong to charts whose places are
 * categories, the others to those with two scales.
 */
typedef enum
{
  LAB_MARK_COLUMN,
  LAB_MARK_LINE,
  LAB_MARK_AREA,
  LAB_MARK_BAND,
  LAB_MARK_PATH,
  LAB_MARK_POINT,
} LabMark;

/**
 * LabPointFlags:
 * @LAB_POINT_ESTIMATED: worked out, not billed: hatched or hollow
 * @LAB_POINT_UNPRICED: part of it has no price, so the value is a lower
 *   bound and reads "≥"
 * @LAB_POINT_PARTIAL: the period is not over: outlined, "so far"
 * @LAB_POINT_TOTAL: stands on zero in a waterfall instead of on what went
 *   before
 */
typedef enum
{
  LAB_POINT_NONE = 0,
  LAB_POINT_ESTIMATED = 1 << 0,
  LAB_POINT_UNPRICED = 1 << 1,
  LAB_POINT_PARTIAL = 1 << 2,
  LAB_POINT_TOTAL = 1 << 3,
} LabPointFlags;

/**
 * LabSeries:
 *
 * Numbers in columns of @n. An unknown value is NAN and is drawn as a gap,
 * never as zero and never bridged. The columns from @low on may be NULL;
 * lab_series_add_interval() and the setters make them.
 */
typedef struct
{
  char *name;
  int slot; /* of the palette */
  LabMark mark;
  gsize n;
  double *x; /* category's index, or value on the x scale */
  double *y;
  double *low; /* of y's interval */
  double *high;
  double *x_low; /* of x's interval, or the edges of a bin */
  double *x_high;
  guint8 *flags;   /* LabPointFlags */
  guint *counts;   /* how many things a point stands for */
  int *slots;      /* of the palette, for bars that have colours of their own */
  char **labels;   /* a point's own name */
  double level;    /* of intervals and bands: 0.95; 0 when there are none */
  char *low_name;  /* (nullable): of a band's edges: "P10" */
  char *high_name; /* (nullable) */
} LabSeries;

/* @x: (nullable): @n values, copied; 0, 1, 2 … when NULL
 * @y: (nullable): @n values, copied; all unknown when NULL */
LabSeries *lab_series_new (const char   *name,
                           int           slot,
                           LabMark       mark,
                           const double *x,
                           const double *y,
                           gsize         n);
void lab_series_free (LabSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSeries, lab_series_free)

/* @level: 0.95 for a 95 % interval. Both arrays have n values and are copied. */
void lab_series_set_interval (LabSeries    *self,
                              const double *low,
                              const double *high,
                              double        level);
void lab_series_set_x_interval (LabSeries    *self,
                                const double *low,
                                const double *high);
void lab_series_set_flags (LabSeries     *self,
                           gsize          index,
                           LabPointFlags  flags);
void lab_series_set_count (LabSeries *self,
                           gsize      index,
                           guint      count);
void lab_series_set_slot (LabSeries *self,
                          gsize      index,
                          int        slot);
void lab_series_set_label (LabSeries  *self,
                           gsize       index,
                           const char *label);
void lab_series_set_edge_names (LabSeries  *self,
                                const char *low_name,
                                const char *high_name);

/* A point's own slot, or the series'. */
int lab_series_get_slot (const LabSeries *self,
                         gsize            index);
LabPointFlags lab_series_get_flags (const LabSeries *self,
                                    gsize            index);
/* NAN where there is none. */
double lab_series_get_low (const LabSeries *self,
                           gsize            index);
double lab_series_get_high (const LabSeries *self,
                            gsize            index);
/* Where a point is read: y, or the middle of a band. */
double lab_series_get_middle (const LabSeries *self,
                              gsize            index);
/* The number of the last point whose value is known, or -1. */
gssize lab_series_get_last_known (const LabSeries *self);
/* Whether x never falls. */
gboolean lab_series_is_ordered (const LabSeries *self);

G_END_DECLS
