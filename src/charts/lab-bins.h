/* lab-bins.h: many points in few columns, and histograms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From here on a line is binned before it is drawn. */
#define LAB_BINS_FROM 2000

/**
 * LabBin:
 *
 * The points in one column of pixels that follow each other: the first and
 * the last join it to its neighbours, the least and the greatest keep every
 * spike.
 */
typedef struct
{
  guint column;
  guint n;
  double first;
  double last;
  double least;
  double greatest;
  gboolean gap_before; /* what came before was unknown */
} LabBin;

/**
 * lab_bins_new:
 * @x: @n values that do not fall
 * @y: @n values; NAN is unknown
 * @low: @high: the values of x at the first column's and the last one's edge
 *
 * One pass. Values outside low … high fall into the outermost columns.
 *
 * Returns: (element-type LabBin) (transfer full): at most one for each
 *   column, ascending
 */
GArray *lab_bins_new (const double *x,
                      const double *y,
                      gsize         n,
                      double        low,
                      double        high,
                      guint         columns);

/* How many bins a histogram of these values gets: twice the cube root of n
 * (Rice's rule), 1 to 60. */
guint lab_histogram_bins (gsize n);
/**
 * lab_histogram_edges:
 * @logarithmic: edges grow by a factor; values at or below 0 are left out
 * @edges: (out caller-allocates): @bins + 1 of them, ascending
 *
 * Returns: FALSE when no value has a place
 */
gboolean lab_histogram_edges (const double *values,
                              gsize         n,
                              gboolean      logarithmic,
                              guint         bins,
                              double       *edges);
/* Counts the values of each bin; a value on an edge belongs to the upper
 * bin, on the last edge to the last. Returns how many were counted. */
gsize lab_histogram_count (const double *values,
                           gsize         n,
                           const double *edges,
                           guint         bins,
                           guint        *counts);

G_END_DECLS
