/* lab-chart-picture-private.h: what the files of a picture share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-picture.h"
#include "lab-paint-private.h"
#include "lab-text-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint series;
  LabRect rect;
} LabLegendEntry;

/* A name at the end of its line. */
typedef struct
{
  guint series;
  char *text;
  double wanted; /* y of the line's end */
  double y;      /* y of the label's middle, moved off its neighbours */
} LabEndLabel;

/* One label of a scale, where it goes. */
typedef struct
{
  double at;   /* px along the scale */
  double most; /* width it may take */
  const char *text;
  guint row; /* 1 for a second row below the plot */
} LabScaleLabel;

struct _LabChartPicture
{
  const LabChartModel *model;
  LabChartStyle style;
  char *font;
  double width;
  double height;
  double em;   /* px of body text */
  double line; /* height of a line of small text */
  LabText *text;

  gboolean horizontal; /* values lie across */
  gboolean bare;       /* no room for any text */
  LabAxis *across;
  LabAxis *up;
  LabRect plot;
  LabRect title;         /* height 0 when there is none */
  gboolean scale_titles; /* whether scales have room for titles */
  gboolean use_legend;
  GArray *legend;        /* (element-type LabLegendEntry) */
  GArray *ends;          /* (element-type LabEndLabel) */
  GArray *across_labels; /* (element-type LabScaleLabel) */
  GArray *up_labels;
  int across_lines;    /* lines of text below the plot */
  gboolean wrap_names; /* whether names of places take two of them */
  double row_labels;   /* room for amounts right of the plot, or 0 */

  double y_low; /* what is drawn reaches from here; NAN for nothing */
  double y_high;
  double x_low;
  double x_high;
  double **bases; /* for each series, where each value begins; NULL for zero */
  double **dots;  /* of a strip: how far each dot is moved off its row, px */
  GArray **bins;  /* for each long line, its LabBins; NULL for others */
};

/* --- layout (lab-chart-layout*.c) --- */

void lab_picture_lay_out (LabChartPicture *self);
void lab_picture_find_bases (LabChartPicture *self);
/* Finds the least and greatest values that are drawn. */
void lab_picture_find_ranges (LabChartPicture *self);
/* Makes both scales for the size of the plot. */
void lab_picture_make_axes (LabChartPicture *self);
void lab_picture_place_scale_labels (LabChartPicture *self);
/* The room labels left of the plot take, px. */
double lab_picture_measure_up_labels (const LabChartPicture *self);

/* --- legend and direct labels (lab-chart-legend.c) --- */

gboolean lab_picture_wants_legend (const LabChartPicture *self);
/* Lays out the legend from @top down and returns its height. */
double lab_picture_place_legend (LabChartPicture *self,
                                 double           top);
/* Makes the labels at the ends of lines and returns their width, 0 when
 * there are none or they would take too much. */
double lab_picture_make_ends (LabChartPicture *self);
/* FALSE when they do not fit above each other. */
gboolean lab_picture_place_ends (LabChartPicture *self);
void lab_picture_draw_legend (const LabChartPicture *self,
                              cairo_t               *cr);
void lab_picture_draw_ends (const LabChartPicture *self,
                            cairo_t               *cr);

static inline gboolean
lab_picture_shows (const LabChartPicture *self,
                   guint                  series)
{
  return self->style.only == 0 || self->style.only == series + 1;
}

static inline double
lab_picture_get_base (const LabChartPicture *self,
                      guint                  series,
                      gsize                  index)
{
  return self->bases[series] != NULL ? self->bases[series][index] : 0;
}

/* --- geometry (lab-chart-geometry.c) --- */

/* Values of the model to px; NAN where there is no place. */
void lab_picture_place (const LabChartPicture *self,
                        double                 x,
                        double                 y,
                        double                *px,
                        double                *py);
/* The middle of a row or column of categories, and its thickness. */
void lab_picture_get_band (const LabChartPicture *self,
                           guint                  band,
                           double                *middle,
                           double                *thickness);
/* The rectangle of a column, bar, bin or cell. FALSE where there is none. */
gboolean lab_picture_get_rect (const LabChartPicture *self,
                               LabPointRef            point,
                               LabRect               *rect);
/* How far each dot of a strip is moved off its row, so that none hides
 * another. (transfer full): one for each value, px */
double *lab_picture_spread_dots (const LabChartPicture *self,
                                 guint                  series);

/* --- what layers ask for (lab-chart-frame.c) --- */

LabColor lab_picture_get_foreground (const LabChartPicture *self,
                                     double                 alpha);
LabColor lab_picture_get_background (const LabChartPicture *self);
LabColor lab_picture_get_tick_color (const LabChartPicture *self);
LabColor lab_picture_get_series_color (const LabChartPicture *self,
                                       const LabSeries       *series);
double lab_picture_get_marker_size (const LabChartPicture *self);
/* Hollow for the baseline and for what is estimated or not over. */
void lab_picture_draw_marker (const LabChartPicture *self,
                              cairo_t               *cr,
                              const LabSeries       *series,
                              gsize                  index,
                              double                 x,
                              double                 y);
/* Small text on a backing of the background, so that lines behind it do not
 * cross it. */
void lab_picture_draw_label (const LabChartPicture *self,
                             cairo_t               *cr,
                             const char            *string,
                             double                 x,
                             double                 middle,
                             double                 align);
LabRect lab_picture_get_reference_label (const LabChartPicture *self,
                                         guint                  index);
void lab_picture_draw_back (const LabChartPicture *self,
                            cairo_t               *cr);
void lab_picture_draw_front (const LabChartPicture *self,
                             cairo_t               *cr);

/* --- layers: each only draws (lab-layer-*.c) --- */

void lab_layer_columns (const LabChartPicture *self,
                        cairo_t               *cr);
void lab_layer_waterfall (const LabChartPicture *self,
                          cairo_t               *cr);
void lab_layer_bars (const LabChartPicture *self,
                     cairo_t               *cr);
void lab_layer_forest (const LabChartPicture *self,
                       cairo_t               *cr);
void lab_layer_tornado (const LabChartPicture *self,
                        cairo_t               *cr);
void lab_layer_bands (const LabChartPicture *self,
                      cairo_t               *cr);
/* A long line's bins, one for each column of pixels, or NULL for a short one.
 * (nullable) (transfer full) */
GArray *lab_picture_bin_line (const LabChartPicture *self,
                              guint                  series);
void lab_layer_lines (const LabChartPicture *self,
                      cairo_t               *cr);
void lab_layer_scatter (const LabChartPicture *self,
                        cairo_t               *cr);
void lab_layer_dot_strip (const LabChartPicture *self,
                          cairo_t               *cr);
void lab_layer_heat_map (const LabChartPicture *self,
                         cairo_t               *cr);
/* The text of the amount beside a bar or an interval. (transfer full) */
char *lab_picture_format_row (const LabChartPicture *self,
                              gsize                  index);

G_END_DECLS
