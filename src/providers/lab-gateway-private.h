/* lab-gateway-private.h: what the gateway and its operations share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cost.h"
#include "lab-gateway.h"
#include "lab-random.h"

G_BEGIN_DECLS

struct _LabGateway
{
  GObject parent_instance;

  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabBudgetGate *gate; /* (nullable) */
  LabCallSink *sink;
  LabClock *clock;
  LabLog *log; /* (nullable) */
  GHashTable *providers; /* name → LabProvider */
  LabLimits limits;
  LabRateBucket requests;
  LabRateBucket tokens;
};

/* One model that may serve an operation: the one asked for, or a fallback.
 * @request names it, as it is sent and recorded. */
typedef struct
{
  LabProvider *provider;
  LabRequest *request;
  gboolean counted;
  LabRequestTokens tokens; /* once counted */
  char *hash;              /* (nullable): of the request, once asked for */
} LabTarget;

void lab_target_free (LabTarget *self);
const char *lab_target_get_hash (LabTarget *self);

/* (element-type LabTarget): the one asked for first. INVALID_REQUEST where a
 * provider is not known here. */
GPtrArray *lab_gateway_list_targets (LabGateway            *self,
                                     const LabRequest      *request,
                                     const LabCallContext  *context,
                                     GError               **error);
void lab_gateway_scheme_for (LabGateway      *self,
                             const LabTarget *target,
                             LabTokenScheme  *scheme);
/* Counts the request's tokens for @target, once. */
gboolean lab_gateway_count (LabGateway  *self,
                            LabTarget   *target,
                            GError     **error);
/* The most one attempt may cost. @priced: (out): FALSE, and @amount 0, where
 * no price is known or images are sent, whose tokens nobody can count here. */
gboolean lab_gateway_attempt_worst_case (LabGateway  *self,
                                         LabTarget   *target,
                                         LabMoney    *amount,
                                         gboolean    *priced,
                                         GError     **error);
/* The worst case over @targets, for a context's attempts. */
gboolean lab_gateway_sum_worst_case (LabGateway            *self,
                                     const LabCallContext  *context,
                                     GPtrArray             *targets,
                                     LabMoney              *worst_case,
                                     gboolean              *priced,
                                     GError               **error);
/* Prices @usage as what served it. @model: (nullable): dated, as the provider
 * said; the one asked for where it did not. */
gboolean lab_gateway_price (LabGateway      *self,
                            const LabTarget *target,
                            const char      *model,
                            const char      *service_tier,
                            gint64           at,
                            const LabUsage  *usage,
                            LabCost         *cost,
                            GError         **error);

/* lab-operation.c: what lab_gateway_send_async() starts. */
void lab_operation_start (LabGateway           *gateway,
                          const LabRequest     *request,
                          const LabCallContext *context,
                          GTask                *task); /* (transfer full) */

/* lab-attempt.c: what became of one wire request. */
typedef struct
{
  LabCallStatus status;
  LabResponse *response; /* (nullable): also of a cut stream */
  GError *error;         /* (nullable) */
  LabUsage usage;
  LabCost cost;
  LabMoney amount;
  LabCostState cost_state;
  char *cost_basis; /* (nullable) */
} LabAttempt;

void lab_attempt_clear (LabAttempt *self);
/**
 * lab_attempt_settle:
 * @self: status, response and error are set; usage and cost are filled in
 * @sent_at: µs
 *
 * Reported usage is priced as it is. A refusal costs nothing. What was not
 * reported is estimated, never 0: counted input with the text that arrived,
 * or, where nothing arrived, the attempt's worst case.
 */
gboolean lab_attempt_settle (LabAttempt  *self,
                             LabGateway  *gateway,
                             LabTarget   *target,
                             gint64       sent_at,
                             GError     **error);

/* The ids and words of a record that no attempt changes. (transfer full) */
LabCallRecord *lab_gateway_new_record (LabGateway           *self,
                                       const LabRequest     *request,
                                       const char           *request_hash,
                                       const LabCallContext *context);

/* lab-retry.c: whether an error may go away by itself, and how long to wait
 * before attempt @attempt + 1: the vendor's hint, else full jitter over an
 * exponential cap (500 ms × 2^(attempt − 1), at most 60 s; AWS Architecture
 * Blog, "Exponential backoff and jitter", 2015). */
gboolean lab_retry_is_worth_it (const GError *error);
gint64 lab_retry_delay (const GError *error,
                        guint         attempt,
                        LabRandom    *random);

G_END_DECLS
