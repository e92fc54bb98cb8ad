/* lab-cache-effect.c: what a run did to the provider's prompt cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cache-effect.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A prompt that is shorter reads a little less too; that is not worth a
 * sentence. */
#define LEAST_SHARE_LOST 20

static gint64
count_input (const LabPairSide *side)
{
  return side->tokens[LAB_BUCKET_U] + side->tokens[LAB_BUCKET_R] + side->tokens[LAB_BUCKET_W] +
         side->tokens[LAB_BUCKET_WL];
}

void
lab_comparison_get_cache_effect (const LabComparison *comparison,
                                 LabCacheEffect      *effect)
{
  LabCacheEffect found = { 0 };

  g_return_if_fail (comparison != NULL);
  g_return_if_fail (effect != NULL);

  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      const LabPair *pair = comparison->pairs->pdata[i];
      gint64 before = pair->base.tokens[LAB_BUCKET_R], after = pair->run.tokens[LAB_BUCKET_R];

      /* What was answered without a call says nothing about prompts. */
      if (count_input (&pair->base) <= 0 || count_input (&pair->run) <= 0)
        continue;
      found.n_calls++;
      found.n_lost += before > 0 && after == 0;
      found.n_found += before == 0 && after > 0;
      found.base_reads += before;
      found.reads += after;
    }
  *effect = found;
}

gint64
lab_cache_effect_get_change (const LabCacheEffect *self)
{
  double change;

  g_return_val_if_fail (self != NULL, 0);

  change = (double) (self->reads - self->base_reads) / MAX (self->n_calls, 1);
  return (gint64) (change < 0 ? change - 0.5 : change + 0.5);
}

char *
lab_comparison_explain_cache (const LabComparison *comparison,
                              const char          *name)
{
  LabCacheEffect effect;
  gint64 change;

  g_return_val_if_fail (comparison != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  lab_comparison_get_cache_effect (comparison, &effect);
  change = lab_cache_effect_get_change (&effect);
  if (change >= 0 || (effect.base_reads - effect.reads) * LEAST_SHARE_LOST < effect.base_reads)
    return NULL;
  if (effect.n_lost > effect.n_found)
    return g_strdup_printf (
      ngettext ("%s breaks the provider's cached prefix: −%'" PRId64 " cached tokens a call; %u of "
                "%u call found none of it any more.",
                "%s breaks the provider's cached prefix: −%'" PRId64 " cached tokens a call; %u of "
                "%u calls found none of it any more.",
                effect.n_calls),
      name, -change, effect.n_lost, effect.n_calls);
  return g_strdup_printf (_("%s reads less from the provider's cache: −%'" PRId64
                            " cached tokens a call."),
                          name, -change);
}
