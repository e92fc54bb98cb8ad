/* lab-session-config.c: what a session and a run are given
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-session.h"

#include <string.h>

static const char * const isolation_names[] = {
  [LAB_ISOLATION_USER] = "user",
  [LAB_ISOLATION_EXPERIMENT] = "experiment",
};

const char *
lab_isolation_level_to_string (LabIsolationLevel level)
{
  g_return_val_if_fail (level < G_N_ELEMENTS (isolation_names), NULL);

  return isolation_names[level];
}

gboolean
lab_isolation_level_from_string (const char        *text,
                                 LabIsolationLevel *level)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (isolation_names); i++)
    if (g_str_equal (text, isolation_names[i]))
      {
        *level = (LabIsolationLevel) i;
        return TRUE;
      }
  return FALSE;
}

LabSessionConfig *
lab_session_config_new (void)
{
  LabSessionConfig *self = g_new0 (LabSessionConfig, 1);

  self->isolation = LAB_ISOLATION_EXPERIMENT;
  self->budget = LAB_UNSET;
  self->max_attempts = LAB_SESSION_DEFAULT_ATTEMPTS;
  self->keep_text = TRUE;
  return self;
}

LabSessionConfig *
lab_session_config_copy (const LabSessionConfig *self)
{
  LabSessionConfig *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->experiment_id = g_strdup (self->experiment_id);
  copy->provider = g_strdup (self->provider);
  copy->api_key = g_strdup (self->api_key);
  copy->fallback_models = g_strdupv (self->fallback_models);
  return copy;
}

void
lab_session_config_clear_key (LabSessionConfig *self)
{
  g_return_if_fail (self != NULL);

  if (self->api_key == NULL)
    return;
  explicit_bzero (self->api_key, strlen (self->api_key));
  g_clear_pointer (&self->api_key, g_free);
}

void
lab_session_config_free (LabSessionConfig *self)
{
  if (self == NULL)
    return;

  g_free (self->experiment_id);
  g_free (self->provider);
  lab_session_config_clear_key (self);
  g_strfreev (self->fallback_models);
  g_free (self);
}

LabRunConfig *
lab_run_config_new (void)
{
  LabRunConfig *self = g_new0 (LabRunConfig, 1);

  self->max_output_tokens = LAB_UNSET;
  self->budget = LAB_UNSET;
  self->concurrency = 1;
  return self;
}

LabRunConfig *
lab_run_config_copy (const LabRunConfig *self)
{
  LabRunConfig *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->run_id = g_strdup (self->run_id);
  copy->name = g_strdup (self->name);
  copy->kind = g_strdup (self->kind);
  copy->workload = self->workload != NULL ? g_object_ref (self->workload) : NULL;
  copy->stack = self->stack != NULL ? g_object_ref (self->stack) : NULL;
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  copy->temperature = g_strdup (self->temperature);
  copy->reasoning_effort = g_strdup (self->reasoning_effort);
  copy->payload = g_strdup (self->payload);
  return copy;
}

void
lab_run_config_free (LabRunConfig *self)
{
  if (self == NULL)
    return;

  g_free (self->run_id);
  g_free (self->name);
  g_free (self->kind);
  g_clear_object (&self->workload);
  g_clear_object (&self->stack);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->temperature);
  g_free (self->reasoning_effort);
  g_free (self->payload);
  g_free (self);
}

void
lab_run_result_free (LabRunResult *self)
{
  if (self == NULL)
    return;

  g_free (self->run_id);
  g_free (self->status);
  g_clear_error (&self->error);
  g_free (self);
}
