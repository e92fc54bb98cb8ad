/* test-aa.c: a run against itself must hardly ever be said to save
 *
 * Both sides are drawn from one law: skewed costs, tasks that resemble each
 * other within a conversation, calls answered from a cache on either side by
 * chance. 1,000 repetitions with `-m thorough`, otherwise fewer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-random.h"
#include "made-pairs.h"

typedef struct
{
  const char *name;
  guint n;
  guint cluster_size;
  double sigma;  /* of the logarithm of a task's cost */
  double within; /* of what a call of it adds by chance */
  double cached; /* share of calls that are free */
} Law;

static const Law laws[] = {
  { "twelve pairs", 12, 0, 0.77, 0.3, 0 },
  { "forty pairs", 40, 0, 0.77, 0.3, 0 },
  { "two hundred pairs", 200, 0, 0.77, 0.3, 0 },
  { "very skewed", 60, 0, 1.5, 0.6, 0 },
  { "conversations", 80, 4, 0.77, 0.3, 0 },
  { "few conversations", 40, 5, 1.0, 0.3, 0 },
  { "cached by chance", 100, 0, 0.77, 0.1, 0.3 },
};

static LabMoney
draw_cost (LabRandom *random,
           const Law *law,
           double     task,
           double     shared)
{
  double own = law->within * (0.6 * lab_random_normal (random) + 0.8 * shared);

  if (lab_random_double (random) < law->cached)
    return 0;
  return (LabMoney) (1e7 * exp (law->sigma * task + own));
}

static LabComparison *
draw (const Law *law,
      guint      repetition)
{
  LabComparison *comparison = lab_comparison_new ("e", "a", "a again", LAB_ORIGIN_PRACTICE);
  double task_shared = 0, base_shared = 0, run_shared = 0;
  LabRandom random;

  lab_random_init_stream (&random, 2026, law->name, repetition);
  for (guint i = 0; i < law->n; i++)
    {
      guint size = MAX (1, law->cluster_size);
      g_autofree char *key = g_strdup_printf ("%u", i);
      g_autofree char *cluster = law->cluster_size > 0 ? g_strdup_printf ("c%u", i / size) : NULL;
      double task;
      LabMoney base, run;

      if (i % size == 0)
        {
          task_shared = lab_random_normal (&random);
          base_shared = lab_random_normal (&random);
          run_shared = lab_random_normal (&random);
        }
      task = 0.6 * lab_random_normal (&random) + 0.8 * task_shared;
      base = draw_cost (&random, law, task, base_shared);
      run = draw_cost (&random, law, task, run_shared);
      add_pair (comparison, key, cluster, base, run, 10000, 10000);
    }
  return comparison;
}

/* "A saving is declared": the interval lies above 0 and the test agrees. All
 * answers are right, so with enough pairs the verdict would be adopt. */
static gboolean
declares_saving (const LabComparison *comparison)
{
  return comparison->saving.low > 0 && comparison->saving_p_adjusted < 0.05;
}

static void
test_law (gconstpointer data)
{
  const Law *law = data;
  guint repetitions = g_test_thorough () ? 1000 : 60;
  guint declared = 0, adopted = 0, worse = 0;
  double share;

  for (guint i = 0; i < repetitions; i++)
    {
      g_autoptr (LabComparison) comparison = draw (law, i);
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

      options.seed = i;
      options.resamples = g_test_thorough () ? 1000 : 400;
      g_assert_true (lab_comparison_compute (comparison, &options, NULL));
      declared += declares_saving (comparison);
      adopted += comparison->verdict == LAB_VERDICT_ADOPT;
      worse += comparison->saving.high < 0;
    }
  share = (double) declared / repetitions;
  g_test_message ("%s: a saving declared in %.1f %%, adopted in %.1f %%, a loss seen in %.1f %% "
                  "of %u",
                  law->name, 100 * share, 100.0 * adopted / repetitions,
                  100.0 * worse / repetitions, repetitions);
  g_assert_cmpuint (adopted, <=, declared);
  /* At most 5 %; the short study allows its count three standard errors. */
  g_assert_cmpfloat (share, <=, g_test_thorough () ? 0.05 : 0.05 + 3 * sqrt (0.0475 / repetitions));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evaluate/aa/%s", laws[i].name);

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, &laws[i], test_law);
    }
  return g_test_run ();
}
