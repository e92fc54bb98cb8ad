/* lab-chart-export.h: charts as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-chart-picture.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_CHART_PNG,
  LAB_CHART_SVG, /* px */
  LAB_CHART_PDF, /* one page; a px is three quarters of a point */
} LabChartFormat;

/**
 * lab_chart_export:
 * @style: charts in reports take the light palette
 * @scale: pixels of a PNG for each px, 1 … 8; 1 for the others
 *
 * Draws with the same code as a screen. The same model, style, size and
 * fonts give the same bytes.
 *
 * Returns: (transfer full): the file's bytes, or NULL with
 *   LAB_ERROR_INVALID_INPUT when it is too large to be drawn
 */
GBytes *lab_chart_export (const LabChartModel *model,
                          const LabChartStyle *style,
                          double               width,
                          double               height,
                          double               scale,
                          LabChartFormat       format,
                          GError             **error);
/* Writes the same to a file, whole or not at all; also fails with
 * G_IO_ERROR. */
gboolean lab_chart_export_to_file (const LabChartModel *model,
                                   const LabChartStyle *style,
                                   double               width,
                                   double               height,
                                   double               scale,
                                   LabChartFormat       format,
                                   GFile               *file,
                                   GError             **error);

G_END_DECLS
