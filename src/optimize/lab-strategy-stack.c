/* lab-strategy-stack.c: strategies, run one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-strategy-stack.h"

struct _LabStrategyStack
{
  GObject parent_instance;
  GPtrArray *strategies;
  guint n_bypassed;
  gboolean was_run;
};

typedef struct
{
  LabStrategyContext *context;
  LabStackResult *out;
  guint index; /* of the strategy in hand */
} Run;

typedef struct
{
  LabStrategyContext *context;
  GPtrArray *seen; /* (element-type LabRequest): copies */
  LabResponse *response;
  guint left; /* strategies still to be shown it; the next is left - 1 */
  GError *error; /* (nullable): the first failure */
} Showing;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->context);
  g_clear_pointer (&run->out, lab_stack_result_free);
  g_free (run);
}

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  g_object_unref (showing->context);
  g_ptr_array_unref (showing->seen);
  lab_response_free (showing->response);
  g_clear_error (&showing->error);
  g_free (showing);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Names the strategy; cancelling stays what it is. (transfer full) */
static GError *
blame (LabStrategy  *strategy,
       const GError *cause)
{
  const char *name = lab_strategy_get_name (strategy);
  GError *error = NULL;

  if (is_cancelled (cause))
    return g_error_copy (cause);
  lab_set_error (&error, LAB_ERROR_STRATEGY_APPLICATION_FAILED, _("The strategy “%s” failed: %s"),
                 name, cause->message);
  lab_error_set_context (error, "strategy", name);
  if (cause->domain == LAB_ERROR)
    lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON,
                           lab_error_code_to_string ((LabErrorCode) cause->code));
  return error;
}

static void apply_next (GTask *task);

static void
bypass (GTask        *task,
        LabStrategy  *strategy,
        const GError *cause)
{
  LabStrategyStack *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  LabStrategyNote *note =
      lab_strategy_note_new (lab_strategy_get_name (strategy), LAB_STRATEGY_BYPASSED);

  note->detail = g_strdup (cause->message);
  g_ptr_array_add (run->out->notes, note);
  self->n_bypassed++;
  run->index++;
  apply_next (task);
}

/* Whether what the strategy made can be sent at all. */
static gboolean
check_rewritten (const LabOptimizedRequest  *optimized,
                 GError                    **error)
{
  switch (optimized->note->action)
    {
    case LAB_STRATEGY_REWROTE:
    case LAB_STRATEGY_ROUTED:
    case LAB_STRATEGY_DEFERRED:
      return lab_request_validate (optimized->request, error);

    case LAB_STRATEGY_UNCHANGED:
    case LAB_STRATEGY_ANSWERED:
    case LAB_STRATEGY_BYPASSED:
    default:
      return TRUE;
    }
}

static void
take (Run                 *run,
      LabOptimizedRequest *optimized)
{
  LabStackResult *out = run->out;

  g_clear_pointer (&out->request, lab_request_free);
  out->request = g_steal_pointer (&optimized->request);
  out->answer = g_steal_pointer (&optimized->answer);
  out->deferred |= optimized->deferred;
  g_ptr_array_add (out->notes, g_steal_pointer (&optimized->note));
  run->index++;
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GError) error = NULL;
  LabStrategy *strategy = LAB_STRATEGY (source);

  optimized = lab_strategy_apply_finish (strategy, result, &error);
  if (optimized != NULL && check_rewritten (optimized, &error))
    {
      take (g_task_get_task_data (task), optimized);
      apply_next (task);
    }
  else if (g_error_matches (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION))
    bypass (task, strategy, error);
  else
    g_task_return_error (task, blame (strategy, error));
}

static void
apply_next (GTask *task)
{
  LabStrategyStack *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (run->out->answer != NULL || run->index == self->strategies->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&run->out),
                             (GDestroyNotify) lab_stack_result_free);
      return;
    }
  g_ptr_array_add (run->out->seen, lab_request_copy (run->out->request));
  lab_strategy_apply_async (g_ptr_array_index (self->strategies, run->index), run->out->request,
                            run->context, g_task_get_cancellable (task), applied_cb,
                            g_object_ref (task));
}

static void
lab_strategy_stack_run_async (LabStack            *stack,
                              const LabRequest    *request,
                              LabStrategyContext  *context,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  LabStrategyStack *self = LAB_STRATEGY_STACK (stack);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (task, lab_strategy_stack_run_async);
  self->was_run = TRUE;
  run->context = g_object_ref (context);
  run->out = lab_stack_result_new (request);
  g_task_set_task_data (task, run, run_free);
  apply_next (task);
}

static LabStackResult *
lab_strategy_stack_run_finish (LabStack      *stack,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stack), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void show_next (GTask *task);

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LabStrategyStack *self = g_task_get_source_object (task);
  Showing *showing = g_task_get_task_data (task);
  LabStrategy *strategy = LAB_STRATEGY (source);

  if (!lab_strategy_observe_finish (strategy, result, &error))
    {
      if (g_error_matches (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION))
        self->n_bypassed++;
      else if (showing->error == NULL)
        showing->error = blame (strategy, error);
    }
  show_next (task);
}

static void
show_next (GTask *task)
{
  LabStrategyStack *self = g_task_get_source_object (task);
  Showing *showing = g_task_get_task_data (task);

  if (showing->left == 0)
    {
      if (showing->error != NULL)
        g_task_return_error (task, g_steal_pointer (&showing->error));
      else
        g_task_return_boolean (task, TRUE);
      return;
    }
  showing->left--;
  lab_strategy_observe_async (g_ptr_array_index (self->strategies, showing->left),
                              g_ptr_array_index (showing->seen, showing->left), showing->response,
                              showing->context, shown_cb, g_object_ref (task));
}

static gpointer
copy_request (gconstpointer request,
              gpointer      data)
{
  return lab_request_copy (request);
}

static void
lab_strategy_stack_observe_async (LabStack             *stack,
                                  const LabStackResult *result,
                                  const LabResponse    *response,
                                  LabStrategyContext   *context,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  LabStrategyStack *self = LAB_STRATEGY_STACK (stack);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Showing *showing = g_new0 (Showing, 1);

  g_task_set_source_tag (task, lab_strategy_stack_observe_async);
  g_assert (result->seen->len <= self->strategies->len);
  showing->context = g_object_ref (context);
  showing->seen = g_ptr_array_copy (result->seen, copy_request, NULL);
  showing->response = lab_response_copy (response);
  showing->left = showing->seen->len;
  g_task_set_task_data (task, showing, showing_free);
  show_next (task);
}

static gboolean
lab_strategy_stack_observe_finish (LabStack      *stack,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stack), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
lab_strategy_stack_to_string (LabStack *stack)
{
  LabStrategyStack *self = LAB_STRATEGY_STACK (stack);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->strategies->len; i++)
    {
      g_autofree char *one = lab_strategy_to_string (g_ptr_array_index (self->strategies, i));

      if (i > 0)
        g_string_append_c (text, ';');
      g_string_append (text, one);
    }
  return g_string_free (text, FALSE);
}

static void
stack_iface_init (LabStackInterface *iface)
{
  iface->run_async = lab_strategy_stack_run_async;
  iface->run_finish = lab_strategy_stack_run_finish;
  iface->observe_async = lab_strategy_stack_observe_async;
  iface->observe_finish = lab_strategy_stack_observe_finish;
  iface->to_string = lab_strategy_stack_to_string;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabStrategyStack, lab_strategy_stack, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STACK, stack_iface_init))

static void
lab_strategy_stack_finalize (GObject *object)
{
  g_ptr_array_unref (LAB_STRATEGY_STACK (object)->strategies);

  G_OBJECT_CLASS (lab_strategy_stack_parent_class)->finalize (object);
}

static void
lab_strategy_stack_class_init (LabStrategyStackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_strategy_stack_finalize;
}

static void
lab_strategy_stack_init (LabStrategyStack *self)
{
  self->strategies = g_ptr_array_new_with_free_func (g_object_unref);
}

LabStrategyStack *
lab_strategy_stack_new (void)
{
  return g_object_new (LAB_TYPE_STRATEGY_STACK, NULL);
}

void
lab_strategy_stack_append (LabStrategyStack *self,
                           LabStrategy      *strategy)
{
  g_return_if_fail (LAB_IS_STRATEGY_STACK (self));
  g_return_if_fail (LAB_IS_STRATEGY (strategy));
  g_return_if_fail (!self->was_run);

  g_ptr_array_add (self->strategies, g_object_ref (strategy));
}

guint
lab_strategy_stack_get_n_strategies (LabStrategyStack *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_STACK (self), 0);

  return self->strategies->len;
}

LabStrategy *
lab_strategy_stack_get_strategy (LabStrategyStack *self,
                                 guint             index)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_STACK (self), NULL);
  g_return_val_if_fail (index < self->strategies->len, NULL);

  return g_ptr_array_index (self->strategies, index);
}

guint
lab_strategy_stack_get_n_bypassed (LabStrategyStack *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_STACK (self), 0);

  return self->n_bypassed;
}
