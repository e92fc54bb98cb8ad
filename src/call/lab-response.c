/* lab-response.c: what a model answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-names-private.h"
#include "lab-response.h"

G_DEFINE_BOXED_TYPE (LabResponse, lab_response, lab_response_copy, lab_response_free)

static const char *const finish_names[] = {
  "unknown", "stop", "length", "tool_calls", "content_filter", "refusal", "cut",
};
static const char *const cost_state_names[] = { "known", "estimated", "unpriced" };

const char *
lab_finish_to_string (LabFinish finish)
{
  return lab_names_get (finish_names, G_N_ELEMENTS (finish_names), finish);
}

gboolean
lab_finish_from_string (const char *text,
                        LabFinish  *finish)
{
  int found = lab_names_find (finish_names, G_N_ELEMENTS (finish_names), text);

  g_return_val_if_fail (finish != NULL, FALSE);

  if (found >= 0)
    *finish = (LabFinish) found;
  return found >= 0;
}

const char *
lab_cost_state_to_string (LabCostState state)
{
  return lab_names_get (cost_state_names, G_N_ELEMENTS (cost_state_names), state);
}

gboolean
lab_cost_state_from_string (const char   *text,
                            LabCostState *state)
{
  int found = lab_names_find (cost_state_names, G_N_ELEMENTS (cost_state_names), text);

  g_return_val_if_fail (state != NULL, FALSE);

  if (found >= 0)
    *state = (LabCostState) found;
  return found >= 0;
}

LabResponse *
lab_response_new (void)
{
  LabResponse *self = g_new0 (LabResponse, 1);

  self->content = g_strdup ("");
  self->finish = LAB_FINISH_UNKNOWN;
  self->usage = (LabUsage) LAB_USAGE_INIT;
  self->cost_state = LAB_COST_UNPRICED;
  self->latency_us = LAB_TIME_UNKNOWN;
  self->ttft_us = LAB_TIME_UNKNOWN;
  self->timestamp = LAB_TIME_UNKNOWN;
  return self;
}

LabResponse *
lab_response_copy (const LabResponse *self)
{
  LabResponse *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->content = g_strdup (self->content);
  copy->tool_calls = g_strdup (self->tool_calls);
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  copy->service_tier = g_strdup (self->service_tier);
  copy->request_id = g_strdup (self->request_id);
  copy->raw_usage = g_strdup (self->raw_usage);
  copy->answered_by = g_strdup (self->answered_by);
  return copy;
}

void
lab_response_free (LabResponse *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->content);
  g_free (self->tool_calls);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->service_tier);
  g_free (self->request_id);
  g_free (self->raw_usage);
  g_free (self->answered_by);
  g_free (self);
}
