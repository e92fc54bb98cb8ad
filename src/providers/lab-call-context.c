/* lab-call-context.c: who calls, for what, and what is allowed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-gateway.h"

LabCallContext *
lab_call_context_new (void)
{
  LabCallContext *self = g_new0 (LabCallContext, 1);

  self->operation_id = g_uuid_string_random ();
  self->purpose = LAB_PURPOSE_TASK;
  self->keep_text = TRUE;
  self->keep_prompt = TRUE;
  self->max_attempts = 1;
  return self;
}

LabCallContext *
lab_call_context_copy (const LabCallContext *self)
{
  LabCallContext *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->profile_id = g_strdup (self->profile_id);
  copy->experiment_id = g_strdup (self->experiment_id);
  copy->session_id = g_strdup (self->session_id);
  copy->run_id = g_strdup (self->run_id);
  copy->operation_id = g_strdup (self->operation_id);
  copy->task_key = g_strdup (self->task_key);
  copy->partition = g_strdup (self->partition);
  copy->strategies = g_strdup (self->strategies);
  copy->tags = g_strdup (self->tags);
  copy->fallback_models = g_strdupv (self->fallback_models);
  copy->faults = g_strdupv (self->faults);
  if (copy->answers != NULL)
    g_object_ref (copy->answers);
  return copy;
}

void
lab_call_context_free (LabCallContext *self)
{
  if (self == NULL)
    return;

  g_free (self->profile_id);
  g_free (self->experiment_id);
  g_free (self->session_id);
  g_free (self->run_id);
  g_free (self->operation_id);
  g_free (self->task_key);
  g_free (self->partition);
  g_free (self->strategies);
  g_free (self->tags);
  g_strfreev (self->fallback_models);
  g_strfreev (self->faults);
  g_clear_object (&self->answers);
  g_free (self);
}
