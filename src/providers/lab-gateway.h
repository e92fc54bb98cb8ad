/* lab-gateway.h: one operation, from reservation to record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-budget-gate.h"
#include "lab-call-sink.h"
#include "lab-clock.h"
#include "lab-log.h"
#include "lab-price-catalogue.h"
#include "lab-provider.h"
#include "lab-rate-bucket.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabCallContext:
 *
 * Who calls, for what, and what is allowed. A plain owned value; the session
 * fills it in.
 *
 * @max_attempts: wire requests of one model, from 1
 * @fallback_models: (nullable): "provider/model" to try, in order, when the
 *   one asked for stays unavailable; each is priced as what served it
 * @faults: (nullable): what practice does to the attempts, one word each;
 *   those beyond it are spared
 * @allow_unpriced: whether this operation may be made under a budget though
 *   no price is known
 * @strategies: (nullable): the notes' JSON
 * @keep_text: whether prompt and answer are kept with the record
 * @keep_prompt: the prompt alone; an answer may be wanted to judge it
 */
typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *session_id;
  char *run_id;
  char *operation_id;
  LabPurpose purpose;
  char *task_key;
  guint replicate;
  guint64 seed;
  char *partition;
  char *strategies;
  char *tags;
  gboolean keep_text;
  gboolean keep_prompt;
  guint max_attempts;
  GStrv fallback_models;
  GStrv faults;
  gboolean allow_unpriced;
  gint64 timeout_us; /* of one attempt; 0 for none */
  LabAnswerSource *answers;
  LabDeltaFunc delta; /* streamed text, on the caller's context */
  gpointer delta_data;
  LabRetryFunc retrying; /* (nullable): the same */
  gpointer retrying_data;
} LabCallContext;

/* One attempt, a new operation id, text kept. */
LabCallContext *lab_call_context_new (void);
LabCallContext *lab_call_context_copy (const LabCallContext *self);
void lab_call_context_free (LabCallContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCallContext, lab_call_context_free)

#define LAB_TYPE_GATEWAY (lab_gateway_get_type ())
G_DECLARE_FINAL_TYPE (LabGateway, lab_gateway, LAB, GATEWAY, GObject)

/**
 * lab_gateway_new:
 * @gate: (nullable): no budgets where NULL
 * @sink: every attempt is recorded here before its operation is answered
 * @log: (nullable)
 *
 * One gateway serves one session: its limits, its sink.
 */
LabGateway *lab_gateway_new (LabPriceCatalogue *catalogue,
                             LabTokenizer      *tokenizer,
                             LabBudgetGate     *gate,
                             LabCallSink       *sink,
                             LabClock          *clock,
                             LabLog            *log);
void lab_gateway_add_provider (LabGateway  *self,
                               LabProvider *provider);
void lab_gateway_set_limits (LabGateway      *self,
                             const LabLimits *limits);

/**
 * lab_gateway_send_async:
 *
 * Reserve the worst case, wait for the limits, send, retry (408, 409, 429,
 * 5xx and lost connections; hints up to ten minutes obeyed, else exponential
 * backoff with full jitter from the context's seed), fall back, price, record.
 * Nothing is tried again once text was handed to the context's delta. What
 * was spent is recorded also when it ends in an error or is cancelled; what
 * is still reserved is given back before the error is answered, except where
 * recording itself failed.
 */
void lab_gateway_send_async (LabGateway           *self,
                             const LabRequest     *request,
                             const LabCallContext *context,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
LabResponse *lab_gateway_send_finish (LabGateway    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

/* Records a strategy's answer: an operation without a wire request, cost
 * known and 0. */
void lab_gateway_record_answer_async (LabGateway           *self,
                                      const LabRequest     *request,
                                      const LabResponse    *answer,
                                      const LabCallContext *context,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean lab_gateway_record_answer_finish (LabGateway    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

/**
 * lab_gateway_worst_case:
 * @priced: (out): FALSE where a model has no price, or images are sent, whose
 *   tokens nobody can count here; such a model adds nothing to @worst_case
 *
 * The most that one operation may cost: the upper end of the input count at
 * the dearest rate that may apply (also of the default tier, where another
 * was asked for), the output cap (the model's own where unset), times
 * attempts, plus every fallback.
 */
gboolean lab_gateway_worst_case (LabGateway            *self,
                                 const LabRequest      *request,
                                 const LabCallContext  *context,
                                 LabMoney              *worst_case,
                                 gboolean              *priced,
                                 GError               **error);

G_END_DECLS
