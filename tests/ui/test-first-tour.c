/* test-first-tour.c: the tour, step by step, and its ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-chip.h"
#include "lab-ui-fixture.h"
#include "lab-views.h"
#include "lab-window.h"
#include "sandbox/lab-sandbox-view.h"
#include "tour/lab-coach-mark.h"
#include "tour/lab-tour-cards.h"
#include "tour/lab-tour-steps-private.h"

typedef struct
{
  GSettings *settings;
  LabDesk *desk;
  LabWindow *window;
} Fixture;

static GtkApplication *
get_application (void)
{
  static GtkApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      application = GTK_APPLICATION (adw_application_new (
        "io.github.apicostlab.CostLab.TestTour", G_APPLICATION_DEFAULT_FLAGS));
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  return application;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->settings = g_settings_new ("io.github.apicostlab.CostLab");
  self->desk = lab_ui_test_desk ();
  self->window = lab_window_new (get_application (), self->settings);
  lab_window_set_desk (self->window, self->desk);
  gtk_window_present (GTK_WINDOW (self->window));
  lab_ui_test_settle ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_ref (self->window);
  gtk_window_destroy (GTK_WINDOW (self->window));
  lab_ui_test_assert_gone (self->window);
  g_object_unref (self->desk);
  g_object_unref (self->settings);
}

/* (nullable) */
static GtkWidget *
find_cards (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (LAB_IS_TOUR_CARDS (window))
        return window;
    }
  return NULL;
}

static gboolean
has_mark (gpointer data)
{
  return lab_ui_test_find (data, LAB_TYPE_COACH_MARK) != NULL;
}

static GtkWidget *
get_target (Fixture *self)
{
  GtkWidget *mark = lab_ui_test_find (GTK_WIDGET (self->window), LAB_TYPE_COACH_MARK);

  return mark != NULL ? gtk_widget_get_parent (mark) : NULL;
}

static void
begin_marks (Fixture *self)
{
  lab_window_start_tour (self->window);
  for (guint i = 0; i < 3; i++)
    {
      lab_ui_test_wait_still (GTK_WINDOW (find_cards ()));
      gtk_widget_activate_action (find_cards (), "cards.next", NULL);
    }
  lab_ui_test_wait (has_mark, self->window);
}

static gboolean
is_at_chip (gpointer data)
{
  GtkWidget *target = get_target (data);

  return target != NULL && LAB_IS_COST_CHIP (target);
}

static gboolean
is_in_breakdown (gpointer data)
{
  LabCostChip *chip = lab_ui_test_find (GTK_WIDGET (((Fixture *) data)->window),
                                        LAB_TYPE_COST_CHIP);
  GtkWidget *target = get_target (data);

  return target != NULL && target == lab_cost_chip_get_breakdown (chip);
}

static gboolean
is_done (gpointer data)
{
  return lab_desk_get_tour_done (data);
}

typedef struct
{
  Fixture *fixture;
  const char *view;
} Way;

static gboolean
is_at_way (gpointer data)
{
  const Way *way = data;
  GtkWidget *target = get_target (way->fixture);

  return target != NULL && target == lab_window_find_way (way->fixture->window, way->view);
}

/* The views that are pointed at, each by its own row. */
static void
visit_all (Fixture *self)
{
  g_autoptr (GPtrArray) steps = lab_tour_list_steps ();

  for (guint i = 0; i < steps->len; i++)
    {
      const LabTourStep *step = g_ptr_array_index (steps, i);
      Way way = { self, step->view };

      if (step->deed != LAB_TOUR_VISIT)
        continue;
      lab_ui_test_wait (is_at_way, &way);
      gtk_widget_activate_action (get_target (self), "row.open", NULL);
    }
}

/* Each mark waits for the deed it names, and the next one comes by itself. */
static void
test_waits_for_deeds (Fixture       *self,
                      gconstpointer  data)
{
  GtkWidget *view = GTK_WIDGET (lab_window_get_view (self->window));
  LabCostChip *chip;

  begin_marks (self);
  g_assert_true (GTK_IS_BUTTON (get_target (self)));
  g_assert_false (lab_desk_get_tour_done (self->desk));
  gtk_widget_activate_action (view, "sandbox.send", NULL);
  lab_ui_test_wait (is_at_chip, self);
  chip = LAB_COST_CHIP (get_target (self));
  gtk_widget_activate_action (GTK_WIDGET (chip), "cost.open", NULL);
  lab_ui_test_wait (is_in_breakdown, self);
  g_assert_true (lab_cost_chip_get_open (chip));
  gtk_menu_button_popdown (lab_ui_test_find (GTK_WIDGET (chip), GTK_TYPE_MENU_BUTTON));
  visit_all (self);
  lab_ui_test_wait (is_done, self->desk);
  lab_ui_test_settle ();
  g_assert_false (has_mark (self->window));
}

/* Declined is done, too, and the cards are gone. */
static void
test_can_be_declined (Fixture       *self,
                      gconstpointer  data)
{
  lab_window_start_tour (self->window);
  g_assert_nonnull (find_cards ());
  gtk_widget_activate_action (find_cards (), "cards.skip", NULL);
  lab_ui_test_settle ();
  g_assert_null (find_cards ());
  g_assert_true (lab_desk_get_tour_done (self->desk));
  g_assert_false (has_mark (self->window));
}

static void
test_can_be_skipped (Fixture       *self,
                     gconstpointer  data)
{
  begin_marks (self);
  gtk_widget_activate_action (lab_ui_test_find (GTK_WIDGET (self->window), LAB_TYPE_COACH_MARK),
                              "mark.skip", NULL);
  lab_ui_test_settle ();
  g_assert_false (has_mark (self->window));
  g_assert_true (lab_desk_get_tour_done (self->desk));
}

/* Begun again, it begins anew; a window that goes takes it along. */
static void
test_begins_anew (Fixture       *self,
                  gconstpointer  data)
{
  begin_marks (self);
  lab_window_start_tour (self->window);
  g_assert_false (has_mark (self->window));
  g_assert_nonnull (find_cards ());
  g_assert_false (lab_desk_get_tour_done (self->desk));
}

static void
test_steps_have_views (void)
{
  g_autoptr (GPtrArray) steps = lab_tour_list_steps ();

  g_assert_cmpuint (steps->len, >=, 3);
  for (guint i = 0; i < steps->len; i++)
    {
      const LabTourStep *step = g_ptr_array_index (steps, i);

      g_assert_nonnull (lab_views_find (step->view)->create);
      g_assert_true (g_str_has_suffix (step->text, "."));
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/ui/tour/waits-for-deeds", test_waits_for_deeds },
    { "/ui/tour/can-be-declined", test_can_be_declined },
    { "/ui/tour/can-be-skipped", test_can_be_skipped },
    { "/ui/tour/begins-anew", test_begins_anew },
  };

  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/tour/steps-have-views", test_steps_have_views);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
