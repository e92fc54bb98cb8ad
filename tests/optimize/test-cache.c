/* test-cache.c: keeping answers: the same for every back end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "lab-database-cache.h"
#include "lab-error.h"
#include "lab-memory-cache.h"
#include "lab-request.h"
#include "lab-response-json-private.h"
#include "lab-store-cache.h"
#include "lab-store-profiles.h"
#include "lab-test-wait.h"

/* 2026-01-01T00:00:00Z in µs */
#define START G_GINT64_CONSTANT (1767225600000000)

typedef struct
{
  LabClock *clock;
  LabStore *store;
  char *directory;
  LabCache *cache;
  LabTestWait wait;
} Fixture;

static gpointer
add_profiles (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  static const char *const ids[] = { "p", "q" };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LabProfileRow) row = lab_profile_row_new ();

      lab_request_set (&row->id, ids[i]);
      lab_request_set (&row->name, ids[i]);
      row->created_at = row->updated_at = START;
      if (!lab_store_profiles_insert (txn, row, error))
        return NULL;
    }
  return LAB_STORE_OK;
}

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("lab-cache-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->store = lab_store_open (fixture->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (
      lab_store_write_sync (fixture->store, add_profiles, NULL, NULL, NULL, &error));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->clock = lab_virtual_clock_new (START);
  if (GPOINTER_TO_INT (data) == LAB_CACHE_MEMORY)
    {
      fixture->cache = lab_memory_cache_new (fixture->clock, LAB_MEMORY_CACHE_DEFAULT_BYTES);
      return;
    }
  open_store (fixture);
  fixture->cache = lab_database_cache_new (fixture->store, "p", fixture->clock);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->cache);
  if (fixture->store != NULL)
    {
      lab_store_close (fixture->store);
      g_assert_finalize_object (fixture->store);
      remove_folder (fixture->directory);
      g_free (fixture->directory);
    }
  g_assert_finalize_object (fixture->clock);
}

static LabResponse *
get_from (Fixture     *fixture,
          LabCache    *cache,
          const char  *cache_namespace,
          const char  *key,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_cache_get_async (cache, cache_namespace, key, NULL, lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_cache_get_finish (cache, result, error);
}

static LabResponse *
get (Fixture    *fixture,
     const char *cache_namespace,
     const char *key)
{
  g_autoptr (GError) error = NULL;
  LabResponse *response = get_from (fixture, fixture->cache, cache_namespace, key, &error);

  g_assert_no_error (error);
  return response;
}

static gboolean
set_in (Fixture            *fixture,
        LabCache           *cache,
        const char         *cache_namespace,
        const char         *key,
        const LabResponse  *response,
        gint64              ttl_us,
        GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_cache_set_async (cache, cache_namespace, key, response, ttl_us, NULL, lab_test_wait_cb,
                       &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_cache_set_finish (cache, result, error);
}

static void
set (Fixture    *fixture,
     const char *cache_namespace,
     const char *key,
     const char *content,
     gint64      ttl_us)
{
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GError) error = NULL;

  lab_request_set (&response->content, content);
  set_in (fixture, fixture->cache, cache_namespace, key, response, ttl_us, &error);
  g_assert_no_error (error);
}

static gint64
invalidate (Fixture     *fixture,
            const char  *cache_namespace,
            const char  *pattern,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_cache_invalidate_async (fixture->cache, cache_namespace, pattern, NULL, lab_test_wait_cb,
                              &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_cache_invalidate_finish (fixture->cache, result, error);
}

static void
assert_holds (Fixture    *fixture,
              const char *cache_namespace,
              const char *key,
              const char *content)
{
  g_autoptr (LabResponse) response = get (fixture, cache_namespace, key);

  g_assert_cmpstr (response != NULL ? response->content : NULL, ==, content);
}

static LabResponse *
make_full (void)
{
  LabResponse *response = lab_response_new ();

  lab_request_set (&response->content, "An answer:\n“yes” \\ \t \xF0\x9F\x98\x80");
  response->tool_calls = g_strdup ("[{\"id\":\"c1\"}]");
  response->finish = LAB_FINISH_TOOL_CALLS;
  response->provider = g_strdup ("openai");
  response->model = g_strdup ("gpt-4o-2024-08-06");
  response->service_tier = g_strdup ("flex");
  response->request_id = g_strdup ("req-1");
  response->usage = (LabUsage){ { 1, 2, 3, 4, -5 }, 6, LAB_USAGE_NOT_REPORTED, 0, 2,
                                LAB_USAGE_REPORTED | LAB_USAGE_PARTIAL };
  response->cost_state = LAB_COST_ESTIMATED;
  response->cost = G_MAXINT64;
  response->latency_us = 1234567;
  response->timestamp = START;
  response->raw_usage = g_strdup ("{\"a\":1e2}");
  response->answered_by = g_strdup ("somebody");
  return response;
}

static void
assert_equal (const LabResponse *a,
              const LabResponse *b)
{
  g_assert_cmpstr (a->content, ==, b->content);
  g_assert_cmpstr (a->tool_calls, ==, b->tool_calls);
  g_assert_cmpint (a->finish, ==, b->finish);
  g_assert_cmpstr (a->provider, ==, b->provider);
  g_assert_cmpstr (a->model, ==, b->model);
  g_assert_cmpstr (a->service_tier, ==, b->service_tier);
  g_assert_cmpstr (a->request_id, ==, b->request_id);
  g_assert_true (lab_usage_equal (&a->usage, &b->usage));
  g_assert_cmpint (a->usage.web_searches, ==, b->usage.web_searches);
  g_assert_cmpint (a->usage.flags, ==, b->usage.flags);
  g_assert_cmpint (a->cost_state, ==, b->cost_state);
  g_assert_cmpint (a->cost, ==, b->cost);
  g_assert_cmpint (a->latency_us, ==, b->latency_us);
  g_assert_cmpint (a->ttft_us, ==, b->ttft_us);
  g_assert_cmpint (a->timestamp, ==, b->timestamp);
  g_assert_cmpstr (a->raw_usage, ==, b->raw_usage);
  g_assert_cmpstr (a->answered_by, ==, b->answered_by);
}

static void
test_gives_back_all (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (LabResponse) full = make_full ();
  g_autoptr (LabResponse) bare = lab_response_new ();
  g_autoptr (LabResponse) full_back = NULL;
  g_autoptr (LabResponse) bare_back = NULL;

  g_assert_cmpint (lab_cache_get_cache_type (fixture->cache), ==, GPOINTER_TO_INT (data));
  g_assert_cmpstr (lab_cache_type_to_string (lab_cache_get_cache_type (fixture->cache)), ==,
                   fixture->store == NULL ? "memory" : "database");
  g_assert_null (get (fixture, "n", "full"));
  g_assert_true (set_in (fixture, fixture->cache, "n", "full", full, 0, NULL));
  g_assert_true (set_in (fixture, fixture->cache, "n", "bare", bare, 0, NULL));
  full_back = get (fixture, "n", "full");
  bare_back = get (fixture, "n", "bare");
  assert_equal (full, full_back);
  assert_equal (bare, bare_back);
}

static void
test_later_replaces_earlier (Fixture       *fixture,
                             gconstpointer  data)
{
  set (fixture, "n", "k", "one", 0);
  set (fixture, "n", "k", "two", 0);
  assert_holds (fixture, "n", "k", "two");
  g_assert_cmpint (invalidate (fixture, "n", "*", NULL), ==, 1);
}

static void
test_namespaces_are_apart (Fixture       *fixture,
                           gconstpointer  data)
{
  set (fixture, "a", "bk", "one", 0);
  set (fixture, "ab", "k", "two", 0);
  set (fixture, "", "abk", "three", 0);
  assert_holds (fixture, "a", "bk", "one");
  assert_holds (fixture, "ab", "k", "two");
  assert_holds (fixture, "", "abk", "three");
  assert_holds (fixture, "a", "k", NULL);
  g_assert_cmpint (invalidate (fixture, "a", "*", NULL), ==, 1);
  assert_holds (fixture, "a", "bk", NULL);
  assert_holds (fixture, "ab", "k", "two");
  assert_holds (fixture, "", "abk", "three");
}

static void
test_time_to_live (Fixture       *fixture,
                   gconstpointer  data)
{
  set (fixture, "n", "short", "s", 100);
  set (fixture, "n", "ever", "e", 0);
  set (fixture, "n", "eternal", "t", G_MAXINT64);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 99);
  assert_holds (fixture, "n", "short", "s");
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 1);
  assert_holds (fixture, "n", "short", NULL);
  assert_holds (fixture, "n", "ever", "e");
  assert_holds (fixture, "n", "eternal", "t");

  /* Kept anew, it lives from now on; reading does not make it live longer. */
  set (fixture, "n", "short", "again", 100);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 60);
  assert_holds (fixture, "n", "short", "again");
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 60);
  assert_holds (fixture, "n", "short", NULL);
}

static void
test_patterns (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const keys[] = {
    "abc", "abd", "a*c", "a?c", "a\\c", "[ab]c", "äbc", "", "ABC",
  };
  static const struct
  {
    const char *pattern;
    gint64 n;
  } cases[] = {
    { "abc", 1 },   { "a*", 5 },      { "*c", 6 },    { "a?c", 4 },    { "?bc", 2 },
    { "a\\*c", 1 }, { "a\\?c", 1 },   { "a\\\\c", 1 }, { "[ab]c", 1 }, { "*", 9 },
    { "", 1 },      { "**b**", 4 },   { "a*b*c", 1 }, { "\\a\\bc", 1 }, { "?", 0 },
    { "???", 7 },   { "*a*a*", 0 },   { "ABC", 1 },   { "a[bc]d", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 n;

      for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
        set (fixture, "n", keys[j], keys[j], 0);
      n = invalidate (fixture, "n", cases[i].pattern, &error);
      g_assert_no_error (error);
      if (n != cases[i].n)
        g_error ("%s: %" G_GINT64_FORMAT, cases[i].pattern, n);
      invalidate (fixture, "n", "*", NULL);
    }
}

static void
test_bad_patterns_remove_nothing (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const char *const patterns[] = { "\\", "*\\", "a\\\\\\", "\xff*" };

  set (fixture, "n", "k", "v", 0);
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (invalidate (fixture, "n", patterns[i], &error), ==, -1);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
  assert_holds (fixture, "n", "k", "v");
}

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  guint64 hits;
  guint64 misses;

  g_assert_cmpfloat (lab_cache_get_hit_rate (fixture->cache), ==, 0);
  assert_holds (fixture, "n", "k", NULL);
  set (fixture, "n", "k", "v", 0);
  assert_holds (fixture, "n", "k", "v");
  assert_holds (fixture, "n", "k", "v");
  assert_holds (fixture, "n", "k", "v");
  lab_cache_get_statistics (fixture->cache, &hits, &misses);
  g_assert_cmpuint (hits, ==, 3);
  g_assert_cmpuint (misses, ==, 1);
  g_assert_cmpfloat (lab_cache_get_hit_rate (fixture->cache), ==, 0.75);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) invalidated = NULL;
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lab_cache_get_async (fixture->cache, "n", "k", cancellable, lab_test_wait_cb, &fixture->wait);
  got = lab_test_wait_result (&fixture->wait);
  g_assert_null (lab_cache_get_finish (fixture->cache, got, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  lab_cache_set_async (fixture->cache, "n", "k", response, 0, cancellable, lab_test_wait_cb,
                       &fixture->wait);
  kept = lab_test_wait_result (&fixture->wait);
  g_assert_false (lab_cache_set_finish (fixture->cache, kept, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  lab_cache_invalidate_async (fixture->cache, "n", "*", cancellable, lab_test_wait_cb,
                              &fixture->wait);
  invalidated = lab_test_wait_result (&fixture->wait);
  g_assert_cmpint (lab_cache_invalidate_finish (fixture->cache, invalidated, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_holds (fixture, "n", "k", NULL);
}

static void
test_peeks (Fixture       *fixture,
            gconstpointer  data)
{
  gboolean can_tell = fixture->store == NULL;
  g_autoptr (LabResponse) response = NULL;
  guint64 hits;
  guint64 misses;

  set (fixture, "n", "k", "v", 100);
  g_assert_cmpint (lab_cache_peek (fixture->cache, "n", "other", NULL), ==,
                   can_tell ? LAB_CACHE_ABSENT : LAB_CACHE_UNKNOWN);
  g_assert_cmpint (lab_cache_peek (fixture->cache, "n", "k", &response), ==,
                   can_tell ? LAB_CACHE_PRESENT : LAB_CACHE_UNKNOWN);
  g_assert_cmpstr (response != NULL ? response->content : NULL, ==, can_tell ? "v" : NULL);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 100);
  g_assert_cmpint (lab_cache_peek (fixture->cache, "n", "k", NULL), !=, LAB_CACHE_PRESENT);
  lab_cache_get_statistics (fixture->cache, &hits, &misses);
  g_assert_cmpuint (hits + misses, ==, 0);
}

/* What only memory has: bounds. */
static gsize
size_of_one (Fixture *fixture)
{
  g_autoptr (LabCache) cache = lab_memory_cache_new (fixture->clock, 1 << 20);
  g_autoptr (LabResponse) response = lab_response_new ();

  lab_request_set (&response->content, "1234567890");
  g_assert_true (set_in (fixture, cache, "n", "k0", response, 0, NULL));
  return lab_memory_cache_get_n_bytes (LAB_MEMORY_CACHE (cache));
}

static void
test_least_recently_used_goes (Fixture       *fixture,
                               gconstpointer  data)
{
  LabMemoryCache *cache;

  g_assert_finalize_object (fixture->cache);
  fixture->cache = lab_memory_cache_new (fixture->clock, 3 * size_of_one (fixture));
  cache = LAB_MEMORY_CACHE (fixture->cache);
  set (fixture, "n", "k1", "1234567890", 0);
  set (fixture, "n", "k2", "1234567890", 0);
  set (fixture, "n", "k3", "1234567890", 0);
  assert_holds (fixture, "n", "k1", "1234567890");
  set (fixture, "n", "k4", "1234567890", 0);
  assert_holds (fixture, "n", "k2", NULL);
  assert_holds (fixture, "n", "k1", "1234567890");
  assert_holds (fixture, "n", "k3", "1234567890");
  g_assert_cmpuint (lab_memory_cache_get_n_entries (cache), ==, 3);
  g_assert_cmpuint (lab_memory_cache_get_n_evicted (cache), ==, 1);
  g_assert_cmpuint (lab_memory_cache_get_n_bytes (cache), ==, 3 * size_of_one (fixture));

  /* What has expired goes before what is merely old. */
  set (fixture, "n", "k5", "1234567890", 10);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (fixture->clock), 10);
  set (fixture, "n", "k6", "1234567890", 0);
  g_assert_cmpuint (lab_memory_cache_get_n_entries (cache), ==, 3);
  g_assert_cmpuint (lab_memory_cache_get_n_evicted (cache), ==, 2);
  assert_holds (fixture, "n", "k3", "1234567890");
}

static void
test_too_large_is_not_kept (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *large = g_strnfill (4000, 'x');
  LabMemoryCache *cache;

  g_assert_finalize_object (fixture->cache);
  fixture->cache = lab_memory_cache_new (fixture->clock, 2000);
  cache = LAB_MEMORY_CACHE (fixture->cache);
  set (fixture, "n", "small", "s", 0);
  set (fixture, "n", "large", large, 0);
  assert_holds (fixture, "n", "large", NULL);
  assert_holds (fixture, "n", "small", "s");
  /* The old answer is not the answer any more, even so. */
  set (fixture, "n", "small", large, 0);
  assert_holds (fixture, "n", "small", NULL);
  g_assert_cmpuint (lab_memory_cache_get_n_bytes (cache), ==, 0);
}

/* What only the database has: other people, other openings, and faults. */
static void
test_profiles_are_apart (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (LabCache) other = lab_database_cache_new (fixture->store, "q", fixture->clock);
  g_autoptr (LabCache) same = lab_database_cache_new (fixture->store, "p", fixture->clock);
  g_autoptr (LabResponse) found = NULL;
  g_autoptr (GError) error = NULL;

  set (fixture, "n", "k", "mine", 0);
  g_assert_null (get_from (fixture, other, "n", "k", &error));
  g_assert_no_error (error);
  found = get_from (fixture, same, "n", "k", &error);
  g_assert_cmpstr (found->content, ==, "mine");
}

static void
test_outlives_the_program (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  set (fixture, "n", "k", "kept", 0);
  g_assert_finalize_object (fixture->cache);
  lab_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  fixture->store = lab_store_open (fixture->directory, LAB_STORE_EXISTING, &error);
  g_assert_no_error (error);
  fixture->cache = lab_database_cache_new (fixture->store, "p", fixture->clock);
  assert_holds (fixture, "n", "k", "kept");
}

static void
test_lost_store (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GError) got = NULL;
  g_autoptr (GError) kept = NULL;
  g_autoptr (GError) invalidated = NULL;

  lab_store_close (fixture->store);
  g_assert_null (get_from (fixture, fixture->cache, "n", "k", &got));
  g_assert_error (got, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_assert_cmpstr (lab_error_get_context (got, LAB_ERROR_CONTEXT_REASON), ==, "closed");
  g_assert_false (set_in (fixture, fixture->cache, "n", "k", response, 0, &kept));
  g_assert_error (kept, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_assert_cmpint (invalidate (fixture, "n", "*", &invalidated), ==, -1);
  g_assert_error (invalidated, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_assert_cmpfloat (lab_cache_get_hit_rate (fixture->cache), ==, 0);
}

static gpointer
plant (LabStoreTxn  *txn,
       gpointer      data,
       GError      **error)
{
  g_autoptr (LabCacheRow) row = lab_cache_row_new ();

  row->profile_id = g_strdup ("p");
  row->cache_namespace = g_strdup ("n");
  row->key = g_strdup ("k");
  row->value = g_strdup (data);
  row->created_at = START;
  return lab_store_cache_set (txn, row, error) ? LAB_STORE_OK : NULL;
}

static void
test_damaged_entries (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const values[] = {
    "", "{", "[]", "\"text\"", "{\"version\":2}",
    "{\"version\":1,\"cost\":0.5}",
    "{\"version\":1,\"content\":7}",
    "{\"version\":1,\"cost\":0,\"latency_us\":0,\"ttft_us\":0,\"timestamp\":0,\"finish\":\"x\","
    "\"cost_state\":\"known\"}",
    "{\"version\":1,\"cost\":0,\"latency_us\":0,\"ttft_us\":0,\"timestamp\":0,\"finish\":\"stop\","
    "\"cost_state\":\"known\"}",
    "{\"version\":1,\"cost\":0,\"latency_us\":0,\"ttft_us\":0,\"timestamp\":0,\"finish\":\"stop\","
    "\"cost_state\":\"known\",\"usage\":{\"u\":1}}",
    "{\"version\":1,\"cost\":0,\"latency_us\":0,\"ttft_us\":0,\"timestamp\":0}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (lab_store_write_sync (fixture->store, plant, (gpointer) values[i], NULL,
                                              NULL, NULL));
      g_assert_null (get_from (fixture, fixture->cache, "n", "k", &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
    }
  /* The next answer repairs it. */
  set (fixture, "n", "k", "good", 0);
  assert_holds (fixture, "n", "k", "good");
}

#define ADD(path, backend, func)                                                                   \
  g_test_add ("/optimize/cache/" path, Fixture, GINT_TO_POINTER (backend), set_up, func, tear_down)
#define ADD_BOTH(path, func)                                                                       \
  ADD ("memory/" path, LAB_CACHE_MEMORY, func);                                                    \
  ADD ("database/" path, LAB_CACHE_DATABASE, func)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD_BOTH ("gives-back-all", test_gives_back_all);
  ADD_BOTH ("later-replaces-earlier", test_later_replaces_earlier);
  ADD_BOTH ("namespaces-are-apart", test_namespaces_are_apart);
  ADD_BOTH ("time-to-live", test_time_to_live);
  ADD_BOTH ("patterns", test_patterns);
  ADD_BOTH ("bad-patterns-remove-nothing", test_bad_patterns_remove_nothing);
  ADD_BOTH ("counts", test_counts);
  ADD_BOTH ("cancelled", test_cancelled);
  ADD_BOTH ("peeks", test_peeks);
  ADD ("memory/least-recently-used-goes", LAB_CACHE_MEMORY, test_least_recently_used_goes);
  ADD ("memory/too-large-is-not-kept", LAB_CACHE_MEMORY, test_too_large_is_not_kept);
  ADD ("database/profiles-are-apart", LAB_CACHE_DATABASE, test_profiles_are_apart);
  ADD ("database/outlives-the-program", LAB_CACHE_DATABASE, test_outlives_the_program);
  ADD ("database/lost-store", LAB_CACHE_DATABASE, test_lost_store);
  ADD ("database/damaged-entries", LAB_CACHE_DATABASE, test_damaged_entries);

  return g_test_run ();
}
