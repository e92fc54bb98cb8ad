/* lab-experiment.c: one experiment as a value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-request.h"

static const char * const status_names[] = {
  [LAB_EXPERIMENT_DRAFT] = "draft",
  [LAB_EXPERIMENT_RUNNING] = "running",
  [LAB_EXPERIMENT_COMPLETED] = "completed",
  [LAB_EXPERIMENT_ARCHIVED] = "archived",
};

const char *
lab_experiment_status_to_string (LabExperimentStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (status_names), NULL);

  return status_names[status];
}

gboolean
lab_experiment_status_from_string (const char          *text,
                                   LabExperimentStatus *status)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (g_str_equal (text, status_names[i]))
      {
        *status = (LabExperimentStatus) i;
        return TRUE;
      }
  return FALSE;
}

LabExperiment *
lab_experiment_new (void)
{
  LabExperiment *self = g_new0 (LabExperiment, 1);

  self->id = g_uuid_string_random ();
  self->max_output_tokens = LAB_UNSET;
  return self;
}

LabExperiment *
lab_experiment_copy (const LabExperiment *self)
{
  LabExperiment *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->profile_id = g_strdup (self->profile_id);
  copy->name = g_strdup (self->name);
  copy->description = g_strdup (self->description);
  copy->baseline_id = g_strdup (self->baseline_id);
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  copy->workload = g_strdup (self->workload);
  copy->workload_parameters = g_strdup (self->workload_parameters);
  copy->workload_hash = g_strdup (self->workload_hash);
  copy->temperature = g_strdup (self->temperature);
  copy->reasoning_effort = g_strdup (self->reasoning_effort);
  return copy;
}

void
lab_experiment_free (LabExperiment *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->profile_id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->baseline_id);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->workload);
  g_free (self->workload_parameters);
  g_free (self->workload_hash);
  g_free (self->temperature);
  g_free (self->reasoning_effort);
  g_free (self);
}

/* What has no column of its own. */
static char *
parameters_to_json (const LabExperiment *self)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "tasks", self->tasks);
  lab_json_writer_member_int (writer, "seed", (gint64) self->seed);
  lab_json_writer_member_boolean (writer, "allow_unpriced", self->allow_unpriced);
  if (self->example)
    lab_json_writer_member_boolean (writer, "example", TRUE);
  if (self->max_output_tokens != LAB_UNSET)
    lab_json_writer_member_int (writer, "max_output_tokens", self->max_output_tokens);
  if (self->temperature != NULL)
    lab_json_writer_member_string (writer, "temperature", self->temperature);
  if (self->reasoning_effort != NULL)
    lab_json_writer_member_string (writer, "reasoning_effort", self->reasoning_effort);
  if (self->workload_parameters != NULL)
    {
      lab_json_writer_name (writer, "workload");
      lab_json_writer_raw (writer, self->workload_parameters);
    }
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

LabExperimentRow *
lab_experiment_to_row (const LabExperiment *self)
{
  LabExperimentRow *row = lab_experiment_row_new ();
  gboolean builtin = lab_workload_find_builtin (self->workload) != NULL;

  g_free (row->id);
  row->id = g_strdup (self->id);
  row->profile_id = g_strdup (self->profile_id);
  row->name = g_strdup (self->name);
  row->description = g_strdup (self->description);
  row->status = g_strdup (lab_experiment_status_to_string (self->status));
  row->baseline_id = g_strdup (self->baseline_id);
  row->provider = g_strdup (self->provider);
  row->model = g_strdup (self->model);
  row->workload = g_strdup (builtin ? self->workload : "file");
  row->workload_path = builtin ? NULL : g_strdup (self->workload);
  row->workload_hash = g_strdup (self->workload_hash);
  row->parameters = parameters_to_json (self);
  row->origin = LAB_ORIGIN_PRACTICE;
  row->created_at = self->created_at;
  row->updated_at = self->updated_at;
  return row;
}

static gboolean
read_parameters (LabExperiment  *self,
                 const char     *text,
                 GError        **error)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (text, -1, NULL, 1, error);
  const LabJson *root, *workload;
  const char *temperature = NULL, *effort = NULL;
  gint64 tasks = 0, seed = 0;

  if (document == NULL)
    return FALSE;
  root = lab_json_document_get_root (document);
  if (!lab_json_optional_int (root, "tasks", 0, G_MAXUINT32, &tasks, error) ||
      !lab_json_optional_int (root, "seed", G_MININT64, G_MAXINT64, &seed, error) ||
      !lab_json_optional_int (root, "max_output_tokens", 1, G_MAXINT32,
                              &self->max_output_tokens, error) ||
      !lab_json_optional_boolean (root, "allow_unpriced", &self->allow_unpriced, error) ||
      !lab_json_optional_boolean (root, "example", &self->example, error) ||
      !lab_json_optional_string (root, "temperature", &temperature, error) ||
      !lab_json_optional_string (root, "reasoning_effort", &effort, error))
    return FALSE;

  self->tasks = (guint) tasks;
  self->seed = (guint64) seed;
  self->temperature = g_strdup (temperature);
  self->reasoning_effort = g_strdup (effort);
  workload = lab_json_get (root, "workload");
  if (workload != NULL)
    self->workload_parameters = lab_json_to_string (workload, TRUE);
  return TRUE;
}

LabExperiment *
lab_experiment_from_row (const LabExperimentRow  *row,
                         GError                 **error)
{
  g_autoptr (LabExperiment) self = lab_experiment_new ();

  g_free (self->id);
  self->id = g_strdup (row->id);
  self->profile_id = g_strdup (row->profile_id);
  self->name = g_strdup (row->name);
  self->description = g_strdup (row->description);
  self->baseline_id = g_strdup (row->baseline_id);
  self->provider = g_strdup (row->provider);
  self->model = g_strdup (row->model);
  self->workload = g_strdup (row->workload_path != NULL ? row->workload_path : row->workload);
  self->workload_hash = g_strdup (row->workload_hash);
  self->created_at = row->created_at;
  self->updated_at = row->updated_at;
  if (!lab_experiment_status_from_string (row->status, &self->status) ||
      (row->parameters != NULL && !read_parameters (self, row->parameters, error)))
    {
      if (error != NULL && *error != NULL)
        g_prefix_error (error, _("The experiment %s is damaged: "), row->id);
      else
        lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                       _("The experiment %s has an unknown status “%s”."), row->id, row->status);
      return NULL;
    }
  return g_steal_pointer (&self);
}

LabWorkload *
lab_experiment_load_workload (const LabExperiment  *experiment,
                              GCancellable         *cancellable,
                              GError              **error)
{
  return lab_experiment_load_workload_for (experiment, 0, cancellable, error);
}

static guint
count_tasks (const LabExperiment *experiment,
             guint                tasks)
{
  guint own = experiment->tasks;

  if (lab_workload_find_builtin (experiment->workload) == NULL)
    return own;
  return MAX (own > 0 ? own : LAB_WORKLOAD_PRESET_STANDARD, tasks);
}

LabWorkload *
lab_experiment_load_workload_for (const LabExperiment  *experiment,
                                  guint                 tasks,
                                  GCancellable         *cancellable,
                                  GError              **error)
{
  g_autoptr (LabWorkloadParams) params = NULL;

  g_return_val_if_fail (experiment != NULL, NULL);

  if (experiment->workload_parameters != NULL)
    {
      g_autoptr (LabJsonDocument) document = lab_json_document_parse (
        experiment->workload_parameters, -1, "workload parameters", 1, error);

      if (document == NULL)
        return NULL;
      params = lab_workload_params_from_json (lab_json_document_get_root (document), error);
      if (params == NULL)
        return NULL;
    }
  return lab_workload_open (experiment->workload, params, experiment->seed,
                            count_tasks (experiment, tasks), cancellable, error);
}
