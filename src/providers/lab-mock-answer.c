/* lab-mock-answer.c: what the mock says to a request, and what that used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-mock-private.h"

#include <string.h>

#include "lab-prompt-cache.h"

/* What a model writes where neither the request nor the catalogue caps it. */
#define DEFAULT_MAX_OUTPUT 128000
/* Vendors that publish no step cache to the token; the mock looks at every
 * so many, so that a long prompt is not thousands of prefixes. */
#define SEGMENT_TOKENS 64

void
lab_mock_init_stream (LabRandom                 *random,
                      const LabTransportContext *context,
                      guint64                    request_hash,
                      const char                *what)
{
  g_autofree char *name = g_strdup_printf ("mock/%s/%" G_GUINT64_FORMAT "/%u", what, request_hash,
                                           context->replicate);

  lab_random_init_stream (random, context->seed, name, context->attempt);
}

void
lab_mock_work_clear (LabMockWork *work)
{
  lab_mock_answer_clear (&work->said);
  g_clear_pointer (&work->pieces, g_ptr_array_unref);
}

static LabPromptCache *
get_cache (LabMock    *self,
           const char *partition)
{
  LabPromptCache *cache;

  if (partition == NULL)
    partition = "";
  cache = g_hash_table_lookup (self->caches, partition);
  if (cache == NULL)
    {
      cache = lab_prompt_cache_new (0);
      g_hash_table_insert (self->caches, g_strdup (partition), cache);
    }
  return cache;
}

/* Speed goes with the price of output: dear models are slow. Tokens a
 * second. */
static gint64
token_rate (const LabPriceSet *rows)
{
  LabRate out = rows != NULL ? lab_price_set_get_row (rows, 0)->rates[LAB_BUCKET_O] : 0;
  gint64 dollars = out / LAB_MONEY_PER_USD;

  if (dollars <= 1)
    return 160;
  if (dollars <= 6)
    return 110;
  if (dollars <= 16)
    return 75;
  return 48;
}

/* A duration with the spread real ones have: × (1 ± about 15 %). */
static gint64
vary (gint64     duration,
      LabRandom *random)
{
  gint64 permille = 1000 + lab_random_normal_milli (random) * 150 / 1000;

  return duration * CLAMP (permille, 500, 2000) / 1000;
}

static void
choose_speed (LabMockWork               *work,
              const LabPriceSet         *rows,
              const LabTransportContext *context,
              guint64                    request_hash,
              gint64                     input_tokens)
{
  LabRandom random;
  gint64 rate = token_rate (rows);

  lab_mock_init_stream (&random, context, request_hash, "speed");
  /* 250 ms to begin, and 1 ms for every 20 tokens to read. */
  work->ttft_us = vary (250000 + input_tokens * 50 + 20000000 / rate, &random);
  work->rate = MAX (1, rate * vary (1000, &random) / 1000);
}

static const char * const openings[] = {
  "This is a practice answer of the mock provider.",
  "The mock provider has no task behind this prompt and answers in general words.",
  "Here is a practice answer; it was not judged.",
};

static const char * const continuations[] = {
  "It is long enough to be priced like a real one.",
  "The words are the same each time for the same prompt and seed.",
  "What counts here is the usage below it, not what it says.",
  "Try a shorter system text, or ask the same again, and watch the buckets.",
  "A real model would go into the details of the question at this point.",
  "Each sentence adds a few output tokens to the bill.",
};

/* For prompts without a task: seeded, and about as long as answers are. */
static LabAnswer *
make_general_answer (const LabTransportContext *context,
                     guint64                    request_hash)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LabRandom random;
  guint n;

  lab_mock_init_stream (&random, context, request_hash, "answer");
  g_string_append (text, openings[lab_random_below (&random, G_N_ELEMENTS (openings))]);
  n = 3 + (guint) lab_random_below (&random, 8);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (text, ' ');
      g_string_append (text,
                       continuations[lab_random_below (&random, G_N_ELEMENTS (continuations))]);
    }
  return lab_answer_new (text->str, 0, FALSE);
}

static LabAnswer *
ask (LabMock                   *self,
     const LabTransportContext *context,
     const LabMockCall         *call,
     const LabMockTokens       *tokens)
{
  LabAnswerQuery query = {
    .provider = self->provider,
    .model = call->request->model,
    .received = tokens->received,
    .reasoning_effort = call->request->reasoning_effort,
    .input_tokens = tokens->total,
    .seed = context->seed,
    .replicate = context->replicate,
  };

  if (context->answers != NULL)
    return lab_answer_source_answer (context->answers, &query);
  return make_general_answer (context, call->hash);
}

/* A vendor reports the dated snapshot that answered; where the date leads to
 * another model (or the name has one already), the name stays as it is. */
static char *
dated_model (LabMock            *self,
             const LabModelInfo *info,
             const char         *asked)
{
  g_autofree char *dated = NULL;

  if (info == NULL || info->release_date == NULL || !g_str_equal (info->provider, "openai") ||
      g_str_has_suffix (asked, info->release_date))
    return g_strdup (asked);
  dated = g_strdup_printf ("%s-%s", asked, info->release_date);
  if (lab_price_catalogue_find_model (self->catalogue, dated, self->provider) != info)
    return g_strdup (asked);
  return g_steal_pointer (&dated);
}

static LabPriceSet *
find_rows (LabMock    *self,
           const char *model,
           const char *tier)
{
  LabPriceQuery query = {
    .provider = self->provider,
    .model = model,
    .service_tier = tier,
    .at = lab_clock_now (self->clock),
  };

  return lab_price_catalogue_find_rows (self->catalogue, &query);
}

/* The tier that is served: the one asked for where the model has it. */
static const char *
choose_tier (LabMock    *self,
             const char *model,
             const char *asked)
{
  static const char * const tiers[] = { "flex", "priority" };

  for (gsize i = 0; i < G_N_ELEMENTS (tiers); i++)
    {
      g_autoptr (LabPriceSet) rows = NULL;

      if (g_strcmp0 (asked, tiers[i]) != 0)
        continue;
      rows = find_rows (self, model, tiers[i]);
      if (rows != NULL)
        return tiers[i];
    }
  return "default";
}

static gint64
output_limit (const LabRequest   *request,
              const LabModelInfo *info)
{
  gint64 own = info != NULL && info->max_output > 0 ? info->max_output : DEFAULT_MAX_OUTPUT;

  return request->max_output_tokens != LAB_UNSET ? MIN (request->max_output_tokens, own) : own;
}

/* A cap takes reasoning first, then text. */
static gboolean
fill_output (LabMock               *self,
             const LabTokenScheme  *scheme,
             const LabAnswer       *answer,
             gint64                 limit,
             LabMockAnswer         *said,
             GPtrArray             *pieces,
             GError               **error)
{
  gint64 reasoning = MIN (MAX (answer->reasoning_tokens, 0), limit);
  gint64 visible = 0;

  said->content = lab_mock_counter_cut (self->counter, scheme, answer->text, limit - reasoning,
                                        &visible, pieces, error);
  if (said->content == NULL)
    return FALSE;

  said->usage.reasoning = reasoning;
  said->usage.buckets[LAB_BUCKET_O] = reasoning + visible;
  said->finish = answer->reasoning_tokens > reasoning ||
                     !g_str_equal (said->content, answer->text) ?
                   LAB_FINISH_LENGTH :
                   LAB_FINISH_STOP;
  return TRUE;
}

/* What is looked at as one by the model's cache: content blocks where marks
 * rule, else so many tokens. */
static gint64
segment_tokens (const LabCacheRules *rules)
{
  return rules->block > 1 ? rules->block : SEGMENT_TOKENS;
}

static gboolean
use_cache (LabMock                    *self,
           const LabTransportContext  *context,
           const LabRequest           *request,
           const LabCacheRules        *rules,
           const LabMockTokens        *tokens,
           LabMockWork                *work,
           GError                    **error)
{
  g_autofree char *scope = g_strdup_printf ("%s/%s", self->provider, request->model);
  gint64 now = lab_clock_now (self->clock);

  work->said.usage.flags = LAB_USAGE_REPORTED;
  return lab_prompt_cache_use (get_cache (self, context->partition), rules, scope,
                               (const LabCacheSegment *) (gpointer) tokens->segments->data,
                               tokens->segments->len, now, now + work->ttft_us,
                               &work->said.usage, error);
}

static gboolean
read_prompt (LabMock                    *self,
             const LabTransportContext  *context,
             const LabMockCall          *call,
             const LabModelInfo         *info,
             const LabTokenScheme       *scheme,
             LabMockTokens              *tokens,
             LabMockWork                *work,
             GError                    **error)
{
  const LabRequest *request = call->request;
  g_autoptr (LabPriceSet) rows = find_rows (self, request->model, NULL);
  LabCacheRules rules = { .mode = LAB_CACHE_NONE, .block = 1 };

  if (info != NULL)
    lab_cache_rules_init (&rules, info, rows);
  if (!lab_mock_counter_count (self->counter, scheme, request, segment_tokens (&rules),
                               rules.mode != LAB_CACHE_IMPLICIT, tokens, error))
    return FALSE;

  choose_speed (work, rows, context, call->hash, tokens->total);
  return use_cache (self, context, request, &rules, tokens, work, error);
}

gboolean
lab_mock_work_out (LabMock                    *self,
                   const LabTransportContext  *context,
                   const LabMockCall          *call,
                   LabMockWork                *work,
                   GError                    **error)
{
  const LabRequest *request = call->request;
  const LabModelInfo *info =
    lab_price_catalogue_find_model (self->catalogue, request->model, self->provider);
  const guint64 identity[] = { call->hash, context->seed, context->replicate, context->attempt };
  g_auto (LabMockTokens) tokens = { 0 };
  g_autoptr (LabAnswer) answer = NULL;
  const LabUsage none = LAB_USAGE_INIT;
  LabTokenScheme scheme;

  lab_token_scheme_init (&scheme, request->model, info != NULL ? info->encoding : NULL);
  work->said.usage = none;
  if (!read_prompt (self, context, call, info, &scheme, &tokens, work, error))
    return FALSE;
  answer = ask (self, context, call, &tokens);
  if (call->stream)
    work->pieces = g_ptr_array_new_with_free_func (g_free);
  if (!fill_output (self, &scheme, answer, output_limit (request, info), &work->said,
                    work->pieces, error))
    return FALSE;

  work->said.id = g_strdup_printf ("chatcmpl-LAB%016" G_GINT64_MODIFIER "x",
                                   lab_hash64 (identity, sizeof identity, 0));
  work->said.model = dated_model (self, info, request->model);
  work->said.service_tier = choose_tier (self, request->model, request->service_tier);
  work->said.created = lab_clock_now (self->clock) / G_USEC_PER_SEC;
  return TRUE;
}
