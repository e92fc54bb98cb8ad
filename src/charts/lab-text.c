/* lab-text.c: text, measured and drawn by Pango
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-text-private.h"

#include <pango/pangocairo.h>

struct _LabText
{
  PangoContext *context;
  PangoLayout *layouts[LAB_N_TEXTS];
  double lines[LAB_N_TEXTS];
};

static const double sizes[LAB_N_TEXTS] = { 0.9, 1.0, 1.1 };

/* Pictures come out alike on a screen, in a file and on paper, so nothing
 * is fitted to the pixels of one of them. */
static PangoContext *
make_context (gboolean rtl)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  return context;
}

static PangoLayout *
make_layout (PangoContext *context,
             const char   *family,
             double        size,
             gboolean      bold)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, family);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  /* Digits of one width, so that columns of figures line up. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

LabText *
lab_text_new (const char *family,
              double      size,
              gboolean    rtl)
{
  LabText *self = g_new0 (LabText, 1);

  self->context = make_context (rtl);
  for (int i = 0; i < LAB_N_TEXTS; i++)
    {
      self->layouts[i] = make_layout (self->context, family, size * sizes[i],
                                      i == LAB_TEXT_TITLE);
      lab_text_measure (self, (LabTextSize) i, "Ag", -1, 1, NULL, &self->lines[i]);
    }
  return self;
}

void
lab_text_free (LabText *self)
{
  for (int i = 0; i < LAB_N_TEXTS; i++)
    g_object_unref (self->layouts[i]);
  g_object_unref (self->context);
  g_free (self);
}

double
lab_text_get_line (const LabText *self,
                   LabTextSize    size)
{
  return self->lines[size];
}

static PangoLayout *
prepare (const LabText *self,
         LabTextSize    size,
         const char    *string,
         double         most,
         int            lines)
{
  PangoLayout *layout = self->layouts[size];

  pango_layout_set_text (layout, string, -1);
  pango_layout_set_single_paragraph_mode (layout, lines == 1);
  pango_layout_set_height (layout, -lines);
  pango_layout_set_width (layout, most >= 0 ? (int) (MIN (most, 1e6) * PANGO_SCALE) : -1);
  return layout;
}

void
lab_text_measure (const LabText *self,
                  LabTextSize    size,
                  const char    *string,
                  double         most,
                  int            lines,
                  double        *width,
                  double        *height)
{
  PangoRectangle logical;

  pango_layout_get_extents (prepare (self, size, string, most, lines), NULL, &logical);
  if (width != NULL)
    *width = logical.width / (double) PANGO_SCALE;
  if (height != NULL)
    *height = logical.height / (double) PANGO_SCALE;
}

double
lab_text_get_width (const LabText *self,
                    LabTextSize    size,
                    const char    *string)
{
  double width;

  lab_text_measure (self, size, string, -1, 1, &width, NULL);
  return width;
}

void
lab_text_draw (const LabText *self,
               cairo_t       *cr,
               LabTextSize    size,
               const char    *string,
               LabColor       color,
               double         x,
               double         y,
               double         align,
               double         most,
               int            lines)
{
  PangoLayout *layout = prepare (self, size, string, most, lines);
  PangoRectangle logical;

  pango_layout_set_alignment (layout, align > 0.75   ? PANGO_ALIGN_RIGHT
                                      : align > 0.25 ? PANGO_ALIGN_CENTER
                                                     : PANGO_ALIGN_LEFT);
  /* Alignment follows the text's direction, and the rectangle tells where it
   * went; what is asked for here is left and right. */
  pango_layout_get_extents (layout, NULL, &logical);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_move_to (cr, x - (logical.x + logical.width * align) / PANGO_SCALE, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
}
