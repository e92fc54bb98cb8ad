/* lab-strategy-context.h: what a strategy may use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-clock.h"
#include "lab-random.h"
#include "lab-request.h"
#include "lab-response.h"

G_BEGIN_DECLS

/**
 * LabStrategyContext:
 *
 * Handed to strategies by the session: charged model calls, a cache
 * namespace of its own, time and randomness. It holds nothing about the
 * task, its facts or its judge.
 */
#define LAB_TYPE_STRATEGY_CONTEXT (lab_strategy_context_get_type ())
G_DECLARE_INTERFACE (LabStrategyContext, lab_strategy_context, LAB, STRATEGY_CONTEXT, GObject)

struct _LabStrategyContextInterface
{
  GTypeInterface parent_iface;

  LabClock *(*get_clock) (LabStrategyContext *self);
  LabRandom *(*get_random) (LabStrategyContext *self);
  const char *(*get_cache_namespace) (LabStrategyContext *self);
  void (*call_model_async) (LabStrategyContext  *self,
                            const LabRequest    *request,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
  LabResponse *(*call_model_finish) (LabStrategyContext  *self,
                                     GAsyncResult        *result,
                                     GError             **error);
};

/* (transfer none) */
LabClock *lab_strategy_context_get_clock (LabStrategyContext *self);
LabRandom *lab_strategy_context_get_random (LabStrategyContext *self);
/* Caches prefix their keys with it; sessions isolated from each other never
 * share one. */
const char *lab_strategy_context_get_cache_namespace (LabStrategyContext *self);
/* Charged to the operation in hand as overhead, within its budget. */
void lab_strategy_context_call_model_async (LabStrategyContext  *self,
                                            const LabRequest    *request,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
LabResponse *lab_strategy_context_call_model_finish (LabStrategyContext  *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

G_END_DECLS
