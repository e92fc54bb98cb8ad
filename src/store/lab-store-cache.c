/* lab-store-cache.c: answers kept for strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-cache.h"

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabCacheRow, profile_id, TEXT),
  LAB_COLUMN (LabCacheRow, cache_namespace, "namespace", TEXT),
  LAB_FIELD (LabCacheRow, key, TEXT),
  LAB_FIELD (LabCacheRow, value, TEXT),
  LAB_COLUMN (LabCacheRow, ttl_us, "ttl", INT64),
  LAB_FIELD (LabCacheRow, created_at, INT64),
  LAB_FIELD (LabCacheRow, expires_at, TIME),
  LAB_FIELD (LabCacheRow, hit_count, INT64),
};

static const LabTable entries = LAB_TABLE ("cache_entries", LabCacheRow, columns);

LabCacheRow *
lab_cache_row_new (void)
{
  return g_new0 (LabCacheRow, 1);
}

LabCacheRow *
lab_cache_row_copy (const LabCacheRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&entries, self);
}

void
lab_cache_row_free (LabCacheRow *self)
{
  lab_row_free (&entries, self);
}

static void
free_row (gpointer row)
{
  lab_cache_row_free (row);
}

gboolean
lab_store_cache_set (LabStoreTxn        *txn,
                     const LabCacheRow  *row,
                     GError            **error)
{
  LabCacheRow entry;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  entry = *row;
  entry.hit_count = 0;
  if (row->ttl_us <= 0 || __builtin_add_overflow (row->created_at, row->ttl_us, &entry.expires_at))
    entry.expires_at = 0;
  return lab_table_insert (txn, &entries, &entry,
                           "ON CONFLICT (profile_id, namespace, key) DO UPDATE SET"
                           " value = excluded.value, ttl = excluded.ttl,"
                           " created_at = excluded.created_at,"
                           " expires_at = excluded.expires_at, hit_count = 0",
                           error);
}

LabCacheRow *
lab_store_cache_peek (LabStoreTxn  *txn,
                      const char   *profile_id,
                      const char   *cache_namespace,
                      const char   *key,
                      gint64        now,
                      GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &entries,
                        "WHERE profile_id = ? AND namespace = ? AND key = ? AND"
                        " (expires_at IS NULL OR expires_at > ?)",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, cache_namespace);
  lab_query_bind_text (query, key);
  lab_query_bind_int (query, now);
  return lab_table_next (query, &entries, free_row, error);
}

static gboolean
count_look_up (LabStoreTxn  *txn,
               const char   *profile_id,
               const char   *cache_namespace,
               gboolean      hit,
               GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "INSERT INTO cache_stats (profile_id, namespace, hits, misses)"
                     " VALUES (?1, ?2, ?3, 1 - ?3) ON CONFLICT (profile_id, namespace) DO UPDATE"
                     " SET hits = hits + excluded.hits, misses = misses + excluded.misses",
                     error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, cache_namespace);
  lab_query_bind_int (query, hit != FALSE);
  return lab_query_run (query, error);
}

gboolean
lab_store_cache_count (LabStoreTxn  *txn,
                       const char   *profile_id,
                       const char   *cache_namespace,
                       const char   *key,
                       gboolean      hit,
                       GError      **error)
{
  if (!count_look_up (txn, profile_id, cache_namespace, hit, error))
    return FALSE;

  return !hit || lab_txn_run (txn, error,
                              "UPDATE cache_entries SET hit_count = hit_count + 1"
                              " WHERE profile_id = ? AND namespace = ? AND key = ?",
                              profile_id, cache_namespace, key, NULL);
}

LabCacheRow *
lab_store_cache_get (LabStoreTxn  *txn,
                     const char   *profile_id,
                     const char   *cache_namespace,
                     const char   *key,
                     gint64        now,
                     GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (LabCacheRow) row =
      lab_store_cache_peek (txn, profile_id, cache_namespace, key, now, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!lab_store_cache_count (txn, profile_id, cache_namespace, key, row != NULL, error))
    return NULL;

  if (row != NULL)
    row->hit_count++;
  return g_steal_pointer (&row);
}

/* SQLite's GLOB has sets in brackets and no backslash. */
static char *
glob_of (const char *pattern)
{
  GString *glob = g_string_new (NULL);

  for (const char *p = pattern; *p != '\0'; p++)
    {
      gboolean quoted = *p == '\\' && p[1] != '\0';

      p += quoted;
      if (*p == '[' || (quoted && (*p == '*' || *p == '?')))
        g_string_append_printf (glob, "[%c]", *p);
      else
        g_string_append_c (glob, *p);
    }
  return g_string_free (glob, FALSE);
}

gboolean
lab_store_cache_invalidate (LabStoreTxn  *txn,
                            const char   *profile_id,
                            const char   *cache_namespace,
                            const char   *pattern,
                            guint64      *n_entries,
                            GError      **error)
{
  g_autofree char *glob = glob_of (pattern);

  if (!lab_txn_run (txn, error,
                    "DELETE FROM cache_entries"
                    " WHERE profile_id = ? AND namespace = ? AND key GLOB ?",
                    profile_id, cache_namespace, glob, NULL))
    return FALSE;

  if (n_entries != NULL)
    *n_entries = lab_txn_get_changes (txn);
  return TRUE;
}

gboolean
lab_store_cache_purge_expired (LabStoreTxn  *txn,
                               gint64        now,
                               guint64      *n_entries,
                               GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn, "DELETE FROM cache_entries WHERE expires_at <= ?", error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, now);
  if (!lab_query_run (query, error))
    return FALSE;

  if (n_entries != NULL)
    *n_entries = lab_txn_get_changes (txn);
  return TRUE;
}

gboolean
lab_store_cache_get_stats (LabStoreTxn  *txn,
                           const char   *profile_id,
                           const char   *cache_namespace,
                           guint64      *hits,
                           guint64      *misses,
                           guint64      *n_entries,
                           GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "SELECT coalesce (sum (hits), 0), coalesce (sum (misses), 0),"
                     " (SELECT count(*) FROM cache_entries"
                     "  WHERE profile_id = ?1 AND namespace = ?2)"
                     " FROM cache_stats WHERE profile_id = ?1 AND namespace = ?2",
                     error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, cache_namespace);
  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;

  *hits = (guint64) lab_query_get_int (query, 0);
  *misses = (guint64) lab_query_get_int (query, 1);
  *n_entries = (guint64) lab_query_get_int (query, 2);
  return TRUE;
}
