/* lab-call-model.h: the ledger as a list, a page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost-tracker.h"

G_BEGIN_DECLS

/* One call of the list. Its record has no prompt, answer or raw usage; those
 * are read one by one with lab_call_model_get_async(). */
#define LAB_TYPE_CALL_ITEM (lab_call_item_get_type ())
G_DECLARE_FINAL_TYPE (LabCallItem, lab_call_item, LAB, CALL_ITEM, GObject)

/* (transfer none) */
const LabCallRecord *lab_call_item_get_record (LabCallItem *self);

#define LAB_CALL_MODEL_PAGE 200

/* Which calls are wanted. */
typedef enum
{
  LAB_CALL_OUTCOME_ANY,
  LAB_CALL_OUTCOME_ANSWERED, /* whole */
  LAB_CALL_OUTCOME_FAILED,   /* everything else */
  LAB_CALL_OUTCOME_UNPRICED,
} LabCallOutcome;

/**
 * LabCallModel:
 *
 * A GListModel of #LabCallItem, newest first: what was asked for of one
 * profile's calls, as far as it was loaded. It begins with one page and grows
 * by lab_call_model_load_more(); calls recorded meanwhile by its tracker
 * appear at its head once they are in the ledger. While it searches or leaves
 * some out, a new call begins that anew.
 *
 * Properties, all notified: loading; complete (nothing more to load); error
 * (nullable: GError of the last page); search (nullable).
 *
 * Belongs to the thread that made it.
 */
#define LAB_TYPE_CALL_MODEL (lab_call_model_get_type ())
G_DECLARE_FINAL_TYPE (LabCallModel, lab_call_model, LAB, CALL_MODEL, GObject)

/**
 * LabCallScope:
 * @run_id: "" for calls of no run
 * @origin: a LabOrigin, or -1 for all
 * @since, @until: µs, inclusive and exclusive; 0 for no bound
 *
 * Which of a profile's calls; NULL stands for all. A plain value that borrows
 * its strings; begin with LAB_CALL_SCOPE_INIT.
 */
typedef struct
{
  const char *experiment_id;
  const char *run_id;
  const char *provider;
  const char *model;
  gint origin;
  gint64 since;
  gint64 until;
} LabCallScope;

#define LAB_CALL_SCOPE_INIT                                                                        \
  {                                                                                                \
    .origin = -1                                                                                   \
  }

/* The first page is asked for at once. @scope: copied */
LabCallModel *lab_call_model_new_scoped (LabStore           *store,
                                         LabCostTracker     *tracker,
                                         const char         *profile_id,
                                         const LabCallScope *scope);
/* @experiment_id: (nullable): of all experiments. */
LabCallModel *lab_call_model_new (LabStore       *store,
                                  LabCostTracker *tracker,
                                  const char     *profile_id,
                                  const char     *experiment_id);
/* Does nothing while loading or when complete. */
void lab_call_model_load_more (LabCallModel *self);
gboolean lab_call_model_get_loading (LabCallModel *self);
gboolean lab_call_model_get_complete (LabCallModel *self);
/* (nullable) (transfer none) */
const GError *lab_call_model_get_error (LabCallModel *self);
/* Part of a prompt, an answer, a model's name and so on; NULL or "": all. */
void lab_call_model_set_search (LabCallModel *self,
                                const char   *search);
const char *lab_call_model_get_search (LabCallModel *self);

void lab_call_model_set_outcome (LabCallModel   *self,
                                 LabCallOutcome  outcome);
LabCallOutcome lab_call_model_get_outcome (LabCallModel *self);

/* One call with its texts. NOT_FOUND. (transfer full) */
void lab_call_load_async (LabStore            *store,
                          const char          *profile_id,
                          const char          *call_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
LabCallRecord *lab_call_load_finish (GAsyncResult  *result,
                                     GError       **error);
/* The same of the model's profile. */
void lab_call_model_get_async (LabCallModel        *self,
                               const char          *call_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
LabCallRecord *lab_call_model_get_finish (LabCallModel  *self,
                                          GAsyncResult  *result,
                                          GError       **error);

G_END_DECLS
