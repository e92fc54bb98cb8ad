/* test-palette.c: colours that are told apart, measured anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>

#include "color-distance.h"
#include "lab-palette.h"

typedef struct
{
  const char *name;
  gboolean dark;
  gboolean high_contrast;
  double contrast;             /* the least, as published with the palette */
  double distances[N_VISIONS]; /* the same between any two series */
  double least_contrast;       /* the law */
} Theme;

static const Theme themes[] = {
  { "light", FALSE, FALSE, 3.1, { 22.5, 17.7, 17.6, 17.0 }, 3 },
  { "dark", TRUE, FALSE, 3.3, { 19.2, 15.0, 15.0, 14.3 }, 3 },
  { "high contrast light", FALSE, TRUE, 4.9, { 25.1, 17.5, 17.4, 16.6 }, 4.5 },
  { "high contrast dark", TRUE, TRUE, 7.0, { 15.9, 12.9, 12.9, 12.3 }, 4.5 },
};

/* Pairs 1, 7, 14, 16, 19, 25 and 34 of Sharma, Wu and Dalal's table 1. */
static void
test_distance_is_ciede2000 (void)
{
  static const struct
  {
    CieLab first;
    CieLab second;
    double distance;
  } pairs[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
    { { 50, -0.001, 2.49 }, { 50, 0.0011, -2.49 }, 4.7461 },
    { { 50, 2.5, 0 }, { 50, 0, -2.5 }, 4.3065 },
    { { 50, 2.5, 0 }, { 56, -27, -3 }, 31.9030 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_assert_cmpfloat_with_epsilon (cie_distance (pairs[i].first, pairs[i].second),
                                      pairs[i].distance, 6e-5);
      g_assert_cmpfloat_with_epsilon (cie_distance (pairs[i].second, pairs[i].first),
                                      pairs[i].distance, 6e-5);
    }
}

static void
test_contrast_is_wcag (void)
{
  LabColor black = lab_color_from_rgb (0x000000);
  LabColor white = lab_color_from_rgb (0xFFFFFF);

  g_assert_cmpfloat_with_epsilon (lab_color_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_color_contrast (white, white), 1, 1e-9);
  /* #767676 is the known edge of 4.5 : 1 on white. */
  g_assert_cmpfloat (lab_color_contrast (lab_color_from_rgb (0x767676), white), >=, 4.5);
  g_assert_cmpfloat (lab_color_contrast (lab_color_from_rgb (0x777777), white), <, 4.5);
}

static double
least_contrast (const LabPalette *palette)
{
  double least = INFINITY;

  for (int slot = 0; slot < LAB_PALETTE_SLOTS; slot++)
    for (gsize i = 0; i < G_N_ELEMENTS (palette->surfaces); i++)
      least = MIN (least, lab_color_contrast (lab_palette_get_slot (palette, slot),
                                              lab_color_from_rgb (palette->surfaces[i])));
  return least;
}

static double
least_distance (const LabPalette *palette,
                Vision            vision)
{
  double least = INFINITY;

  for (int first = 0; first < LAB_PALETTE_SLOTS; first++)
    for (int second = 0; second < first; second++)
      least = MIN (least,
                   cie_distance (cie_lab_from_color (lab_palette_get_slot (palette, first),
                                                     vision),
                                 cie_lab_from_color (lab_palette_get_slot (palette, second),
                                                     vision)));
  return least;
}

static void
test_series_stand_off_the_ground (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      double least = least_contrast (lab_palette_get (themes[i].dark, themes[i].high_contrast));

      g_test_message ("%s: %.2f : 1", themes[i].name, least);
      g_assert_cmpfloat (least, >=, themes[i].least_contrast);
      g_assert_cmpfloat_with_epsilon (least, themes[i].contrast, 0.051);
    }
}

static void
test_series_stand_off_each_other (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    for (int vision = 0; vision < N_VISIONS; vision++)
      {
        double least = least_distance (lab_palette_get (themes[i].dark, themes[i].high_contrast),
                                       (Vision) vision);

        g_test_message ("%s, vision %d: %.2f", themes[i].name, vision, least);
        g_assert_cmpfloat (least, >=, 12);
        g_assert_cmpfloat_with_epsilon (least, themes[i].distances[vision], 0.06);
      }
}

static void
test_directions_are_told_apart (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      const LabPalette *palette = lab_palette_get (themes[i].dark, themes[i].high_contrast);
      LabColor saves = lab_color_from_rgb (palette->saves);
      LabColor more = lab_color_from_rgb (palette->costs_more);
      LabColor ground = lab_color_from_rgb (palette->background);

      g_assert_cmpfloat (lab_color_contrast (saves, ground), >=, 4.5);
      g_assert_cmpfloat (lab_color_contrast (more, ground), >=, 4.5);
      for (int vision = 0; vision < N_VISIONS; vision++)
        g_assert_cmpfloat (cie_distance (cie_lab_from_color (saves, (Vision) vision),
                                         cie_lab_from_color (more, (Vision) vision)), >=, 40);
    }
}

static void
test_text_is_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      const LabPalette *palette = lab_palette_get (themes[i].dark, themes[i].high_contrast);
      LabColor text = lab_color_from_rgb (palette->foreground);

      g_assert_cmpfloat (palette->tick_alpha, >=, themes[i].high_contrast ? 1 : 0.7);
      for (gsize s = 0; s < G_N_ELEMENTS (palette->surfaces); s++)
        {
          LabColor ground = lab_color_from_rgb (palette->surfaces[s]);
          LabColor tick = lab_color_over (lab_color_with_alpha (text, palette->tick_alpha), ground);

          g_assert_cmpfloat (lab_color_contrast (tick, ground), >=, 4.5);
        }
      for (gsize t = 0; t < G_N_ELEMENTS (palette->tints); t++)
        g_assert_cmpfloat (lab_color_contrast (text, lab_color_from_rgb (palette->tints[t])), >=,
                           7.15);
      for (int vision = 0; vision < N_VISIONS; vision++)
        g_assert_cmpfloat (
          cie_distance (cie_lab_from_color (lab_color_from_rgb (palette->tints[0]),
                                            (Vision) vision),
                        cie_lab_from_color (lab_color_from_rgb (palette->tints[1]),
                                            (Vision) vision)), >=, 26);
    }
}

static void
test_shades_are_monotone_and_written_on (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      const LabPalette *palette = lab_palette_get (themes[i].dark, themes[i].high_contrast);
      double before = NAN;

      for (int step = 0; step <= 100; step++)
        {
          LabColor shade = lab_palette_get_shade (palette, step / 100.0);
          double luminance = lab_color_luminance (shade);

          g_assert_cmpfloat (lab_color_contrast (lab_palette_get_text_on (shade), shade), >=, 4.5);
          if (!isnan (before))
            g_assert_true (themes[i].dark ? luminance > before : luminance < before);
          before = luminance;
        }
      g_assert_cmpfloat (lab_color_luminance (lab_palette_get_shade (palette, -3)), ==,
                         lab_color_luminance (lab_palette_get_shade (palette, 0)));
      g_assert_cmpfloat (lab_color_luminance (lab_palette_get_shade (palette, 7)), ==,
                         lab_color_luminance (lab_palette_get_shade (palette, 1)));
    }
}

static void
test_slots_differ_without_color (void)
{
  for (int first = 0; first < LAB_PALETTE_SLOTS; first++)
    for (int second = 0; second < first; second++)
      {
        int n, m;
        const double *a = lab_palette_get_dash (first, &n);
        const double *b = lab_palette_get_dash (second, &m);
        gboolean same = n == m;

        g_assert_cmpint (lab_palette_get_marker (first), !=, lab_palette_get_marker (second));
        for (int i = 0; same && i < n; i++)
          same = a[i] == b[i];
        g_assert_false (same);
      }
  g_assert_cmpint (lab_palette_get_marker (-1), ==, LAB_MARKER_RING);
  g_assert_cmpint (lab_palette_get_marker (99), ==, LAB_MARKER_RING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/palette/distance-is-ciede2000", test_distance_is_ciede2000);
  g_test_add_func ("/charts/palette/contrast-is-wcag", test_contrast_is_wcag);
  g_test_add_func ("/charts/palette/series-stand-off-the-ground",
                   test_series_stand_off_the_ground);
  g_test_add_func ("/charts/palette/series-stand-off-each-other",
                   test_series_stand_off_each_other);
  g_test_add_func ("/charts/palette/directions-are-told-apart", test_directions_are_told_apart);
  g_test_add_func ("/charts/palette/text-is-read", test_text_is_read);
  g_test_add_func ("/charts/palette/shades-are-monotone-and-written-on",
                   test_shades_are_monotone_and_written_on);
  g_test_add_func ("/charts/palette/slots-differ-without-color", test_slots_differ_without_color);
  return g_test_run ();
}
