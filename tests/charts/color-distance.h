/* color-distance.h: how far colours are apart, in four kinds of vision
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-color.h"

G_BEGIN_DECLS

typedef enum
{
  VISION_NORMAL,
  VISION_PROTAN,
  VISION_DEUTAN,
  VISION_TRITAN,
  N_VISIONS
} Vision;

/* CIE L*a*b* for D65 and 2°. */
typedef struct
{
  double l;
  double a;
  double b;
} CieLab;

CieLab cie_lab_from_color (LabColor color,
                           Vision   vision);
/* CIEDE2000 with all weights 1: G. Sharma, W. Wu, E. Dalal, "The CIEDE2000
 * color-difference formula", Color Research and Application 30 (2005) 21. */
double cie_distance (CieLab first,
                     CieLab second);

G_END_DECLS
