/* color-distance.c: how far colours are apart, in four kinds of vision
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "color-distance.h"

#include <math.h>

/* G. Machado, M. Oliveira, L. Fernandes, "A physiologically-based model for
 * simulation of color vision deficiency", IEEE TVCG 15 (2009) 1291: severity
 * 1.0, on linear RGB. */
static const double visions[N_VISIONS][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

CieLab
cie_lab_from_color (LabColor color,
                    Vision   vision)
{
  const double in[] = { linear (color.red), linear (color.green), linear (color.blue) };
  double rgb[3], x, y, z;
  CieLab result;

  for (int row = 0; row < 3; row++)
    {
      const double *m = visions[vision][row];

      rgb[row] = CLAMP (m[0] * in[0] + m[1] * in[1] + m[2] * in[2], 0, 1);
    }
  x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
  y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
  z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
  result.l = 116 * lab_curve (y) - 16;
  result.a = 500 * (lab_curve (x) - lab_curve (y));
  result.b = 200 * (lab_curve (y) - lab_curve (z));
  return result;
}

static double
hue_of (double a,
        double b)
{
  double hue = a == 0 && b == 0 ? 0 : atan2 (b, a) * 180 / G_PI;

  return hue < 0 ? hue + 360 : hue;
}

static double
cos_degrees (double degrees)
{
  return cos (degrees * G_PI / 180);
}

static double
seventh_root_part (double chroma)
{
  double seventh = pow (chroma, 7);

  return sqrt (seventh / (seventh + 6103515625.0));
}

static double
middle_hue (double h1,
            double h2,
            double chroma_product)
{
  if (chroma_product == 0)
    return h1 + h2;
  if (fabs (h1 - h2) <= 180)
    return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

double
cie_distance (CieLab first,
              CieLab second)
{
  double g = 0.5 * (1 - seventh_root_part ((hypot (first.a, first.b) +
                                            hypot (second.a, second.b)) / 2));
  double a1 = first.a * (1 + g), a2 = second.a * (1 + g);
  double c1 = hypot (a1, first.b), c2 = hypot (a2, second.b);
  double h1 = hue_of (a1, first.b), h2 = hue_of (a2, second.b);
  double turn = h2 - h1;
  double l = (first.l + second.l) / 2, c = (c1 + c2) / 2, h = middle_hue (h1, h2, c1 * c2);
  double t, dl, dc, dh, rt;

  if (c1 * c2 == 0)
    turn = 0;
  else if (turn > 180)
    turn -= 360;
  else if (turn < -180)
    turn += 360;
  t = 1 - 0.17 * cos_degrees (h - 30) + 0.24 * cos_degrees (2 * h) +
      0.32 * cos_degrees (3 * h + 6) - 0.20 * cos_degrees (4 * h - 63);
  dl = (second.l - first.l) / (1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2)));
  dc = (c2 - c1) / (1 + 0.045 * c);
  dh = 2 * sqrt (c1 * c2) * sin (turn / 2 * G_PI / 180) / (1 + 0.015 * c * t);
  rt = -2 * seventh_root_part (c) *
       sin (60 * exp (-pow ((h - 275) / 25, 2)) * G_PI / 180);
  return sqrt (dl * dl + dc * dc + dh * dh + rt * dc * dh);
}
