/* lab-reflow-layout.c: as many equal columns as there is room for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-reflow-layout.h"

/* px, for which column-width is given. */
#define USUAL_FONT_SIZE 14.667

struct _LabReflowLayout
{
  GtkLayoutManager parent_instance;

  guint columns;
  guint column_width;
  guint spacing;
};

G_DEFINE_FINAL_TYPE (LabReflowLayout, lab_reflow_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef enum
{
  PROP_COLUMNS = 1,
  PROP_COLUMN_WIDTH,
  PROP_SPACING,
} LabReflowLayoutProperty;

static GParamSpec *properties[PROP_SPACING + 1];

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_child (GtkWidget *widget)
{
  return skip_hidden (gtk_widget_get_first_child (widget));
}

static GtkWidget *
next_child (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static void
measure_widths (GtkWidget *widget,
                int       *minimum,
                int       *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = first_child (widget); child != NULL; child = next_child (child))
    {
      int least, wanted;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }
}

static int
column_width (LabReflowLayout *self,
              guint            columns,
              int              width)
{
  return MAX ((width - (int) ((columns - 1) * self->spacing)) / (int) columns, 0);
}

/* Larger text needs wider columns. */
static int
narrowest (LabReflowLayout *self,
           GtkWidget       *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  return (int) (self->column_width * MAX (size, USUAL_FONT_SIZE) / USUAL_FONT_SIZE);
}

static guint
choose_columns (LabReflowLayout *self,
                GtkWidget       *widget,
                int              width)
{
  int minimum, natural, least;
  guint columns = self->columns;

  measure_widths (widget, &minimum, &natural);
  least = MAX (minimum, narrowest (self, widget));
  while (columns > 1 &&
         (self->columns % columns != 0 || column_width (self, columns, width) < least))
    columns--;
  return columns;
}

/* The height of the row that begins with @child, which is moved on to the
 * next. */
static int
measure_row (GtkWidget **child,
             guint       columns,
             int         width,
             int        *minimum)
{
  int natural = 0;

  *minimum = 0;
  for (guint i = 0; i < columns && *child != NULL; i++, *child = next_child (*child))
    {
      int least, wanted;

      gtk_widget_measure (*child, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      natural = MAX (natural, wanted);
    }
  return natural;
}

static void
measure_height (LabReflowLayout *self,
                GtkWidget       *widget,
                int              width,
                int             *minimum,
                int             *natural)
{
  guint columns = choose_columns (self, widget, width);
  GtkWidget *child = first_child (widget);

  *minimum = *natural = 0;
  while (child != NULL)
    {
      int gap = *natural > 0 ? (int) self->spacing : 0;
      int each = column_width (self, columns, width);
      int least, wanted = measure_row (&child, columns, each, &least);

      *minimum += least + gap;
      *natural += wanted + gap;
    }
}

static GtkSizeRequestMode
lab_reflow_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lab_reflow_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  LabReflowLayout *self = LAB_REFLOW_LAYOUT (manager);
  int least, wanted;

  measure_widths (widget, &least, &wanted);
  wanted = wanted * (int) self->columns + (int) ((self->columns - 1) * self->spacing);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = wanted;
    }
  else
    measure_height (self, widget, for_size >= 0 ? for_size : wanted, minimum, natural);
}

static void
lab_reflow_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  LabReflowLayout *self = LAB_REFLOW_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint columns = choose_columns (self, widget, width);
  int each = column_width (self, columns, width), y = 0;
  GtkWidget *child = first_child (widget);

  while (child != NULL)
    {
      GtkWidget *next = child;
      int least, row = measure_row (&next, columns, each, &least);

      for (guint i = 0; i < columns && child != NULL; i++, child = next_child (child))
        {
          int x = (int) i * (each + (int) self->spacing);
          GtkAllocation place = { rtl ? width - x - each : x, y, each, row };

          gtk_widget_size_allocate (child, &place, -1);
        }
      y += row + (int) self->spacing;
    }
}

static void
lab_reflow_layout_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LabReflowLayout *self = LAB_REFLOW_LAYOUT (object);

  switch ((LabReflowLayoutProperty) property_id)
    {
    case PROP_COLUMNS:
      g_value_set_uint (value, self->columns);
      break;
    case PROP_COLUMN_WIDTH:
      g_value_set_uint (value, self->column_width);
      break;
    case PROP_SPACING:
      g_value_set_uint (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_reflow_layout_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LabReflowLayout *self = LAB_REFLOW_LAYOUT (object);

  switch ((LabReflowLayoutProperty) property_id)
    {
    case PROP_COLUMNS:
      self->columns = g_value_get_uint (value);
      break;
    case PROP_COLUMN_WIDTH:
      self->column_width = g_value_get_uint (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
lab_reflow_layout_class_init (LabReflowLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_reflow_layout_get_property;
  object_class->set_property = lab_reflow_layout_set_property;
  layout_class->get_request_mode = lab_reflow_layout_get_request_mode;
  layout_class->measure = lab_reflow_layout_measure;
  layout_class->allocate = lab_reflow_layout_allocate;

  properties[PROP_COLUMNS] = g_param_spec_uint ("columns", NULL, NULL, 1, 100, 2, flags);
  properties[PROP_COLUMN_WIDTH] =
    g_param_spec_uint ("column-width", NULL, NULL, 0, 10000, 0, flags);
  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, 1000, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_reflow_layout_init (LabReflowLayout *self)
{
  self->columns = 2;
}

GtkLayoutManager *
lab_reflow_layout_new (guint columns,
                       guint column_width,
                       guint spacing)
{
  return g_object_new (LAB_TYPE_REFLOW_LAYOUT, "columns", columns, "column-width", column_width,
                       "spacing", spacing, NULL);
}
