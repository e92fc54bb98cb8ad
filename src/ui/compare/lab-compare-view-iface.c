/* lab-compare-view-iface.c: what the window asks of the Compare view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-view-private.h"

static gboolean
is_task_open (LabCompareView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "task") == 0;
}

/* Where there is no room for both, the details are a page over the list. */
static gboolean
are_details_a_page (LabCompareView *self)
{
  return lab_details_pane_get_folded (self->pane) && lab_details_pane_get_revealed (self->pane);
}

static void
lab_compare_view_run_primary (LabView *view)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "compare.run", NULL);
}

static gboolean
lab_compare_view_stop (LabView *view)
{
  return lab_compare_queue_stop (LAB_COMPARE_VIEW (view)->queue);
}

static gboolean
lab_compare_view_search (LabView *view)
{
  LabCompareView *self = LAB_COMPARE_VIEW (view);

  if (is_task_open (self) || g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    return FALSE;
  lab_task_list_focus_search (self->tasks);
  return TRUE;
}

static void
lab_compare_view_refresh (LabView *view)
{
  lab_compare_view_load (LAB_COMPARE_VIEW (view));
}

static gboolean
focus_runs (LabCompareView *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "comparison") != 0)
    return gtk_widget_child_focus (GTK_WIDGET (self->placeholder), GTK_DIR_TAB_FORWARD) ||
           gtk_widget_grab_focus (GTK_WIDGET (self->run));
  if (adw_squeezer_get_visible_child (self->squeezer) == self->wide)
    return gtk_widget_grab_focus (GTK_WIDGET (self->table));
  return gtk_widget_grab_focus (GTK_WIDGET (self->cards));
}

static gboolean
lab_compare_view_focus_pane (LabView *view,
                             guint    pane)
{
  LabCompareView *self = LAB_COMPARE_VIEW (view);

  if (is_task_open (self))
    return pane == 0 && lab_task_page_focus (self->task_page);
  switch (pane)
    {
    case 0:
      return focus_runs (self);
    case 1:
      return lab_task_list_focus_list (self->tasks) ||
             gtk_widget_child_focus (GTK_WIDGET (self->picker), GTK_DIR_TAB_FORWARD);
    case 2:
      return lab_details_pane_get_revealed (self->pane) &&
             gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
    default:
      return FALSE;
    }
}

static gboolean
lab_compare_view_can_go_back (LabView *view)
{
  LabCompareView *self = LAB_COMPARE_VIEW (view);

  return is_task_open (self) || are_details_a_page (self);
}

static gboolean
lab_compare_view_go_back (LabView *view)
{
  LabCompareView *self = LAB_COMPARE_VIEW (view);

  if (is_task_open (self))
    {
      lab_task_page_close (self->task_page);
      gtk_stack_set_visible_child_name (self->pages, "main");
      lab_task_list_focus_list (self->tasks);
    }
  else if (are_details_a_page (self))
    lab_details_pane_set_revealed (self->pane, FALSE);
  else
    return FALSE;
  lab_view_changed (view);
  return TRUE;
}

static GtkWidget *
lab_compare_view_get_landmark (LabView    *view,
                               const char *name)
{
  LabCompareView *self = LAB_COMPARE_VIEW (view);
  gboolean filled = g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0;

  if (g_str_equal (name, "run"))
    return GTK_WIDGET (self->run);
  if (g_str_equal (name, "verdict"))
    return filled ? adw_squeezer_get_visible_child (self->squeezer) : NULL;
  if (g_str_equal (name, "tasks"))
    return filled ? GTK_WIDGET (self->tasks) : NULL;
  return NULL;
}

void
lab_compare_view_iface_init (LabViewInterface *iface)
{
  iface->run_primary = lab_compare_view_run_primary;
  iface->stop = lab_compare_view_stop;
  iface->search = lab_compare_view_search;
  iface->refresh = lab_compare_view_refresh;
  iface->focus_pane = lab_compare_view_focus_pane;
  iface->go_back = lab_compare_view_go_back;
  iface->can_go_back = lab_compare_view_can_go_back;
  iface->get_landmark = lab_compare_view_get_landmark;
}
