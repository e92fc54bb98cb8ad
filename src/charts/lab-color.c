/* lab-color.c: colours, and how well they are told apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-color.h"

#include <math.h>

LabColor
lab_color_from_rgb (guint32 rgb)
{
  LabColor color = {
    ((rgb >> 16) & 0xff) / 255.0,
    ((rgb >> 8) & 0xff) / 255.0,
    (rgb & 0xff) / 255.0,
    1.0,
  };

  return color;
}

LabColor
lab_color_with_alpha (LabColor color,
                      double   alpha)
{
  color.alpha = CLAMP (alpha, 0.0, 1.0);
  return color;
}

LabColor
lab_color_over (LabColor top,
                LabColor below)
{
  double rest = 1.0 - top.alpha;
  LabColor color = {
    top.red * top.alpha + below.red * rest,
    top.green * top.alpha + below.green * rest,
    top.blue * top.alpha + below.blue * rest,
    1.0,
  };

  return color;
}

static double
linear_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

double
lab_color_luminance (LabColor color)
{
  return 0.2126 * linear_light (color.red) + 0.7152 * linear_light (color.green) +
         0.0722 * linear_light (color.blue);
}

double
lab_color_contrast (LabColor a,
                    LabColor b)
{
  double first = lab_color_luminance (a) + 0.05;
  double second = lab_color_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}
