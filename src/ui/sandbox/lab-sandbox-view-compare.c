/* lab-sandbox-view-compare.c: two calls of the history side by side
 *
 * The first is the earlier of two that are selected, or the one that was
 * pinned. A call by hand is no baseline: that is measured by running a whole
 * workload. Pinning is what one call can be to others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

/* Both calls are read one after the other. */
typedef struct
{
  LabSandboxView *view;
  char *second_id;
  LabOpenedCall *first; /* (nullable) */
} Comparing;

static void
comparing_free (Comparing *comparing)
{
  g_object_unref (comparing->view);
  g_free (comparing->second_id);
  lab_opened_call_free (comparing->first);
  g_free (comparing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparing, comparing_free)

/* FALSE where there are no two. @first, @second: (out) (transfer full): ids */
static gboolean
find_two (LabSandboxView *self,
          char          **first,
          char          **second)
{
  g_autoptr (GPtrArray) selected = lab_history_pane_list_selected (self->history);
  const LabCallRecord *a = selected->len > 0 ? g_ptr_array_index (selected, 0) : self->shown;
  const LabCallRecord *b = selected->len > 1 ? g_ptr_array_index (selected, 1) : NULL;

  if (selected->len > 2)
    return FALSE;
  if (b == NULL)
    {
      /* One, and the one that was pinned before. */
      b = a;
      a = self->pinned;
    }
  else if (a->timestamp > b->timestamp)
    {
      const LabCallRecord *later = a;

      a = b;
      b = later;
    }
  if (a == NULL || b == NULL || g_str_equal (a->id, b->id))
    return FALSE;
  *first = g_strdup (a->id);
  *second = g_strdup (b->id);
  return TRUE;
}

gboolean
lab_sandbox_view_can_compare (LabSandboxView *self)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  return self->sending == NULL && find_two (self, &first, &second);
}

static void
say (LabSandboxView *self,
     const GError   *error)
{
  if (self->desk != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static void
second_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Comparing) comparing = user_data;
  LabSandboxView *self = comparing->view;
  g_autoptr (GError) error = NULL;
  LabOpenedCall *second = lab_opened_call_load_finish (result, &error);

  if (second == NULL)
    {
      say (self, error);
      return;
    }
  if (self->desk == NULL)
    {
      lab_opened_call_free (second);
      return;
    }
  lab_call_comparison_show (self->comparison, g_steal_pointer (&comparing->first), second,
                            lab_desk_get_catalogue (self->desk),
                            lab_clock_now (lab_desk_get_clock (self->desk)));
  gtk_stack_set_visible_child_name (self->pages, "compare");
  if (lab_details_pane_get_folded (self->pane))
    lab_details_pane_set_revealed (self->pane, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->comparison), GTK_DIR_TAB_FORWARD);
  lab_view_changed (LAB_VIEW (self));
}

static void
first_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Comparing) comparing = user_data;
  LabSandboxView *self = comparing->view;
  g_autoptr (GError) error = NULL;

  comparing->first = lab_opened_call_load_finish (result, &error);
  if (comparing->first == NULL)
    {
      say (self, error);
      return;
    }
  if (self->desk == NULL)
    return;
  lab_opened_call_load_async (self->desk, comparing->second_id, self->cancellable, second_cb,
                              comparing);
  g_steal_pointer (&comparing);
}

void
lab_sandbox_view_compare_calls (LabSandboxView *self)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Comparing *comparing;

  if (!find_two (self, &first, &second))
    return;
  comparing = g_new0 (Comparing, 1);
  comparing->view = g_object_ref (self);
  comparing->second_id = g_steal_pointer (&second);
  lab_opened_call_load_async (self->desk, first, self->cancellable, first_cb, comparing);
}

void
lab_sandbox_view_leave_comparison (LabSandboxView *self)
{
  gtk_stack_set_visible_child_name (self->pages, "call");
  lab_call_comparison_clear (self->comparison);
  lab_view_changed (LAB_VIEW (self));
  lab_prompt_editor_take_focus (self->prompt);
}

void
lab_sandbox_view_pin (LabSandboxView *self)
{
  gboolean again = self->pinned != NULL && self->shown != NULL &&
                   g_str_equal (self->pinned->id, self->shown->id);

  g_clear_pointer (&self->pinned, lab_call_record_free);
  if (!again && self->shown != NULL)
    {
      self->pinned = lab_call_record_copy (self->shown);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                  _("Pinned. Open another call and choose Compare Calls."));
    }
  lab_history_pane_set_pinned (self->history, self->pinned != NULL ? self->pinned->id : NULL);
  lab_sandbox_view_update_actions (self);
}
