/* lab-chart-picture.h: a chart laid out and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "lab-chart-point.h"
#include "lab-palette.h"

G_BEGIN_DECLS

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} LabRect;

/* How to draw, apart from what is drawn. */
typedef struct
{
  const LabPalette *palette;
  const char *font;     /* family, "Sans" */
  double font_size;     /* px of body text; everything scales with it */
  gboolean rtl;         /* titles and legend mirrored; scales are not */
  gboolean transparent; /* the background is somebody else's */
  gboolean untitled;    /* the title too */
  guint only;           /* the series that is drawn alone, counted from 1; 0 for all.
                         * The legend still names the others, faintly */
} LabChartStyle;

/**
 * LabChartPicture:
 *
 * A model laid out for one size and style: scales, places of text, legend
 * and labels. Any cairo context will do: screen, image, SVG or PDF.
 * Immutable; used in the thread that made it.
 */
typedef struct _LabChartPicture LabChartPicture;

/**
 * lab_chart_picture_new:
 * @model: must outlive the picture and not change
 * @style: copied
 * @width: @height: px, at least 1
 *
 * What finds no room is left out in this order: titles of scales, the
 * legend, the title, labels of ticks. Text is shortened before it is cut.
 */
LabChartPicture *lab_chart_picture_new (const LabChartModel *model,
                                        const LabChartStyle *style,
                                        double               width,
                                        double               height);
void lab_chart_picture_free (LabChartPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabChartPicture, lab_chart_picture_free)

/* Everything but the point in focus. Leaves the context as it was. */
void lab_chart_picture_draw (const LabChartPicture *self,
                             cairo_t               *cr);
/* The cross-hair and the ring of one point, over the rest. */
void lab_chart_picture_draw_focus (const LabChartPicture *self,
                                   cairo_t               *cr,
                                   LabPointRef            point);
/* Where marks are drawn. */
LabRect lab_chart_picture_get_plot (const LabChartPicture *self);
/* Where a point stands. FALSE for unknown points, which stand nowhere. */
gboolean lab_chart_picture_locate (const LabChartPicture *self,
                                   LabPointRef            point,
                                   double                *x,
                                   double                *y);
/**
 * lab_chart_hit:
 * @point: (out): the point at x, y: the bar or cell that contains it, else
 *   the nearest point within 22 px (more with a larger font)
 */
gboolean lab_chart_hit (const LabChartPicture *self,
                        double                 x,
                        double                 y,
                        LabPointRef           *point);

/* The series whose name in the legend, or at the end of its line, is at x, y. */
gboolean lab_chart_picture_hit_name (const LabChartPicture *self,
                                     double                 x,
                                     double                 y,
                                     guint                 *series);

G_END_DECLS
