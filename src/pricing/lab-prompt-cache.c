/* lab-prompt-cache.c: the vendors' prompt caches, as one model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-prompt-cache.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-random.h"

#define DEFAULT_MAX_ENTRIES 65536

/* One prefix that a vendor remembers. */
typedef struct
{
  guint64 key;
  gint64 ready;   /* µs: readable from then on */
  gint64 expires; /* µs: and until just before then */
  gint64 life;    /* µs */
  GList link;     /* in the order of use */
} Entry;

struct _LabPromptCache
{
  GHashTable *entries; /* key → Entry */
  GQueue used;         /* of Entry, latest first */
  guint max_entries;
};

/* One request on its way through the cache. */
typedef struct
{
  LabPromptCache *cache;
  const LabCacheRules *rules;
  const LabCacheSegment *segments;
  gsize n_segments;
  guint64 *keys; /* of the prefix that ends with each segment */
  gint64 now;
  gint64 ready;
  gint64 read;      /* tokens */
  gboolean changes; /* FALSE for a peek */
} Request;

LabPromptCache *
lab_prompt_cache_new (guint max_entries)
{
  LabPromptCache *self = g_new0 (LabPromptCache, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->used);
  self->max_entries = max_entries > 0 ? max_entries : DEFAULT_MAX_ENTRIES;
  return self;
}

void
lab_prompt_cache_forget_all (LabPromptCache *self)
{
  g_return_if_fail (self != NULL);

  /* The links live inside the entries, which the table frees. */
  g_queue_init (&self->used);
  g_hash_table_remove_all (self->entries);
}

void
lab_prompt_cache_free (LabPromptCache *self)
{
  if (self == NULL)
    return;
  lab_prompt_cache_forget_all (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}

guint
lab_prompt_cache_get_n_entries (const LabPromptCache *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->entries);
}

GArray *
lab_cache_segments_from_tokens (const guint32 *tokens,
                                gsize          n_tokens,
                                gint64         block)
{
  GArray *segments = g_array_new (FALSE, TRUE, sizeof (LabCacheSegment));

  g_return_val_if_fail (tokens != NULL || n_tokens == 0, segments);
  g_return_val_if_fail (block > 0, segments);

  for (gsize start = 0; start < n_tokens; start += (gsize) block)
    {
      gsize length = MIN ((gsize) block, n_tokens - start);
      LabCacheSegment segment = {
        .hash = lab_hash64 (tokens + start, length * sizeof *tokens, 0),
        .tokens = (gint64) (start + length),
      };

      g_array_append_val (segments, segment);
    }
  return segments;
}

/* --- the table --- */

static Entry *
find_live (Request *request,
           gsize    index)
{
  Entry *entry = g_hash_table_lookup (request->cache->entries, &request->keys[index]);

  if (entry == NULL || entry->ready > request->now || entry->expires <= request->now)
    return NULL;
  return entry;
}

static void
touch (LabPromptCache *cache,
       Entry          *entry)
{
  g_queue_unlink (&cache->used, &entry->link);
  g_queue_push_head_link (&cache->used, &entry->link);
}

static void
remember (Request *request,
          gsize    index,
          gint64   life)
{
  LabPromptCache *cache = request->cache;
  Entry *entry = g_hash_table_lookup (cache->entries, &request->keys[index]);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->key = request->keys[index];
      entry->ready = request->ready;
      entry->link.data = entry;
      g_hash_table_insert (cache->entries, &entry->key, entry);
      g_queue_push_head_link (&cache->used, &entry->link);
    }
  else
    {
      /* Written once more: by a request that came while the first was on its
       * way, or after the life had ended. */
      entry->ready = entry->expires > request->now ? MIN (entry->ready, request->ready)
                                                   : request->ready;
      touch (cache, entry);
    }
  entry->life = life;
  entry->expires = MAX (entry->expires, request->now + life);
}

static void
refresh (Request *request,
         gsize    index)
{
  Entry *entry = find_live (request, index);

  if (entry == NULL)
    return;
  if (request->rules->refresh)
    entry->expires = MAX (entry->expires, request->now + entry->life);
  touch (request->cache, entry);
}

static void
evict (LabPromptCache *cache)
{
  while (g_hash_table_size (cache->entries) > cache->max_entries)
    {
      Entry *oldest = g_queue_peek_tail (&cache->used);

      g_queue_unlink (&cache->used, &oldest->link);
      g_hash_table_remove (cache->entries, &oldest->key);
    }
}

/* --- one request --- */

static gint64
total_tokens (const Request *request)
{
  return request->n_segments > 0 ? request->segments[request->n_segments - 1].tokens : 0;
}

static gboolean
is_cacheable (const Request *request,
              gsize          index)
{
  return request->segments[index].tokens >= request->rules->minimum;
}

static gint64
whole_blocks (const LabCacheRules *rules,
              gint64               tokens)
{
  gint64 whole = tokens - tokens % rules->block;

  return whole >= rules->minimum ? whole : 0;
}

static gint64
life_us (const LabCacheRules *rules,
         gboolean             long_life)
{
  return (long_life && rules->long_life > 0 ? rules->long_life : rules->life) * G_USEC_PER_SEC;
}

/* From the longest to the shortest: what many prompts share is used last and
 * so forgotten last. */
static void
keep_implicit (Request  *request,
               gboolean  long_life)
{
  for (gsize i = request->n_segments; i-- > 0 && is_cacheable (request, i);)
    {
      if (find_live (request, i) != NULL)
        refresh (request, i);
      else
        remember (request, i, life_us (request->rules, long_life));
    }
}

static void
use_implicit (Request  *request,
              LabUsage *usage)
{
  gsize n = request->n_segments;
  gboolean long_life = n > 0 && request->segments[n - 1].long_life
                       && request->rules->long_life > 0;
  gint64 written;

  for (gsize i = n; request->read == 0 && i-- > 0 && is_cacheable (request, i);)
    if (find_live (request, i) != NULL)
      request->read = whole_blocks (request->rules, request->segments[i].tokens);

  written = MAX (whole_blocks (request->rules, total_tokens (request)) - request->read, 0);
  if (request->rules->bill_writes)
    usage->buckets[long_life ? LAB_BUCKET_WL : LAB_BUCKET_W] = written;
  if (request->changes)
    keep_implicit (request, long_life);
}

/* The longest live prefix at a mark, or at one of the blocks before it. */
static gssize
find_before_marks (Request *request)
{
  for (gsize mark = request->n_segments; mark-- > 0;)
    {
      if (!request->segments[mark].breakpoint)
        continue;
      for (gsize back = 0; back <= request->rules->lookback && back <= mark; back++)
        if (is_cacheable (request, mark - back) && find_live (request, mark - back) != NULL)
          return (gssize) (mark - back);
    }
  return -1;
}

static void
keep_marked (Request *request,
             gssize   hit)
{
  for (gsize i = request->n_segments; i-- > 0 && is_cacheable (request, i);)
    {
      const LabCacheSegment *segment = &request->segments[i];

      if ((gssize) i <= hit && find_live (request, i) != NULL)
        refresh (request, i);
      else if (segment->breakpoint)
        remember (request, i, life_us (request->rules, segment->long_life));
    }
}

static void
use_breakpoints (Request  *request,
                 LabUsage *usage)
{
  gssize hit = find_before_marks (request);
  gint64 position;

  request->read = hit >= 0 ? request->segments[hit].tokens : 0;
  position = request->read;
  for (gsize i = 0; i < request->n_segments; i++)
    {
      const LabCacheSegment *segment = &request->segments[i];

      if (!segment->breakpoint || !is_cacheable (request, i) || segment->tokens <= position)
        continue;
      if (request->rules->bill_writes)
        usage->buckets[segment->long_life ? LAB_BUCKET_WL : LAB_BUCKET_W] +=
          segment->tokens - position;
      position = segment->tokens;
    }
  if (request->changes)
    keep_marked (request, hit);
}

/* What the vendor would answer 400 to, and what no prompt can be. */
static gboolean
check_segments (const Request  *request,
                GError        **error)
{
  gboolean short_seen = FALSE;
  guint n_marks = 0;
  gint64 before = 0;

  for (gsize i = 0; i < request->n_segments; i++)
    {
      const LabCacheSegment *segment = &request->segments[i];

      if (segment->tokens < before)
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("The cumulative tokens of a prompt's segments fall."));
          return FALSE;
        }
      before = segment->tokens;
      if (!segment->breakpoint || request->rules->mode != LAB_CACHE_BREAKPOINTS)
        continue;
      if (segment->long_life && short_seen)
        {
          lab_set_error (error, LAB_ERROR_INVALID_REQUEST,
                         _("A long-lived cache breakpoint stands behind a short-lived one."));
          return FALSE;
        }
      short_seen |= !segment->long_life;
      n_marks++;
    }
  if (n_marks > request->rules->max_breakpoints && request->rules->mode == LAB_CACHE_BREAKPOINTS)
    {
      lab_set_error (error, LAB_ERROR_INVALID_REQUEST,
                     _("The request has %u cache breakpoints; at most %u are allowed."), n_marks,
                     request->rules->max_breakpoints);
      return FALSE;
    }
  return TRUE;
}

static void
chain_keys (Request    *request,
            const char *scope)
{
  guint64 chain = lab_hash64 (scope, strlen (scope), 0);

  for (gsize i = 0; i < request->n_segments; i++)
    {
      guint64 link[2] = { request->segments[i].hash, (guint64) request->segments[i].tokens };

      chain = lab_hash64 (link, sizeof link, chain);
      request->keys[i] = chain;
    }
}

static gboolean
run (Request     *request,
     const char  *scope,
     LabUsage    *usage,
     GError     **error)
{
  g_autofree guint64 *keys = g_new (guint64, MAX (request->n_segments, 1));

  if (!check_segments (request, error))
    return FALSE;

  request->keys = keys;
  chain_keys (request, scope);
  usage->buckets[LAB_BUCKET_W] = 0;
  usage->buckets[LAB_BUCKET_WL] = 0;
  switch (request->rules->mode)
    {
    case LAB_CACHE_NONE:
      break;
    case LAB_CACHE_IMPLICIT:
      use_implicit (request, usage);
      break;
    case LAB_CACHE_BREAKPOINTS:
      use_breakpoints (request, usage);
      break;
    }
  usage->buckets[LAB_BUCKET_R] = request->read;
  usage->buckets[LAB_BUCKET_U] = total_tokens (request) - request->read
                                 - usage->buckets[LAB_BUCKET_W] - usage->buckets[LAB_BUCKET_WL];
  if (request->changes)
    evict (request->cache);
  return TRUE;
}

gboolean
lab_prompt_cache_use (LabPromptCache         *self,
                      const LabCacheRules    *rules,
                      const char             *scope,
                      const LabCacheSegment  *segments,
                      gsize                   n_segments,
                      gint64                  now_us,
                      gint64                  ready_us,
                      LabUsage               *usage,
                      GError                **error)
{
  Request request = {
    .cache = self,
    .rules = rules,
    .segments = segments,
    .n_segments = n_segments,
    .now = now_us,
    .ready = MAX (now_us, ready_us),
    .changes = TRUE,
  };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (rules != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);
  g_return_val_if_fail (segments != NULL || n_segments == 0, FALSE);
  g_return_val_if_fail (usage != NULL, FALSE);

  return run (&request, scope, usage, error);
}

gboolean
lab_prompt_cache_peek (LabPromptCache         *self,
                       const LabCacheRules    *rules,
                       const char             *scope,
                       const LabCacheSegment  *segments,
                       gsize                   n_segments,
                       gint64                  now_us,
                       LabUsage               *usage,
                       GError                **error)
{
  Request request = {
    .cache = self,
    .rules = rules,
    .segments = segments,
    .n_segments = n_segments,
    .now = now_us,
    .ready = now_us,
  };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (rules != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);
  g_return_val_if_fail (segments != NULL || n_segments == 0, FALSE);
  g_return_val_if_fail (usage != NULL, FALSE);

  return run (&request, scope, usage, error);
}
