/* lab-store-cache.h: answers kept for strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabCacheRow:
 *
 * The specification's CacheEntry. @value is JSON or any text. @ttl_us 0
 * never expires, and then @expires_at is 0. @hit_count is filled in by the
 * store.
 */
typedef struct
{
  char *profile_id;
  char *cache_namespace;
  char *key;
  char *value;
  gint64 ttl_us;
  gint64 created_at;
  gint64 expires_at;
  gint64 hit_count;
} LabCacheRow;

LabCacheRow *lab_cache_row_new (void);
LabCacheRow *lab_cache_row_copy (const LabCacheRow *self);
void lab_cache_row_free (LabCacheRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCacheRow, lab_cache_row_free)

/* Replaces an entry of the same key. Expires at created_at + ttl_us. */
gboolean lab_store_cache_set (LabStoreTxn        *txn,
                              const LabCacheRow  *row,
                              GError            **error);
/* Looks it up and counts a hit or a miss, so it needs a writing
 * transaction. NULL without an error for a miss; an entry that has expired
 * at @now is one. (transfer full) */
LabCacheRow *lab_store_cache_get (LabStoreTxn  *txn,
                                  const char   *profile_id,
                                  const char   *cache_namespace,
                                  const char   *key,
                                  gint64        now,
                                  GError      **error);
/* Looks without counting. */
LabCacheRow *lab_store_cache_peek (LabStoreTxn  *txn,
                                   const char   *profile_id,
                                   const char   *cache_namespace,
                                   const char   *key,
                                   gint64        now,
                                   GError      **error);
/* Counts by itself what a peek found. */
gboolean lab_store_cache_count (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *cache_namespace,
                                const char   *key,
                                gboolean      hit,
                                GError      **error);
/**
 * lab_store_cache_invalidate:
 * @pattern: `*` any text, `?` one character, `\` quotes; case matters
 * @n_entries: (out) (optional)
 */
gboolean lab_store_cache_invalidate (LabStoreTxn  *txn,
                                     const char   *profile_id,
                                     const char   *cache_namespace,
                                     const char   *pattern,
                                     guint64      *n_entries,
                                     GError      **error);
gboolean lab_store_cache_purge_expired (LabStoreTxn  *txn,
                                        gint64        now,
                                        guint64      *n_entries,
                                        GError      **error);
/* Hits, misses and entries; the hit rate is hits ÷ (hits + misses). */
gboolean lab_store_cache_get_stats (LabStoreTxn  *txn,
                                    const char   *profile_id,
                                    const char   *cache_namespace,
                                    guint64      *hits,
                                    guint64      *misses,
                                    guint64      *n_entries,
                                    GError      **error);

G_END_DECLS
