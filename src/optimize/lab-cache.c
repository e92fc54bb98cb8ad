/* lab-cache.c: where answers are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cache.h"

G_DEFINE_INTERFACE (LabCache, lab_cache, G_TYPE_OBJECT)

static LabCachePresence
cannot_tell (LabCache     *self,
             const char   *cache_namespace,
             const char   *key,
             LabResponse **value)
{
  return LAB_CACHE_UNKNOWN;
}

static void
lab_cache_default_init (LabCacheInterface *iface)
{
  iface->peek = cannot_tell;
}

const char *
lab_cache_type_to_string (LabCacheType type)
{
  switch (type)
    {
    case LAB_CACHE_DATABASE:
      return "database";

    case LAB_CACHE_MEMORY:
    default:
      return "memory";
    }
}

LabCacheType
lab_cache_get_cache_type (LabCache *self)
{
  g_return_val_if_fail (LAB_IS_CACHE (self), LAB_CACHE_MEMORY);

  return LAB_CACHE_GET_IFACE (self)->get_cache_type (self);
}

LabCachePresence
lab_cache_peek (LabCache     *self,
                const char   *cache_namespace,
                const char   *key,
                LabResponse **value)
{
  g_return_val_if_fail (LAB_IS_CACHE (self), LAB_CACHE_UNKNOWN);
  g_return_val_if_fail (cache_namespace != NULL, LAB_CACHE_UNKNOWN);
  g_return_val_if_fail (key != NULL, LAB_CACHE_UNKNOWN);

  if (value != NULL)
    *value = NULL;
  return LAB_CACHE_GET_IFACE (self)->peek (self, cache_namespace, key, value);
}

void
lab_cache_get_async (LabCache            *self,
                     const char          *cache_namespace,
                     const char          *key,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CACHE (self));
  g_return_if_fail (cache_namespace != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_CACHE_GET_IFACE (self)->get_async (self, cache_namespace, key, cancellable, callback,
                                         user_data);
}

LabResponse *
lab_cache_get_finish (LabCache      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (LAB_IS_CACHE (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return LAB_CACHE_GET_IFACE (self)->get_finish (self, result, error);
}

void
lab_cache_set_async (LabCache            *self,
                     const char          *cache_namespace,
                     const char          *key,
                     const LabResponse   *value,
                     gint64               ttl_us,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CACHE (self));
  g_return_if_fail (cache_namespace != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (value != NULL);
  g_return_if_fail (ttl_us >= 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_CACHE_GET_IFACE (self)->set_async (self, cache_namespace, key, value, ttl_us, cancellable,
                                         callback, user_data);
}

gboolean
lab_cache_set_finish (LabCache      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (LAB_IS_CACHE (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_CACHE_GET_IFACE (self)->set_finish (self, result, error);
}

void
lab_cache_invalidate_async (LabCache            *self,
                            const char          *cache_namespace,
                            const char          *pattern,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CACHE (self));
  g_return_if_fail (cache_namespace != NULL);
  g_return_if_fail (pattern != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_CACHE_GET_IFACE (self)->invalidate_async (self, cache_namespace, pattern, cancellable,
                                                callback, user_data);
}

gint64
lab_cache_invalidate_finish (LabCache      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (LAB_IS_CACHE (self), -1);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  return LAB_CACHE_GET_IFACE (self)->invalidate_finish (self, result, error);
}

double
lab_cache_get_hit_rate (LabCache *self)
{
  guint64 hits;
  guint64 misses;

  g_return_val_if_fail (LAB_IS_CACHE (self), 0);

  lab_cache_get_statistics (self, &hits, &misses);
  return hits + misses > 0 ? (double) hits / (double) (hits + misses) : 0;
}

void
lab_cache_get_statistics (LabCache *self,
                          guint64  *hits,
                          guint64  *misses)
{
  g_return_if_fail (LAB_IS_CACHE (self));
  g_return_if_fail (hits != NULL);
  g_return_if_fail (misses != NULL);

  LAB_CACHE_GET_IFACE (self)->get_statistics (self, hits, misses);
}
