/* lab-forest-scale.c: the axis that all rows of a forest share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-forest-scale.h"

#include <adwaita.h>
#include <math.h>

/* Where the axis ends at the latest, and what it shows at least. */
#define LOWEST -1.0
#define HIGHEST 1.0
#define LEAST_LOW -0.1
#define LEAST_HIGH 0.2
#define TICKS 6

struct _LabForestScale
{
  GObject parent_instance;

  LabAxis *axis;
  double low;
  double high;
  GtkWidget *row; /* weak */
};

G_DEFINE_FINAL_TYPE (LabForestScale, lab_forest_scale, G_TYPE_OBJECT)

enum
{
  CHANGED,
  PLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
make_axis (LabForestScale *self)
{
  g_clear_pointer (&self->axis, lab_axis_free);
  self->axis = lab_axis_new_linear (LAB_UNIT_SHARE, self->low, self->high, TICKS,
                                    LAB_AXIS_FROM_ZERO | LAB_AXIS_CLOSE);
}

static void
lab_forest_scale_finalize (GObject *object)
{
  LabForestScale *self = LAB_FOREST_SCALE (object);

  g_clear_weak_pointer (&self->row);
  lab_axis_free (self->axis);

  G_OBJECT_CLASS (lab_forest_scale_parent_class)->finalize (object);
}

static void
lab_forest_scale_class_init (LabForestScaleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_forest_scale_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLACED] = g_signal_new ("placed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_forest_scale_init (LabForestScale *self)
{
  self->low = LEAST_LOW;
  self->high = LEAST_HIGH;
  make_axis (self);
}

LabForestScale *
lab_forest_scale_new (void)
{
  return g_object_new (LAB_TYPE_FOREST_SCALE, NULL);
}

const LabAxis *
lab_forest_scale_get_axis (LabForestScale *self)
{
  g_return_val_if_fail (LAB_IS_FOREST_SCALE (self), NULL);

  return self->axis;
}

void
lab_forest_scale_fit (LabForestScale *self,
                      double          low,
                      double          high,
                      gboolean        grow_only)
{
  g_return_if_fail (LAB_IS_FOREST_SCALE (self));

  low = isnan (low) ? LEAST_LOW : CLAMP (low, LOWEST, LEAST_LOW);
  high = isnan (high) ? LEAST_HIGH : CLAMP (high, LEAST_HIGH, HIGHEST);
  if (grow_only)
    {
      low = MIN (low, self->low);
      high = MAX (high, self->high);
    }
  if (low == self->low && high == self->high)
    return;
  self->low = low;
  self->high = high;
  make_axis (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

GtkWidget *
lab_forest_scale_get_row (LabForestScale *self)
{
  g_return_val_if_fail (LAB_IS_FOREST_SCALE (self), NULL);

  return self->row;
}

void
lab_forest_scale_place_row (LabForestScale *self,
                            GtkWidget      *row)
{
  g_return_if_fail (LAB_IS_FOREST_SCALE (self));

  g_set_weak_pointer (&self->row, row);
  g_signal_emit (self, signals[PLACED], 0);
}

double
lab_forest_get_em (GtkWidget   *widget,
                   const char **family)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (family != NULL)
    *family = pango_font_description_get_family (font);
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  return size > 0 ? size : 15;
}

const LabPalette *
lab_forest_get_palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return lab_palette_get (adw_style_manager_get_dark (manager),
                          adw_style_manager_get_high_contrast (manager));
}
