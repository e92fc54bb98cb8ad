/* lab-cache-effect.h: what a run did to the provider's prompt cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison.h"

G_BEGIN_DECLS

/**
 * LabCacheEffect:
 * @n_calls: pairs for which the provider was asked in both runs
 * @n_lost: of them, those that read from its cache in the baseline and not in
 *   the run; @n_found: the other way round
 * @base_reads: @reads: tokens read from it, over these pairs
 *
 * A rewritten prompt is a new one for the provider, which can cost more than
 * its shortness saves.
 */
typedef struct
{
  guint n_calls;
  guint n_lost;
  guint n_found;
  gint64 base_reads;
  gint64 reads;
} LabCacheEffect;

void lab_comparison_get_cache_effect (const LabComparison *comparison,
                                      LabCacheEffect      *effect);
/* More tokens read (positive) or fewer, of a call; rounded. */
gint64 lab_cache_effect_get_change (const LabCacheEffect *self);
/**
 * lab_comparison_explain_cache:
 * @name: of the run
 *
 * Where the run reads markedly less from the provider's cache, a translated
 * sentence with the number a call: "trim breaks the provider's cached prefix:
 * −812 cached tokens a call, …". (nullable) (transfer full)
 */
char *lab_comparison_explain_cache (const LabComparison *comparison,
                                    const char          *name);

G_END_DECLS
