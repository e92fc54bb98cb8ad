/* lab-axis.h: from a value to a place on a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "lab-unit.h"

G_BEGIN_DECLS

/**
 * LabScale:
 * @LAB_SCALE_LINEAR: ticks by steps of 1, 2 and 5
 * @LAB_SCALE_LOG: by powers of ten; values at or below zero have no place
 * @LAB_SCALE_TIME: microseconds since 1970 in UTC, ticks by a calendar
 * @LAB_SCALE_BANDS: the values 0, 1, 2 … are the middles of equal bands
 */
typedef enum
{
  LAB_SCALE_LINEAR,
  LAB_SCALE_LOG,
  LAB_SCALE_TIME,
  LAB_SCALE_BANDS,
} LabScale;

typedef struct
{
  double value;
  double position; /* 0 … 1 along the axis */
  char *label;     /* "" where a tick has no label */
} LabTick;

/**
 * LabAxis:
 *
 * Knows nothing of pixels or drawing: it turns a value into 0 … 1. Made
 * once and not changed.
 */
typedef struct
{
  LabScale scale;
  LabUnit unit;
  double low; /* value at position 0 */
  double high;
  double step;   /* between ticks; 0 unless linear */
  GArray *ticks; /* (element-type LabTick): ascending */
} LabAxis;

typedef enum
{
  LAB_AXIS_NONE = 0,
  LAB_AXIS_FROM_ZERO = 1 << 0, /* zero lies on the axis */
  LAB_AXIS_TIGHT = 1 << 1,     /* ends at the data instead of at a tick */
  LAB_AXIS_CLOSE = 1 << 2,     /* at the data too, unless fewer than four ticks lie on it */
} LabAxisFlags;

/**
 * lab_axis_new_linear:
 * @low: @high: the range of the data; any order, NAN when there is none
 * @most: the most ticks wanted, at least 3; 6 gives 4 to 6 of them, save
 *   for counts and tight axes, which may have fewer
 */
LabAxis *lab_axis_new_linear (LabUnit      unit,
                              double       low,
                              double       high,
                              guint        most,
                              LabAxisFlags flags);
/* @low, @high: positive; without a positive range 1 … 10 is taken. The axis
 * ends at multiples of 1, 2 or 5 below two decades, else at powers of ten. */
LabAxis *lab_axis_new_log (LabUnit unit,
                           double  low,
                           double  high,
                           guint   most);
/**
 * lab_axis_new_time:
 * @low: @high: microseconds since 1970 in UTC
 * @zone: (nullable): where days begin; UTC when NULL
 *
 * Ends at the data. Ticks stand at whole seconds, minutes, hours, days,
 * weeks (Mondays), months or years of @zone; an hour that a change of the
 * clock leaves out has no tick, one that comes twice has one for each.
 */
LabAxis *lab_axis_new_time (double     low,
                            double     high,
                            GTimeZone *zone,
                            guint      most);
LabAxis *lab_axis_new_bands (guint n);
void lab_axis_free (LabAxis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabAxis, lab_axis_free)

/* NAN for unknown values and for those a log axis has no place for. Beyond
 * the ends it goes on below 0 and above 1. */
double lab_axis_to_position (const LabAxis *self,
                             double         value);
double lab_axis_to_value (const LabAxis *self,
                          double         position);

G_END_DECLS
