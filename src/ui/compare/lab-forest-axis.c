/* lab-forest-axis.c: the labels of a forest's axis, under its rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-forest-axis.h"

#include <math.h>

#include "lab-forest-row.h"

struct _LabForestAxis
{
  GtkWidget parent_instance;

  LabForestScale *scale; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabForestAxis, lab_forest_axis, GTK_TYPE_WIDGET)

static void
lab_forest_axis_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  LabForestAxis *self = LAB_FOREST_AXIS (widget);
  GtkWidget *row = self->scale != NULL ? lab_forest_scale_get_row (self->scale) : NULL;
  const char *family = NULL;
  graphene_rect_t place, bounds;
  double em = lab_forest_get_em (widget, &family);
  cairo_t *cr;

  if (row == NULL || !gtk_widget_get_mapped (row) ||
      !gtk_widget_compute_bounds (row, widget, &place))
    return;
  bounds = GRAPHENE_RECT_INIT (place.origin.x, 0, place.size.width,
                               (float) gtk_widget_get_height (widget));
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, place.origin.x, 0);
  lab_forest_axis_draw (cr, lab_forest_scale_get_axis (self->scale), lab_forest_get_palette (),
                        family != NULL ? family : "Sans", em, place.size.width,
                        gtk_widget_get_height (widget));
  cairo_destroy (cr);
}

static void
lab_forest_axis_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = (int) ceil (1.5 * lab_forest_get_em (widget, NULL));
}

static void
lab_forest_axis_dispose (GObject *object)
{
  lab_forest_axis_set_scale (LAB_FOREST_AXIS (object), NULL);

  G_OBJECT_CLASS (lab_forest_axis_parent_class)->dispose (object);
}

static void
lab_forest_axis_class_init (LabForestAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_forest_axis_dispose;
  widget_class->snapshot = lab_forest_axis_snapshot;
  widget_class->measure = lab_forest_axis_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lab_forest_axis_init (LabForestAxis *self)
{
}

void
lab_forest_axis_set_scale (LabForestAxis  *self,
                           LabForestScale *scale)
{
  g_return_if_fail (LAB_IS_FOREST_AXIS (self));

  if (self->scale == scale)
    return;
  if (self->scale != NULL)
    g_signal_handlers_disconnect_by_data (self->scale, self);
  g_set_object (&self->scale, scale);
  if (scale != NULL)
    {
      g_signal_connect_swapped (scale, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
      g_signal_connect_swapped (scale, "placed", G_CALLBACK (gtk_widget_queue_draw), self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
