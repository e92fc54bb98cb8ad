/* lab-chart-plot.c: the part of a chart that is drawn, pointed at and walked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-plot-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-chart-describe.h"

/* In lines of text: the narrowest, and what is asked for. */
#define LEAST_WIDTH 12
#define NATURAL_WIDTH 30
#define LINES 15

G_DEFINE_FINAL_TYPE (LabChartPlot, lab_chart_plot, GTK_TYPE_WIDGET)

enum
{
  READING_CHANGED,
  DRILL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- drawing --- */

/* px of body text, with the desktop's scaling in it. */
static double
get_font_size (LabChartPlot  *self,
               const char   **family)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (family != NULL)
    *family = pango_font_description_get_family (font);
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  return size > 0 ? size : 15;
}

static void
drop_picture (LabChartPlot *self)
{
  g_clear_object (&self->texture);
  g_clear_pointer (&self->picture, lab_chart_picture_free);
}

static void
invalidate (LabChartPlot *self)
{
  drop_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static LabChartStyle
find_style (LabChartPlot *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const char *family = NULL;
  LabChartStyle style = {
    .palette = lab_palette_get (adw_style_manager_get_dark (manager),
                                adw_style_manager_get_high_contrast (manager)),
    .font_size = get_font_size (self, &family),
    .rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL,
    .transparent = TRUE,
    .untitled = TRUE,
    .only = self->only,
  };

  style.font = family != NULL ? family : "Sans";
  return style;
}

static gboolean
is_same_style (const LabChartStyle *a,
               const LabChartStyle *b)
{
  return a->palette == b->palette && g_strcmp0 (a->font, b->font) == 0 &&
         a->font_size == b->font_size && a->rtl == b->rtl && a->only == b->only;
}

/* Laid out anew when anything it was laid out for is different now: colours,
 * font, direction and size are asked for instead of being followed. */
static gboolean
ensure_picture (LabChartPlot *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  LabChartStyle style = find_style (self);

  if (self->model == NULL || width < 1 || height < 1)
    return FALSE;
  if (self->picture != NULL && width == self->width && height == self->height &&
      is_same_style (&style, &self->style))
    return TRUE;
  drop_picture (self);
  g_free (self->font);
  self->font = g_strdup (style.font);
  self->style = style;
  self->style.font = self->font;
  self->width = width;
  self->height = height;
  self->picture = lab_chart_picture_new (self->model, &self->style, width, height);
  return TRUE;
}

const LabChartPicture *
lab_chart_plot_get_picture (LabChartPlot *self)
{
  g_return_val_if_fail (LAB_IS_CHART_PLOT (self), NULL);

  return ensure_picture (self) ? self->picture : NULL;
}

/* Everything but the focus, once: a pointer that moves draws a ring only. */
static void
ensure_texture (LabChartPlot *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface;
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr;

  if (self->texture != NULL && scale == self->scale)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width * scale,
                                        self->height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  lab_chart_picture_draw (self->picture, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) *
                                        (gsize) cairo_image_surface_get_height (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (self->width * scale, self->height * scale,
                                          GDK_MEMORY_DEFAULT, bytes,
                                          (gsize) cairo_image_surface_get_stride (surface));
  self->scale = scale;
}

static void
lab_chart_plot_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);
  graphene_rect_t bounds;
  cairo_t *cr;

  if (!ensure_picture (self))
    return;
  ensure_texture (self);
  bounds = GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height);
  gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
  if (!self->has_point)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  lab_chart_picture_draw_focus (self->picture, cr, self->point);
  cairo_destroy (cr);
}

static void
lab_chart_plot_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);
  double line = get_font_size (self, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) ceil (LEAST_WIDTH * line);
      *natural = (int) ceil (NATURAL_WIDTH * line);
    }
  else
    *minimum = *natural = (int) ceil (self->lines * line);
}

/* --- the point in focus --- */

/* Accessibility tools hear of a description that changed. */
static void
update_reading (LabChartPlot *self,
                const char   *said)
{
  g_autofree char *reading = self->has_point
                               ? lab_chart_model_read_point (self->model, self->point)
                               : g_strdup (said);

  if (reading == NULL)
    reading = g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->has_point ? reading : lab_chart_plot_get_summary (self),
                                  -1);
  lab_chart_plot_update_actions (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (g_str_equal (reading, self->reading))
    return;
  g_free (self->reading);
  self->reading = g_steal_pointer (&reading);
  g_signal_emit (self, signals[READING_CHANGED], 0);
}

void
lab_chart_plot_set_focus_point (LabChartPlot      *self,
                                const LabPointRef *point)
{
  g_return_if_fail (LAB_IS_CHART_PLOT (self));
  g_return_if_fail (point == NULL ||
                    (self->model != NULL && lab_chart_model_has_point (self->model, *point)));

  if (point != NULL && self->has_point && point->series == self->point.series &&
      point->index == self->point.index)
    return;
  self->has_point = point != NULL;
  if (point != NULL)
    self->point = *point;
  update_reading (self, NULL);
}

void
lab_chart_plot_say (LabChartPlot *self,
                    const char   *text)
{
  self->has_point = FALSE;
  update_reading (self, text);
}

void
lab_chart_plot_toggle_only (LabChartPlot *self,
                            guint         series)
{
  g_autofree char *text = NULL;

  lab_chart_plot_set_only (self, self->only == series + 1 ? 0 : series + 1);
  if (self->only > 0)
    text = g_strdup_printf (_("Only %s is drawn."),
                            lab_chart_model_get_series (self->model, series)->name);
  else
    text = g_strdup (_("All series are drawn."));
  lab_chart_plot_say (self, text);
}

void
lab_chart_plot_emit_drill (LabChartPlot *self)
{
  LabPointRef point = self->point;

  if (self->can_drill && self->has_point)
    g_signal_emit (self, signals[DRILL], 0, point.series, (guint) point.index);
}

/* --- the pointer --- */

static void
motion_cb (LabChartPlot *self,
           double        x,
           double        y)
{
  LabPointRef point;
  guint series;
  gboolean opens = FALSE;

  if (!ensure_picture (self))
    return;
  if (lab_chart_picture_hit_name (self->picture, x, y, &series))
    opens = TRUE;
  else if (lab_chart_hit (self->picture, x, y, &point))
    {
      opens = self->can_drill;
      lab_chart_plot_set_focus_point (self, &point);
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), opens ? "pointer" : NULL);
}

/* Somebody who reads with the keys keeps the point. */
static void
leave_cb (LabChartPlot *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) && self->has_point)
    lab_chart_plot_set_focus_point (self, NULL);
}

static void
released_cb (LabChartPlot *self,
             int           n_press,
             double        x,
             double        y)
{
  LabPointRef point;
  guint series;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!ensure_picture (self) || n_press > 1)
    return;
  if (lab_chart_picture_hit_name (self->picture, x, y, &series))
    lab_chart_plot_toggle_only (self, series);
  else if (lab_chart_hit (self->picture, x, y, &point))
    {
      lab_chart_plot_set_focus_point (self, &point);
      lab_chart_plot_emit_drill (self);
    }
}

static void
add_controllers (LabChartPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* --- the class --- */

static void
lab_chart_plot_finalize (GObject *object)
{
  LabChartPlot *self = LAB_CHART_PLOT (object);

  drop_picture (self);
  g_free (self->font);
  g_free (self->summary);
  g_free (self->reading);

  G_OBJECT_CLASS (lab_chart_plot_parent_class)->finalize (object);
}

static void
lab_chart_plot_class_init (LabChartPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lab_chart_plot_finalize;
  widget_class->snapshot = lab_chart_plot_snapshot;
  widget_class->measure = lab_chart_plot_measure;

  signals[READING_CHANGED] =
    g_signal_new ("reading-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  signals[DRILL] = g_signal_new ("drill", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "chartplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  lab_chart_plot_install_actions (widget_class);
}

static void
lab_chart_plot_init (LabChartPlot *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->reading = g_strdup ("");
  self->lines = LINES;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Chart"), -1);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  lab_chart_plot_update_actions (self);
}

void
lab_chart_plot_set_model (LabChartPlot        *self,
                          const LabChartModel *model)
{
  g_return_if_fail (LAB_IS_CHART_PLOT (self));

  /* The picture still speaks of the model before. */
  invalidate (self);
  self->model = model;
  g_clear_pointer (&self->summary, g_free);
  self->has_point = self->has_point && model != NULL &&
                    lab_chart_model_has_point (model, self->point);
  if (model == NULL || self->only > model->series->len)
    self->only = 0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  model != NULL ? model->title : _("Chart"), -1);
  update_reading (self, NULL);
}

gboolean
lab_chart_plot_get_focus_point (LabChartPlot *self,
                                LabPointRef  *point)
{
  g_return_val_if_fail (LAB_IS_CHART_PLOT (self), FALSE);

  if (self->has_point && point != NULL)
    *point = self->point;
  return self->has_point;
}

const char *
lab_chart_plot_get_reading (LabChartPlot *self)
{
  g_return_val_if_fail (LAB_IS_CHART_PLOT (self), NULL);

  return self->reading;
}

const char *
lab_chart_plot_get_summary (LabChartPlot *self)
{
  g_return_val_if_fail (LAB_IS_CHART_PLOT (self), NULL);

  if (self->summary == NULL && self->model != NULL)
    self->summary = lab_chart_describe (self->model);
  return self->summary != NULL ? self->summary : "";
}

void
lab_chart_plot_set_can_drill (LabChartPlot *self,
                              gboolean      can_drill)
{
  g_return_if_fail (LAB_IS_CHART_PLOT (self));

  self->can_drill = can_drill;
  lab_chart_plot_update_actions (self);
}

void
lab_chart_plot_set_lines (LabChartPlot *self,
                          double        lines)
{
  g_return_if_fail (LAB_IS_CHART_PLOT (self));
  g_return_if_fail (lines > 0);

  if (lines == self->lines)
    return;
  self->lines = lines;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
lab_chart_plot_set_only (LabChartPlot *self,
                         guint         only)
{
  g_return_if_fail (LAB_IS_CHART_PLOT (self));
  g_return_if_fail (only == 0 || (self->model != NULL && only <= self->model->series->len));

  if (only == self->only)
    return;
  self->only = only;
  invalidate (self);
}

guint
lab_chart_plot_get_only (LabChartPlot *self)
{
  g_return_val_if_fail (LAB_IS_CHART_PLOT (self), 0);

  return self->only;
}
