/* test-reflow-layout.c: columns by the room there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-reflow-layout.h"
#include "lab-ui-fixture.h"

#define HEIGHT 20

static GtkWidget *
new_box (guint columns,
         guint column_width,
         guint n_children,
         int   least)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

  gtk_widget_set_layout_manager (box, lab_reflow_layout_new (columns, column_width, 10));
  for (guint i = 0; i < n_children; i++)
    {
      GtkWidget *child = gtk_label_new (NULL);

      gtk_widget_set_size_request (child, least, HEIGHT);
      gtk_box_append (GTK_BOX (box), child);
    }
  return box;
}

static guint
count_rows (GtkWidget *box,
            int        width)
{
  int minimum, natural;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return (guint) (natural + 10) / (HEIGHT + 10);
}

/* Four, two or one: never three and one left over. */
static void
test_columns_by_width (void)
{
  static const struct
  {
    int width;
    guint rows;
  } cases[] = {
    { 1000, 1 }, { 430, 1 }, { 429, 2 }, { 330, 2 }, { 210, 2 }, { 209, 4 }, { 50, 4 },
  };
  GtkWidget *box = new_box (4, 100, 4, 40);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (count_rows (box, cases[i].width), ==, cases[i].rows);
  lab_ui_test_assert_gone (box);
}

/* No column is narrower than what stands in it. */
static void
test_children_need_their_width (void)
{
  GtkWidget *box = new_box (2, 0, 2, 150);
  int minimum, natural;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 150);
  g_assert_cmpint (natural, ==, 310);
  g_assert_cmpuint (count_rows (box, 310), ==, 1);
  g_assert_cmpuint (count_rows (box, 309), ==, 2);
  lab_ui_test_assert_gone (box);
}

static void
test_hidden_children_take_no_room (void)
{
  GtkWidget *box = new_box (2, 0, 3, 50);

  g_assert_cmpuint (count_rows (box, 200), ==, 2);
  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  g_assert_cmpuint (count_rows (box, 200), ==, 1);
  lab_ui_test_assert_gone (box);
}

static void
test_places (void)
{
  for (int rtl = 0; rtl < 2; rtl++)
    {
      GtkWidget *box = new_box (2, 0, 3, 50);
      GtkWidget *child = gtk_widget_get_first_child (box);
      static const int x[2][3] = { { 0, 110, 0 }, { 110, 0, 110 } };
      static const int y[3] = { 0, 0, HEIGHT + 10 };

      gtk_widget_set_direction (box, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      gtk_widget_allocate (box, 210, 2 * HEIGHT + 10, -1, NULL);
      for (int i = 0; i < 3; i++, child = gtk_widget_get_next_sibling (child))
        {
          graphene_rect_t bounds;

          g_assert_true (gtk_widget_compute_bounds (child, box, &bounds));
          g_assert_cmpint ((int) bounds.origin.x, ==, x[rtl][i]);
          g_assert_cmpint ((int) bounds.origin.y, ==, y[i]);
          g_assert_cmpint ((int) bounds.size.width, ==, 100);
        }
      lab_ui_test_assert_gone (box);
    }
}

/* Text twice as large needs twice the room. */
static void
test_larger_text_needs_wider_columns (void)
{
  GtkWidget *box;
  guint before, after;

  box = new_box (2, 100, 2, 40);
  before = count_rows (box, 300);
  lab_ui_test_assert_gone (box);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  box = new_box (2, 100, 2, 40);
  after = count_rows (box, 300);
  lab_ui_test_assert_gone (box);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  g_assert_cmpuint (before, ==, 1);
  g_assert_cmpuint (after, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/reflow-layout/columns-by-width", test_columns_by_width);
  g_test_add_func ("/ui/reflow-layout/children-need-their-width", test_children_need_their_width);
  g_test_add_func ("/ui/reflow-layout/hidden-children-take-no-room",
                   test_hidden_children_take_no_room);
  g_test_add_func ("/ui/reflow-layout/places", test_places);
  g_test_add_func ("/ui/reflow-layout/larger-text-needs-wider-columns",
                   test_larger_text_needs_wider_columns);
  return g_test_run ();
}
