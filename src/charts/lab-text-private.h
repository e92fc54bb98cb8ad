/* lab-text-private.h: text, measured and drawn by Pango
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "lab-color.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_TEXT_SMALL, /* ticks and labels */
  LAB_TEXT_BODY,
  LAB_TEXT_TITLE, /* bold */
  LAB_N_TEXTS
} LabTextSize;

typedef struct _LabText LabText;

LabText *lab_text_new (const char *family,
                       double      size,
                       gboolean    rtl);
void lab_text_free (LabText *self);

/* Height of a line of this size, px. */
double lab_text_get_line (const LabText *self,
                          LabTextSize    size);
/* @most: width beyond which text is shortened, or negative for none
 * @lines: the most lines to wrap to, 1 for none
 * @width: @height: (out) (optional): px */
void lab_text_measure (const LabText *self,
                       LabTextSize    size,
                       const char    *string,
                       double         most,
                       int            lines,
                       double        *width,
                       double        *height);
double lab_text_get_width (const LabText *self,
                           LabTextSize    size,
                           const char    *string);
/* @align: 0 when x is the left edge, 0.5 the middle, 1 the right edge
 * @y: the top */
void lab_text_draw (const LabText *self,
                    cairo_t       *cr,
                    LabTextSize    size,
                    const char    *string,
                    LabColor       color,
                    double         x,
                    double         y,
                    double         align,
                    double         most,
                    int            lines);

G_END_DECLS
