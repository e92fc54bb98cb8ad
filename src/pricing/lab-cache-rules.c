/* lab-cache-rules.c: each vendor's prompt-cache rules, and closed forms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "lab-prompt-cache.h"

/* OpenAI, prompt caching guide: prefixes of 1,024 tokens and more, cached in
 * steps of 128. The life of a free write is "5 to 10 minutes of inactivity":
 * taken as the lower end and marked assumed. */
#define OPENAI_MINIMUM 1024
#define OPENAI_BLOCK 128
#define ASSUMED_LIFE 300
/* Anthropic, prompt caching guide: 512 to 4,096 by model, four breakpoints,
 * an earlier entry is looked for at up to 20 blocks before each. */
#define ANTHROPIC_MINIMUM 1024
#define ANTHROPIC_BREAKPOINTS 4
#define ANTHROPIC_LOOKBACK 20
#define ANTHROPIC_LIFE 300
#define ANTHROPIC_LONG_LIFE 3600
/* Gemini, caching guide: implicit from 2.5 on; 1,024 tokens for Flash and
 * 4,096 for Pro where the model's page does not say. */
#define GEMINI_FLASH_MINIMUM 1024
#define GEMINI_PRO_MINIMUM 4096

static void
init_anthropic (LabCacheRules *self)
{
  self->mode = LAB_CACHE_BREAKPOINTS;
  self->minimum = ANTHROPIC_MINIMUM;
  self->max_breakpoints = ANTHROPIC_BREAKPOINTS;
  self->lookback = ANTHROPIC_LOOKBACK;
  self->life = ANTHROPIC_LIFE;
  self->long_life = ANTHROPIC_LONG_LIFE;
}

static void
init_google (LabCacheRules      *self,
             const LabModelInfo *model)
{
  gboolean before_implicit =
    g_str_has_prefix (model->id, "gemini-1") || g_str_has_prefix (model->id, "gemini-2.0");

  self->mode = before_implicit ? LAB_CACHE_NONE : LAB_CACHE_IMPLICIT;
  self->minimum = strstr (model->id, "-pro") ? GEMINI_PRO_MINIMUM : GEMINI_FLASH_MINIMUM;
  self->life = ASSUMED_LIFE;
  self->life_assumed = TRUE;
}

static void
init_openai (LabCacheRules *self)
{
  self->mode = LAB_CACHE_IMPLICIT;
  self->minimum = OPENAI_MINIMUM;
  self->block = OPENAI_BLOCK;
  self->life = ASSUMED_LIFE;
  self->life_assumed = TRUE;
}

/* Prices tell whether writes are billed, and for which life. */
static void
take_prices (LabCacheRules     *self,
             const LabPriceSet *rows)
{
  const LabPriceRow *row =
    lab_price_set_get_n_rows (rows) > 0 ? lab_price_set_get_row (rows, 0) : NULL;

  if (row == NULL)
    return;
  self->bill_writes = row->rates[LAB_BUCKET_W] != LAB_RATE_ABSENT;
  if (row->w_life > 0)
    {
      self->life = row->w_life;
      self->life_assumed = FALSE;
    }
  if (row->wl_life > 0)
    self->long_life = row->wl_life;
}

void
lab_cache_rules_init (LabCacheRules      *self,
                      const LabModelInfo *model,
                      const LabPriceSet  *rows)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (model != NULL);

  *self = (LabCacheRules) { .block = 1, .refresh = TRUE };
  if (g_str_equal (model->provider, "anthropic"))
    init_anthropic (self);
  else if (g_str_equal (model->provider, "google"))
    init_google (self, model);
  else
    init_openai (self);

  if (!(model->capabilities & LAB_MODEL_PROMPT_CACHING))
    self->mode = LAB_CACHE_NONE;
  self->minimum_assumed = model->cache_minimum == LAB_TOKENS_UNKNOWN;
  if (!self->minimum_assumed)
    self->minimum = model->cache_minimum;
  /* Anthropic bills every write; elsewhere only where a price says so. */
  self->bill_writes = g_str_equal (model->provider, "anthropic");
  if (rows != NULL)
    take_prices (self, rows);
}

double
lab_cache_break_even_hit_rate (LabRate in,
                               LabRate read,
                               LabRate write)
{
  if (write <= in)
    return 0;
  if (read >= in)
    return 1;
  return (double) (write - in) / (double) (write - read);
}

double
lab_cache_poisson_hit_rate (double arrivals_per_second,
                            double life_seconds)
{
  g_return_val_if_fail (arrivals_per_second >= 0, 0);
  g_return_val_if_fail (life_seconds >= 0, 0);

  return -expm1 (-arrivals_per_second * life_seconds);
}
