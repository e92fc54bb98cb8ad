/* lab-experiment-check.c: whether an experiment can be made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define MAX_NAME 255

static void
set_config_error (GError     **error,
                  const char  *field,
                  const char  *message)
{
  GError *made = NULL;

  lab_set_error (&made, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "%s", message);
  lab_error_set_context (made, LAB_ERROR_CONTEXT_FIELD, field);
  g_propagate_error (error, made);
}

gboolean
lab_experiment_check_name (const char  *name,
                           GError     **error)
{
  g_autofree char *stripped = name != NULL ? g_strstrip (g_strdup (name)) : NULL;

  if (stripped == NULL || stripped[0] == '\0')
    {
      set_config_error (error, "name", _("An experiment needs a name."));
      return FALSE;
    }
  if (!g_utf8_validate (name, -1, NULL))
    {
      set_config_error (error, "name", _("The experiment's name is not valid UTF-8."));
      return FALSE;
    }
  if (g_utf8_strlen (name, -1) > MAX_NAME)
    {
      set_config_error (error, "name", _("An experiment's name has at most 255 characters."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_model (const LabExperiment  *experiment,
             LabPriceCatalogue    *catalogue,
             GError              **error)
{
  g_autofree char *message = NULL;

  if (experiment->provider == NULL || experiment->model == NULL)
    {
      set_config_error (error, "model", _("An experiment needs a provider and a model."));
      return FALSE;
    }
  if (experiment->allow_unpriced ||
      lab_price_catalogue_find_model (catalogue, experiment->model, experiment->provider) != NULL)
    return TRUE;

  message = g_strdup_printf (_("The catalogue has no model “%s” of %s, so its calls would have no "
                               "price. Choose another, add its prices, or allow unpriced calls."),
                             experiment->model, experiment->provider);
  set_config_error (error, "model", message);
  return FALSE;
}

/* The parameters are checked where every request is. */
static gboolean
check_parameters (const LabExperiment  *experiment,
                  GError              **error)
{
  g_autoptr (LabRequest) request = lab_request_new (experiment->provider, experiment->model);
  g_autoptr (GError) cause = NULL;
  const char *field;

  lab_request_add_message (request, LAB_ROLE_USER, "?");
  request->max_output_tokens = experiment->max_output_tokens;
  lab_request_set (&request->temperature, experiment->temperature);
  lab_request_set (&request->reasoning_effort, experiment->reasoning_effort);
  if (lab_request_validate (request, &cause))
    return TRUE;

  field = lab_error_get_context (cause, LAB_ERROR_CONTEXT_FIELD);
  set_config_error (error, field != NULL ? field : "parameters", cause->message);
  return FALSE;
}

gboolean
lab_experiment_check (const LabExperiment  *experiment,
                      LabPriceCatalogue    *catalogue,
                      GError              **error)
{
  return lab_experiment_check_name (experiment->name, error) &&
         check_model (experiment, catalogue, error) && check_parameters (experiment, error);
}

static gboolean
check_workload_exists (const LabExperiment  *experiment,
                       GError              **error)
{
  g_autofree char *message = NULL;

  if (lab_workload_find_builtin (experiment->workload) != NULL ||
      g_file_test (experiment->workload, G_FILE_TEST_EXISTS))
    return TRUE;

  message = g_strdup_printf (_("There is neither a built-in workload nor a file “%s”."),
                             experiment->workload);
  set_config_error (error, "workload", message);
  return FALSE;
}

/* Bad parameters and bad lines say so themselves. */
gboolean
lab_experiment_check_workload (LabExperiment  *experiment,
                               GError        **error)
{
  g_autoptr (LabWorkload) workload = NULL;

  if (experiment->workload == NULL)
    {
      set_config_error (error, "workload", _("An experiment needs a workload."));
      return FALSE;
    }
  if (experiment->tasks > LAB_WORKLOAD_MAX_TASKS)
    {
      set_config_error (error, "tasks", _("A workload has at most 100,000 tasks."));
      return FALSE;
    }
  if (lab_workload_find_builtin (experiment->workload) == NULL &&
      !g_path_is_absolute (experiment->workload))
    {
      char *absolute = g_canonicalize_filename (experiment->workload, NULL);

      g_free (experiment->workload);
      experiment->workload = absolute;
    }
  if (!check_workload_exists (experiment, error))
    return FALSE;
  workload = lab_experiment_load_workload (experiment, NULL, error);
  if (workload == NULL)
    return FALSE;

  g_free (experiment->workload_hash);
  experiment->workload_hash = g_strdup (lab_workload_get_content_hash (workload));
  return TRUE;
}
