/* lab-strategy-stack.h: strategies, run one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stack.h"

G_BEGIN_DECLS

/**
 * LabStrategyStack:
 *
 * Implements LabStack over a list of strategies.
 *
 * A strategy that fails with CACHE_INVALIDATION is bypassed: the call goes on
 * with the request as it was, and a note with the action "bypassed" says why.
 * Cancelling stays G_IO_ERROR_CANCELLED. Everything else, and a rewritten
 * request that could not be sent, is STRATEGY_APPLICATION_FAILED with the
 * strategy in the context "strategy" and the cause's code in "reason".
 *
 * Showing the answer goes on to the last strategy whatever the others do,
 * since the answer is paid for; a cache that fails then is bypassed too, and
 * the first other failure is reported at the end.
 */
#define LAB_TYPE_STRATEGY_STACK (lab_strategy_stack_get_type ())
G_DECLARE_FINAL_TYPE (LabStrategyStack, lab_strategy_stack, LAB, STRATEGY_STACK, GObject)

LabStrategyStack *lab_strategy_stack_new (void);
/* Before the first run only. */
void lab_strategy_stack_append (LabStrategyStack *self,
                                LabStrategy      *strategy);
guint lab_strategy_stack_get_n_strategies (LabStrategyStack *self);
/* (transfer none) */
LabStrategy *lab_strategy_stack_get_strategy (LabStrategyStack *self,
                                              guint             index);
/* How often a strategy was bypassed, in applying or in observing. */
guint lab_strategy_stack_get_n_bypassed (LabStrategyStack *self);

G_END_DECLS
