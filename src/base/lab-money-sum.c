/* lab-money-sum.c: a total that knows what it does not know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-money-sum.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

gboolean
lab_money_sum_add_known (LabMoneySum  *self,
                         LabMoney      amount,
                         GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!lab_money_add (self->amount, amount, &self->amount, error))
    return FALSE;

  self->n_known++;
  return TRUE;
}

gboolean
lab_money_sum_add_estimated (LabMoneySum  *self,
                             LabMoney      amount,
                             GError      **error)
{
  LabMoney total, estimated;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!lab_money_add (self->amount, amount, &total, error) ||
      !lab_money_add (self->estimated, amount, &estimated, error))
    return FALSE;

  self->amount = total;
  self->estimated = estimated;
  self->n_estimated++;
  return TRUE;
}

void
lab_money_sum_add_unpriced (LabMoneySum *self)
{
  g_return_if_fail (self != NULL);

  self->n_unpriced++;
}

gboolean
lab_money_sum_add (LabMoneySum        *self,
                   const LabMoneySum  *other,
                   GError            **error)
{
  LabMoney total, estimated;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (!lab_money_add (self->amount, other->amount, &total, error) ||
      !lab_money_add (self->estimated, other->estimated, &estimated, error))
    return FALSE;

  self->amount = total;
  self->estimated = estimated;
  self->n_known += other->n_known;
  self->n_estimated += other->n_estimated;
  self->n_unpriced += other->n_unpriced;
  return TRUE;
}

char *
lab_money_sum_format (const LabMoneySum *self)
{
  g_autofree char *amount = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_unpriced > 0 && self->n_known + self->n_estimated == 0)
    return g_strdup (_("unpriced"));

  amount = lab_money_format (self->amount);
  if (self->n_unpriced > 0)
    return g_strdup_printf (ngettext ("≥ %s, %" PRId64 " call unpriced",
                                      "≥ %s, %" PRId64 " calls unpriced",
                                      (gulong) self->n_unpriced),
                            amount,
                            self->n_unpriced);
  if (self->n_estimated > 0)
    /* Translators: an amount of money, part of which is estimated */
    return g_strdup_printf (_("about %s"), amount);
  return g_steal_pointer (&amount);
}
