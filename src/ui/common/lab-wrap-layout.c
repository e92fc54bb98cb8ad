/* lab-wrap-layout.c: children in lines, like words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-wrap-layout.h"

struct _LabWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (LabWrapLayout, lab_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef enum
{
  PROP_SPACING = 1,
} LabWrapLayoutProperty;

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

static int
get_width (GtkWidget *child,
           int        room)
{
  int least, wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
  return MAX (least, MIN (wanted, room));
}

static int
get_height (GtkWidget *child,
            int        width)
{
  int wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &wanted, NULL, NULL);
  return wanted;
}

/* The height of the line that begins with @child; @end: (out): the first one
 * that is not on it. */
static int
measure_line (LabWrapLayout  *self,
              GtkWidget      *child,
              int             room,
              GtkWidget     **end)
{
  int x = 0, height = 0;

  for (*end = child; *end != NULL; *end = next_child (*end))
    {
      int width = get_width (*end, room);

      if (*end != child && x + width > room)
        break;
      height = MAX (height, get_height (*end, width));
      x += width + self->spacing;
    }
  return height;
}

static void
measure_widths (LabWrapLayout *self,
                GtkWidget     *widget,
                int           *minimum,
                int           *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = first_child (widget); child != NULL; child = next_child (child))
    {
      int least, wanted;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (*natural > 0 ? self->spacing : 0);
    }
}

static GtkSizeRequestMode
lab_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lab_wrap_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  LabWrapLayout *self = LAB_WRAP_LAYOUT (manager);
  GtkWidget *child = first_child (widget);

  measure_widths (self, widget, minimum, natural);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  if (for_size < 0)
    for_size = *natural;
  *minimum = 0;
  while (child != NULL)
    *minimum += measure_line (self, child, for_size, &child) + (child != NULL ? self->spacing : 0);
  *natural = *minimum;
}

static void
lab_wrap_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  LabWrapLayout *self = LAB_WRAP_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *end;
      int line = measure_line (self, child, width, &end), x = 0;

      for (; child != end; child = next_child (child))
        {
          int each = get_width (child, width);
          GtkAllocation place = { rtl ? width - x - each : x, y, each, line };

          gtk_widget_size_allocate (child, &place, -1);
          x += each + self->spacing;
        }
      y += line + self->spacing;
    }
}

static void
lab_wrap_layout_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((LabWrapLayoutProperty) property_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, LAB_WRAP_LAYOUT (object)->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_wrap_layout_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch ((LabWrapLayoutProperty) property_id)
    {
    case PROP_SPACING:
      LAB_WRAP_LAYOUT (object)->spacing = g_value_get_int (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_wrap_layout_class_init (LabWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = lab_wrap_layout_get_property;
  object_class->set_property = lab_wrap_layout_set_property;
  layout_class->get_request_mode = lab_wrap_layout_get_request_mode;
  layout_class->measure = lab_wrap_layout_measure;
  layout_class->allocate = lab_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_wrap_layout_init (LabWrapLayout *self)
{
}

GtkLayoutManager *
lab_wrap_layout_new (guint spacing)
{
  return g_object_new (LAB_TYPE_WRAP_LAYOUT, "spacing", (int) spacing, NULL);
}
