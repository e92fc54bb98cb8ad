/* keep-folders.c: lets the leak check pass over what GLib keeps by design
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * G_TEST_OPTION_ISOLATE_DIRS gives each test new folders, and GLib never frees
 * the old names, since somebody may hold them. The leak check puts that down
 * to the test. It could be told the function's name, but GLib has no frame
 * pointers, and the unwinder that does without makes tests many times slower.
 *
 * So sanitized tests are linked with --wrap for the functions that add a test:
 * each test begins by keeping its folders' names reachable.
 */

#include <glib.h>

typedef struct
{
  GTestDataFunc function;
  gconstpointer data;
} Added;

void __real_g_test_add_data_func_full (const char     *path,
                                       gpointer        data,
                                       GTestDataFunc   function,
                                       GDestroyNotify  free_data);
void __real_g_test_add_vtable (const char       *path,
                               gsize             size,
                               gconstpointer     data,
                               GTestFixtureFunc  setup,
                               GTestFixtureFunc  test,
                               GTestFixtureFunc  teardown);
void __wrap_g_test_add_func (const char *path,
                             GTestFunc   function);
void __wrap_g_test_add_data_func (const char    *path,
                                  gconstpointer  data,
                                  GTestDataFunc  function);
void __wrap_g_test_add_data_func_full (const char     *path,
                                       gpointer        data,
                                       GTestDataFunc   function,
                                       GDestroyNotify  free_data);
void __wrap_g_test_add_vtable (const char       *path,
                               gsize             size,
                               gconstpointer     data,
                               GTestFixtureFunc  setup,
                               GTestFixtureFunc  test,
                               GTestFixtureFunc  teardown);

/* Both live as long as the program, so that what they hold is reachable. */
static GPtrArray *kept = NULL;
static GPtrArray *fixtures = NULL;

static void
keep_folders (void)
{
  const gpointer names[] = {
    (gpointer) g_get_home_dir (), (gpointer) g_get_user_cache_dir (),
    (gpointer) g_get_user_config_dir (), (gpointer) g_get_user_data_dir (),
    (gpointer) g_get_user_state_dir (), (gpointer) g_get_user_runtime_dir (),
    (gpointer) g_get_system_config_dirs (), (gpointer) g_get_system_data_dirs (),
  };

  if (kept == NULL)
    kept = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (kept, names[i]);
}

static void
run_plain (gconstpointer function)
{
  keep_folders ();
  ((GTestFunc) function) ();
}

static void
run_with_data (gconstpointer data)
{
  const Added *added = data;

  keep_folders ();
  added->function (added->data);
}

void
__wrap_g_test_add_func (const char *path,
                        GTestFunc   function)
{
  __real_g_test_add_data_func_full (path, (gpointer) function, run_plain, NULL);
}

void
__wrap_g_test_add_data_func (const char    *path,
                             gconstpointer  data,
                             GTestDataFunc  function)
{
  Added *added = g_new (Added, 1);

  added->function = function;
  added->data = data;
  __real_g_test_add_data_func_full (path, added, run_with_data, g_free);
}

/* The data is the test's to free, once; it is kept by the first closure. */
typedef struct
{
  Added added;
  gpointer data;
  GDestroyNotify free_data;
} Owned;

static void
free_owned (gpointer data)
{
  Owned *owned = data;

  if (owned->free_data != NULL)
    owned->free_data (owned->data);
  g_free (owned);
}

void
__wrap_g_test_add_data_func_full (const char     *path,
                                  gpointer        data,
                                  GTestDataFunc   function,
                                  GDestroyNotify  free_data)
{
  Owned *owned = g_new (Owned, 1);

  owned->added = (Added) { function, data };
  owned->data = data;
  owned->free_data = free_data;
  __real_g_test_add_data_func_full (path, owned, run_with_data, free_owned);
}

/* A fixture's three functions are handed the same data; here, this. */
typedef struct
{
  GTestFixtureFunc setup;
  GTestFixtureFunc test;
  GTestFixtureFunc teardown;
  gconstpointer data;
} Fixture;

static void
run_setup (gpointer      fixture,
           gconstpointer data)
{
  const Fixture *self = data;

  keep_folders ();
  if (self->setup != NULL)
    self->setup (fixture, self->data);
}

static void
run_test (gpointer      fixture,
          gconstpointer data)
{
  const Fixture *self = data;

  self->test (fixture, self->data);
}

static void
run_teardown (gpointer      fixture,
              gconstpointer data)
{
  const Fixture *self = data;

  if (self->teardown != NULL)
    self->teardown (fixture, self->data);
}

void
__wrap_g_test_add_vtable (const char       *path,
                          gsize             size,
                          gconstpointer     data,
                          GTestFixtureFunc  setup,
                          GTestFixtureFunc  test,
                          GTestFixtureFunc  teardown)
{
  Fixture *self = g_new (Fixture, 1);

  if (fixtures == NULL)
    fixtures = g_ptr_array_new ();
  g_ptr_array_add (fixtures, self);
  self->setup = setup;
  self->test = test;
  self->teardown = teardown;
  self->data = data;
  __real_g_test_add_vtable (path, size, self, run_setup, run_test, run_teardown);
}
