/* lab-palette.c: the colours of charts, by theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-palette.h"

#define SHADES                                                 \
  {                                                            \
    0xEAF2FB, 0xB5D0EE, 0x7AA9DC, 0x3F7DC0, 0x1A5296, 0x0B2F5E \
  }
#define SHADES_DARK                                            \
  {                                                            \
    0x0B2F5E, 0x1A5296, 0x3F7DC0, 0x7AA9DC, 0xB5D0EE, 0xEAF2FB \
  }

/* [dark][high contrast] */
static const LabPalette palettes[2][2] = {
  {
      {
          .background = 0xFFFFFF,
          .surfaces = { 0xFFFFFF, 0xFAFAFA, 0xFFFFFF },
          .foreground = 0x1E1E1E,
          .slots = { 0x395B9D, 0x995309, 0x4D9E68, 0xB071EB, 0x67094A, 0x392F0F, 0x77767B },
          .saves = 0x1A5FB4,
          .costs_more = 0xC64600,
          .shades = SHADES,
          .tints = { 0xBFD8F7, 0xFCEFC7 },
          .tick_alpha = 0.75,
          .grid_alpha = 0.14,
          .line_width = 2.0,
          .band_alphas = { 0.42, 0.26, 0.14 },
      },
      {
          .high_contrast = TRUE,
          .background = 0xFFFFFF,
          .surfaces = { 0xFFFFFF, 0xFAFAFA, 0xFFFFFF },
          .foreground = 0x000000,
          .slots = { 0x1867E1, 0x5F2804, 0x204C45, 0x3F2560, 0xA74F7D, 0x776E2F, 0x000000 },
          .saves = 0x1A5FB4,
          .costs_more = 0xC64600,
          .shades = SHADES,
          .tints = { 0x9CC4F5, 0xFFF3B8 },
          .tick_alpha = 1.0,
          .grid_alpha = 0.4,
          .line_width = 3.0,
          .band_alphas = { 0.0, 0.0, 0.0 },
      },
  },
  {
      {
          .dark = TRUE,
          .background = 0x242424,
          .surfaces = { 0x1E1E1E, 0x242424, 0x363636 },
          .foreground = 0xFFFFFF,
          .slots = { 0x9CB6FD, 0xAA7D57, 0x20DB8E, 0xA567ED, 0xFEBAD2, 0xF3E704, 0x9A9996 },
          .saves = 0x78AEED,
          .costs_more = 0xFFA348,
          .shades = SHADES_DARK,
          .tints = { 0x274472, 0x5A4A12 },
          .tick_alpha = 0.75,
          .grid_alpha = 0.16,
          .line_width = 2.0,
          .band_alphas = { 0.42, 0.26, 0.14 },
      },
      {
          .dark = TRUE,
          .high_contrast = TRUE,
          .background = 0x1E1E1E,
          .surfaces = { 0x1E1E1E, 0x242424, 0x1E1E1E },
          .foreground = 0xFFFFFF,
          .slots = { 0xC5DBFF, 0xC6A998, 0x76FCA4, 0xBF9EFC, 0xFB93C0, 0xF3DE31, 0xFFFFFF },
          .saves = 0x78AEED,
          .costs_more = 0xFFA348,
          .shades = SHADES_DARK,
          .tints = { 0x0B3A7A, 0x6B5500 },
          .tick_alpha = 1.0,
          .grid_alpha = 0.45,
          .line_width = 3.0,
          .band_alphas = { 0.0, 0.0, 0.0 },
      },
  },
};

static const struct
{
  double lengths[4];
  int n;
} dashes[LAB_PALETTE_SLOTS] = {
  { { 0 }, 0 },
  { { 6, 3 }, 2 },
  { { 2, 2 }, 2 },
  { { 8, 3, 2, 3 }, 4 },
  { { 4, 4 }, 2 },
  { { 1, 3 }, 2 },
  { { 3, 3 }, 2 },
};

static int
known_slot (int slot)
{
  return slot >= 0 && slot < LAB_PALETTE_SLOTS ? slot : LAB_PALETTE_BASELINE;
}

const LabPalette *
lab_palette_get (gboolean dark,
                 gboolean high_contrast)
{
  return &palettes[dark ? 1 : 0][high_contrast ? 1 : 0];
}

LabColor
lab_palette_get_slot (const LabPalette *self,
                      int slot)
{
  return lab_color_from_rgb (self->slots[known_slot (slot)]);
}

LabMarker
lab_palette_get_marker (int slot)
{
  return (LabMarker) known_slot (slot);
}

const double *
lab_palette_get_dash (int slot,
                      int *n)
{
  slot = known_slot (slot);
  *n = dashes[slot].n;
  return dashes[slot].lengths;
}

LabColor
lab_palette_get_shade (const LabPalette *self,
                       double share)
{
  /* NAN too ends up at the least. */
  double place = (share > 0 ? MIN (share, 1.0) : 0) * (LAB_PALETTE_SHADES - 1);
  int below = MIN ((int) place, LAB_PALETTE_SHADES - 2);
  LabColor top = lab_color_from_rgb (self->shades[below + 1]);

  return lab_color_over (lab_color_with_alpha (top, place - below),
                         lab_color_from_rgb (self->shades[below]));
}

LabColor
lab_palette_get_text_on (LabColor fill)
{
  LabColor black = lab_color_from_rgb (0x000000);
  LabColor white = lab_color_from_rgb (0xFFFFFF);

  return lab_color_contrast (black, fill) >= lab_color_contrast (white, fill) ? black : white;
}
