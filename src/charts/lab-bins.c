/* lab-bins.c: many points in few columns, and histograms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-bins.h"

#include <float.h>
#include <math.h>

static inline guint
column_of (double x,
           double low,
           double scale,
           guint  columns)
{
  double place = (x - low) * scale;

  if (!(place > 0))
    return 0;
  return place >= columns ? columns - 1 : (guint) place;
}

static inline void
bin_take (LabBin *bin,
          double  y)
{
  bin->n++;
  bin->last = y;
  if (y < bin->least)
    bin->least = y;
  if (y > bin->greatest)
    bin->greatest = y;
}

GArray *
lab_bins_new (const double *x,
              const double *y,
              gsize         n,
              double        low,
              double        high,
              guint         columns)
{
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (LabBin));
  LabBin bin = { 0 };
  double scale;
  gboolean unknown = FALSE;

  g_return_val_if_fail (n == 0 || (x != NULL && y != NULL), bins);
  g_return_val_if_fail (columns > 0, bins);

  scale = high > low ? columns / (high - low) : 0;
  for (gsize i = 0; i < n; i++)
    {
      guint column;

      if (!isfinite (y[i]) || !isfinite (x[i]))
        {
          unknown = TRUE;
          continue;
        }
      column = column_of (x[i], low, scale, columns);
      if (bin.n > 0 && column == bin.column)
        {
          bin_take (&bin, y[i]);
        }
      else
        {
          if (bin.n > 0)
            g_array_append_val (bins, bin);
          bin = (LabBin) { column, 1, y[i], y[i], y[i], y[i], unknown };
        }
      unknown = FALSE;
    }
  if (bin.n > 0)
    g_array_append_val (bins, bin);
  return bins;
}

guint
lab_histogram_bins (gsize n)
{
  return (guint) CLAMP (ceil (2 * cbrt ((double) n)), 1, 60);
}

static gboolean
find_range (const double *values,
            gsize         n,
            gboolean      logarithmic,
            double       *low,
            double       *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && (!logarithmic || values[i] > 0))
      {
        *low = MIN (*low, values[i]);
        *high = MAX (*high, values[i]);
      }
  return *low <= *high;
}

gboolean
lab_histogram_edges (const double *values,
                     gsize         n,
                     gboolean      logarithmic,
                     guint         bins,
                     double       *edges)
{
  double low, high;

  g_return_val_if_fail (bins > 0 && edges != NULL, FALSE);

  if (!find_range (values, n, logarithmic, &low, &high))
    return FALSE;
  if (high - low <= fabs (high) * DBL_EPSILON * bins * 4)
    {
      double room = low == 0 ? 0.5 : fabs (low) * 0.1;

      low -= room;
      high += room;
    }
  for (guint i = 0; i <= bins; i++)
    {
      double share = i / (double) bins;

      edges[i] = logarithmic ? low * pow (high / low, share)
                             : low * (1 - share) + high * share;
    }
  edges[0] = low;
  edges[bins] = high;
  return TRUE;
}

gsize
lab_histogram_count (const double *values,
                     gsize         n,
                     const double *edges,
                     guint         bins,
                     guint        *counts)
{
  gsize counted = 0;

  g_return_val_if_fail (bins > 0 && edges != NULL && counts != NULL, 0);

  for (guint i = 0; i < bins; i++)
    counts[i] = 0;
  for (gsize i = 0; i < n; i++)
    {
      guint below = 0, above = bins;

      if (!(values[i] >= edges[0] && values[i] <= edges[bins]))
        continue;
      while (above - below > 1)
        {
          guint middle = below + (above - below) / 2;

          if (values[i] >= edges[middle])
            below = middle;
          else
            above = middle;
        }
      counts[below]++;
      counted++;
    }
  return counted;
}
