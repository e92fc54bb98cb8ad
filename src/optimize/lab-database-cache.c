/* lab-database-cache.c: answers kept in the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-cache-pattern-private.h"
#include "lab-database-cache.h"
#include "lab-error.h"
#include "lab-response-json-private.h"
#include "lab-store-cache.h"

struct _LabDatabaseCache
{
  GObject parent_instance;
  LabStore *store;
  LabClock *clock;
  char *profile_id;
  guint64 hits;
  guint64 misses;
};

/* Handed to the store's thread, whole: one work's words. @row holds profile,
 * namespace, key and what is to be kept. */
typedef struct
{
  LabCacheRow *row;
  char *pattern;
  gint64 now;
} Work;

static Work *
work_new (LabDatabaseCache *self,
          const char       *cache_namespace,
          const char       *key)
{
  Work *work = g_new0 (Work, 1);

  work->row = lab_cache_row_new ();
  work->row->profile_id = g_strdup (self->profile_id);
  work->row->cache_namespace = g_strdup (cache_namespace);
  work->row->key = g_strdup (key);
  work->now = lab_clock_now (self->clock);
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  lab_cache_row_free (work->row);
  g_free (work->pattern);
  g_free (work);
}

/* What the store says becomes what a cache says. (transfer full) */
static GError *
translate (const GError *cause)
{
  const char *reason = lab_error_get_context (cause, LAB_ERROR_CONTEXT_REASON);
  GError *error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  lab_set_error (&error, LAB_ERROR_CACHE_INVALIDATION, _("The cache of answers did not work: %s"),
                 cause->message);
  if (reason == NULL && cause->domain == LAB_ERROR)
    reason = lab_error_code_to_string ((LabErrorCode) cause->code);
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, reason);
  return error;
}

static gpointer
get_in_store (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Work *work = data;
  const LabCacheRow *asked = work->row;
  g_autoptr (GError) local = NULL;
  LabCacheRow *row = lab_store_cache_get (txn, asked->profile_id, asked->cache_namespace,
                                          asked->key, work->now, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  /* A miss is a result as well: an empty row. */
  return row != NULL ? row : lab_cache_row_new ();
}

static gpointer
set_in_store (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Work *work = data;

  return lab_store_cache_set (txn, work->row, error) ? LAB_STORE_OK : NULL;
}

static gpointer
invalidate_in_store (LabStoreTxn  *txn,
                     gpointer      data,
                     GError      **error)
{
  const Work *work = data;
  guint64 n = 0;

  if (!lab_store_cache_invalidate (txn, work->row->profile_id, work->row->cache_namespace,
                                   work->pattern, &n, error))
    return NULL;
  return g_memdup2 (&n, sizeof n);
}

static LabCacheType
lab_database_cache_get_cache_type (LabCache *cache)
{
  return LAB_CACHE_DATABASE;
}

/* Ends what lab_clock_hold() began. (transfer full) */
static gpointer
finish_work (LabDatabaseCache  *self,
             GAsyncResult      *result,
             GError           **error)
{
  g_autoptr (GError) cause = NULL;
  gpointer done;

  lab_clock_release (self->clock);
  done = lab_store_write_finish (self->store, result, &cause);
  if (done == NULL)
    g_propagate_error (error, translate (cause));
  return done;
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LabCacheRow) row = NULL;
  g_autoptr (GError) cause = NULL;
  LabDatabaseCache *self = g_task_get_source_object (task);
  LabResponse *response;
  GError *error = NULL;

  row = finish_work (self, result, &error);
  if (row == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (row->value == NULL)
    {
      self->misses++;
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  response = lab_response_from_json (row->value, &cause);
  if (response == NULL)
    {
      g_task_return_error (task, translate (cause));
      return;
    }
  self->hits++;
  g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
}

static void
lab_database_cache_get_async (LabCache            *cache,
                              const char          *cache_namespace,
                              const char          *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  LabDatabaseCache *self = LAB_DATABASE_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lab_database_cache_get_async);
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, get_in_store, work_new (self, cache_namespace, key),
                         work_free, (GDestroyNotify) lab_cache_row_free, cancellable, got_cb,
                         g_steal_pointer (&task));
}

static LabResponse *
lab_database_cache_get_finish (LabCache      *cache,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (finish_work (g_task_get_source_object (task), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
lab_database_cache_set_async (LabCache            *cache,
                              const char          *cache_namespace,
                              const char          *key,
                              const LabResponse   *value,
                              gint64               ttl_us,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  LabDatabaseCache *self = LAB_DATABASE_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Work *work = work_new (self, cache_namespace, key);

  g_task_set_source_tag (task, lab_database_cache_set_async);
  work->row->value = lab_response_to_json (value);
  work->row->ttl_us = ttl_us;
  work->row->created_at = work->now;
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, set_in_store, work, work_free, NULL, cancellable, kept_cb,
                         g_steal_pointer (&task));
}

static gboolean
lab_database_cache_set_finish (LabCache      *cache,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
invalidated_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree guint64 *n = finish_work (g_task_get_source_object (task), result, &error);

  if (n != NULL)
    g_task_return_int (task, (gssize) *n);
  else
    g_task_return_error (task, error);
}

static void
lab_database_cache_invalidate_async (LabCache            *cache,
                                     const char          *cache_namespace,
                                     const char          *pattern,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  LabDatabaseCache *self = LAB_DATABASE_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Work *work;

  g_task_set_source_tag (task, lab_database_cache_invalidate_async);
  if (!lab_cache_pattern_check (pattern, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  work = work_new (self, cache_namespace, "");
  work->pattern = g_strdup (pattern);
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, invalidate_in_store, work, work_free, g_free, cancellable,
                         invalidated_cb, g_steal_pointer (&task));
}

static gint64
lab_database_cache_invalidate_finish (LabCache      *cache,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

static void
lab_database_cache_get_statistics (LabCache *cache,
                                   guint64  *hits,
                                   guint64  *misses)
{
  *hits = LAB_DATABASE_CACHE (cache)->hits;
  *misses = LAB_DATABASE_CACHE (cache)->misses;
}

static void
cache_iface_init (LabCacheInterface *iface)
{
  iface->get_cache_type = lab_database_cache_get_cache_type;
  iface->get_async = lab_database_cache_get_async;
  iface->get_finish = lab_database_cache_get_finish;
  iface->set_async = lab_database_cache_set_async;
  iface->set_finish = lab_database_cache_set_finish;
  iface->invalidate_async = lab_database_cache_invalidate_async;
  iface->invalidate_finish = lab_database_cache_invalidate_finish;
  iface->get_statistics = lab_database_cache_get_statistics;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabDatabaseCache, lab_database_cache, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CACHE, cache_iface_init))

static void
lab_database_cache_finalize (GObject *object)
{
  LabDatabaseCache *self = LAB_DATABASE_CACHE (object);

  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_free (self->profile_id);

  G_OBJECT_CLASS (lab_database_cache_parent_class)->finalize (object);
}

static void
lab_database_cache_class_init (LabDatabaseCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_database_cache_finalize;
}

static void
lab_database_cache_init (LabDatabaseCache *self)
{
}

LabCache *
lab_database_cache_new (LabStore   *store,
                        const char *profile_id,
                        LabClock   *clock)
{
  LabDatabaseCache *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_DATABASE_CACHE, NULL);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->profile_id = g_strdup (profile_id);
  return LAB_CACHE (self);
}
