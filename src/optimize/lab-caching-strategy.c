/* lab-caching-strategy.c: the same question is not paid for twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-caching-strategy.h"
#include "lab-memory-cache.h"
#include "lab-parameter-values-private.h"
#include "lab-request-estimate-private.h"
#include "lab-stats-describe.h"

#define DEFAULT_TTL_SECONDS "86400"
#define MAX_TTL_SECONDS 315360000 /* ten years */

struct _LabCachingStrategy
{
  GObject parent_instance;
  LabStrategyServices services;
  LabParameterValues values;
  guint hits;
  guint look_ups;
  guint n_answers; /* whose output was seen */
  gint64 output_tokens; /* of these, together */
};

typedef struct
{
  LabRequest *request;
  LabClock *clock;
  gint64 started_at;
} LookUp;

static const LabParameterSpec specs[] = {
  { "ttl", N_("How many seconds an answer is kept; 0 keeps it for ever."), LAB_PARAMETER_INT,
    DEFAULT_TTL_SECONDS, 0, MAX_TTL_SECONDS, NULL },
  { "normalise-whitespace",
    N_("Take requests for the same whose texts differ only in white space. Not for code."),
    LAB_PARAMETER_BOOLEAN, "false", 0, 0, NULL },
  { "cache-sampled",
    N_("Also keep answers that were drawn at random: a temperature above 0, or none set. "
       "The first answer is then given every time."),
    LAB_PARAMETER_BOOLEAN, "true", 0, 0, NULL },
  { "store-truncated",
    N_("Also keep answers that met their output limit. What was cut, refused or filtered is "
       "never kept."),
    LAB_PARAMETER_BOOLEAN, "false", 0, 0, NULL },
};

static void
look_up_free (gpointer data)
{
  LookUp *look_up = data;

  lab_request_free (look_up->request);
  g_object_unref (look_up->clock);
  g_free (look_up);
}

/* Runs of white space become one blank, none is left at the ends. */
static char *
normalise (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean pending = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          pending = out->len > 0;
          continue;
        }
      if (pending)
        g_string_append_c (out, ' ');
      pending = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static void
normalise_request (LabRequest *request)
{
  for (guint i = 0; i < request->messages->len; i++)
    {
      LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint j = 0; j < message->parts->len; j++)
        {
          LabPart *part = g_ptr_array_index (message->parts, j);
          g_autofree char *text = NULL;

          if (part->type != LAB_PART_TEXT || !g_utf8_validate (part->text, -1, NULL))
            continue;
          text = normalise (part->text);
          lab_part_set_text (part, text);
        }
    }
}

/* A key says how it was made: an answer to a request that only looks the same
 * without its white space must not reach one who asked for the very same.
 * (transfer full) */
static char *
make_key (LabCachingStrategy *self,
          const LabRequest   *request)
{
  g_autoptr (LabRequest) normal = NULL;
  g_autofree char *hash = NULL;

  if (!lab_parameter_values_get_boolean (&self->values, "normalise-whitespace"))
    {
      hash = lab_request_hash (request);
      return g_strconcat ("exact-", hash, NULL);
    }
  normal = lab_request_copy (request);
  normalise_request (normal);
  hash = lab_request_hash (normal);
  return g_strconcat ("normal-", hash, NULL);
}

static LabCache *
get_cache (LabCachingStrategy *self,
           LabStrategyContext *context)
{
  if (self->services.cache == NULL)
    self->services.cache = lab_memory_cache_new (lab_strategy_context_get_clock (context),
                                                 LAB_MEMORY_CACHE_DEFAULT_BYTES);
  return self->services.cache;
}

static gboolean
is_sampled (const LabRequest *request)
{
  return request->temperature == NULL || g_ascii_strtod (request->temperature, NULL) > 0;
}

static gboolean
may_use (LabCachingStrategy *self,
         const LabRequest   *request)
{
  return !is_sampled (request) || lab_parameter_values_get_boolean (&self->values, "cache-sampled");
}

static const char *
lab_caching_strategy_get_name (LabStrategy *strategy)
{
  return LAB_CACHING_STRATEGY_NAME;
}

static const char *
lab_caching_strategy_get_description (LabStrategy *strategy)
{
  return _("Keeps answers and gives them again when exactly the same is asked. Saves the whole "
           "call on every repeat and changes no answer, but an answer that has become wrong "
           "since is given until its time is over.");
}

static const LabParameterSpec *
lab_caching_strategy_get_parameters (LabStrategy *strategy,
                                     gsize       *n_parameters)
{
  *n_parameters = G_N_ELEMENTS (specs);
  return specs;
}

static gboolean
lab_caching_strategy_set_parameter (LabStrategy  *strategy,
                                    const char   *name,
                                    const char   *value,
                                    GError      **error)
{
  lab_parameter_values_set (&LAB_CACHING_STRATEGY (strategy)->values, name, value);
  return TRUE;
}

static char *
lab_caching_strategy_dup_parameter (LabStrategy *strategy,
                                    const char  *name)
{
  return g_strdup (lab_parameter_values_get (&LAB_CACHING_STRATEGY (strategy)->values, name));
}

static void
forget_call (LabResponse *answer,
             gint64       started_at,
             gint64       now)
{
  g_clear_pointer (&answer->request_id, g_free);
  g_clear_pointer (&answer->raw_usage, g_free);
  lab_request_set (&answer->answered_by, LAB_CACHING_STRATEGY_NAME);
  answer->usage = (LabUsage) LAB_USAGE_INIT;
  answer->cost_state = LAB_COST_KNOWN;
  answer->cost = 0;
  answer->latency_us = now - started_at;
  answer->ttft_us = answer->latency_us;
  answer->timestamp = now;
}

static void
fill_answer (LabOptimizedRequest *optimized,
             const LookUp        *look_up,
             const LabResponse   *kept)
{
  LabStrategyNote *note = optimized->note;

  note->action = LAB_STRATEGY_ANSWERED;
  note->tokens_before = lab_usage_input_total (&kept->usage);
  note->tokens_after = 0;
  if (kept->cost_state == LAB_COST_UNPRICED)
    note->detail = g_strdup (_("Answered from the cache. What the kept call cost is not known."));
  else
    {
      note->estimated_savings = kept->cost;
      note->detail = g_strdup (_("Answered from the cache."));
    }
  optimized->estimated_savings = note->estimated_savings;
  optimized->answer = lab_response_copy (kept);
  forget_call (optimized->answer, look_up->started_at, lab_clock_now (look_up->clock));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LabResponse) kept = NULL;
  LabCachingStrategy *self = g_task_get_source_object (task);
  LookUp *look_up = g_task_get_task_data (task);
  LabOptimizedRequest *optimized;
  GError *error = NULL;

  kept = lab_cache_get_finish (LAB_CACHE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  optimized = lab_optimized_request_new (LAB_CACHING_STRATEGY_NAME, look_up->request);
  self->look_ups++;
  if (kept != NULL)
    {
      self->hits++;
      fill_answer (optimized, look_up, kept);
    }
  g_task_return_pointer (task, optimized, (GDestroyNotify) lab_optimized_request_free);
}

static void
return_left_out (GTask            *task,
                 const LabRequest *request)
{
  LabOptimizedRequest *optimized = lab_optimized_request_new (LAB_CACHING_STRATEGY_NAME, request);

  optimized->note->detail = g_strdup (_("Not looked up: the answer is drawn at random."));
  g_task_return_pointer (task, optimized, (GDestroyNotify) lab_optimized_request_free);
}

static void
lab_caching_strategy_apply_async (LabStrategy         *strategy,
                                  const LabRequest    *request,
                                  LabStrategyContext  *context,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  LabCachingStrategy *self = LAB_CACHING_STRATEGY (strategy);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = NULL;
  LookUp *look_up;

  g_task_set_source_tag (task, lab_caching_strategy_apply_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!may_use (self, request))
    {
      return_left_out (task, request);
      return;
    }
  look_up = g_new0 (LookUp, 1);
  look_up->request = lab_request_copy (request);
  look_up->clock = g_object_ref (lab_strategy_context_get_clock (context));
  look_up->started_at = lab_clock_now (look_up->clock);
  g_task_set_task_data (task, look_up, look_up_free);
  key = make_key (self, request);
  lab_cache_get_async (get_cache (self, context),
                       lab_strategy_context_get_cache_namespace (context), key, cancellable,
                       looked_up_cb, g_steal_pointer (&task));
}

static LabOptimizedRequest *
lab_caching_strategy_apply_finish (LabStrategy   *strategy,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, strategy), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The entry is there: what its call took is what is saved. */
static void
estimate_kept (const LabResponse  *kept,
               LabSavingsEstimate *estimate)
{
  estimate->token_reduction = lab_usage_total (&kept->usage);
  estimate->priced = kept->cost_state != LAB_COST_UNPRICED;
  estimate->cost_reduction = estimate->priced ? kept->cost : 0;
  estimate->confidence = 1;
}

static gint64
share (gint64 whole,
       guint  part,
       guint  of)
{
  return of > 0 ? (gint64) ((__int128) whole * part / of) : 0;
}

/* It cannot be told whether the entry is there: the hit rate so far, times
 * what such a call takes. As sure as that rate is narrow: one less the width
 * of its 95 % interval, so nothing before the first look-up. */
static gboolean
estimate_by_rate (LabCachingStrategy  *self,
                  const LabRequest    *request,
                  gint64               now,
                  LabSavingsEstimate  *estimate,
                  GError             **error)
{
  LabStatsInterval rate = lab_stats_wilson (self->hits, self->look_ups, 0.95);
  gint64 output = share (self->output_tokens, 1, self->n_answers);
  LabTokenCount input;
  LabMoney cost;

  if (!lab_request_estimate_tokens (&self->services, request, &input, error) ||
      !lab_request_estimate_cost (&self->services, request, input.tokens, output, now,
                                  &estimate->priced, &cost, error))
    return FALSE;
  estimate->token_reduction = share (input.tokens + output, self->hits, self->look_ups);
  estimate->cost_reduction = share (cost, self->hits, self->look_ups);
  estimate->confidence = 1 - (rate.high - rate.low);
  return TRUE;
}

/* Nothing is saved, for sure; whether it has a price still matters. */
static gboolean
estimate_nothing (LabCachingStrategy  *self,
                  const LabRequest    *request,
                  gint64               now,
                  LabSavingsEstimate  *estimate,
                  GError             **error)
{
  LabMoney cost;

  estimate->confidence = 1;
  return lab_request_estimate_cost (&self->services, request, 0, 0, now, &estimate->priced, &cost,
                                    error);
}

static gboolean
lab_caching_strategy_estimate_savings (LabStrategy         *strategy,
                                       const LabRequest    *request,
                                       LabStrategyContext  *context,
                                       LabSavingsEstimate  *estimate,
                                       GError             **error)
{
  LabCachingStrategy *self = LAB_CACHING_STRATEGY (strategy);
  gint64 now = lab_clock_now (lab_strategy_context_get_clock (context));
  const char *cache_namespace = lab_strategy_context_get_cache_namespace (context);
  g_autoptr (LabResponse) kept = NULL;
  g_autofree char *key = NULL;

  *estimate = (LabSavingsEstimate){ .quality_impact = LAB_QUALITY_IMPACT_NONE };
  if (!may_use (self, request))
    return estimate_nothing (self, request, now, estimate, error);
  key = make_key (self, request);
  switch (lab_cache_peek (get_cache (self, context), cache_namespace, key, &kept))
    {
    case LAB_CACHE_PRESENT:
      estimate_kept (kept, estimate);
      return TRUE;

    case LAB_CACHE_ABSENT:
      return estimate_nothing (self, request, now, estimate, error);

    case LAB_CACHE_UNKNOWN:
    default:
      return estimate_by_rate (self, request, now, estimate, error);
    }
}

static gboolean
is_worth_keeping (LabCachingStrategy *self,
                  const LabResponse  *response)
{
  if (response->answered_by != NULL)
    return FALSE;
  if (*response->content == '\0' && response->tool_calls == NULL)
    return FALSE;
  switch (response->finish)
    {
    case LAB_FINISH_STOP:
    case LAB_FINISH_TOOL_CALLS:
      return TRUE;

    case LAB_FINISH_LENGTH:
      return lab_parameter_values_get_boolean (&self->values, "store-truncated");

    case LAB_FINISH_UNKNOWN:
    case LAB_FINISH_CONTENT_FILTER:
    case LAB_FINISH_REFUSAL:
    case LAB_FINISH_CUT:
    default:
      return FALSE;
    }
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (lab_cache_set_finish (LAB_CACHE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
lab_caching_strategy_observe_async (LabStrategy         *strategy,
                                    const LabRequest    *request,
                                    const LabResponse   *response,
                                    LabStrategyContext  *context,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  LabCachingStrategy *self = LAB_CACHING_STRATEGY (strategy);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *key = NULL;
  gint64 ttl = lab_parameter_values_get_int (&self->values, "ttl") * G_USEC_PER_SEC;

  g_task_set_source_tag (task, lab_caching_strategy_observe_async);
  if (!may_use (self, request) || !is_worth_keeping (self, response))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->n_answers++;
  self->output_tokens += MAX (response->usage.buckets[LAB_BUCKET_O], 0);
  key = make_key (self, request);
  lab_cache_set_async (get_cache (self, context),
                       lab_strategy_context_get_cache_namespace (context), key, response, ttl,
                       NULL, kept_cb, g_steal_pointer (&task));
}

static void
strategy_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = lab_caching_strategy_get_name;
  iface->get_description = lab_caching_strategy_get_description;
  iface->get_parameters = lab_caching_strategy_get_parameters;
  iface->set_parameter = lab_caching_strategy_set_parameter;
  iface->dup_parameter = lab_caching_strategy_dup_parameter;
  iface->apply_async = lab_caching_strategy_apply_async;
  iface->apply_finish = lab_caching_strategy_apply_finish;
  iface->estimate_savings = lab_caching_strategy_estimate_savings;
  /* observe_finish is the interface's own. */
  iface->observe_async = lab_caching_strategy_observe_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabCachingStrategy, lab_caching_strategy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY, strategy_iface_init))

static void
lab_caching_strategy_finalize (GObject *object)
{
  LabCachingStrategy *self = LAB_CACHING_STRATEGY (object);

  lab_strategy_services_clear (&self->services);
  lab_parameter_values_clear (&self->values);

  G_OBJECT_CLASS (lab_caching_strategy_parent_class)->finalize (object);
}

static void
lab_caching_strategy_class_init (LabCachingStrategyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_caching_strategy_finalize;
}

static void
lab_caching_strategy_init (LabCachingStrategy *self)
{
  lab_parameter_values_init (&self->values, specs, G_N_ELEMENTS (specs));
}

LabStrategy *
lab_caching_strategy_new (const LabStrategyServices *services)
{
  LabCachingStrategy *self;

  g_return_val_if_fail (services != NULL, NULL);

  self = g_object_new (LAB_TYPE_CACHING_STRATEGY, NULL);
  lab_strategy_services_take (&self->services, services);
  return LAB_STRATEGY (self);
}

void
lab_caching_strategy_get_statistics (LabCachingStrategy *self,
                                     guint              *hits,
                                     guint              *look_ups)
{
  g_return_if_fail (LAB_IS_CACHING_STRATEGY (self));
  g_return_if_fail (hits != NULL && look_ups != NULL);

  *hits = self->hits;
  *look_ups = self->look_ups;
}
