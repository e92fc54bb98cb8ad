/* lab-prompt-compressor.c: the same prompt in fewer tokens, by rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-parameter-values-private.h"
#include "lab-prompt-compressor.h"
#include "lab-request-compress-private.h"
#include "lab-request-estimate-private.h"

/* Less than this is done at once: it takes less than a millisecond, and a
 * thread would take longer to begin. */
#define WORKER_BYTES (8 * 1024)

struct _LabPromptCompressor
{
  GObject parent_instance;
  LabStrategyServices services;
  LabParameterValues values;
  GThreadPool *worker; /* (nullable): one thread, so that answers keep their order */
};

static const char *const levels[] = { "light", "medium", "strong", NULL };

static const LabParameterSpec specs[] = {
  { "level", N_("How far to go. Strong leaves out whole sentences and can lose facts."),
    LAB_PARAMETER_CHOICE, "light", 0, 0, levels },
  { "regions", N_("Which parts of the prompt are rewritten."), LAB_PARAMETER_SET,
    "system+context+history", 0, 0, lab_compress_regions },
  { "protect",
    N_("At strong: keep sentences with numbers, names, quotations or negations before others."),
    LAB_PARAMETER_BOOLEAN, "true", 0, 0, NULL },
  { "keep", N_("At strong: how many tokens of a message may stay, in thousandths."),
    LAB_PARAMETER_INT, "600", 50, 1000, NULL },
};

/* Copied data for the worker. */
typedef struct
{
  LabStrategyServices services;
  LabCompressOptions options;
  LabRequest *request;
  LabClock *clock;
  gint64 at;
} Job;

/* What came of it. */
typedef struct
{
  LabRequest *request;
  gboolean changed;
  LabTokenCount before;
  LabTokenCount after;
  gboolean priced;
  LabMoney saved;
} Outcome;

static void
job_free (gpointer data)
{
  Job *job = data;

  lab_strategy_services_clear (&job->services);
  lab_request_free (job->request);
  g_object_unref (job->clock);
  g_free (job);
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->request, lab_request_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static LabCompressOptions
get_options (LabPromptCompressor *self)
{
  LabCompressOptions options = {
    .level = (LabCompressLevel) lab_parameter_values_get_choice (&self->values, "level"),
    .protect = lab_parameter_values_get_boolean (&self->values, "protect"),
    .keep = (guint) lab_parameter_values_get_int (&self->values, "keep"),
  };

  for (guint i = 0; lab_compress_regions[i] != NULL; i++)
    {
      if (lab_parameter_values_has_member (&self->values, "regions", lab_compress_regions[i]))
        options.regions |= 1 << i;
    }
  return options;
}

/* Both at the uncached rate: what the provider has of it in its cache is not
 * known here. */
static gboolean
price (const LabStrategyServices  *services,
       gint64                      at,
       Outcome                    *outcome,
       GError                    **error)
{
  LabMoney before;
  LabMoney after;

  if (!lab_request_estimate_cost (services, outcome->request, outcome->before.tokens, 0, at,
                                  &outcome->priced, &before, error) ||
      !lab_request_estimate_cost (services, outcome->request, outcome->after.tokens, 0, at,
                                  &outcome->priced, &after, error))
    return FALSE;
  return lab_money_subtract (before, after, &outcome->saved, error);
}

static gboolean
compress (const LabStrategyServices  *services,
          const LabCompressOptions   *options,
          const LabRequest           *request,
          gint64                      at,
          Outcome                    *outcome,
          GError                    **error)
{
  LabTokenScheme scheme;

  outcome->request = lab_request_copy (request);
  lab_request_estimate_scheme (services, request, &scheme);
  return lab_request_estimate_tokens (services, request, &outcome->before, error) &&
         lab_request_compress (outcome->request, options, services->tokenizer, &scheme,
                               &outcome->changed, error) &&
         lab_request_estimate_tokens (services, outcome->request, &outcome->after, error) &&
         price (services, at, outcome, error);
}

static LabOptimizedRequest *
make_optimized (const LabRequest *request,
                Outcome          *outcome)
{
  LabOptimizedRequest *optimized = lab_optimized_request_new (LAB_PROMPT_COMPRESSOR_NAME, request);
  LabStrategyNote *note = optimized->note;
  gint64 fewer = outcome->before.tokens - outcome->after.tokens;

  note->tokens_before = outcome->before.tokens;
  note->tokens_after = outcome->after.tokens;
  if (!outcome->changed)
    return optimized;
  note->action = LAB_STRATEGY_REWROTE;
  note->estimated_savings = outcome->saved;
  note->detail = g_strdup_printf (ngettext ("%d token fewer.", "%d tokens fewer.", (gulong) fewer),
                                  (int) CLAMP (fewer, 0, G_MAXINT));
  if (!outcome->priced)
    {
      g_autofree char *tokens = g_steal_pointer (&note->detail);

      note->detail = g_strdup_printf (_("%s What they cost is not known."), tokens);
    }
  optimized->estimated_savings = outcome->saved;
  lab_request_free (optimized->request);
  optimized->request = g_steal_pointer (&outcome->request);
  return optimized;
}

static void
do_job (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_auto (Outcome) outcome = { NULL };
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (compress (&job->services, &job->options, job->request, job->at, &outcome, &error))
    g_task_return_pointer (task, make_optimized (job->request, &outcome),
                           (GDestroyNotify) lab_optimized_request_free);
  else
    g_task_return_error (task, error);
}

static void
worker_cb (gpointer data,
           gpointer user_data)
{
  g_autoptr (GTask) task = data;

  do_job (task);
}

static void
release_clock_cb (GTask      *task,
                  GParamSpec *pspec,
                  gpointer    user_data)
{
  Job *job = g_task_get_task_data (task);

  lab_clock_release (job->clock);
}

static void
hand_over (LabPromptCompressor *self,
           GTask               *task)
{
  Job *job = g_task_get_task_data (task);

  if (self->worker == NULL)
    self->worker = g_thread_pool_new (worker_cb, NULL, 1, FALSE, NULL);
  lab_clock_hold (job->clock);
  g_signal_connect (task, "notify::completed", G_CALLBACK (release_clock_cb), NULL);
  g_thread_pool_push (self->worker, g_object_ref (task), NULL);
}

static const char *
lab_prompt_compressor_get_name (LabStrategy *strategy)
{
  return LAB_PROMPT_COMPRESSOR_NAME;
}

static const char *
lab_prompt_compressor_get_description (LabStrategy *strategy)
{
  return _("Rewrites the prompt in fewer tokens by fixed rules, without a model. Light and medium "
           "keep every number, name, quotation and line of code; strong leaves out sentences and "
           "can lose what the answer needs, so look at the quality. A prompt that the provider "
           "had in its cache is a new one once it is rewritten.");
}

static const LabParameterSpec *
lab_prompt_compressor_get_parameters (LabStrategy *strategy,
                                      gsize       *n_parameters)
{
  *n_parameters = G_N_ELEMENTS (specs);
  return specs;
}

static gboolean
lab_prompt_compressor_set_parameter (LabStrategy  *strategy,
                                     const char   *name,
                                     const char   *value,
                                     GError      **error)
{
  lab_parameter_values_set (&LAB_PROMPT_COMPRESSOR (strategy)->values, name, value);
  return TRUE;
}

static char *
lab_prompt_compressor_dup_parameter (LabStrategy *strategy,
                                     const char  *name)
{
  return g_strdup (lab_parameter_values_get (&LAB_PROMPT_COMPRESSOR (strategy)->values, name));
}

static void
lab_prompt_compressor_apply_async (LabStrategy         *strategy,
                                   const LabRequest    *request,
                                   LabStrategyContext  *context,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  LabPromptCompressor *self = LAB_PROMPT_COMPRESSOR (strategy);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, lab_prompt_compressor_apply_async);
  lab_strategy_services_take (&job->services, &self->services);
  job->options = get_options (self);
  job->request = lab_request_copy (request);
  job->clock = g_object_ref (lab_strategy_context_get_clock (context));
  job->at = lab_clock_now (job->clock);
  g_task_set_task_data (task, job, job_free);
  if (lab_request_compress_size (request, &job->options) < WORKER_BYTES)
    do_job (task);
  else
    hand_over (self, task);
}

static LabOptimizedRequest *
lab_prompt_compressor_apply_finish (LabStrategy   *strategy,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, strategy), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The saving is worked out, not guessed: what can be wrong is the count of
 * tokens, and that part of the prompt might have come from the provider's
 * cache at a tenth of the price. */
static double
get_confidence (const LabRequest    *request,
                const LabTokenCount *count)
{
  double confidence = count->basis == LAB_TOKEN_BASIS_ESTIMATED ? 0.7 : 0.95;

  return request->prompt_cache_key != NULL ? confidence / 2 : confidence;
}

static gboolean
lab_prompt_compressor_estimate_savings (LabStrategy         *strategy,
                                        const LabRequest    *request,
                                        LabStrategyContext  *context,
                                        LabSavingsEstimate  *estimate,
                                        GError             **error)
{
  LabPromptCompressor *self = LAB_PROMPT_COMPRESSOR (strategy);
  LabCompressOptions options = get_options (self);
  g_auto (Outcome) outcome = { NULL };

  if (!compress (&self->services, &options, request,
                 lab_clock_now (lab_strategy_context_get_clock (context)), &outcome, error))
    return FALSE;
  *estimate = (LabSavingsEstimate){
    .token_reduction = outcome.before.tokens - outcome.after.tokens,
    .cost_reduction = outcome.saved,
    .priced = outcome.priced,
    .quality_impact = LAB_QUALITY_IMPACT_NONE,
    .confidence = get_confidence (request, &outcome.before),
  };
  if (outcome.changed)
    estimate->quality_impact = options.level == LAB_COMPRESS_STRONG ? LAB_QUALITY_IMPACT_MODERATE :
                                                                      LAB_QUALITY_IMPACT_MINIMAL;
  return TRUE;
}

static void
strategy_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = lab_prompt_compressor_get_name;
  iface->get_description = lab_prompt_compressor_get_description;
  iface->get_parameters = lab_prompt_compressor_get_parameters;
  iface->set_parameter = lab_prompt_compressor_set_parameter;
  iface->dup_parameter = lab_prompt_compressor_dup_parameter;
  iface->apply_async = lab_prompt_compressor_apply_async;
  iface->apply_finish = lab_prompt_compressor_apply_finish;
  iface->estimate_savings = lab_prompt_compressor_estimate_savings;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabPromptCompressor, lab_prompt_compressor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY, strategy_iface_init))

static void
lab_prompt_compressor_finalize (GObject *object)
{
  LabPromptCompressor *self = LAB_PROMPT_COMPRESSOR (object);

  /* Without waiting: every job holds a reference, so none is left, and the
   * last reference may be the worker's own. */
  if (self->worker != NULL)
    g_thread_pool_free (self->worker, FALSE, FALSE);
  lab_strategy_services_clear (&self->services);
  lab_parameter_values_clear (&self->values);

  G_OBJECT_CLASS (lab_prompt_compressor_parent_class)->finalize (object);
}

static void
lab_prompt_compressor_class_init (LabPromptCompressorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_prompt_compressor_finalize;
}

static void
lab_prompt_compressor_init (LabPromptCompressor *self)
{
  lab_parameter_values_init (&self->values, specs, G_N_ELEMENTS (specs));
}

LabStrategy *
lab_prompt_compressor_new (const LabStrategyServices *services)
{
  LabPromptCompressor *self;

  g_return_val_if_fail (services != NULL, NULL);

  self = g_object_new (LAB_TYPE_PROMPT_COMPRESSOR, NULL);
  lab_strategy_services_take (&self->services, services);
  return LAB_STRATEGY (self);
}
