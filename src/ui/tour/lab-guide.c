/* lab-guide.c: two minutes with the real thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tour/lab-guide.h"

#include <glib/gi18n-lib.h>

#include "common/lab-cost-chip.h"
#include "tour/lab-coach-mark.h"
#include "tour/lab-tour-cards.h"
#include "tour/lab-tour-steps-private.h"

struct _LabGuide
{
  GObject parent_instance;

  LabWindow *window; /* weak */
  LabDesk *desk;
  GtkWidget *cards;  /* (nullable): weak */
  GtkWidget *before; /* (nullable): weak: what had the focus */
  GPtrArray *steps;  /* (element-type LabTourStep) */
  guint step;
  LabCoachMark *mark;         /* (nullable): weak */
  GtkWidget *target;          /* (nullable): weak: what it points at */
  LabCostChip *chip;          /* (nullable): weak: watched */
  GtkEventController *escape; /* (nullable): of the window */
  gboolean answered;          /* since the step began */
  gboolean was_sending;
  guint refresh_source;
};

G_DEFINE_FINAL_TYPE (LabGuide, lab_guide, G_TYPE_OBJECT)

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_refresh (LabGuide *self);
static void end (LabGuide *self);

static const LabTourStep *
get_step (LabGuide *self)
{
  return g_ptr_array_index (self->steps, self->step);
}

static gboolean
is_in_view (LabGuide    *self,
            const char *view)
{
  return g_strcmp0 (lab_window_get_view_name (self->window), view) == 0 &&
         lab_window_is_showing_view (self->window);
}

/* (nullable): the amount of the last answer */
static GtkWidget *
find_cost (LabGuide *self)
{
  LabView *view = lab_window_get_view (self->window);

  return view != NULL && is_in_view (self, "sandbox") ? lab_view_get_landmark (view, "cost")
                                                      : NULL;
}

/* It is watched for being opened and closed. */
static void
watch_chip (LabGuide *self)
{
  GtkWidget *chip = find_cost (self);

  if (!LAB_IS_COST_CHIP (chip) || chip == GTK_WIDGET (self->chip))
    return;
  if (self->chip != NULL)
    g_signal_handlers_disconnect_by_data (self->chip, self);
  g_set_weak_pointer (&self->chip, LAB_COST_CHIP (chip));
  g_signal_connect_object (chip, "notify::open", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_done (LabGuide           *self,
         const LabTourStep *step)
{
  GtkWidget *cost = find_cost (self);

  switch (step->deed)
    {
    case LAB_TOUR_ANSWER:
      return self->answered && cost != NULL && gtk_widget_get_mapped (cost);
    case LAB_TOUR_OPEN:
      return self->chip != NULL && lab_cost_chip_get_open (self->chip);
    case LAB_TOUR_CLOSE:
      return self->chip == NULL || !lab_cost_chip_get_open (self->chip);
    case LAB_TOUR_VISIT:
      return is_in_view (self, step->view);
    default:
      return FALSE;
    }
}

/* (nullable) */
static GtkWidget *
find_widget (LabGuide           *self,
             const LabTourStep *step)
{
  /* Who went elsewhere is led back. */
  if (step->landmark == NULL || !is_in_view (self, step->view))
    return lab_window_find_way (self->window, step->view);
  if (step->deed == LAB_TOUR_CLOSE)
    return self->chip != NULL ? lab_cost_chip_get_breakdown (self->chip) : NULL;
  return lab_view_get_landmark (lab_window_get_view (self->window), step->landmark);
}

/* (nullable): it is not on the screen yet */
static GtkWidget *
find_target (LabGuide           *self,
             const LabTourStep *step)
{
  GtkWidget *widget = find_widget (self, step);

  if (widget == NULL || gtk_widget_get_mapped (widget))
    return widget;
  g_signal_handlers_disconnect_by_func (widget, queue_refresh, self);
  g_signal_connect_object (widget, "map", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  return NULL;
}

static void
remove_mark (LabGuide *self)
{
  if (self->mark != NULL)
    lab_coach_mark_remove (self->mark);
  g_clear_weak_pointer (&self->mark);
  g_clear_weak_pointer (&self->target);
}

static void
show_step (LabGuide *self)
{
  const LabTourStep *step = get_step (self);
  GtkWidget *target = find_target (self, step);
  /* Translators: which step of how many. */
  g_autofree char *place = g_strdup_printf (_("%u of %u"), self->step + 1, self->steps->len);

  if (target == self->target && self->mark != NULL)
    return;
  remove_mark (self);
  if (target == NULL)
    return;
  g_set_weak_pointer (&self->target, target);
  /* Before the mark is there, or the focus would go to its way out. */
  if (!gtk_widget_grab_focus (target))
    gtk_widget_child_focus (target, GTK_DIR_TAB_FORWARD);
  g_set_weak_pointer (&self->mark,
                      lab_coach_mark_new (target, _(step->heading), _(step->text), place));
  g_signal_connect_object (self->mark, "skipped", G_CALLBACK (end), self, G_CONNECT_SWAPPED);
}

static void
give_focus_back (LabGuide *self)
{
  LabView *view = lab_window_get_view (self->window);

  if (self->before != NULL && gtk_widget_get_mapped (self->before) &&
      gtk_widget_grab_focus (self->before))
    return;
  if (view != NULL)
    lab_view_focus_pane (view, 0);
}

static void
clear (LabGuide *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  remove_mark (self);
  if (self->window != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->window, self);
      if (self->escape != NULL)
        gtk_widget_remove_controller (GTK_WIDGET (self->window), self->escape);
    }
  self->escape = NULL;
  if (self->chip != NULL)
    g_signal_handlers_disconnect_by_data (self->chip, self);
  g_clear_weak_pointer (&self->chip);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
}

static void
end (LabGuide *self)
{
  g_autoptr (LabGuide) kept = g_object_ref (self);

  clear (self);
  if (self->window != NULL)
    {
      give_focus_back (self);
      lab_desk_set_tour_done (self->desk);
    }
  g_signal_emit (self, signals[ENDED], 0);
}

static void
show_next (LabGuide *self)
{
  watch_chip (self);
  while (self->step < self->steps->len && is_done (self, get_step (self)))
    {
      self->step++;
      self->answered = FALSE;
      remove_mark (self);
    }
  if (self->step < self->steps->len)
    {
      show_step (self);
      return;
    }
  lab_window_toast (self->window, _("That was the tour. The main menu has it again."));
  end (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  g_autoptr (LabGuide) self = g_object_ref (user_data);

  self->refresh_source = 0;
  if (self->window == NULL)
    return G_SOURCE_REMOVE;
  /* A call under way takes the focus from its button, which must not fall on
   * the way out of the tour. */
  if (lab_desk_get_sending (self->desk))
    remove_mark (self);
  else
    show_next (self);
  return G_SOURCE_REMOVE;
}

/* After what has changed is laid out. */
static void
queue_refresh (LabGuide *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

static void
sending_changed_cb (LabGuide *self)
{
  gboolean sending = lab_desk_get_sending (self->desk);

  if (self->was_sending && !sending)
    self->answered = TRUE;
  if (sending)
    remove_mark (self);
  self->was_sending = sending;
  queue_refresh (self);
}

static gboolean
escape_cb (GtkEventControllerKey *controller,
           guint                  keyval,
           guint                  keycode,
           GdkModifierType        state,
           LabGuide               *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end (self);
  return GDK_EVENT_STOP;
}

/* Where Escape has something nearer to close, that takes it first. */
static void
listen_for_escape (LabGuide *self)
{
  self->escape = gtk_event_controller_key_new ();
  g_signal_connect (self->escape, "key-pressed", G_CALLBACK (escape_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->window), self->escape);
}

static void
begin_marks (LabGuide *self)
{
  g_signal_connect_object (self->window, "view-changed", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::sending", G_CALLBACK (sending_changed_cb), self,
                           G_CONNECT_SWAPPED);
  listen_for_escape (self);
  lab_window_open_view (self->window, "sandbox");
  queue_refresh (self);
}

static void
answered_cb (LabGuide  *self,
             gboolean  start)
{
  if (self->window == NULL)
    return;
  if (start)
    begin_marks (self);
  else
    end (self);
}

static void
lab_guide_dispose (GObject *object)
{
  LabGuide *self = LAB_GUIDE (object);

  clear (self);
  g_clear_weak_pointer (&self->cards);
  g_clear_weak_pointer (&self->before);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->steps, g_ptr_array_unref);

  G_OBJECT_CLASS (lab_guide_parent_class)->dispose (object);
}

static void
lab_guide_class_init (LabGuideClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_guide_dispose;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_guide_init (LabGuide *self)
{
}

LabGuide *
lab_guide_new (LabWindow *window)
{
  LabGuide *self;

  g_return_val_if_fail (LAB_IS_WINDOW (window), NULL);
  g_return_val_if_fail (lab_window_get_desk (window) != NULL, NULL);

  self = g_object_new (LAB_TYPE_GUIDE, NULL);
  g_set_weak_pointer (&self->window, window);
  self->desk = g_object_ref (lab_window_get_desk (window));
  self->steps = lab_tour_list_steps ();
  return self;
}

void
lab_guide_start (LabGuide *self)
{
  g_return_if_fail (LAB_IS_GUIDE (self));
  g_return_if_fail (self->cards == NULL);

  g_set_weak_pointer (&self->before, gtk_root_get_focus (GTK_ROOT (self->window)));
  g_set_weak_pointer (&self->cards, lab_tour_cards_new (GTK_WINDOW (self->window)));
  g_signal_connect_object (self->cards, "answered", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->cards));
}

void
lab_guide_abandon (LabGuide *self)
{
  GtkWidget *cards;

  g_return_if_fail (LAB_IS_GUIDE (self));

  clear (self);
  cards = self->cards;
  if (cards == NULL)
    return;
  g_signal_handlers_disconnect_by_data (cards, self);
  gtk_window_destroy (GTK_WINDOW (cards));
}
