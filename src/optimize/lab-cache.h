/* lab-cache.h: where answers are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-response.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_CACHE_MEMORY,
  LAB_CACHE_DATABASE,
} LabCacheType;

/* "memory", "database" */
const char *lab_cache_type_to_string (LabCacheType type);

/**
 * LabCachePresence:
 * @LAB_CACHE_UNKNOWN: it cannot be told without waiting
 */
typedef enum
{
  LAB_CACHE_UNKNOWN,
  LAB_CACHE_ABSENT,
  LAB_CACHE_PRESENT,
} LabCachePresence;

/**
 * LabCache:
 *
 * The specification's ICacheStrategy. An entry is found by namespace and key;
 * no pattern reaches over a namespace's edge, so what sessions that are
 * isolated from each other keep stays apart. Times to live are µs, 0 is for
 * ever; an entry is gone from the moment at which its time is over. A later
 * answer to the same key replaces the earlier.
 *
 * A cache that cannot work fails with CACHE_INVALIDATION (context "reason"),
 * and its user goes on without; cancelling stays G_IO_ERROR_CANCELLED.
 */
#define LAB_TYPE_CACHE (lab_cache_get_type ())
G_DECLARE_INTERFACE (LabCache, lab_cache, LAB, CACHE, GObject)

struct _LabCacheInterface
{
  GTypeInterface parent_iface;

  LabCacheType (*get_cache_type) (LabCache *self);
  LabCachePresence (*peek) (LabCache     *self,
                            const char   *cache_namespace,
                            const char   *key,
                            LabResponse **value);
  void (*get_async) (LabCache            *self,
                     const char          *cache_namespace,
                     const char          *key,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data);
  LabResponse *(*get_finish) (LabCache      *self,
                              GAsyncResult  *result,
                              GError       **error);
  void (*set_async) (LabCache            *self,
                     const char          *cache_namespace,
                     const char          *key,
                     const LabResponse   *value,
                     gint64               ttl_us,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data);
  gboolean (*set_finish) (LabCache      *self,
                          GAsyncResult  *result,
                          GError       **error);
  void (*invalidate_async) (LabCache            *self,
                            const char          *cache_namespace,
                            const char          *pattern,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
  gint64 (*invalidate_finish) (LabCache      *self,
                               GAsyncResult  *result,
                               GError       **error);
  void (*get_statistics) (LabCache *self,
                          guint64  *hits,
                          guint64  *misses);
};

LabCacheType lab_cache_get_cache_type (LabCache *self);

/**
 * lab_cache_peek:
 * @value: (out) (optional) (transfer full): a copy, where it is present
 *
 * Looks without waiting, without counting and without keeping the entry
 * alive: for estimates. A back end that would have to wait says so.
 */
LabCachePresence lab_cache_peek (LabCache     *self,
                                 const char   *cache_namespace,
                                 const char   *key,
                                 LabResponse **value);

void lab_cache_get_async (LabCache            *self,
                          const char          *cache_namespace,
                          const char          *key,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
/* (nullable) (transfer full): NULL without an error is a miss. */
LabResponse *lab_cache_get_finish (LabCache      *self,
                                   GAsyncResult  *result,
                                   GError       **error);
void lab_cache_set_async (LabCache            *self,
                          const char          *cache_namespace,
                          const char          *key,
                          const LabResponse   *value,
                          gint64               ttl_us,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
gboolean lab_cache_set_finish (LabCache      *self,
                               GAsyncResult  *result,
                               GError       **error);
/**
 * lab_cache_invalidate_async:
 * @pattern: of keys: * any run, ? one character, \ takes what follows as it
 *   is. Case matters.
 */
void lab_cache_invalidate_async (LabCache            *self,
                                 const char          *cache_namespace,
                                 const char          *pattern,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* How many entries went, those that had expired unnoticed among them; -1 on
 * error. A pattern that ends in a lone \, or is not UTF-8, is INVALID_INPUT
 * and removes nothing. */
gint64 lab_cache_invalidate_finish (LabCache      *self,
                                    GAsyncResult  *result,
                                    GError       **error);
/* Hits / (hits + misses) since it was made; 0 before the first look-up. */
double lab_cache_get_hit_rate (LabCache *self);
/* Of this object, all namespaces together. Look-ups that failed are neither. */
void lab_cache_get_statistics (LabCache *self,
                               guint64  *hits,
                               guint64  *misses);

G_END_DECLS
