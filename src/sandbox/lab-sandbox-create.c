/* lab-sandbox-create.c: how a session comes to be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sandbox-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-store-budgets.h"
#include "lab-store-experiments.h"
#include "lab-store-sessions.h"

/* What creating writes. */
typedef struct
{
  LabSessionRow *row;
  LabBudgetRow *budget; /* (nullable) */
  LabSessionConfig *config;
  char *old_id; /* (nullable): the session that is recreated */
} Create;

static void
create_free (Create *create)
{
  lab_session_row_free (create->row);
  g_clear_pointer (&create->budget, lab_budget_row_free);
  lab_session_config_free (create->config);
  g_free (create->old_id);
  g_free (create);
}

/* Where closing sessions, as the code advises, helps against nothing. */
static const struct
{
  const char *reason;
  const char *action;
} ways_on[] = {
  { "experiment", N_("Choose an experiment that is there, or make one.") },
  { "provider", N_("Choose one of the providers that are set up, or set this one up.") },
};

static void
set_creation_error (GError     **error,
                    const char  *reason,
                    const char  *message)
{
  GError *made = NULL;

  lab_set_error (&made, LAB_ERROR_SESSION_CREATION_FAILED, "%s", message);
  lab_error_set_context (made, LAB_ERROR_CONTEXT_REASON, reason);
  for (gsize i = 0; i < G_N_ELEMENTS (ways_on); i++)
    if (g_str_equal (reason, ways_on[i].reason))
      lab_error_set_context (made, LAB_ERROR_CONTEXT_ACTION, _(ways_on[i].action));
  g_propagate_error (error, made);
}

/* Neither to close sessions nor to correct settings helps, and no second try. */
void
lab_session_advise_archived (GError *error)
{
  lab_error_set_context (error, LAB_ERROR_CONTEXT_ACTION,
                         _("Make a new experiment with the same settings, and run that one."));
  lab_error_set_context (error, LAB_ERROR_CONTEXT_RECOVERABLE, "false");
}

/* Its model is the experiment's. */
static gboolean
check_experiment (LabStoreTxn    *txn,
                  LabSessionRow  *row,
                  GError        **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabExperimentRow) experiment =
    lab_store_experiments_get (txn, row->profile_id, row->experiment_id, &cause);

  if (experiment == NULL)
    {
      set_creation_error (error, "experiment", cause->message);
      return FALSE;
    }
  if (g_str_equal (experiment->status, "archived"))
    {
      set_creation_error (error, "archived",
                          _("The experiment is archived. Nothing can be run in it any more."));
      if (error != NULL)
        lab_session_advise_archived (*error);
      return FALSE;
    }
  row->model = g_strdup (experiment->model);
  return TRUE;
}

/* What the old session had left is what the new one may spend, and the old
 * one no more: it cannot be spent twice, however often it is recreated. */
static gboolean
carry_budget_over (LabStoreTxn  *txn,
                   Create       *create,
                   GError      **error)
{
  g_autoptr (LabBudgetRow) old = NULL;
  GError *cause = NULL;

  if (create->old_id == NULL || create->budget == NULL)
    return TRUE;

  old = lab_store_budgets_get (txn, create->row->profile_id, LAB_BUDGET_SESSION, create->old_id,
                               create->row->origin, create->row->created_at, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (old == NULL)
    return TRUE;

  create->budget->cap = MAX (0, old->cap - old->committed - old->reserved);
  old->cap -= create->budget->cap;
  old->updated_at = create->row->created_at;
  return lab_store_budgets_set (txn, old, error);
}

static gpointer
create_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  Create *create = data;

  if (!check_experiment (txn, create->row, error) ||
      !carry_budget_over (txn, create, error) ||
      !lab_store_sessions_insert (txn, create->row, error))
    return NULL;
  if (create->budget != NULL && !lab_store_budgets_set (txn, create->budget, error))
    return NULL;
  return LAB_STORE_OK;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabSandbox *self = g_task_get_source_object (task);
  Create *create = g_task_get_task_data (task);
  LabSession *session;
  GError *error = NULL;

  lab_clock_release (self->services.clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) == NULL)
    {
      if (error->domain == LAB_ERROR &&
          error->code != LAB_ERROR_SESSION_CREATION_FAILED)
        {
          g_autoptr (GError) cause = error;

          error = NULL;
          set_creation_error (&error, "store", cause->message);
        }
      g_task_return_error (task, error);
      return;
    }

  if (create->budget != NULL)
    create->config->budget = create->budget->cap;
  session = lab_session_new (&self->services, self->providers, create->row, create->config);
  g_hash_table_insert (self->sessions, g_strdup (lab_session_get_id (session)), session);
  g_task_return_pointer (task, g_object_ref (session), g_object_unref);
}

static char *
make_scope (const char             *profile_id,
            const LabSessionConfig *config)
{
  if (config->isolation == LAB_ISOLATION_USER)
    return g_strdup_printf ("user:%s", profile_id);
  return g_strdup_printf ("user:%s/experiment:%s", profile_id, config->experiment_id);
}

static char *
make_limits_json (const LabSessionConfig *config)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "max_operations", config->max_operations);
  lab_json_writer_member_int (writer, "max_duration_us", config->max_duration_us);
  lab_json_writer_member_int (writer, "requests_per_minute", config->limits.requests_per_minute);
  lab_json_writer_member_int (writer, "tokens_per_minute", config->limits.tokens_per_minute);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static LabSessionRow *
make_row (LabSandbox             *self,
          const char             *profile_id,
          const LabSessionConfig *config,
          LabProvider            *provider)
{
  LabSessionRow *row = lab_session_row_new ();

  row->profile_id = g_strdup (profile_id);
  row->experiment_id = g_strdup (config->experiment_id);
  row->provider = g_strdup (config->provider);
  row->origin = lab_provider_get_origin (provider);
  row->status = g_strdup ("active");
  row->isolation = g_strdup (lab_isolation_level_to_string (config->isolation));
  row->cache_namespace = make_scope (profile_id, config);
  row->limits = make_limits_json (config);
  row->state = lab_session_config_to_json (config);
  row->created_at = row->updated_at = lab_clock_now (self->services.clock);
  return row;
}

static LabBudgetRow *
make_budget (const LabSessionRow    *session,
             const LabSessionConfig *config)
{
  LabBudgetRow *row;

  if (config->budget == LAB_UNSET)
    return NULL;

  row = lab_budget_row_new ();
  row->profile_id = g_strdup (session->profile_id);
  row->scope = LAB_BUDGET_SESSION;
  lab_request_set (&row->scope_id, session->id);
  row->origin = session->origin;
  row->cap = config->budget;
  row->allow_unpriced = config->allow_unpriced;
  row->created_at = row->updated_at = session->created_at;
  return row;
}

static LabProvider *
find_provider (LabSandbox              *self,
               const LabSessionConfig  *config,
               GError                 **error)
{
  LabProvider *provider =
    config->provider != NULL ? g_hash_table_lookup (self->providers, config->provider) : NULL;
  g_autofree char *message = NULL;

  if (config->experiment_id == NULL)
    {
      set_creation_error (error, "experiment", _("A session belongs to an experiment."));
      return NULL;
    }
  if (provider != NULL)
    return provider;

  message = g_strdup_printf (_("There is no provider “%s”."),
                             config->provider != NULL ? config->provider : "");
  set_creation_error (error, "provider", message);
  return NULL;
}

void
lab_sandbox_create (LabSandbox             *self,
                    const char             *profile_id,
                    const LabSessionConfig *config,
                    const char             *old_id,
                    GTask                  *task)
{
  GError *error = NULL;
  LabProvider *provider = find_provider (self, config, &error);
  Create *create;

  if (provider == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  create = g_new0 (Create, 1);
  create->config = lab_session_config_copy (config);
  create->row = make_row (self, profile_id, config, provider);
  create->budget = make_budget (create->row, config);
  create->old_id = g_strdup (old_id);
  g_task_set_task_data (task, create, (GDestroyNotify) create_free);
  lab_clock_hold (self->services.clock);
  lab_store_write_async (self->services.store, create_func, create, NULL, NULL,
                         g_task_get_cancellable (task), created_cb, task);
}

void
lab_sandbox_create_session_async (LabSandbox             *self,
                                  const char             *profile_id,
                                  const LabSessionConfig *config,
                                  GCancellable           *cancellable,
                                  GAsyncReadyCallback     callback,
                                  gpointer                user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_SANDBOX (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (config != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_sandbox_create_session_async);
  lab_sandbox_create (self, profile_id, config, NULL, task);
}

LabSession *
lab_sandbox_create_session_finish (LabSandbox    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
