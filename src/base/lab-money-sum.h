/* lab-money-sum.h: a total that knows what it does not know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-money.h"

G_BEGIN_DECLS

/**
 * LabMoneySum:
 * @amount: the sum of known and estimated amounts, nano-USD
 * @estimated: the part of it that is estimated
 * @n_known: @n_estimated: @n_unpriced: how many amounts of each kind
 *
 * With unpriced amounts the total reads "≥ $X, N unpriced". Amounts of
 * different origin are never put into one sum.
 */
typedef struct
{
  LabMoney amount;
  LabMoney estimated;
  gint64 n_known;
  gint64 n_estimated;
  gint64 n_unpriced;
} LabMoneySum;

#define LAB_MONEY_SUM_INIT                                                                         \
  {                                                                                                \
    0, 0, 0, 0, 0                                                                                  \
  }

gboolean lab_money_sum_add_known (LabMoneySum  *self,
                                  LabMoney      amount,
                                  GError      **error);
gboolean lab_money_sum_add_estimated (LabMoneySum  *self,
                                      LabMoney      amount,
                                      GError      **error);
void lab_money_sum_add_unpriced (LabMoneySum *self);
gboolean lab_money_sum_add (LabMoneySum        *self,
                            const LabMoneySum  *other,
                            GError            **error);
/* "$0.0142", "about $0.0142" where a part is estimated, "≥ $0.0142, 3 calls
 * unpriced". (transfer full) */
char *lab_money_sum_format (const LabMoneySum *self);

G_END_DECLS
