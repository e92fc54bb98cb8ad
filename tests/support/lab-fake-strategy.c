/* lab-fake-strategy.c: a strategy that does what the test says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-strategy.h"

struct _LabFakeStrategy
{
  GObject parent_instance;
  char *name;
  GHashTable *values; /* parameter → text */
  char *rewrite;
  char *answer;
  gboolean asks_model;
  gboolean deferred;
  GError *next_error;
  guint n_applied;
  GPtrArray *observed;
};

static const char *const modes[] = { "gentle", "harsh", NULL };

/* Not in the order of their names, so that sorting shows. */
static const LabParameterSpec specs[] = {
  { "ratio", "How much", LAB_PARAMETER_NUMBER, "0.5", 0, 1, NULL },
  { "level", "How far", LAB_PARAMETER_INT, "3", 0, 9, NULL },
  { "strict", "Whether strictly", LAB_PARAMETER_BOOLEAN, "false", 0, 0, NULL },
  { "mode", "In which way", LAB_PARAMETER_CHOICE, "gentle", 0, 0, modes },
};

static const char *
lab_fake_strategy_get_name (LabStrategy *strategy)
{
  return LAB_FAKE_STRATEGY (strategy)->name;
}

static const char *
lab_fake_strategy_get_description (LabStrategy *strategy)
{
  return "Does what a test says.";
}

static const LabParameterSpec *
lab_fake_strategy_get_parameters (LabStrategy *strategy,
                                  gsize       *n_parameters)
{
  *n_parameters = G_N_ELEMENTS (specs);
  return specs;
}

static gboolean
lab_fake_strategy_set_parameter (LabStrategy  *strategy,
                                 const char   *name,
                                 const char   *value,
                                 GError      **error)
{
  g_hash_table_insert (LAB_FAKE_STRATEGY (strategy)->values, g_strdup (name), g_strdup (value));
  return TRUE;
}

static char *
lab_fake_strategy_dup_parameter (LabStrategy *strategy,
                                 const char  *name)
{
  return g_strdup (g_hash_table_lookup (LAB_FAKE_STRATEGY (strategy)->values, name));
}

static void
rewrite_prompt (LabRequest *request,
                const char *text)
{
  for (guint i = request->messages->len; i > 0; i--)
    {
      LabMessage *message = g_ptr_array_index (request->messages, i - 1);

      if (message->role != LAB_ROLE_USER)
        continue;
      lab_part_set_text (g_ptr_array_index (message->parts, 0), text);
      return;
    }
}

static void
return_optimized (GTask      *task,
                  LabRequest *request,
                  LabMoney    overhead)
{
  LabFakeStrategy *self = g_task_get_source_object (task);
  LabOptimizedRequest *optimized = lab_optimized_request_new (self->name, request);

  optimized->note->overhead = overhead;
  if (self->rewrite != NULL)
    {
      rewrite_prompt (optimized->request, self->rewrite);
      optimized->note->action = LAB_STRATEGY_REWROTE;
    }
  if (self->deferred)
    {
      optimized->deferred = TRUE;
      optimized->note->action = LAB_STRATEGY_DEFERRED;
    }
  if (self->answer != NULL)
    {
      optimized->answer = lab_response_new ();
      lab_request_set (&optimized->answer->content, self->answer);
      optimized->answer->answered_by = g_strdup (self->name);
      optimized->note->action = LAB_STRATEGY_ANSWERED;
    }
  g_task_return_pointer (task, optimized, (GDestroyNotify) lab_optimized_request_free);
}

static void
model_called_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LabResponse) response = NULL;
  GError *error = NULL;

  response = lab_strategy_context_call_model_finish (LAB_STRATEGY_CONTEXT (source), result, &error);
  if (response == NULL)
    g_task_return_error (task, error);
  else
    return_optimized (task, g_task_get_task_data (task), response->cost);
}

static void
lab_fake_strategy_apply_async (LabStrategy         *strategy,
                               const LabRequest    *request,
                               LabStrategyContext  *context,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  LabFakeStrategy *self = LAB_FAKE_STRATEGY (strategy);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (g_task_return_error_if_cancelled (task))
    return;
  self->n_applied++;
  if (self->next_error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->next_error));
      return;
    }
  g_task_set_task_data (task, lab_request_copy (request), (GDestroyNotify) lab_request_free);
  if (self->asks_model)
    lab_strategy_context_call_model_async (context, request, cancellable, model_called_cb,
                                           g_steal_pointer (&task));
  else
    return_optimized (task, g_task_get_task_data (task), 0);
}

static LabOptimizedRequest *
lab_fake_strategy_apply_finish (LabStrategy   *strategy,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, strategy), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
lab_fake_strategy_estimate_savings (LabStrategy         *strategy,
                                    const LabRequest    *request,
                                    LabStrategyContext  *context,
                                    LabSavingsEstimate  *estimate,
                                    GError             **error)
{
  LabFakeStrategy *self = LAB_FAKE_STRATEGY (strategy);

  if (self->next_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->next_error));
      return FALSE;
    }
  *estimate = (LabSavingsEstimate){
    .token_reduction = 100,
    .cost_reduction = 250000,
    .priced = TRUE,
    .quality_impact = LAB_QUALITY_IMPACT_MINIMAL,
    .confidence = 0.8,
  };
  return TRUE;
}

static void
lab_fake_strategy_observe_async (LabStrategy         *strategy,
                                 const LabRequest    *request,
                                 const LabResponse   *response,
                                 LabStrategyContext  *context,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  LabFakeStrategy *self = LAB_FAKE_STRATEGY (strategy);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (self->next_error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->next_error));
      return;
    }
  g_ptr_array_add (self->observed, g_strdup (response->content));
  g_task_return_boolean (task, TRUE);
}

static void
strategy_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = lab_fake_strategy_get_name;
  iface->get_description = lab_fake_strategy_get_description;
  iface->get_parameters = lab_fake_strategy_get_parameters;
  iface->set_parameter = lab_fake_strategy_set_parameter;
  iface->dup_parameter = lab_fake_strategy_dup_parameter;
  iface->apply_async = lab_fake_strategy_apply_async;
  iface->apply_finish = lab_fake_strategy_apply_finish;
  iface->estimate_savings = lab_fake_strategy_estimate_savings;
  /* observe_finish is the interface's own. */
  iface->observe_async = lab_fake_strategy_observe_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeStrategy, lab_fake_strategy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY, strategy_iface_init))

static void
lab_fake_strategy_finalize (GObject *object)
{
  LabFakeStrategy *self = LAB_FAKE_STRATEGY (object);

  g_free (self->name);
  g_hash_table_unref (self->values);
  g_free (self->rewrite);
  g_free (self->answer);
  g_clear_error (&self->next_error);
  g_ptr_array_unref (self->observed);

  G_OBJECT_CLASS (lab_fake_strategy_parent_class)->finalize (object);
}

static void
lab_fake_strategy_class_init (LabFakeStrategyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_fake_strategy_finalize;
}

static void
lab_fake_strategy_init (LabFakeStrategy *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    g_hash_table_insert (self->values, g_strdup (specs[i].name), g_strdup (specs[i].default_value));
  self->observed = g_ptr_array_new_with_free_func (g_free);
}

LabFakeStrategy *
lab_fake_strategy_new (const char *name)
{
  LabFakeStrategy *self = g_object_new (LAB_TYPE_FAKE_STRATEGY, NULL);

  self->name = g_strdup (name);
  return self;
}

void
lab_fake_strategy_set_rewrite (LabFakeStrategy *self,
                               const char      *text)
{
  lab_request_set (&self->rewrite, text);
}

void
lab_fake_strategy_set_answer (LabFakeStrategy *self,
                              const char      *content)
{
  lab_request_set (&self->answer, content);
}

void
lab_fake_strategy_set_asks_model (LabFakeStrategy *self,
                                  gboolean         asks_model)
{
  self->asks_model = asks_model;
}

void
lab_fake_strategy_set_deferred (LabFakeStrategy *self,
                                gboolean         deferred)
{
  self->deferred = deferred;
}

void
lab_fake_strategy_fail_next (LabFakeStrategy *self,
                             LabErrorCode     code)
{
  g_clear_error (&self->next_error);
  lab_set_error (&self->next_error, code, "The test lets this strategy fail.");
}

guint
lab_fake_strategy_get_n_applied (LabFakeStrategy *self)
{
  return self->n_applied;
}

GPtrArray *
lab_fake_strategy_get_observed (LabFakeStrategy *self)
{
  return self->observed;
}
