/* lab-window-notices.c: what the banner has to say, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

typedef struct
{
  char *text;
  char *button;       /* (nullable) */
  LabNoticeFunc func; /* (nullable) */
} Notice;

static void
notice_free (Notice *self)
{
  g_free (self->text);
  g_free (self->button);
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
lab_window_add_notice (LabWindow     *self,
                       const char    *text,
                       const char    *button,
                       LabNoticeFunc  func)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->text = g_strdup (text);
  notice->button = g_strdup (button);
  notice->func = func;
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

  lab_banner_hide (self->banner);
  if (func != NULL)
    func (self);
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

void
lab_window_add_found (LabWindow *self)
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
      lab_window_add_notice (self, text, NULL, NULL);
    }
}
