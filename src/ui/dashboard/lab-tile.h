/* lab-tile.h: one figure, with how it has changed, that can be opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: title. A button: ::clicked leads to what the figure is made of. */
#define LAB_TYPE_TILE (lab_tile_get_type ())
G_DECLARE_FINAL_TYPE (LabTile, lab_tile, LAB, TILE, GtkButton)

/* @note: how it has changed, or what is not in it; "" for nothing */
void lab_tile_set (LabTile    *self,
                   const char *figure,
                   const char *note);
const char *lab_tile_get_figure (LabTile *self);

G_END_DECLS
