/* lab-paint-private.h: markers, dashes and hatches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-picture.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_HATCH_RISING,  /* 45° */
  LAB_HATCH_FALLING, /* 135° */
  LAB_HATCH_DOTS,
} LabHatch;

void lab_paint_set_color (cairo_t *cr,
                          LabColor color);
/* The path of a rectangle. */
void lab_paint_add_rect (cairo_t *cr,
                         LabRect  rect);
/* A hairline of whole pixels, 1 px wide, from one point to another that is
 * straight across or straight up. */
void lab_paint_hairline (cairo_t *cr,
                         double   x1,
                         double   y1,
                         double   x2,
                         double   y2);
/* Sets the series' dash. @width: of the line, px */
void lab_paint_set_dash (cairo_t *cr,
                         int      slot,
                         double   width);
/* Fills the current path with a hatch and drops it.
 * @spacing: between lines, px
 * @extents: what the path covers */
void lab_paint_hatch (cairo_t *cr,
                      LabHatch hatch,
                      LabRect  extents,
                      double   spacing,
                      double   width,
                      LabColor color);
/* @size: across, px
 * @hollow: (nullable): what a hollow marker is filled with */
void lab_paint_marker (cairo_t        *cr,
                       LabMarker       marker,
                       double          x,
                       double          y,
                       double          size,
                       LabColor        color,
                       const LabColor *hollow);
/* What is not known or has no price: hatched and outlined in grey. */
void lab_paint_unknown (cairo_t *cr,
                        LabRect  rect,
                        double   em,
                        LabColor color);

G_END_DECLS
