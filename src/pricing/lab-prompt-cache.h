/* lab-prompt-cache.h: the vendors' prompt caches, as one model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-model-info.h"
#include "lab-price-set.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_CACHE_NONE,        /* the model has no prompt cache */
  LAB_CACHE_IMPLICIT,    /* every prefix, in whole blocks, without asking */
  LAB_CACHE_BREAKPOINTS, /* up to marked places only */
} LabCacheMode;

/**
 * LabCacheRules:
 * @minimum: the shortest prefix that is cached, in tokens
 * @block: cached lengths are whole multiples of it (OpenAI 128; else 1)
 * @max_breakpoints: marks a request may carry (Anthropic 4)
 * @lookback: content blocks before a mark that are searched for an earlier
 *   entry (Anthropic 20)
 * @life: seconds a default write lives unread; @long_life the long one, 0
 *   where there is none
 * @refresh: a read starts the life anew
 * @bill_writes: written tokens go to w or wl; else they stay in u
 * @minimum_assumed: the vendor does not publish @minimum for this model
 * @life_assumed: the same for @life
 */
typedef struct
{
  LabCacheMode mode;
  gint64 minimum;
  gint64 block;
  guint max_breakpoints;
  guint lookback;
  gint64 life;
  gint64 long_life;
  gboolean refresh;
  gboolean bill_writes;
  gboolean minimum_assumed;
  gboolean life_assumed;
} LabCacheRules;

/* The rules of one model. @rows: (nullable): its prices, which tell whether
 * writes are billed and how long they live. */
void lab_cache_rules_init (LabCacheRules      *self,
                           const LabModelInfo *model,
                           const LabPriceSet  *rows);

/**
 * LabCacheSegment:
 * @hash: of this segment's own content; the cache chains them
 * @tokens: cumulative tokens of the prompt at the segment's end
 * @breakpoint: the vendor's mark stands at its end
 * @long_life: and asks for the long life
 *
 * A prompt is a sequence of segments. With LAB_CACHE_BREAKPOINTS a segment
 * is a content block; with LAB_CACHE_IMPLICIT a prefix is recognised up to
 * the last segment that agrees, so cut at @block tokens where texts may part
 * inside a message (see lab_cache_segments_from_tokens()).
 */
typedef struct
{
  guint64 hash;
  gint64 tokens;
  gboolean breakpoint;
  gboolean long_life;
} LabCacheSegment;

/* Cuts token ids into segments of @block and a rest.
 * (element-type LabCacheSegment) (transfer full) */
GArray *lab_cache_segments_from_tokens (const guint32 *tokens,
                                        gsize          n_tokens,
                                        gint64         block);

/**
 * LabPromptCache:
 *
 * What a vendor remembers, in the caller's (virtual) time. Holds at most a
 * fixed number of prefixes and forgets the one unused for longest. Not for
 * use from two threads at once.
 */
typedef struct _LabPromptCache LabPromptCache;

/* @max_entries 0 means 65,536. */
LabPromptCache *lab_prompt_cache_new (guint max_entries);
void lab_prompt_cache_free (LabPromptCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPromptCache, lab_prompt_cache_free)

/**
 * lab_prompt_cache_use:
 * @scope: what may share entries: vendor, model and account; never shared
 *   between isolated sessions
 * @now_us: when the request arrives
 * @ready_us: when what it writes can be read by others: the answer's first
 *   byte. Requests sent together do not see each other's writes
 * @usage: (out caller-allocates): u, r, w and wl are set, the rest is left
 *
 * One request: reads the longest live prefix, writes what the vendor would,
 * refreshes what was read. Input that is not cached is u. Below the minimum
 * nothing is cached and nothing is said, as the vendors do.
 *
 * Fails with INVALID_REQUEST where the vendor answers 400: too many
 * breakpoints, or a long life behind a short one; INVALID_INPUT where
 * cumulative tokens fall.
 */
gboolean lab_prompt_cache_use (LabPromptCache         *self,
                               const LabCacheRules    *rules,
                               const char             *scope,
                               const LabCacheSegment  *segments,
                               gsize                   n_segments,
                               gint64                  now_us,
                               gint64                  ready_us,
                               LabUsage               *usage,
                               GError                **error);
/* What lab_prompt_cache_use() would say, changing nothing. */
gboolean lab_prompt_cache_peek (LabPromptCache         *self,
                                const LabCacheRules    *rules,
                                const char             *scope,
                                const LabCacheSegment  *segments,
                                gsize                   n_segments,
                                gint64                  now_us,
                                LabUsage               *usage,
                                GError                **error);
guint lab_prompt_cache_get_n_entries (const LabPromptCache *self);
void lab_prompt_cache_forget_all (LabPromptCache *self);

/* Share of calls that must hit for caching to pay, where a miss writes:
 * (write − in) / (write − read). 0 where writes cost no more than input, 1
 * where reads save nothing. Anthropic's 1.25 and 0.1 give 21.7 %. */
double lab_cache_break_even_hit_rate (LabRate in,
                                      LabRate read,
                                      LabRate write);
/* P(hit) = 1 − e^(−λT): Poisson arrivals at λ a second on one prefix, life T
 * seconds refreshed on hit (the gap to the last arrival is exponential). */
double lab_cache_poisson_hit_rate (double arrivals_per_second,
                                   double life_seconds);

G_END_DECLS
