/* test-experiment-list.c: experiments put away, brought back and deleted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-undo.h"
#include "lab-experiment-dialog.h"
#include "lab-experiment-list-row.h"
#include "lab-experiment-list.h"
#include "lab-ui-fixture.h"

typedef struct
{
  guint n_taken_back;
  guint n_carried_out;
  guint n_destroyed;
} Counts;

static void
take_back (gpointer data)
{
  ((Counts *) data)->n_taken_back++;
}

static void
carry_out (gpointer data)
{
  ((Counts *) data)->n_carried_out++;
}

static void
destroy (gpointer data)
{
  ((Counts *) data)->n_destroyed++;
}

static AdwToastOverlay *
make_overlay (GtkWindow **window)
{
  AdwToastOverlay *overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());

  *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (*window, GTK_WIDGET (overlay));
  gtk_window_present (*window);
  lab_ui_test_settle ();
  return overlay;
}

/* Undone, and never done afterwards. */
static void
test_undo_takes_back (void)
{
  GtkWindow *window;
  AdwToastOverlay *overlay = make_overlay (&window);
  Counts first = { 0 };
  Counts second = { 0 };

  lab_undo_offer (overlay, "First", take_back, carry_out, &first, destroy);
  lab_undo_offer (overlay, "Second", take_back, carry_out, &second, destroy);
  g_assert_true (lab_undo_take_back (overlay));
  g_assert_cmpuint (second.n_taken_back, ==, 1);
  g_assert_cmpuint (second.n_destroyed, ==, 1);
  g_assert_true (lab_undo_take_back (overlay));
  g_assert_cmpuint (first.n_taken_back, ==, 1);
  g_assert_false (lab_undo_take_back (overlay));
  gtk_window_destroy (window);
  lab_ui_test_settle ();
  g_assert_cmpuint (first.n_carried_out + second.n_carried_out, ==, 0);
  g_assert_cmpuint (first.n_destroyed, ==, 1);
}

/* A window that closes is an offer that has gone. */
static void
test_undo_is_carried_out (void)
{
  GtkWindow *window;
  AdwToastOverlay *overlay = make_overlay (&window);
  Counts shown = { 0 };
  Counts queued = { 0 };

  lab_undo_offer (overlay, "Shown", take_back, carry_out, &shown, destroy);
  lab_undo_offer (overlay, "Queued", take_back, carry_out, &queued, destroy);
  gtk_window_destroy (window);
  lab_ui_test_settle ();
  g_assert_cmpuint (shown.n_carried_out, ==, 1);
  g_assert_cmpuint (queued.n_carried_out, ==, 1);
  g_assert_cmpuint (shown.n_taken_back + queued.n_taken_back, ==, 0);
  g_assert_cmpuint (shown.n_destroyed, ==, 1);
}

typedef struct
{
  gboolean done;
  GError *error;
} Answer;

static gboolean
is_answered (gpointer data)
{
  return ((Answer *) data)->done;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Answer *answer = user_data;

  lab_desk_create_experiment_finish (LAB_DESK (source), result, &answer->error);
  answer->done = TRUE;
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  lab_desk_settle_finish (LAB_DESK (source), result);
  ((Answer *) user_data)->done = TRUE;
}

/* A desk with two experiments, "Second" in view. */
static LabDesk *
make_desk (void)
{
  LabDesk *desk = lab_ui_test_desk ();
  g_autoptr (LabExperiment) draft = lab_experiment_new ();
  Answer answer = { 0 };

  draft->name = g_strdup ("Second");
  draft->workload = g_strdup ("rag-qa");
  draft->provider = g_strdup ("openai");
  draft->model = g_strdup ("gpt-5.4-mini");
  draft->tasks = 3;
  lab_desk_create_experiment_async (desk, draft, created_cb, &answer);
  lab_ui_test_wait (is_answered, &answer);
  g_assert_no_error (answer.error);
  return desk;
}

static LabExperimentItem *
get_item (LabDesk *desk,
          guint    position)
{
  g_autoptr (LabExperimentItem) item =
    g_list_model_get_item (lab_desk_get_experiments (desk), position);

  return item;
}

static const char *
get_name (LabDesk *desk)
{
  return lab_experiment_item_get_experiment (lab_desk_get_experiment (desk))->name;
}

/* The neighbour is in view meanwhile; back, it is where it was. */
static void
test_put_away_and_back (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  g_autoptr (LabExperimentItem) second = g_object_ref (get_item (desk, 0));

  g_assert_true (lab_desk_can_put_away (desk, second));
  lab_desk_put_away (desk, second);
  g_assert_cmpuint (g_list_model_get_n_items (lab_desk_get_experiments (desk)), ==, 1);
  g_assert_cmpstr (get_name (desk), ==, "First Steps");
  g_assert_false (lab_desk_can_put_away (desk, get_item (desk, 0)));
  lab_desk_bring_back (desk, second);
  g_assert_true (get_item (desk, 0) == second);
  g_assert_cmpstr (get_name (desk), ==, "Second");
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;
  g_autoptr (LabExperiment) found =
    lab_experiments_find_finish (LAB_EXPERIMENTS (source), result, &answer->error);

  answer->done = TRUE;
}

static gboolean
is_in_ledger (LabDesk    *desk,
              const char *id)
{
  Answer answer = { 0 };
  gboolean there;

  lab_experiments_find_async (lab_context_get_experiments (lab_desk_get_context (desk)),
                              lab_desk_get_profile_id (desk), id, found_cb, &answer);
  lab_ui_test_wait (is_answered, &answer);
  there = answer.error == NULL;
  g_clear_error (&answer.error);
  return there;
}

/* Nothing is lost before the program ends; then it is. */
static void
test_deleted_when_settled (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  g_autoptr (LabExperimentItem) second = g_object_ref (get_item (desk, 0));
  const char *id = lab_experiment_item_get_experiment (second)->id;
  Answer answer = { 0 };

  lab_desk_put_away (desk, second);
  g_assert_true (is_in_ledger (desk, id));
  lab_desk_settle_async (desk, settled_cb, &answer);
  lab_ui_test_wait (is_answered, &answer);
  g_assert_false (is_in_ledger (desk, id));
  lab_desk_bring_back (desk, second);
  g_assert_cmpuint (g_list_model_get_n_items (lab_desk_get_experiments (desk)), ==, 1);
}

static LabExperimentListRow *
find_row (GtkWidget  *root,
          const char *name)
{
  if (LAB_IS_EXPERIMENT_LIST_ROW (root) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), name))
    return LAB_EXPERIMENT_LIST_ROW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      LabExperimentListRow *found = find_row (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *list;
  const char *name;
  gboolean there;
} Row;

static gboolean
is_row_as_wanted (gpointer data)
{
  Row *row = data;

  return (find_row (row->list, row->name) != NULL) == row->there;
}

static void
wait_for_row (GtkWidget  *list,
              const char *name,
              gboolean    there)
{
  Row row = { list, name, there };

  lab_ui_test_wait (is_row_as_wanted, &row);
}

/* Delete, Undo: the row is back and has the focus. */
static void
test_list (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWidget *list = lab_experiment_list_new (parent, desk);
  GtkWidget *row;

  gtk_window_present (GTK_WINDOW (list));
  wait_for_row (list, "Second", TRUE);
  row = GTK_WIDGET (find_row (list, "Second"));
  gtk_widget_activate_action (row, "row.delete", NULL);
  wait_for_row (list, "Second", FALSE);
  g_assert_cmpstr (get_name (desk), ==, "First Steps");
  gtk_widget_activate_action (list, "experiments.undo", NULL);
  wait_for_row (list, "Second", TRUE);
  row = GTK_WIDGET (find_row (list, "Second"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (list)) == row);

  g_object_ref (list);
  gtk_window_destroy (GTK_WINDOW (list));
  lab_ui_test_assert_gone (list);
  gtk_window_destroy (parent);
}

/* What is still on offer when the window goes is done then. */
static void
test_closing_carries_out (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  g_autoptr (LabExperimentItem) second = g_object_ref (get_item (desk, 0));
  const char *id = lab_experiment_item_get_experiment (second)->id;
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWidget *list = lab_experiment_list_new (parent, desk);
  Answer answer = { 0 };

  gtk_window_present (GTK_WINDOW (list));
  wait_for_row (list, "Second", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (find_row (list, "Second")), "row.delete", NULL);
  wait_for_row (list, "Second", FALSE);
  g_object_ref (list);
  gtk_window_destroy (GTK_WINDOW (list));
  lab_ui_test_assert_gone (list);
  gtk_window_destroy (parent);
  lab_desk_settle_async (desk, settled_cb, &answer);
  lab_ui_test_wait (is_answered, &answer);
  g_assert_false (is_in_ledger (desk, id));
}

static gboolean
is_archived (gpointer data)
{
  LabExperimentItem *item = data;

  return lab_experiment_item_get_experiment (item)->status == LAB_EXPERIMENT_ARCHIVED;
}

static void
ignore_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (lab_desk_archive_experiment_finish (LAB_DESK (source), result, NULL));
}

static gboolean
is_draft (gpointer data)
{
  LabExperimentItem *item = data;

  return lab_experiment_item_get_experiment (item)->status == LAB_EXPERIMENT_DRAFT;
}

static void
test_archive_and_back (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  g_autoptr (LabExperimentItem) second = g_object_ref (get_item (desk, 0));

  lab_desk_archive_experiment_async (desk, second, TRUE, ignore_cb, NULL);
  lab_ui_test_wait (is_archived, second);
  g_assert_cmpstr (lab_experiment_item_get_state (second), ==, "Archived");
  lab_ui_test_settle ();
  g_assert_cmpstr (get_name (desk), ==, "First Steps");
  lab_desk_archive_experiment_async (desk, second, FALSE, ignore_cb, NULL);
  lab_ui_test_wait (is_draft, second);
  lab_ui_test_settle ();
  g_assert_true (get_item (desk, 0) == second);
}

static gboolean
can_create (gpointer data)
{
  GtkWidget *row = lab_ui_test_find (data, ADW_TYPE_ENTRY_ROW);

  /* A file that was read sets the number of its tasks. */
  return row != NULL &&
         gtk_spin_button_get_value_as_int (
           lab_ui_test_find (data, GTK_TYPE_SPIN_BUTTON)) == 2;
}

static gboolean
has_new_experiment (gpointer data)
{
  return g_list_model_get_n_items (lab_desk_get_experiments (data)) == 3;
}

/* One's own prompts are read before they are chosen for good. */
static void
test_own_file (void)
{
  g_autoptr (LabDesk) desk = make_desk ();
  g_autofree char *path = g_build_filename (lab_desk_get_data_dir (desk), "mine.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWidget *dialog = lab_experiment_dialog_new (parent, desk);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "{\"question\":\"One?\"}\n{\"question\":\"Two?\"}\n", -1, &error);
  g_assert_no_error (error);
  gtk_window_present (GTK_WINDOW (dialog));
  lab_experiment_dialog_set_file (LAB_EXPERIMENT_DIALOG (dialog), file);
  lab_ui_test_wait (can_create, dialog);
  gtk_widget_activate_action (dialog, "experiment.create", NULL);
  lab_ui_test_wait (has_new_experiment, desk);
  g_assert_cmpstr (get_name (desk), ==, "mine.jsonl");
  gtk_window_destroy (parent);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/undo/takes-back", test_undo_takes_back);
  g_test_add_func ("/ui/undo/is-carried-out", test_undo_is_carried_out);
  g_test_add_func ("/ui/experiments/put-away-and-back", test_put_away_and_back);
  g_test_add_func ("/ui/experiments/deleted-when-settled", test_deleted_when_settled);
  g_test_add_func ("/ui/experiments/archive-and-back", test_archive_and_back);
  g_test_add_func ("/ui/experiments/list", test_list);
  g_test_add_func ("/ui/experiments/closing-carries-out", test_closing_carries_out);
  g_test_add_func ("/ui/experiments/own-file", test_own_file);
  return g_test_run ();
}
