/* lab-ui-walk.c: what has to hold of every widget that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-ui-walk.h"

#include <adwaita.h>

/* Of the guidelines: the least that a finger or a shaking hand can hit. */
#define LEAST_SIZE 24
/* No window has as many stops. */
#define MAX_STOPS 1000

typedef void (*CheckFunc) (GtkWidget *widget,
                           GPtrArray *faults);

static const char *
get_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));
  return gtk_widget_get_tooltip_text (widget);
}

char *
lab_ui_walk_describe (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);
  const char *words = get_words (widget);

  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      g_string_prepend (text, at == widget ? "" : " › ");
      g_string_prepend (text, G_OBJECT_TYPE_NAME (at));
    }
  if (words != NULL)
    g_string_append_printf (text, " “%s”", words);
  return g_string_free (text, FALSE);
}

G_GNUC_PRINTF (3, 4)
static void
add_fault (GPtrArray  *faults,
           GtkWidget  *widget,
           const char *format,
           ...)
{
  g_autofree char *what = NULL;
  g_autofree char *who = lab_ui_walk_describe (widget);
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (faults, g_strdup_printf ("%s: %s", what, who));
}

static void
walk (GtkWidget *widget,
      CheckFunc  check,
      GPtrArray *faults)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  check (widget, faults);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, check, faults);
}

static gboolean
has_ancestor_named (GtkWidget  *widget,
                    const char *type_name)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (g_str_equal (G_OBJECT_TYPE_NAME (at), type_name))
      return TRUE;
  return FALSE;
}

/* What a person aims at. The toolkit's own parts of its widgets are its own
 * matter. */
static gboolean
is_target (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_SPIN_BUTTON (parent) || GTK_IS_EDITABLE (parent))
    return FALSE;
  if (has_ancestor_named (widget, "GtkWindowControls"))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_ENTRY (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_SPIN_BUTTON (widget) ||
         GTK_IS_LIST_BOX_ROW (widget);
}

/* Whether the rest of it is reached by scrolling. */
static gboolean
is_scrolled (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL ||
         gtk_widget_get_ancestor (widget, ADW_TYPE_CAROUSEL) != NULL;
}

/* What is drawn around a pane that lies over another one. */
static gboolean
is_shade (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwGizmo") &&
         gtk_widget_get_first_child (widget) == NULL;
}

static void
check_edges (GtkWidget *widget,
             GPtrArray *faults)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_native (widget));
  graphene_rect_t bounds;

  if (is_scrolled (widget) || is_shade (widget) || widget == root ||
      gtk_widget_get_width (widget) == 0 || !gtk_widget_compute_bounds (widget, root, &bounds))
    return;
  if (bounds.origin.x < -1 || bounds.origin.y < -1 ||
      bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (root) + 1 ||
      bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (root) + 1)
    add_fault (faults, widget, "%.0f,%.0f %.0f×%.0f reaches over the edge of %d×%d",
               (double) bounds.origin.x, (double) bounds.origin.y, (double) bounds.size.width,
               (double) bounds.size.height, gtk_widget_get_width (root),
               gtk_widget_get_height (root));
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL && !GTK_IS_NATIVE (at); at = gtk_widget_get_parent (at))
    if (gtk_widget_get_has_tooltip (at))
      return TRUE;
  return FALSE;
}

static gboolean
is_window_title (GtkLabel *label)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (label));

  return gtk_widget_has_css_class (GTK_WIDGET (label), "title") && GTK_IS_WINDOW (root) &&
         g_strcmp0 (gtk_label_get_text (label), gtk_window_get_title (GTK_WINDOW (root))) == 0;
}

static void
check_label (GtkLabel  *label,
             GPtrArray *faults)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int width;

  /* What an empty entry says of itself is its name as well, and the title of
   * a window is known to whoever lists windows. */
  if (gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_TEXT) != NULL ||
      is_window_title (label))
    return;
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (pango_layout_is_ellipsized (layout) && !has_tooltip (GTK_WIDGET (label)))
    add_fault (faults, GTK_WIDGET (label), "cut off without a tooltip");
  else if (width > gtk_widget_get_width (GTK_WIDGET (label)) + 1)
    add_fault (faults, GTK_WIDGET (label), "%d pixels of text in %d", width,
               gtk_widget_get_width (GTK_WIDGET (label)));
}

static void
check_size (GtkWidget *widget,
            GPtrArray *faults)
{
  graphene_rect_t bounds; /* with what CSS puts around it */

  check_edges (widget, faults);
  if (GTK_IS_LABEL (widget))
    check_label (GTK_LABEL (widget), faults);
  if (is_target (widget) && gtk_widget_compute_bounds (widget, widget, &bounds) &&
      (bounds.size.width < LEAST_SIZE || bounds.size.height < LEAST_SIZE))
    add_fault (faults, widget, "%.0f×%.0f is too small to hit", (double) bounds.size.width,
               (double) bounds.size.height);
}

void
lab_ui_walk_check_sizes (GtkWidget *root,
                         GPtrArray *faults)
{
  walk (root, check_size, faults);
}

static gboolean
has_click (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller) || GTK_IS_GESTURE_LONG_PRESS (controller))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_class_action (GtkWidget *widget)
{
  const char *name, *property;
  const GVariantType *type;
  GType owner;

  return gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (widget), 0, &owner, &name, &type,
                                        &property);
}

/* Widgets of the toolkit that bring their own gestures bring their own keys
 * too; those that bring none were given them by us. */
static gboolean
is_ours (GtkWidget *widget)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Lab") || GTK_IS_BOX (widget) ||
         GTK_IS_GRID (widget) || GTK_IS_OVERLAY (widget) || GTK_IS_IMAGE (widget) ||
         GTK_IS_PICTURE (widget) || GTK_IS_DRAWING_AREA (widget) || ADW_IS_BIN (widget);
}

static void
check_click (GtkWidget *widget,
             GPtrArray *faults)
{
  gboolean clicked = has_click (widget) ||
                     g_str_equal (gtk_widget_get_css_name (widget), "button");

  if (clicked && is_ours (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_EXPANDER) == NULL &&
      !GTK_IS_BUTTON (widget) && !has_class_action (widget))
    add_fault (faults, widget, "can be clicked and has no action");
}

void
lab_ui_walk_check_clicks (GtkWidget *root,
                          GPtrArray *faults)
{
  walk (root, check_click, faults);
}

static void
check_tab (GtkWidget *widget,
           GPtrArray *faults)
{
  if (GTK_IS_TEXT_VIEW (widget) && gtk_text_view_get_accepts_tab (GTK_TEXT_VIEW (widget)))
    add_fault (faults, widget, "keeps Tab for itself");
}

void
lab_ui_walk_check_tabs (GtkWidget *root,
                        GPtrArray *faults)
{
  walk (root, check_tab, faults);
}

/* The list it is in, whose rows are one stop: arrows lead through them, and
 * a list that is entered again remembers its row. */
static GtkWidget *
get_stop (GtkWidget *widget)
{
  GtkWidget *stop = widget;

  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    if (GTK_IS_LIST_BOX (at) || GTK_IS_LIST_VIEW (at) || GTK_IS_COLUMN_VIEW (at) ||
        GTK_IS_GRID_VIEW (at) || GTK_IS_FLOW_BOX (at))
      stop = at;
  return stop;
}

/* Moves on from a stop, and over the rest of a list. (nullable) */
static GtkWidget *
move_focus (GtkWindow        *window,
            GtkDirectionType  direction,
            GtkWidget        *from)
{
  GtkWidget *focus;

  for (guint i = 0; i < MAX_STOPS; i++)
    {
      g_signal_emit_by_name (window, "move-focus", direction);
      focus = gtk_window_get_focus (window);
      if (focus == NULL || get_stop (focus) != from)
        break;
    }
  return focus != NULL ? get_stop (focus) : NULL;
}

GPtrArray *
lab_ui_walk_focus (GtkWindow        *window,
                   GtkDirectionType  direction,
                   GPtrArray        *faults)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *stop = NULL;

  gtk_window_set_focus (window, NULL);
  while (chain->len < MAX_STOPS)
    {
      stop = move_focus (window, direction, stop);
      if (stop == NULL)
        add_fault (faults, GTK_WIDGET (window), "the focus was lost after %u stops", chain->len);
      else if (g_ptr_array_find (chain, stop, NULL) && g_ptr_array_index (chain, 0) != stop)
        add_fault (faults, stop, "after %u stops the focus goes round without the first",
                   chain->len);
      if (stop == NULL || g_ptr_array_find (chain, stop, NULL))
        break;
      g_ptr_array_add (chain, g_object_ref (stop));
    }
  return g_steal_pointer (&chain);
}

static gboolean
can_take_focus (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at) || !gtk_widget_get_child_visible (at))
      return FALSE;
  return TRUE;
}

static void
check_reached (GtkWidget *widget,
               GPtrArray *chain,
               GPtrArray *faults)
{
  gboolean inside = FALSE;

  if (!gtk_widget_get_mapped (widget))
    return;
  for (guint i = 0; !inside && i < chain->len; i++)
    {
      GtkWidget *stop = g_ptr_array_index (chain, i);

      /* A composite hands the focus to a part of itself; a list has rows. */
      inside = stop == widget || gtk_widget_is_ancestor (stop, widget) ||
               gtk_widget_is_ancestor (widget, stop);
    }
  if (!inside && can_take_focus (widget))
    add_fault (faults, widget, "Tab does not come to it");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_reached (child, chain, faults);
}

void
lab_ui_walk_check_reached (GtkWindow *window,
                           GPtrArray *chain,
                           GPtrArray *faults)
{
  check_reached (GTK_WIDGET (window), chain, faults);
}
