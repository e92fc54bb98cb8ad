/* lab-window-notices.c: what the banner has to say, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-runs.h"

typedef struct
{
  char *text;
  char *button;       /* (nullable) */
  LabNoticeFunc func; /* (nullable) */
  LabExperimentItem *item; /* (nullable) */
} Notice;

static void
notice_free (Notice *self)
{
  g_free (self->text);
  g_free (self->button);
  g_clear_object (&self->item);
  g_free (self);
}

static void
show_first (LabWindow *self)
{
  const Notice *notice = g_queue_peek_head (&self->notices);

  if (notice != NULL)
    lab_banner_show (self->banner, notice->text, notice->button);
}

void
lab_window_add_notice (LabWindow         *self,
                       const char        *text,
                       const char        *button,
                       LabNoticeFunc      func,
                       LabExperimentItem *item)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->text = g_strdup (text);
  notice->button = g_strdup (button);
  notice->func = func;
  g_set_object (&notice->item, item);
  g_queue_push_tail (&self->notices, notice);
  if (self->notices.length == 1)
    show_first (self);
}

void
lab_window_clear_notices (LabWindow *self)
{
  g_queue_clear_full (&self->notices, (GDestroyNotify) notice_free);
}

void
lab_window_notice_activated (LabWindow *self)
{
  const Notice *notice = g_queue_peek_head (&self->notices);
  LabNoticeFunc func = notice != NULL ? notice->func : NULL;
  g_autoptr (LabExperimentItem) item = NULL;

  if (notice != NULL)
    g_set_object (&item, notice->item);
  lab_banner_hide (self->banner);
  if (func != NULL)
    func (self, item);
}

/* It was read; the next one is shown. */
void
lab_window_notice_closed (LabWindow *self)
{
  Notice *notice = g_queue_pop_head (&self->notices);

  if (notice == NULL)
    return;
  notice_free (notice);
  show_first (self);
}

static const char *
name_money (LabOrigin origin)
{
  static const char * const names[] = {
    [LAB_ORIGIN_PRACTICE] = NC_("money", "practice money"),
    [LAB_ORIGIN_LIVE] = NC_("money", "real money"),
    [LAB_ORIGIN_IMPORTED] = NC_("money", "imported money"),
    [LAB_ORIGIN_REPLAYED] = NC_("money", "replayed money"),
  };

  return g_dpgettext2 (NULL, "money", names[origin]);
}

/* The job tells how it ends. */
static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabRunResult) run = lab_desk_run_finish (LAB_DESK (source), result, NULL);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = lab_runs_list_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (runs == NULL)
    lab_window_add_notice (self, error->message, NULL, NULL, NULL);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const LabRunInfo *run = g_ptr_array_index (runs, i);
      g_autofree char *title = lab_run_info_dup_title (run);

      if (g_str_equal (run->status, "interrupted"))
        lab_desk_resume_async (self->desk, run->id, title, LAB_UNSET, resumed_cb, NULL);
    }
}

/* Goes on with every run of the experiment that was cut off. */
static void
resume (LabWindow         *self,
        LabExperimentItem *item)
{
  lab_desk_set_experiment (self->desk, item);
  lab_runs_list_async (lab_context_get_store (lab_desk_get_context (self->desk)),
                       lab_desk_get_profile_id (self->desk),
                       lab_experiment_item_get_experiment (item)->id, NULL, listed_cb,
                       g_object_ref (self));
}

static void
add_cut_off (LabWindow *self)
{
  GListModel *items = lab_desk_get_experiments (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LabExperimentItem) item = g_list_model_get_item (items, i);
      const LabExperiment *experiment = lab_experiment_item_get_experiment (item);
      g_autofree char *text = NULL;

      if (!experiment->interrupted)
        continue;
      text = g_strdup_printf (_("A run of “%s” was cut off. What it did is kept, and it can go "
                                "on from there."),
                              experiment->name);
      lab_window_add_notice (self, text, _("Resume"), resume, item);
    }
}

static void
add_open_calls (LabWindow *self)
{
  const LabFound *found = lab_context_get_found (lab_desk_get_context (self->desk));

  for (LabOrigin origin = 0; origin < G_N_ELEMENTS (found->cost); origin++)
    {
      const LabMoneySum *sum = &found->cost[origin];
      gulong n = (gulong) (sum->n_known + sum->n_estimated + sum->n_unpriced);
      g_autofree char *count = lab_format_count ((gint64) n);
      g_autofree char *money = lab_format_sum (sum);
      g_autofree char *text = NULL;

      if (n == 0)
        continue;
      /* Translators: how many calls, at most how much, of which money. */
      text = g_strdup_printf (
        ngettext ("%s call was under way when the program last ended. What it cost is not known: "
                  "it is counted at the most it can have cost, %s of %s.",
                  "%s calls were under way when the program last ended. What they cost is not "
                  "known: they are counted at the most they can have cost, %s of %s.",
                  n),
        count, money, name_money (origin));
      lab_window_add_notice (self, text, NULL, NULL, NULL);
    }
}

void
lab_window_add_found (LabWindow *self)
{
  add_cut_off (self);
  add_open_calls (self);
}
