/* lab-forest-cell.c: the interval of one run, drawn in its row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-forest-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-forest-row.h"

/* In lines of text. */
#define LEAST_WIDTH 9
#define NATURAL_WIDTH 16
#define HEIGHT 1.6

struct _LabForestCell
{
  GtkWidget parent_instance;

  LabCompareItem *item; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabForestCell, lab_forest_cell, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_ITEM = 1,
} LabForestCellProperty;

static GParamSpec *properties[PROP_ITEM + 1];

static LabForestMark
make_mark (LabCompareItem *item)
{
  LabComparedRun *run = lab_compare_item_get_run (item);
  const LabEstimate *saving = &lab_compared_run_get_comparison (run)->saving;
  LabForestMark mark = { NAN, NAN, NAN, lab_compare_item_is_faint (item),
                         lab_compared_run_is_noise (run) };

  /* No point without its interval. */
  if (!lab_compare_item_has_interval (item))
    return mark;
  mark.low = saving->low;
  mark.value = saving->value;
  mark.high = saving->high;
  return mark;
}

static void
lab_forest_cell_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  LabForestCell *self = LAB_FOREST_CELL (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  LabForestMark mark;
  cairo_t *cr;

  if (self->item == NULL || width < 1 || height < 1)
    return;
  mark = make_mark (self->item);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  lab_forest_row_draw (cr, lab_forest_scale_get_axis (lab_compare_item_get_scale (self->item)),
                       &mark, lab_forest_get_palette (), lab_forest_get_em (widget, NULL), width,
                       height);
  cairo_destroy (cr);
}

static void
lab_forest_cell_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  double em = lab_forest_get_em (widget, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) ceil (LEAST_WIDTH * em);
      *natural = (int) ceil (NATURAL_WIDTH * em);
    }
  else
    *minimum = *natural = (int) ceil (HEIGHT * em);
}

static void
lab_forest_cell_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  LabForestCell *self = LAB_FOREST_CELL (widget);

  if (self->item != NULL)
    lab_forest_scale_place_row (lab_compare_item_get_scale (self->item), widget);
}

static void
update_description (LabForestCell *self)
{
  g_autofree char *sentence = NULL;

  g_object_get (self->item, "sentence", &sentence, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Saving with its interval"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_item (LabForestCell  *self,
          LabCompareItem *item)
{
  if (item == self->item)
    return;
  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      g_signal_handlers_disconnect_by_data (lab_compare_item_get_scale (self->item), self);
    }
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_swapped (item, "notify::run", G_CALLBACK (update_description), self);
      g_signal_connect_swapped (lab_compare_item_get_scale (item), "changed",
                                G_CALLBACK (gtk_widget_queue_draw), self);
      update_description (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
lab_forest_cell_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((LabForestCellProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, LAB_FOREST_CELL (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_forest_cell_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch ((LabForestCellProperty) property_id)
    {
    case PROP_ITEM:
      set_item (LAB_FOREST_CELL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_forest_cell_dispose (GObject *object)
{
  set_item (LAB_FOREST_CELL (object), NULL);

  G_OBJECT_CLASS (lab_forest_cell_parent_class)->dispose (object);
}

static void
lab_forest_cell_class_init (LabForestCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_forest_cell_get_property;
  object_class->set_property = lab_forest_cell_set_property;
  object_class->dispose = lab_forest_cell_dispose;
  widget_class->snapshot = lab_forest_cell_snapshot;
  widget_class->measure = lab_forest_cell_measure;
  widget_class->size_allocate = lab_forest_cell_size_allocate;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, LAB_TYPE_COMPARE_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lab_forest_cell_init (LabForestCell *self)
{
}

GtkWidget *
lab_forest_cell_new (void)
{
  return g_object_new (LAB_TYPE_FOREST_CELL, NULL);
}
