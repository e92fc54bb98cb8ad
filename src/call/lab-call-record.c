/* lab-call-record.c: one attempt, as the ledger keeps it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-call-record.h"
#include "lab-names-private.h"

static const char *const origin_names[] = { "practice", "live", "imported", "replayed" };
static const char *const status_names[] = {
  "ok", "cut", "cancelled", "refused", "failed", "answered", "lost",
};
static const char *const purpose_names[] = { "task", "strategy", "judge" };

const char *
lab_origin_to_string (LabOrigin origin)
{
  return lab_names_get (origin_names, G_N_ELEMENTS (origin_names), origin);
}

gboolean
lab_origin_from_string (const char *text,
                        LabOrigin  *origin)
{
  int found = lab_names_find (origin_names, G_N_ELEMENTS (origin_names), text);

  g_return_val_if_fail (origin != NULL, FALSE);

  if (found >= 0)
    *origin = (LabOrigin) found;
  return found >= 0;
}

const char *
lab_call_status_to_string (LabCallStatus status)
{
  return lab_names_get (status_names, G_N_ELEMENTS (status_names), status);
}

gboolean
lab_call_status_from_string (const char    *text,
                             LabCallStatus *status)
{
  int found = lab_names_find (status_names, G_N_ELEMENTS (status_names), text);

  g_return_val_if_fail (status != NULL, FALSE);

  if (found >= 0)
    *status = (LabCallStatus) found;
  return found >= 0;
}

const char *
lab_purpose_to_string (LabPurpose purpose)
{
  return lab_names_get (purpose_names, G_N_ELEMENTS (purpose_names), purpose);
}

gboolean
lab_purpose_from_string (const char *text,
                         LabPurpose *purpose)
{
  int found = lab_names_find (purpose_names, G_N_ELEMENTS (purpose_names), text);

  g_return_val_if_fail (purpose != NULL, FALSE);

  if (found >= 0)
    *purpose = (LabPurpose) found;
  return found >= 0;
}

/* Where a record's texts stand, so that copying and freeing forget none. */
static const gsize text_fields[] = {
  G_STRUCT_OFFSET (LabCallRecord, id),
  G_STRUCT_OFFSET (LabCallRecord, profile_id),
  G_STRUCT_OFFSET (LabCallRecord, experiment_id),
  G_STRUCT_OFFSET (LabCallRecord, session_id),
  G_STRUCT_OFFSET (LabCallRecord, run_id),
  G_STRUCT_OFFSET (LabCallRecord, operation_id),
  G_STRUCT_OFFSET (LabCallRecord, provider),
  G_STRUCT_OFFSET (LabCallRecord, model),
  G_STRUCT_OFFSET (LabCallRecord, model_served),
  G_STRUCT_OFFSET (LabCallRecord, service_tier),
  G_STRUCT_OFFSET (LabCallRecord, cost_basis),
  G_STRUCT_OFFSET (LabCallRecord, price_row),
  G_STRUCT_OFFSET (LabCallRecord, request_hash),
  G_STRUCT_OFFSET (LabCallRecord, strategies),
  G_STRUCT_OFFSET (LabCallRecord, tags),
  G_STRUCT_OFFSET (LabCallRecord, raw_usage),
  G_STRUCT_OFFSET (LabCallRecord, error_code),
  G_STRUCT_OFFSET (LabCallRecord, error_message),
  G_STRUCT_OFFSET (LabCallRecord, task_key),
  G_STRUCT_OFFSET (LabCallRecord, prompt),
  G_STRUCT_OFFSET (LabCallRecord, answer),
};

LabCallRecord *
lab_call_record_new (void)
{
  LabCallRecord *self = g_new0 (LabCallRecord, 1);

  self->id = g_uuid_string_random ();
  self->attempt = 1;
  self->usage = (LabUsage) LAB_USAGE_INIT;
  self->cost_state = LAB_COST_UNPRICED;
  self->latency_us = LAB_TIME_UNKNOWN;
  self->ttft_us = LAB_TIME_UNKNOWN;
  self->timestamp = LAB_TIME_UNKNOWN;
  self->strategies = g_strdup ("[]");
  self->score = LAB_SCORE_NONE;
  return self;
}

LabCallRecord *
lab_call_record_copy (const LabCallRecord *self)
{
  LabCallRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    G_STRUCT_MEMBER (char *, copy, text_fields[i]) =
      g_strdup (G_STRUCT_MEMBER (char *, self, text_fields[i]));
  return copy;
}

void
lab_call_record_free (LabCallRecord *self)
{
  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    g_free (G_STRUCT_MEMBER (char *, self, text_fields[i]));
  g_free (self);
}
