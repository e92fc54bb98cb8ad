/* lab-memory-cache.c: answers kept for as long as the program runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-cache-pattern-private.h"
#include "lab-memory-cache.h"

/* The namespace's length stands in front, so that no two pairs of namespace
 * and key make the same id. */
typedef struct
{
  char *id; /* "<length of namespace>:<namespace><key>" */
  const char *key; /* within @id */
  gsize n_prefix; /* bytes of @id before the key */
  LabResponse *value;
  gint64 expires_at; /* 0: never */
  gsize n_bytes;
  GList link; /* in the order of use, the latest first */
} Entry;

struct _LabMemoryCache
{
  GObject parent_instance;
  LabClock *clock;
  gsize max_bytes;
  gsize n_bytes;
  GHashTable *entries; /* id → Entry */
  GQueue order;
  gint64 first_end; /* nothing expires before; 0 where nothing expires */
  guint64 hits;
  guint64 misses;
  guint64 evicted;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  lab_response_free (entry->value);
  g_free (entry);
}

static char *
make_id (const char *cache_namespace,
         const char *key,
         gsize      *n_prefix)
{
  char *prefix = g_strdup_printf ("%" G_GSIZE_FORMAT ":%s", strlen (cache_namespace),
                                  cache_namespace);
  char *id = g_strconcat (prefix, key, NULL);

  if (n_prefix != NULL)
    *n_prefix = strlen (prefix);
  g_free (prefix);
  return id;
}

static gsize
text_bytes (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

static gsize
response_bytes (const LabResponse *response)
{
  return sizeof *response + text_bytes (response->content) + text_bytes (response->tool_calls) +
         text_bytes (response->provider) + text_bytes (response->model) +
         text_bytes (response->service_tier) + text_bytes (response->request_id) +
         text_bytes (response->raw_usage) + text_bytes (response->answered_by);
}

static void
drop (LabMemoryCache *self,
      Entry          *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  self->n_bytes -= entry->n_bytes;
  g_hash_table_remove (self->entries, entry->id);
}

static gboolean
is_expired (LabMemoryCache *self,
            const Entry    *entry)
{
  return entry->expires_at != 0 && entry->expires_at <= lab_clock_now (self->clock);
}

static void
note_end (LabMemoryCache *self,
          gint64          expires_at)
{
  if (expires_at != 0 && (self->first_end == 0 || expires_at < self->first_end))
    self->first_end = expires_at;
}

/* Looks through all only once something can have expired, or a full cache
 * would do so at every answer it keeps. */
static void
drop_expired (LabMemoryCache *self)
{
  if (self->first_end == 0 || lab_clock_now (self->clock) < self->first_end)
    return;
  self->first_end = 0;
  for (GList *link = self->order.head, *next; link != NULL; link = next)
    {
      next = link->next;
      if (is_expired (self, link->data))
        drop (self, link->data);
      else
        note_end (self, ((Entry *) link->data)->expires_at);
    }
}

static void
make_room (LabMemoryCache *self,
           gsize           n_bytes)
{
  if (self->n_bytes + n_bytes > self->max_bytes)
    drop_expired (self);
  while (self->n_bytes + n_bytes > self->max_bytes)
    {
      drop (self, self->order.tail->data);
      self->evicted++;
    }
}

static Entry *
find (LabMemoryCache *self,
      const char     *cache_namespace,
      const char     *key)
{
  g_autofree char *id = make_id (cache_namespace, key, NULL);

  return g_hash_table_lookup (self->entries, id);
}

static LabCacheType
lab_memory_cache_get_cache_type (LabCache *cache)
{
  return LAB_CACHE_MEMORY;
}

static LabCachePresence
lab_memory_cache_peek (LabCache     *cache,
                       const char   *cache_namespace,
                       const char   *key,
                       LabResponse **value)
{
  LabMemoryCache *self = LAB_MEMORY_CACHE (cache);
  Entry *entry = find (self, cache_namespace, key);

  if (entry == NULL || is_expired (self, entry))
    return LAB_CACHE_ABSENT;
  if (value != NULL)
    *value = lab_response_copy (entry->value);
  return LAB_CACHE_PRESENT;
}

static LabResponse *
look_up (LabMemoryCache *self,
         const char     *cache_namespace,
         const char     *key)
{
  Entry *entry = find (self, cache_namespace, key);

  if (entry != NULL && is_expired (self, entry))
    {
      drop (self, entry);
      entry = NULL;
    }
  if (entry == NULL)
    {
      self->misses++;
      return NULL;
    }
  self->hits++;
  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
  return lab_response_copy (entry->value);
}

static void
lab_memory_cache_get_async (LabCache            *cache,
                            const char          *cache_namespace,
                            const char          *key,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  LabMemoryCache *self = LAB_MEMORY_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lab_memory_cache_get_async);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, look_up (self, cache_namespace, key),
                           (GDestroyNotify) lab_response_free);
}

static LabResponse *
lab_memory_cache_get_finish (LabCache      *cache,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* An end beyond all time is no end. */
static gint64
get_end (LabMemoryCache *self,
         gint64          ttl_us)
{
  gint64 end;

  if (ttl_us == 0 || __builtin_add_overflow (lab_clock_now (self->clock), ttl_us, &end))
    return 0;
  return end;
}

static void
keep (LabMemoryCache    *self,
      const char        *cache_namespace,
      const char        *key,
      const LabResponse *value,
      gint64             ttl_us)
{
  Entry *old = find (self, cache_namespace, key);
  Entry *entry = g_new0 (Entry, 1);

  if (old != NULL)
    drop (self, old);
  entry->id = make_id (cache_namespace, key, &entry->n_prefix);
  entry->key = entry->id + entry->n_prefix;
  entry->n_bytes = sizeof *entry + strlen (entry->id) + 1 + response_bytes (value);
  entry->value = lab_response_copy (value);
  entry->expires_at = get_end (self, ttl_us);
  entry->link.data = entry;
  if (entry->n_bytes > self->max_bytes)
    {
      entry_free (entry);
      return;
    }
  make_room (self, entry->n_bytes);
  self->n_bytes += entry->n_bytes;
  note_end (self, entry->expires_at);
  g_queue_push_head_link (&self->order, &entry->link);
  g_hash_table_insert (self->entries, entry->id, entry);
}

static void
lab_memory_cache_set_async (LabCache            *cache,
                            const char          *cache_namespace,
                            const char          *key,
                            const LabResponse   *value,
                            gint64               ttl_us,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  LabMemoryCache *self = LAB_MEMORY_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lab_memory_cache_set_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  keep (self, cache_namespace, key, value, ttl_us);
  g_task_return_boolean (task, TRUE);
}

static gboolean
lab_memory_cache_set_finish (LabCache      *cache,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gint64
invalidate (LabMemoryCache *self,
            const char     *cache_namespace,
            const char     *pattern)
{
  gsize n_prefix;
  g_autofree char *prefix = make_id (cache_namespace, "", &n_prefix);
  gint64 n_dropped = 0;

  for (GList *link = self->order.head, *next; link != NULL; link = next)
    {
      Entry *entry = link->data;

      next = link->next;
      if (entry->n_prefix != n_prefix || memcmp (entry->id, prefix, n_prefix) != 0 ||
          !lab_cache_pattern_matches (pattern, entry->key))
        continue;
      drop (self, entry);
      n_dropped++;
    }
  return n_dropped;
}

static void
lab_memory_cache_invalidate_async (LabCache            *cache,
                                   const char          *cache_namespace,
                                   const char          *pattern,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  LabMemoryCache *self = LAB_MEMORY_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, lab_memory_cache_invalidate_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (lab_cache_pattern_check (pattern, &error))
    g_task_return_int (task, invalidate (self, cache_namespace, pattern));
  else
    g_task_return_error (task, error);
}

static gint64
lab_memory_cache_invalidate_finish (LabCache      *cache,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

static void
lab_memory_cache_get_statistics (LabCache *cache,
                                 guint64  *hits,
                                 guint64  *misses)
{
  *hits = LAB_MEMORY_CACHE (cache)->hits;
  *misses = LAB_MEMORY_CACHE (cache)->misses;
}

static void
cache_iface_init (LabCacheInterface *iface)
{
  iface->get_cache_type = lab_memory_cache_get_cache_type;
  iface->peek = lab_memory_cache_peek;
  iface->get_async = lab_memory_cache_get_async;
  iface->get_finish = lab_memory_cache_get_finish;
  iface->set_async = lab_memory_cache_set_async;
  iface->set_finish = lab_memory_cache_set_finish;
  iface->invalidate_async = lab_memory_cache_invalidate_async;
  iface->invalidate_finish = lab_memory_cache_invalidate_finish;
  iface->get_statistics = lab_memory_cache_get_statistics;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabMemoryCache, lab_memory_cache, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CACHE, cache_iface_init))

static void
lab_memory_cache_finalize (GObject *object)
{
  LabMemoryCache *self = LAB_MEMORY_CACHE (object);

  /* The links lie in the entries, so the queue owns nothing. */
  g_hash_table_unref (self->entries);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (lab_memory_cache_parent_class)->finalize (object);
}

static void
lab_memory_cache_class_init (LabMemoryCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_memory_cache_finalize;
}

static void
lab_memory_cache_init (LabMemoryCache *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
}

LabCache *
lab_memory_cache_new (LabClock *clock,
                      gsize     max_bytes)
{
  LabMemoryCache *self;

  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_MEMORY_CACHE, NULL);
  self->clock = g_object_ref (clock);
  self->max_bytes = max_bytes;
  return LAB_CACHE (self);
}

gsize
lab_memory_cache_get_n_bytes (LabMemoryCache *self)
{
  g_return_val_if_fail (LAB_IS_MEMORY_CACHE (self), 0);

  return self->n_bytes;
}

guint
lab_memory_cache_get_n_entries (LabMemoryCache *self)
{
  g_return_val_if_fail (LAB_IS_MEMORY_CACHE (self), 0);

  return g_hash_table_size (self->entries);
}

guint64
lab_memory_cache_get_n_evicted (LabMemoryCache *self)
{
  g_return_val_if_fail (LAB_IS_MEMORY_CACHE (self), 0);

  return self->evicted;
}
