/* lab-color.h: colours, and how well they are told apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* sRGB with its transfer curve, 0 … 1; alpha is not premultiplied. */
typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} LabColor;

/* @rgb: 0xRRGGBB, opaque */
LabColor lab_color_from_rgb (guint32 rgb);
LabColor lab_color_with_alpha (LabColor color,
                               double   alpha);
/* What is seen when @top lies over the opaque @below. */
LabColor lab_color_over (LabColor top,
                         LabColor below);
/* Relative luminance, 0 … 1, of an opaque colour: WCAG 2.1, "relative
 * luminance". */
double lab_color_luminance (LabColor color);
/* Contrast ratio, 1 … 21, of two opaque colours: WCAG 2.1, "contrast
 * ratio". */
double lab_color_contrast (LabColor a,
                           LabColor b);

G_END_DECLS
