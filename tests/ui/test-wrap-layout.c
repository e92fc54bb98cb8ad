/* test-wrap-layout.c: lines by the room there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-wrap-layout.h"
#include "lab-ui-fixture.h"

#define HEIGHT 20
#define SPACING 10

static GtkWidget *
new_box (const int *widths,
         gsize      n)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));

  gtk_widget_set_layout_manager (box, lab_wrap_layout_new (SPACING));
  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *child = gtk_label_new (NULL);

      gtk_widget_set_size_request (child, widths[i], HEIGHT);
      gtk_box_append (GTK_BOX (box), child);
    }
  return box;
}

static int
measure (GtkWidget *box,
         int        width)
{
  int minimum, natural;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return natural;
}

static void
test_lines_by_width (void)
{
  static const int widths[] = { 100, 50, 80, 120 };
  static const struct
  {
    int width;
    int lines;
  } cases[] = {
    { 1000, 1 }, { 380, 1 }, { 379, 2 }, { 210, 2 }, { 209, 3 }, { 140, 3 }, { 139, 4 },
  };
  GtkWidget *box = new_box (widths, G_N_ELEMENTS (widths));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (measure (box, cases[i].width), ==,
                     cases[i].lines * HEIGHT + (cases[i].lines - 1) * SPACING);
  lab_ui_test_assert_gone (box);
}

/* What is not shown takes no room, and no children no line. */
static void
test_hidden_takes_no_room (void)
{
  static const int widths[] = { 100, 100 };
  GtkWidget *box = new_box (widths, G_N_ELEMENTS (widths));

  g_assert_cmpint (measure (box, 100), ==, 2 * HEIGHT + SPACING);
  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  g_assert_cmpint (measure (box, 100), ==, HEIGHT);
  gtk_widget_set_visible (gtk_widget_get_last_child (box), FALSE);
  g_assert_cmpint (measure (box, 100), ==, 0);
  lab_ui_test_assert_gone (box);
}

/* A child takes what it wants, never more than a line, and in languages that
 * are written from the right the first one stands there. */
static void
test_places (void)
{
  static const int widths[] = { 100, 50 };
  GtkWidget *box = new_box (widths, G_N_ELEMENTS (widths));
  GtkAllocation place = { 0, 0, 200, HEIGHT };
  graphene_rect_t bounds;

  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (measure (box, 200), ==, HEIGHT);
  gtk_widget_size_allocate (box, &place, -1);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (box), box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, 100);
  g_assert_cmpfloat (bounds.size.width, ==, 100);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (box), box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, 40);
  lab_ui_test_assert_gone (box);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/wrap-layout/lines-by-width", test_lines_by_width);
  g_test_add_func ("/ui/wrap-layout/hidden-takes-no-room", test_hidden_takes_no_room);
  g_test_add_func ("/ui/wrap-layout/places", test_places);
  return g_test_run ();
}
