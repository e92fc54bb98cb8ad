/* lab-ui-fixture.c: what the tests of the window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-ui-fixture.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "common/lab-placeholder.h"
#include "lab-application.h"
#include "lab-cost.h"

/* Only a broken program takes as long. */
#define WAIT_S 60
/* How often, and how often in a row, there must be nothing to do and nothing
 * drawn to call it rest. */
#define LOOK_MS 20
#define N_STILL 5

void
lab_ui_test_init (int    *argc,
                  char ***argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  /* Not G_TEST_OPTION_ISOLATE_DIRS, which also hides the system's icons and
   * schemas; headless.sh gives every test a home of its own. */
  g_test_init (argc, argv, NULL);
  if (g_getenv ("COSTLAB_LOCALEDIR") != NULL)
    bindtextdomain (GETTEXT_PACKAGE, g_getenv ("COSTLAB_LOCALEDIR"));
  adw_init ();
  lab_ui_init ();
  /* As the application would, where there is one. */
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/apicostlab/CostLab/icons");
  /* A cursor that blinks is drawn again for ten seconds. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
}

static gboolean
too_late_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
lab_ui_test_wait (LabCondition condition,
                  gpointer     data)
{
  gboolean too_late = FALSE;
  guint timeout = g_timeout_add_seconds (WAIT_S, too_late_cb, &too_late);

  while (!condition (data) && !too_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (too_late);
  g_source_remove (timeout);
}

void
lab_ui_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
lab_ui_test_count (GObject    *object,
                   GParamSpec *pspec,
                   guint      *n)
{
  (*n)++;
}

LabPriceCatalogue *
lab_ui_test_catalogue (void)
{
  static LabPriceCatalogue *catalogue = NULL;
  g_autoptr (GError) error = NULL;

  if (catalogue == NULL)
    catalogue = lab_price_catalogue_new_bundled (&error);
  g_assert_no_error (error);
  return catalogue;
}

LabCallRecord *
lab_ui_test_call (void)
{
  LabCallRecord *call = lab_call_record_new ();
  LabPriceQuery query = {
    .provider = "openai",
    .model = "gpt-5.4-mini",
    .at = G_GINT64_CONSTANT (1795000000000000),
  };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (lab_ui_test_catalogue (), &query);
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autoptr (GError) error = NULL;

  call->provider = g_strdup ("openai");
  call->model = g_strdup ("gpt-5.4-mini");
  call->timestamp = query.at;
  call->attempt = 1;
  call->usage.buckets[LAB_BUCKET_U] = 41;
  call->usage.buckets[LAB_BUCKET_O] = 71;
  call->usage.flags = LAB_USAGE_REPORTED;
  g_assert_true (lab_cost_compute (&call->usage, rows, &cost, &error));
  g_assert_no_error (error);
  call->cost_state = cost.state;
  call->cost = cost.amount;
  call->price_row = g_strdup (lab_cost_get_row_id (&cost));
  call->raw_usage = g_strdup ("{\"prompt_tokens\":41,\"completion_tokens\":71}");
  g_assert_cmpint (call->cost, ==, 350250);
  return call;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(LabDesk **) user_data = lab_desk_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
has_desk (gpointer data)
{
  return *(LabDesk **) data != NULL;
}

LabDesk *
lab_ui_test_desk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("costlab-ui-XXXXXX", &error);
  g_autoptr (LabClock) clock = lab_virtual_clock_new (G_GINT64_CONSTANT (1795000000000000));
  LabDesk *desk = NULL;

  g_assert_no_error (error);
  lab_desk_open_async (folder, clock, NULL, NULL, NULL, opened_cb, &desk);
  lab_ui_test_wait (has_desk, &desk);
  return desk;
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  LabRunResult *ran = lab_desk_run_finish (LAB_DESK (source), result, &error);

  g_assert_no_error (error);
  lab_run_result_free (ran);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return *(gboolean *) data;
}

void
lab_ui_test_fill (LabDesk *desk)
{
  static const char * const stacks[] = { NULL, "exact-cache" };

  for (gsize i = 0; i < G_N_ELEMENTS (stacks); i++)
    {
      LabRunPlan plan = LAB_RUN_PLAN_INIT;
      gboolean done = FALSE;

      plan.baseline = stacks[i] == NULL;
      plan.strategies = stacks[i];
      plan.tasks = 12;
      plan.keep_text = TRUE;
      plan.instant = TRUE;
      lab_desk_run_async (desk, &plan, ran_cb, &done);
      lab_ui_test_wait (is_done, &done);
    }
}

typedef struct
{
  GtkWindow *window;
  guint n_still;
  gboolean drawn;
} Stillness;

static void
frame_cb (Stillness *stillness)
{
  stillness->n_still = 0;
  stillness->drawn = TRUE;
}

gboolean
lab_ui_test_is_loading (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (LAB_IS_PLACEHOLDER (widget) &&
      lab_placeholder_get_face (LAB_PLACEHOLDER (widget)) == LAB_PLACEHOLDER_LOADING)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (lab_ui_test_is_loading (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_still (gpointer data)
{
  Stillness *stillness = data;

  /* What was loaded is yet to be drawn. */
  if (lab_ui_test_is_loading (GTK_WIDGET (stillness->window)))
    stillness->drawn = FALSE;
  return stillness->drawn && stillness->n_still >= N_STILL &&
         gtk_widget_get_mapped (GTK_WIDGET (stillness->window));
}

/* Comes after all that is ready to be done, however long a busy machine takes
 * for it. */
static gboolean
look_cb (gpointer user_data)
{
  ((Stillness *) user_data)->n_still++;
  return G_SOURCE_CONTINUE;
}

void
lab_ui_test_wait_still (GtkWindow *window)
{
  Stillness stillness = { window, 0, FALSE };
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gulong handler = g_signal_connect_swapped (frames, "after-paint", G_CALLBACK (frame_cb),
                                             &stillness);
  guint look = g_timeout_add_full (G_PRIORITY_LOW, LOOK_MS, look_cb, &stillness, NULL);

  /* A frame that a busy machine has not come to yet is no stillness. */
  gtk_widget_queue_draw (GTK_WIDGET (window));
  lab_ui_test_wait (is_still, &stillness);
  g_source_remove (look);
  g_signal_handler_disconnect (frames, handler);
}

gpointer
lab_ui_test_find (GtkWidget *root,
                  GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = lab_ui_test_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* A worker that was asked something may still hold what asked it. */
void
lab_ui_test_assert_gone (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  lab_ui_test_wait (is_gone, &object);
}
