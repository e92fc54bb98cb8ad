/* lab-forest-row.h: one row of a forest by itself, and the scale they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "lab-axis.h"
#include "lab-palette.h"

G_BEGIN_DECLS

/**
 * LabForestMark:
 * @value: @low: @high: on the axis; NAN where they are not known
 * @faint: rests on too little to be relied on: drawn in grey
 * @baseline: nothing was changed: in the baseline's grey, with its ring
 *
 * One interval. Its colour is the direction it lies in; it is hollow where
 * zero lies within.
 */
typedef struct
{
  double low;
  double value;
  double high;
  gboolean faint;
  gboolean baseline;
} LabForestMark;

/* For lists that draw each row where it stands, all on one axis. Both draw
 * from 0, 0 to @width, @height; @em: px of body text. What reaches beyond the
 * axis is cut at its end with an arrow. */
void lab_forest_row_draw (cairo_t             *cr,
                          const LabAxis       *axis,
                          const LabForestMark *mark,
                          const LabPalette    *palette,
                          double               em,
                          double               width,
                          double               height);
/* The labels of the ticks, under or above the rows. @font: family */
void lab_forest_axis_draw (cairo_t          *cr,
                           const LabAxis    *axis,
                           const LabPalette *palette,
                           const char       *font,
                           double            em,
                           double            width,
                           double            height);
/* px from the left where a value stands in a row of that width. */
double lab_forest_row_place (const LabAxis *axis,
                             double         value,
                             double         em,
                             double         width);

G_END_DECLS
