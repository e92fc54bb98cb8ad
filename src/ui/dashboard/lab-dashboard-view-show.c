/* lab-dashboard-view-show.c: an overview on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dashboard-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "dashboard/lab-dearest-row.h"

const char *
lab_dashboard_view_name_origin (LabOrigin origin)
{
  switch (origin)
    {
    case LAB_ORIGIN_LIVE:
      return C_ ("origin", "Live");
    case LAB_ORIGIN_IMPORTED:
      return C_ ("origin", "Imported");
    case LAB_ORIGIN_REPLAYED:
      return C_ ("origin", "Replayed");
    case LAB_ORIGIN_PRACTICE:
    default:
      return C_ ("origin", "Practice");
    }
}

/* "+12 % on the 7 days before". (transfer full) */
static char *
say_change (LabDashboardView *self,
            double            now,
            double            before)
{
  g_autofree char *change = NULL;

  if (!self->shown->has_before || !(before > 0))
    return g_strdup ("");
  change = lab_unit_format_signed (LAB_UNIT_SHARE,
                                   (double) (gint64) ((now - before) / before * 100 +
                                                      (now < before ? -0.5 : 0.5)) / 100);
  /* Translators: how a figure has changed, then what it is compared with:
   * "+12 % on the 7 days before". */
  return g_strdup_printf (_("%s on %s"), change, lab_dashboard_name_before (self->range));
}

static void
show_spend (LabDashboardView *self)
{
  const LabOverviewSum *total = &self->shown->total;
  g_autofree char *figure = lab_format_sum (&total->cost);
  g_autofree char *note = say_change (self, (double) total->cost.amount,
                                      (double) self->shown->before.cost.amount);

  lab_tile_set (self->spend, figure, note);
}

/* What is not in the amounts is more to know than how the count has changed. */
static void
show_calls (LabDashboardView *self)
{
  const LabOverviewSum *total = &self->shown->total;
  g_autofree char *figure = lab_format_count ((gint64) total->n_calls);
  g_autofree char *unpriced = lab_format_count (total->cost.n_unpriced);
  g_autofree char *note =
    total->cost.n_unpriced > 0
      ? g_strdup_printf (ngettext ("%s unpriced", "%s unpriced", (gulong) total->cost.n_unpriced),
                         unpriced)
      : say_change (self, (double) total->n_calls, (double) self->shown->before.n_calls);

  lab_tile_set (self->calls, figure, note);
}

static void
show_average (LabDashboardView *self)
{
  LabMoney now = 0, before = 0;
  gboolean known = lab_overview_sum_get_average (&self->shown->total, &now);
  g_autofree char *figure = known ? lab_format_money (now) : g_strdup (C_ ("cost", "unpriced"));
  g_autofree char *note = NULL;

  lab_overview_sum_get_average (&self->shown->before, &before);
  note = known ? say_change (self, (double) now, (double) before) : g_strdup ("");
  lab_tile_set (self->average, figure, note);
}

static int
to_points (double share)
{
  return (int) (share * 100 + (share < 0 ? -0.5 : 0.5));
}

static void
show_cache (LabDashboardView *self)
{
  double now = 0, before = 0;
  gboolean known = lab_overview_sum_get_cache_share (&self->shown->total, &now);
  gboolean compared = self->shown->has_before &&
                      lab_overview_sum_get_cache_share (&self->shown->before, &before);
  g_autofree char *figure =
    known ? lab_unit_format (LAB_UNIT_SHARE, to_points (now) / 100.0) : g_strdup ("–");
  g_autofree char *note = g_strdup (_("of input tokens"));

  if (known && compared)
    {
      int points = to_points (now) - to_points (before);
      g_autofree char *change = lab_unit_format_signed (LAB_UNIT_NUMBER, points);

      g_free (note);
      /* Translators: how a share has changed, in percentage points with their
       * sign, and what it is compared with. */
      note = g_strdup_printf (ngettext ("%s point on %s", "%s points on %s",
                                        (gulong) ABS (points)),
                              change, lab_dashboard_name_before (self->range));
    }
  lab_tile_set (self->cache, figure, note);
}

static void
show_caption (LabDashboardView *self)
{
  const LabCostOverview *shown = self->shown;
  g_autofree char *range = lab_dashboard_name_range (shown, self->range);
  g_autofree char *text = NULL;

  if (shown->is_ahead)
    /* Translators: a stretch of time and the origin of the money. */
    text = g_strdup_printf (_("%s · %s · practice lives ahead of the clock, so the last calls are "
                              "later than now"),
                            range, lab_dashboard_view_name_origin (shown->origin));
  else
    /* Translators: a stretch of time, and the origin of the money. */
    text = g_strdup_printf (_("%s · %s"), range, lab_dashboard_view_name_origin (shown->origin));
  gtk_label_set_text (self->caption, text);
}

/* Only what there is can be chosen, and one alone needs no choosing. */
static void
show_origins (LabDashboardView *self)
{
  GtkWidget *buttons[LAB_N_ORIGINS] = { self->practice, self->live, self->imported,
                                        self->replayed };
  guint n = 0;

  for (guint i = 0; i < LAB_N_ORIGINS; i++)
    {
      gboolean there = (self->shown->origins & 1u << i) != 0;

      gtk_widget_set_visible (buttons[i], there);
      n += there;
    }
  gtk_widget_set_visible (self->origins, n > 1);
}

static gboolean
has_same_dearest (LabDashboardView *self)
{
  GtkListBoxRow *row;
  int i = 0;

  for (; (row = gtk_list_box_get_row_at_index (self->dearest, i)) != NULL; i++)
    {
      const LabCallRecord *call = i < (int) self->shown->dearest->len
                                    ? g_ptr_array_index (self->shown->dearest, i)
                                    : NULL;

      if (call == NULL ||
          !g_str_equal (call->id, lab_dearest_row_get_call_id (LAB_DEAREST_ROW (row))))
        return FALSE;
    }
  return i == (int) self->shown->dearest->len;
}

/* Rows that stay keep the focus that is on them. */
static void
show_dearest (LabDashboardView *self)
{
  gint64 now = lab_clock_now (lab_desk_get_clock (self->desk));
  GtkListBoxRow *row;

  if (has_same_dearest (self))
    return;
  while ((row = gtk_list_box_get_row_at_index (self->dearest, 0)) != NULL)
    gtk_list_box_remove (self->dearest, GTK_WIDGET (row));
  for (guint i = 0; i < self->shown->dearest->len; i++)
    gtk_list_box_append (self->dearest,
                         lab_dearest_row_new (g_ptr_array_index (self->shown->dearest, i), now));
}

static void
show_charts (LabDashboardView *self)
{
  const LabCostOverview *shown = self->shown;

  lab_chart_set_model (self->spend_chart,
                       lab_dashboard_spend_chart (shown, self->range, self->slots));
  lab_chart_set_model (self->bucket_chart, lab_dashboard_bucket_chart (shown));
  lab_chart_set_model (self->spread_chart, lab_dashboard_spread_chart (shown));
  if (shown->runs->len > 0)
    lab_chart_set_model (self->runs_chart, lab_dashboard_runs_chart (shown));
  gtk_stack_set_visible_child_name (self->runs, shown->runs->len > 0 ? "chart" : "hint");
}

static const char *
get_empty_title (LabOverviewRange range)
{
  switch (range)
    {
    case LAB_OVERVIEW_TODAY:
      return _("No Calls Today");
    case LAB_OVERVIEW_30_DAYS:
      return _("No Calls in These 30 Days");
    case LAB_OVERVIEW_EXPERIMENT:
      return _("No Calls in This Experiment");
    case LAB_OVERVIEW_7_DAYS:
    case LAB_OVERVIEW_DAY:
    default:
      return _("No Calls in These 7 Days");
    }
}

static void
show_empty (LabDashboardView *self)
{
  gboolean is_short = self->range == LAB_OVERVIEW_TODAY || self->range == LAB_OVERVIEW_7_DAYS;

  lab_placeholder_show_empty (self->placeholder, "lab-chart-symbolic",
                              get_empty_title (self->range),
                              _("What is sent in the Sandbox and in runs is added up here, call by "
                                "call."),
                              is_short ? _("Show 30 Days") : _("Open Sandbox"));
  if (is_short)
    lab_placeholder_offer (self->placeholder, _("Open Sandbox"), "win.view::sandbox");
  gtk_stack_set_visible_child_name (self->body, "placeholder");
}

void
lab_dashboard_view_show_overview (LabDashboardView *self)
{
  show_origins (self);
  g_object_notify (G_OBJECT (self), "origin");
  if (self->shown->periods == NULL || self->shown->total.n_calls == 0)
    {
      show_empty (self);
      return;
    }
  show_caption (self);
  show_spend (self);
  show_calls (self);
  show_average (self);
  show_cache (self);
  show_charts (self);
  show_dearest (self);
  lab_placeholder_clear (self->placeholder);
  gtk_stack_set_visible_child_name (self->body, "figures");
}

void
lab_dashboard_view_show_day (LabDashboardView *self)
{
  g_autofree char *cost = lab_format_sum (&self->day->total.cost);
  g_autofree char *calls = lab_format_count ((gint64) self->day->total.n_calls);
  g_autofree char *note = g_strdup_printf (
    ngettext ("%s call · %s", "%s calls · %s", (gulong) self->day->total.n_calls), calls, cost);

  gtk_label_set_text (self->crumb_note, note);
  lab_chart_set_model (self->day_chart,
                       lab_dashboard_spend_chart (self->day, LAB_OVERVIEW_DAY, self->slots));
}

void
lab_dashboard_view_show_error (LabDashboardView *self,
                               const GError     *error)
{
  if (g_str_equal (lab_dashboard_view_get_page (self), "overview"))
    {
      lab_placeholder_show_gerror (self->placeholder, _("The Figures Could Not Be Read"), error,
                                   _("Try Again"));
      gtk_stack_set_visible_child_name (self->body, "placeholder");
    }
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}
