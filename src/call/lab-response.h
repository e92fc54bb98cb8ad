/* lab-response.h: what a model answered, and what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-money.h"
#include "lab-usage.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_FINISH_UNKNOWN,
  LAB_FINISH_STOP,
  LAB_FINISH_LENGTH,
  LAB_FINISH_TOOL_CALLS,
  LAB_FINISH_CONTENT_FILTER,
  LAB_FINISH_REFUSAL,
  LAB_FINISH_CUT, /* the stream ended without its terminal event */
} LabFinish;

const char *lab_finish_to_string (LabFinish finish);
gboolean lab_finish_from_string (const char *text,
                                 LabFinish  *finish);

/**
 * LabCostState:
 * @LAB_COST_KNOWN: reported usage and a price row
 * @LAB_COST_ESTIMATED: a price row, and usage that was counted, estimated or
 *   taken at its worst case; the basis says which
 * @LAB_COST_UNPRICED: no price row; the amount means nothing and is never 0
 */
typedef enum
{
  LAB_COST_KNOWN,
  LAB_COST_ESTIMATED,
  LAB_COST_UNPRICED,
} LabCostState;

const char *lab_cost_state_to_string (LabCostState state);
gboolean lab_cost_state_from_string (const char   *text,
                                     LabCostState *state);

/**
 * LabResponse:
 * @model: as the provider says, dated; priced by it
 * @service_tier: (nullable): as served
 * @latency_us: request sent to last byte; @ttft_us to the first text, or
 *   LAB_TIME_UNKNOWN
 * @raw_usage: (nullable): the usage object's JSON as it came
 * @answered_by: (nullable): the strategy that answered without the provider
 *
 * A plain owned value.
 */
typedef struct
{
  char *content;
  char *tool_calls; /* (nullable): JSON array, as it came */
  LabFinish finish;
  char *provider;
  char *model;
  char *service_tier;
  char *request_id;
  LabUsage usage;
  LabCostState cost_state;
  LabMoney cost;
  gint64 latency_us;
  gint64 ttft_us;
  gint64 timestamp;
  char *raw_usage;
  char *answered_by;
} LabResponse;

#define LAB_TIME_UNKNOWN G_GINT64_CONSTANT (-1)
#define LAB_TYPE_RESPONSE (lab_response_get_type ())
GType lab_response_get_type (void);

/* Finish unknown, cost unpriced, times unknown, content "". */
LabResponse *lab_response_new (void);
LabResponse *lab_response_copy (const LabResponse *self);
void lab_response_free (LabResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabResponse, lab_response_free)

/* Text as it arrives; NUL-terminated whole UTF-8 characters. */
typedef void (*LabDeltaFunc) (const char *text,
                              gpointer    user_data);

/**
 * LabRetryFunc:
 * @attempt: the one to come, from 2
 * @max_attempts: that the operation may take
 * @wait_us: until then
 * @reason: why the attempt before it came to nothing
 *
 * An attempt failed in a way that may pass, and another is waited for.
 */
typedef void (*LabRetryFunc) (guint         attempt,
                              guint         max_attempts,
                              gint64        wait_us,
                              const GError *reason,
                              gpointer      user_data);

G_END_DECLS
