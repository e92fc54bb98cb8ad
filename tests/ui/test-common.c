/* test-common.c: the small parts every view is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-banner.h"
#include "common/lab-confirm.h"
#include "common/lab-details-pane.h"
#include "common/lab-file-picker.h"
#include "common/lab-icon-button.h"
#include "common/lab-job-view.h"
#include "common/lab-placeholder.h"
#include "common/lab-tooltip.h"
#include "common/lab-verdict-view.h"
#include "lab-error.h"
#include "lab-ui-fixture.h"

static void
count_cb (gpointer object,
          guint   *n)
{
  (*n)++;
}

static void
test_icon_button (void)
{
  LabIconButton *button = g_object_ref_sink (
    LAB_ICON_BUTTON (lab_icon_button_new ("go-next-symbolic", "Next Page", NULL)));
  guint n = 0;

  g_signal_connect (button, "notify::title", G_CALLBACK (lab_ui_test_count), &n);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, "Next Page");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Next Page");
  lab_icon_button_set_title (button, "Next Page");
  g_assert_cmpuint (n, ==, 0);
  lab_icon_button_set_title (button, "Last Page");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, "Last Page");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Last Page");
  lab_ui_test_assert_gone (button);
}

static void
test_banner (void)
{
  LabBanner *banner = g_object_ref_sink (LAB_BANNER (lab_banner_new ()));
  guint revealed = 0, activated = 0;

  g_signal_connect (banner, "notify::revealed", G_CALLBACK (lab_ui_test_count), &revealed);
  g_signal_connect (banner, "activated", G_CALLBACK (count_cb), &activated);
  g_assert_false (lab_banner_get_revealed (banner));
  lab_banner_show (banner, "Something needs you.", "Do It");
  lab_banner_show (banner, "Something else needs you.", "Do It");
  g_assert_cmpuint (revealed, ==, 1);
  g_assert_cmpstr (lab_banner_get_title (banner), ==, "Something else needs you.");
  gtk_widget_activate_action (GTK_WIDGET (banner), "banner.activate", NULL);
  g_assert_cmpuint (activated, ==, 1);
  lab_banner_show (banner, "Nothing can be done.", NULL);
  gtk_widget_activate_action (GTK_WIDGET (banner), "banner.activate", NULL);
  g_assert_cmpuint (activated, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (banner), "banner.close", NULL);
  g_assert_false (lab_banner_get_revealed (banner));
  g_assert_cmpuint (revealed, ==, 2);
  lab_ui_test_assert_gone (banner);
}

static AdwStatusPage *
page_of (LabPlaceholder *placeholder)
{
  return lab_ui_test_find (GTK_WIDGET (placeholder), ADW_TYPE_STATUS_PAGE);
}

static gboolean
has_title (gpointer data)
{
  return *adw_status_page_get_title (page_of (data)) != '\0';
}

/* What is there at once is not announced as loading. */
static void
test_placeholder_loading (void)
{
  LabPlaceholder *placeholder = g_object_ref_sink (LAB_PLACEHOLDER (lab_placeholder_new ()));

  lab_placeholder_show_loading (placeholder, "Reading");
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_LOADING);
  g_assert_cmpstr (adw_status_page_get_title (page_of (placeholder)), ==, "");
  lab_ui_test_wait (has_title, placeholder);
  g_assert_cmpstr (adw_status_page_get_title (page_of (placeholder)), ==, "Reading");
  lab_placeholder_show_empty (placeholder, "edit-find-symbolic", "Nothing", "Not one.", NULL);
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_EMPTY);
  lab_ui_test_assert_gone (placeholder);
}

static void
test_placeholder_error (void)
{
  LabPlaceholder *placeholder = g_object_ref_sink (LAB_PLACEHOLDER (lab_placeholder_new ()));
  g_autoptr (GError) error = NULL;
  guint activated = 0;

  g_signal_connect (placeholder, "activated", G_CALLBACK (count_cb), &activated);
  lab_set_error (&error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "The file %s is locked.", "x.db");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "locked");
  lab_placeholder_show_gerror (placeholder, "It Could Not Be Opened", error, "Try Again");
  g_assert_cmpstr (adw_status_page_get_title (page_of (placeholder)), ==,
                   "It Could Not Be Opened");
  g_assert_true (g_str_has_prefix (adw_status_page_get_description (page_of (placeholder)),
                                   "The file x.db is locked."));
  gtk_widget_activate_action (GTK_WIDGET (placeholder), "placeholder.activate", NULL);
  g_assert_cmpuint (activated, ==, 1);
  lab_ui_test_assert_gone (placeholder);
}

static void
test_details_pane (void)
{
  LabDetailsPane *pane = g_object_ref_sink (LAB_DETAILS_PANE (lab_details_pane_new ()));
  g_autoptr (GtkWidget) content = NULL;
  guint n = 0;

  g_object_set (pane, "content", gtk_label_new ("content"), "details", gtk_label_new ("details"),
                NULL);
  g_object_get (pane, "content", &content, NULL);
  g_assert_true (GTK_IS_LABEL (content));
  g_signal_connect (pane, "notify::revealed", G_CALLBACK (lab_ui_test_count), &n);
  g_assert_true (lab_details_pane_get_revealed (pane));
  gtk_widget_activate_action (GTK_WIDGET (pane), "details.toggle", NULL);
  g_assert_false (lab_details_pane_get_revealed (pane));
  g_assert_cmpuint (n, ==, 1);
  g_clear_object (&content);
  lab_ui_test_assert_gone (pane);
}

/* Whether there is a tooltip where the pointer rests. */
static gboolean
is_told (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean told = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &told);
  return told;
}

static void
test_tooltip (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("gpt-…"));

  lab_tooltip_set (label, "gpt-5-mini");
  g_assert_true (gtk_widget_get_has_tooltip (label));
  g_assert_true (is_told (label));
  lab_tooltip_set (label, NULL);
  g_assert_false (is_told (label));
  lab_tooltip_set (label, "again");
  g_assert_true (is_told (label));
  lab_ui_test_assert_gone (label);
}

static void
collect_text (GtkWidget *widget,
              GString   *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_text (child, text);
}

static void
test_verdict (void)
{
  static const char * const words[] = { "Adopt|", "Collect More|", "Trade-off|", "Drop|",
                                        "Not Shown|" };
  LabVerdictView *view = g_object_ref_sink (LAB_VERDICT_VIEW (lab_verdict_view_new ()));

  for (LabVerdict verdict = LAB_VERDICT_ADOPT; verdict <= LAB_VERDICT_NOT_SHOWN; verdict++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      lab_verdict_view_set (view, verdict, verdict == LAB_VERDICT_DROP ? "It costs more." : NULL);
      collect_text (GTK_WIDGET (view), text);
      g_assert_true (g_str_has_prefix (text->str, words[verdict]));
      g_assert_true ((strstr (text->str, "It costs more.") != NULL) ==
                     (verdict == LAB_VERDICT_DROP));
    }
  lab_ui_test_assert_gone (view);
}

static void
test_job_view (void)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "Baseline of 120 tasks");
  LabJobView *view = g_object_ref_sink (LAB_JOB_VIEW (lab_job_view_new (job)));
  g_autoptr (GString) running = g_string_new (NULL);
  g_autoptr (GString) stopped = g_string_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");

  lab_job_start (job);
  lab_job_set_unit (job, "calls");
  lab_job_set_progress (job, 31, 120);
  lab_job_set_spent (job, 14200000);
  lab_ui_test_settle ();
  collect_text (GTK_WIDGET (view), running);
  g_assert_nonnull (strstr (running->str, "31 of 120 calls · $0.0142 so far"));
  gtk_widget_activate_action (GTK_WIDGET (view), "job.pause", NULL);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_PAUSED);
  gtk_widget_activate_action (GTK_WIDGET (view), "job.resume", NULL);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_RUNNING);
  gtk_widget_activate_action (GTK_WIDGET (view), "job.stop", NULL);
  g_assert_true (g_cancellable_is_cancelled (lab_job_get_cancellable (job)));
  lab_job_finish (job, error);
  collect_text (GTK_WIDGET (view), stopped);
  g_assert_nonnull (strstr (stopped->str, "Stopped"));
  lab_ui_test_assert_gone (view);
}

typedef struct
{
  gboolean done;
  gboolean yes;
  GError *error;
} Answer;

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Answer *answer = user_data;

  answer->yes = lab_confirm_finish (result, &answer->error);
  answer->done = TRUE;
}

static gboolean
is_answered (gpointer data)
{
  return ((Answer *) data)->done;
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;
  return NULL;
}

static void
test_confirm (void)
{
  static const struct
  {
    const char *response;
    gboolean yes;
  } cases[] = { { "yes", TRUE }, { "no", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *window = gtk_window_new ();
      Answer answer = { 0 };

      gtk_window_present (GTK_WINDOW (window));
      lab_confirm_async (GTK_WINDOW (window), "Delete It?", "It has 3 calls.", "_Delete", TRUE,
                         NULL, confirmed_cb, &answer);
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog ()), cases[i].response);
      lab_ui_test_wait (is_answered, &answer);
      g_assert_no_error (answer.error);
      g_assert_true (answer.yes == cases[i].yes);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_confirm_taken_back (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkWidget *window = gtk_window_new ();
  Answer answer = { 0 };

  gtk_window_present (GTK_WINDOW (window));
  lab_confirm_async (GTK_WINDOW (window), "Delete It?", "It has 3 calls.", "_Delete", TRUE,
                     cancellable, confirmed_cb, &answer);
  g_cancellable_cancel (cancellable);
  lab_ui_test_wait (is_answered, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
picked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;
  g_autoptr (GFile) file = lab_file_picker_finish (result, &answer->error);

  g_assert_null (file);
  answer->done = TRUE;
}

static void
test_file_picker_dismissed (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkWidget *window = gtk_window_new ();
  Answer answer = { 0 };

#ifdef __SANITIZE_ADDRESS__
  /* Closed while it still reads a folder, which a busy machine makes likely,
   * the toolkit's file chooser leaks what it has read. */
  g_test_skip ("the toolkit's file chooser leaks when it is closed early");
  gtk_window_destroy (GTK_WINDOW (window));
  return;
#endif
  gtk_window_present (GTK_WINDOW (window));
  lab_file_picker_save_async (GTK_WINDOW (window), "Save the Answer", "answer.txt", cancellable,
                              picked_cb, &answer);
  lab_ui_test_settle ();
  g_cancellable_cancel (cancellable);
  lab_ui_test_wait (is_answered, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/icon-button/tooltip-and-name-are-one", test_icon_button);
  g_test_add_func ("/ui/banner/comes-acts-and-goes", test_banner);
  g_test_add_func ("/ui/placeholder/loading-is-quiet-at-first", test_placeholder_loading);
  g_test_add_func ("/ui/placeholder/error-has-three-sentences", test_placeholder_error);
  g_test_add_func ("/ui/details-pane/toggles", test_details_pane);
  g_test_add_func ("/ui/tooltip/of-a-cell", test_tooltip);
  g_test_add_func ("/ui/verdict/always-has-its-word", test_verdict);
  g_test_add_func ("/ui/job/progress-and-verbs", test_job_view);
  g_test_add_func ("/ui/confirm/answers", test_confirm);
  g_test_add_func ("/ui/confirm/can-be-taken-back", test_confirm_taken_back);
  g_test_add_func ("/ui/file-picker/dismissed-is-cancelled", test_file_picker_dismissed);
  return g_test_run ();
}
