/* lab-stack.h: strategies in their order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-strategy.h"

G_BEGIN_DECLS

/**
 * LabStackResult:
 * @request: what is to be sent
 * @answer: (nullable): a strategy's answer; nothing is sent
 * @notes: (element-type LabStrategyNote): one per strategy that was asked
 * @seen: (element-type LabRequest): the request as each of those received it
 */
typedef struct
{
  LabRequest *request;
  LabResponse *answer;
  gboolean deferred;
  GPtrArray *notes;
  GPtrArray *seen;
} LabStackResult;

LabStackResult *lab_stack_result_new (const LabRequest *request);
void lab_stack_result_free (LabStackResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabStackResult, lab_stack_result_free)

#define LAB_TYPE_STACK (lab_stack_get_type ())
G_DECLARE_INTERFACE (LabStack, lab_stack, LAB, STACK, GObject)

struct _LabStackInterface
{
  GTypeInterface parent_iface;

  void (*run_async) (LabStack            *self,
                     const LabRequest    *request,
                     LabStrategyContext  *context,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data);
  LabStackResult *(*run_finish) (LabStack      *self,
                                 GAsyncResult  *result,
                                 GError       **error);
  void (*observe_async) (LabStack             *self,
                         const LabStackResult *result,
                         const LabResponse    *response,
                         LabStrategyContext   *context,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data);
  gboolean (*observe_finish) (LabStack      *self,
                              GAsyncResult  *result,
                              GError       **error);
  char *(*to_string) (LabStack *self);
};

/* Runs the strategies in order until one answers. A cache that fails is
 * bypassed and noted; any other failure ends the operation with
 * STRATEGY_APPLICATION_FAILED naming the strategy. */
void lab_stack_run_async (LabStack            *self,
                          const LabRequest    *request,
                          LabStrategyContext  *context,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
LabStackResult *lab_stack_run_finish (LabStack      *self,
                                      GAsyncResult  *result,
                                      GError       **error);
/* Shows the answer to every strategy that was asked, last first. */
void lab_stack_observe_async (LabStack             *self,
                              const LabStackResult *result,
                              const LabResponse    *response,
                              LabStrategyContext   *context,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean lab_stack_observe_finish (LabStack      *self,
                                   GAsyncResult  *result,
                                   GError       **error);
/* name:key=value;name … in order. (transfer full) */
char *lab_stack_to_string (LabStack *self);

G_END_DECLS
