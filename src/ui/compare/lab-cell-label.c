/* lab-cell-label.c: text in a table's cell that can say more than it shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-cell-label.h"

#include "common/lab-tooltip.h"

struct _LabCellLabel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *label;
  GtkLabel *caption;

  char *sentence; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabCellLabel, lab_cell_label, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TEXT = 1,
  PROP_CAPTION,
  PROP_SENTENCE,
  PROP_WHOLE,
  PROP_XALIGN,
  PROP_LINES,
  PROP_NAMES,
} LabCellLabelProperty;

static GParamSpec *properties[PROP_NAMES + 1];

static void
update (LabCellLabel *self)
{
  const char *text = gtk_label_get_text (self->label);
  const char *caption = gtk_label_get_text (self->caption);
  g_autofree char *whole =
    *caption != '\0' ? g_strdup_printf ("%s\n%s", text, caption) : g_strdup (text);

  gtk_widget_set_visible (GTK_WIDGET (self->caption), *caption != '\0');
  lab_tooltip_set (GTK_WIDGET (self), *whole != '\0' ? whole : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->sentence != NULL ? self->sentence : text, -1);
}

static void
lab_cell_label_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LabCellLabel *self = LAB_CELL_LABEL (object);

  switch ((LabCellLabelProperty) property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_text (self->label));
      break;
    case PROP_CAPTION:
      g_value_set_string (value, gtk_label_get_text (self->caption));
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, gtk_label_get_ellipsize (self->label) == PANGO_ELLIPSIZE_NONE);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, gtk_label_get_xalign (self->label));
      break;
    case PROP_LINES:
      g_value_set_int (value, gtk_label_get_lines (self->label));
      break;
    case PROP_NAMES:
      g_value_set_boolean (value,
                           gtk_label_get_ellipsize (self->label) == PANGO_ELLIPSIZE_MIDDLE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* Whether it was another: what is said again and again is heard so, too. */
static gboolean
set_text (GtkLabel   *label,
          const char *text)
{
  if (text == NULL)
    text = "";
  if (g_str_equal (gtk_label_get_text (label), text))
    return FALSE;
  gtk_label_set_text (label, text);
  return TRUE;
}

static gboolean
set_sentence (LabCellLabel *self,
              const char   *sentence)
{
  if (g_strcmp0 (self->sentence, sentence) == 0)
    return FALSE;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  return TRUE;
}

static void
set_whole (LabCellLabel *self,
           gboolean      whole)
{
  PangoEllipsizeMode mode = whole ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END;

  gtk_label_set_ellipsize (self->label, mode);
  gtk_label_set_ellipsize (self->caption, mode);
}

static void
set_lines (GtkLabel *label,
           int       lines)
{
  gtk_label_set_wrap (label, lines > 1);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, lines);
}

static void
lab_cell_label_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LabCellLabel *self = LAB_CELL_LABEL (object);
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;
  gboolean changed = FALSE;

  switch ((LabCellLabelProperty) property_id)
    {
    case PROP_TEXT:
      changed = set_text (self->label, text);
      break;
    case PROP_CAPTION:
      changed = set_text (self->caption, text);
      break;
    case PROP_SENTENCE:
      changed = set_sentence (self, text);
      break;
    case PROP_WHOLE:
      set_whole (self, g_value_get_boolean (value));
      break;
    case PROP_XALIGN:
      gtk_label_set_xalign (self->label, g_value_get_float (value));
      gtk_label_set_xalign (self->caption, g_value_get_float (value));
      break;
    case PROP_LINES:
      set_lines (self->label, g_value_get_int (value));
      set_lines (self->caption, g_value_get_int (value));
      break;
    case PROP_NAMES:
      gtk_label_set_ellipsize (self->label, g_value_get_boolean (value) ? PANGO_ELLIPSIZE_MIDDLE :
                                                                          PANGO_ELLIPSIZE_END);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
  if (changed)
    update (self);
}

static void
lab_cell_label_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CELL_LABEL);

  G_OBJECT_CLASS (lab_cell_label_parent_class)->dispose (object);
}

static void
lab_cell_label_finalize (GObject *object)
{
  g_free (LAB_CELL_LABEL (object)->sentence);

  G_OBJECT_CLASS (lab_cell_label_parent_class)->finalize (object);
}

static void
lab_cell_label_class_init (LabCellLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_cell_label_get_property;
  object_class->set_property = lab_cell_label_set_property;
  object_class->dispose = lab_cell_label_dispose;
  object_class->finalize = lab_cell_label_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, flags);
  properties[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_LINES] = g_param_spec_int ("lines", NULL, NULL, 1, 10, 1, flags);
  properties[PROP_NAMES] = g_param_spec_boolean ("names", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-cell-label.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCellLabel, box);
  gtk_widget_class_bind_template_child (widget_class, LabCellLabel, label);
  gtk_widget_class_bind_template_child (widget_class, LabCellLabel, caption);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_cell_label_init (LabCellLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_lines (self->label, 1);
  set_lines (self->caption, 1);
  update (self);
}

GtkWidget *
lab_cell_label_new (void)
{
  return g_object_new (LAB_TYPE_CELL_LABEL, NULL);
}
