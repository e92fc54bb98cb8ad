/* lab-budget-gate.h: may this operation be paid for?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/**
 * LabReservation:
 *
 * What the gateway asks for before the first byte of an operation is sent:
 * the most that it may cost, with all permitted attempts, fallbacks and
 * strategy calls. @priced FALSE: no price is known, and a budget refuses it
 * unless its owner allowed that, for the budget or (@allow_unpriced) for this
 * operation.
 */
typedef struct
{
  char *operation_id;
  char *profile_id;
  char *experiment_id;
  char *session_id;
  char *run_id; /* (nullable) */
  char *task_key; /* (nullable) */
  guint replicate;
  LabPurpose purpose;
  LabOrigin origin;
  char *provider;
  char *model;
  gint64 timestamp;
  gboolean priced;
  gboolean allow_unpriced;
  LabMoney worst_case;
} LabReservation;

LabReservation *lab_reservation_new (void);
LabReservation *lab_reservation_copy (const LabReservation *self);
void lab_reservation_free (LabReservation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabReservation, lab_reservation_free)

#define LAB_TYPE_BUDGET_GATE (lab_budget_gate_get_type ())
G_DECLARE_INTERFACE (LabBudgetGate, lab_budget_gate, LAB, BUDGET_GATE, GObject)

struct _LabBudgetGateInterface
{
  GTypeInterface parent_iface;

  void (*reserve_async) (LabBudgetGate        *self,
                         const LabReservation *reservation,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data);
  gboolean (*reserve_finish) (LabBudgetGate  *self,
                              GAsyncResult   *result,
                              GError        **error);
  void (*release_async) (LabBudgetGate       *self,
                         const char          *operation_id,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data);
  gboolean (*release_finish) (LabBudgetGate  *self,
                              GAsyncResult   *result,
                              GError        **error);
};

/* Durable when it finishes: committed + reserved + worst case ≤ cap in every
 * budget that covers the operation, else RESOURCE_LIMIT_EXCEEDED (reason
 * "budget") and nothing was reserved. Opens the operation. */
void lab_budget_gate_reserve_async (LabBudgetGate        *self,
                                    const LabReservation *reservation,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean lab_budget_gate_reserve_finish (LabBudgetGate  *self,
                                         GAsyncResult   *result,
                                         GError        **error);
/* Gives the reservation back where nothing was sent. */
void lab_budget_gate_release_async (LabBudgetGate       *self,
                                    const char          *operation_id,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean lab_budget_gate_release_finish (LabBudgetGate  *self,
                                         GAsyncResult   *result,
                                         GError        **error);

G_END_DECLS
