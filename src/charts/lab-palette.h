/* lab-palette.h: the colours of charts, by theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-color.h"

G_BEGIN_DECLS

/* Six series and the baseline. A strategy keeps its slot everywhere. */
#define LAB_PALETTE_SLOTS 7
/* Always grey, dashed and hollow: the baseline, and "Other". */
#define LAB_PALETTE_BASELINE 6
#define LAB_PALETTE_SHADES 6

/* The slots of money buckets are fixed. */
#define LAB_PALETTE_UNCACHED 0
#define LAB_PALETTE_OUTPUT 1
#define LAB_PALETTE_CACHE_READ 2
#define LAB_PALETTE_CACHE_WRITE 3
#define LAB_PALETTE_LONG_CACHE_WRITE 4

typedef enum
{
  LAB_MARKER_CIRCLE,
  LAB_MARKER_SQUARE,
  LAB_MARKER_TRIANGLE_UP,
  LAB_MARKER_DIAMOND,
  LAB_MARKER_TRIANGLE_DOWN,
  LAB_MARKER_PLUS,
  LAB_MARKER_RING,
} LabMarker;

/**
 * LabPalette:
 *
 * Colours are 0xRRGGBB. They were measured: series stand at least 3 : 1
 * against every surface of their theme (4.5 : 1 in high contrast), and at
 * least ΔE00 12 apart under normal, protan, deutan and tritan vision.
 */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
  guint32 background;
  guint32 surfaces[3]; /* windows, views and cards a chart may stand on */
  guint32 foreground;
  guint32 slots[LAB_PALETTE_SLOTS];
  guint32 saves;      /* direction: costs less */
  guint32 costs_more; /* direction: costs more */
  guint32 shades[LAB_PALETTE_SHADES]; /* heat map, least first */
  guint32 tints[2];                   /* tokens, by turns */
  double tick_alpha;                  /* of the foreground, for labels of ticks */
  double grid_alpha;                  /* of the foreground, for hairlines */
  double line_width;                  /* px */
  double band_alphas[3];              /* inner, middle, outer band */
} LabPalette;

/* (transfer none): immutable, lives for ever */
const LabPalette *lab_palette_get (gboolean dark,
                                   gboolean high_contrast);

/* @slot below 0 or beyond the last is the baseline's. */
LabColor lab_palette_get_slot (const LabPalette *self,
                               int               slot);
LabMarker lab_palette_get_marker (int slot);
/* Lengths on and off, in px at a line of 2 px. *@n 0 is a solid line. */
const double *lab_palette_get_dash (int  slot,
                                    int *n);
/* @share: 0 … 1, cut off at both ends */
LabColor lab_palette_get_shade (const LabPalette *self,
                                double            share);
/* Black or white, whichever is read better on @fill: 4.5 : 1 at least. */
LabColor lab_palette_get_text_on (LabColor fill);

G_END_DECLS
