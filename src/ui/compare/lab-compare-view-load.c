/* lab-compare-view-load.c: reading a comparison, and showing what was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "common/lab-format.h"
#include "lab-unit.h"

/* While a run goes on its figures are read so often. */
#define RELOAD_MS 700
/* px in which table and details stand beside each other. */
#define ROOM_FOR_DETAILS 1000

LabCompareItem *
lab_compare_view_get_selected (LabCompareView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

void
lab_compare_view_show_selected (LabCompareView *self)
{
  LabCompareItem *item = lab_compare_view_get_selected (self);

  if (item == NULL || self->set == NULL)
    {
      lab_run_details_clear (self->details);
      lab_task_list_set_run (self->tasks, NULL, NULL);
      lab_details_pane_set_revealed (self->pane, FALSE);
      return;
    }
  lab_task_list_set_run (self->tasks, self->set, lab_compare_item_get_run (item));
  if (lab_details_pane_get_revealed (self->pane))
    lab_run_details_show (self->details, self->desk, lab_compare_view_get_experiment (self),
                          self->set, item, lab_compare_view_is_busy (self));
}

/* Unasked they are only shown where the list keeps its columns beside them. */
void
lab_compare_view_offer_details (LabCompareView *self)
{
  if (lab_details_pane_get_revealed (self->pane) || lab_compare_view_get_selected (self) == NULL ||
      gtk_widget_get_width (GTK_WIDGET (self->pane)) < ROOM_FOR_DETAILS ||
      !g_settings_get_boolean (self->settings, "compare-details-shown"))
    return;
  lab_details_pane_set_revealed (self->pane, TRUE);
}

/* --- the list --- */

static gboolean
is_running (const LabComparisonSet *set)
{
  for (guint i = 0; i < set->runs->len; i++)
    if (g_str_equal (lab_compared_run_get_info (set->runs->pdata[i])->status, "running"))
      return TRUE;
  return FALSE;
}

static int
compare_sureness (gconstpointer a,
                  gconstpointer b)
{
  double first = lab_compared_run_get_sureness (*(LabComparedRun * const *) a);
  double second = lab_compared_run_get_sureness (*(LabComparedRun * const *) b);

  return first > second ? -1 : first < second;
}

/* Surest first, and the noise last. While something runs they stay in the
 * order in which they began, or rows would jump about. */
static GPtrArray *
order_runs (LabCompareView *self)
{
  GPtrArray *ordered = g_ptr_array_new ();

  for (guint i = 0; i < self->set->runs->len; i++)
    g_ptr_array_add (ordered, self->set->runs->pdata[i]);
  if (!is_running (self->set))
    g_ptr_array_sort (ordered, compare_sureness);
  if (self->set->noise != NULL)
    g_ptr_array_add (ordered, self->set->noise);
  return ordered;
}

/* (nullable) (transfer full) */
static LabCompareItem *
find_item (LabCompareView *self,
           const char     *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LabCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (lab_compare_item_get_id (item), id))
        return g_steal_pointer (&item);
    }
  return NULL;
}

static GPtrArray *
make_items (LabCompareView *self,
            GPtrArray      *runs)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < runs->len; i++)
    {
      LabComparedRun *run = runs->pdata[i];
      LabCompareItem *item = find_item (self, lab_compared_run_get_info (run)->id);

      if (item != NULL)
        lab_compare_item_set_run (item, run);
      else
        item = lab_compare_item_new (self->scale, run);
      g_ptr_array_add (items, item);
    }
  return items;
}

static gboolean
is_as_shown (LabCompareView *self,
             GPtrArray      *items)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (LabCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item != items->pdata[i])
        return FALSE;
    }
  return TRUE;
}

static void
select_id (LabCompareView *self,
           const char     *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint selected = n > 0 ? 0 : GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (lab_compare_item_get_id (item), id) == 0)
        selected = i;
    }
  gtk_single_selection_set_selected (self->selection, selected);
}

static void
fit_scale (LabCompareView *self)
{
  double low = NAN, high = NAN;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LabCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const LabEstimate *saving =
        &lab_compared_run_get_comparison (lab_compare_item_get_run (item))->saving;

      if (!lab_compare_item_has_interval (item))
        continue;
      low = fmin (low, saving->low);
      high = fmax (high, saving->high);
    }
  lab_forest_scale_fit (self->scale, low, high, lab_compare_view_is_busy (self));
}

static void
fill_list (LabCompareView *self)
{
  g_autoptr (GPtrArray) runs = order_runs (self);
  g_autoptr (GPtrArray) items = make_items (self, runs);
  LabCompareItem *before = lab_compare_view_get_selected (self);
  g_autofree char *id = before != NULL ? g_strdup (lab_compare_item_get_id (before)) : NULL;

  self->filling = TRUE;
  if (!is_as_shown (self, items))
    {
      g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                           items->pdata, items->len);
      select_id (self, id);
    }
  self->filling = FALSE;
  fit_scale (self);
}

/* --- what stands above it --- */

static void
show_margin (LabCompareView *self)
{
  g_autofree char *margin = lab_unit_format (LAB_UNIT_NUMBER, self->set->margin);
  gboolean fixed = self->set->baseline_run != NULL;
  g_autofree char *text = g_strdup_printf (
    fixed ? _("Margin %s, fixed before the run") : _("Margin %s"), margin);

  gtk_label_set_text (self->margin_label, text);
  gtk_widget_set_visible (self->lock, fixed);
}

static void
show_baseline_cost (LabCompareView   *self,
                    const LabRunInfo *base)
{
  g_autofree char *cost = lab_format_sum (&base->cost);
  /* Translators: what the baseline cost. */
  g_autofree char *name = g_strdup_printf (_("Cost of the baseline: %s"), cost);

  gtk_menu_button_set_label (self->baseline_cost, cost);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->baseline_cost),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_baseline (LabCompareView *self)
{
  const LabRunInfo *base = self->set->baseline_run;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->baseline_cost), base != NULL);

  if (base == NULL)
    {
      gtk_label_set_text (self->baseline, _("No baseline yet"));
      gtk_button_set_label (self->measure, _("Measure Baseline"));
      return;
    }
  text = g_strdup_printf (ngettext ("Baseline · %u task", "Baseline · %u tasks", base->n_done),
                          base->n_done);
  gtk_label_set_text (self->baseline, text);
  show_baseline_cost (self, base);
  gtk_button_set_label (self->measure, _("Measure Again"));
}

/* What a new baseline would be run on, until somebody says otherwise. */
static void
suggest_terms (LabCompareView *self)
{
  const LabRunInfo *base = self->set->baseline_run;
  GtkAdjustment *tasks = gtk_spin_button_get_adjustment (self->n_tasks);

  gtk_adjustment_set_upper (tasks, self->set->most_tasks);
  if (self->terms_touched)
    return;
  gtk_adjustment_set_value (tasks, base != NULL ? base->n_planned : self->set->n_tasks);
  gtk_spin_button_set_value (self->margin, self->set->margin);
  self->terms_touched = FALSE;
}

static void
show_left_out (LabCompareView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->set->left_out->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) self->set->left_out->pdata[i]);
  gtk_label_set_text (self->left_out, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), text->len > 0);
}

static void
show_state (LabCompareView *self)
{
  gboolean busy = lab_compare_view_is_busy (self);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    {
      lab_placeholder_clear (self->placeholder);
      gtk_stack_set_visible_child_name (self->stack, "comparison");
      return;
    }
  if (busy)
    lab_placeholder_show_loading (self->placeholder,
                                  self->set->baseline_run == NULL ? _("Measuring the Baseline") :
                                                                    _("Running the First Tasks"));
  else if (self->set->baseline_run == NULL)
    lab_placeholder_show_empty (self->placeholder, "view-dual-symbolic", _("No Comparison Yet"),
                                _("Measure a baseline, then try one idea against it."),
                                _("Measure Baseline"));
  else
    lab_placeholder_show_empty (self->placeholder, "view-dual-symbolic",
                                _("Nothing to Compare Yet"),
                                _("The baseline is measured. Choose above what to try against it."),
                                _("Run Comparison"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

static void
show_set (LabCompareView *self)
{
  show_baseline (self);
  show_margin (self);
  suggest_terms (self);
  show_left_out (self);
  fill_list (self);
  lab_compare_view_offer_details (self);
  lab_compare_view_show_selected (self);
  show_state (self);
  lab_compare_view_update_banner (self);
  lab_compare_view_update_actions (self);
}

/* --- reading --- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabCompareView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabComparisonSet) set = lab_comparison_set_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (set != NULL)
    {
      g_clear_pointer (&self->set, lab_comparison_set_free);
      self->set = g_steal_pointer (&set);
      show_set (self);
    }
  else
    {
      lab_placeholder_show_gerror (self->placeholder, _("The Runs Could Not Be Compared"), error,
                                   _("Try Again"));
      gtk_stack_set_visible_child_name (self->stack, "placeholder");
    }
  if (self->stale)
    lab_compare_view_queue_load (self);
  self->stale = FALSE;
}

void
lab_compare_view_load (LabCompareView *self)
{
  LabContext *context = lab_desk_get_context (self->desk);
  LabComparisonQuery query = LAB_COMPARISON_QUERY_INIT;
  LabComparisonServices services = {
    .store = lab_context_get_store (context),
    .baselines = lab_context_get_baselines (context),
    .catalogue = lab_context_get_catalogue (context),
    .clock = lab_context_get_clock (context),
  };

  g_clear_handle_id (&self->reload, g_source_remove);
  if (self->loading)
    {
      self->stale = TRUE;
      return;
    }
  self->loading = TRUE;
  lab_comparison_set_load_async (&services, lab_compare_view_get_experiment (self), &query,
                                 self->cancellable, loaded_cb, g_object_ref (self));
}

static gboolean
reload_cb (gpointer user_data)
{
  LabCompareView *self = user_data;

  self->reload = 0;
  lab_compare_view_load (self);
  return G_SOURCE_REMOVE;
}

void
lab_compare_view_queue_load (LabCompareView *self)
{
  if (self->reload == 0)
    self->reload = g_timeout_add (RELOAD_MS, reload_cb, self);
}

void
lab_compare_view_reset (LabCompareView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = self->stale = self->terms_touched = FALSE;
  g_clear_pointer (&self->set, lab_comparison_set_free);
  g_clear_pointer (&self->trouble, g_free);
  self->filling = TRUE;
  g_list_store_remove_all (self->items);
  self->filling = FALSE;
  lab_compare_view_show_selected (self);
  lab_task_page_close (self->task_page);
  gtk_stack_set_visible_child_name (self->pages, "main");
  lab_placeholder_show_loading (self->placeholder, _("Comparing the Runs"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
  lab_compare_view_update_banner (self);
}
