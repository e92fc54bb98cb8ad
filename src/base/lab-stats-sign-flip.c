/* lab-stats-sign-flip.c: the randomisation test of paired differences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-tests.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-random.h"

/* Sums within clusters, and of absolute values over all units, so that no
 * assignment of signs can overflow. Units without difference are left out. */
static gboolean
gather_units (const gint64 *differences,
              gsize         n,
              const guint  *clusters,
              GArray       *units,
              guint        *n_clusters)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  gint64 all = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint place = units->len;

      if (clusters != NULL)
        {
          gpointer key = GUINT_TO_POINTER (clusters[i]);
          gpointer found = g_hash_table_lookup (places, key);

          if (found != NULL)
            place = GPOINTER_TO_UINT (found) - 1;
          else
            g_hash_table_insert (places, key, GUINT_TO_POINTER (place + 1));
        }
      if (differences[i] == G_MININT64 ||
          __builtin_add_overflow (all, ABS (differences[i]), &all))
        return FALSE;
      if (place == units->len)
        g_array_append_val (units, differences[i]);
      else
        g_array_index (units, gint64, place) += differences[i];
    }

  *n_clusters = clusters != NULL ? units->len : 0;
  for (guint i = units->len; i > 0; i--)
    {
      if (g_array_index (units, gint64, i - 1) == 0)
        g_array_remove_index_fast (units, i - 1);
    }
  return TRUE;
}

/* A Gray code changes one sign at a time. An assignment and its opposite are
 * equally far from 0, so the last unit keeps its sign. */
static double
count_every_assignment (const gint64 *units,
                        guint         m)
{
  gint64 sum = 0;
  guint64 negative = 0;
  guint64 far = 0;
  guint64 cases;
  gint64 seen;

  if (m == 0)
    return 1;
  for (guint i = 0; i < m; i++)
    sum += units[i];
  seen = ABS (sum);
  cases = G_GUINT64_CONSTANT (1) << (m - 1);
  for (guint64 i = 1; i <= cases; i++)
    {
      guint turned = (guint) __builtin_ctzll (i);

      far += ABS (sum) >= seen ? 1 : 0;
      if (i == cases)
        break;
      negative ^= G_GUINT64_CONSTANT (1) << turned;
      sum += negative >> turned & 1 ? -2 * units[turned] : 2 * units[turned];
    }
  return (double) far / (double) cases;
}

static double
draw_assignments (const gint64 *units,
                  guint         m,
                  guint64       seed)
{
  LabRandom random;
  gint64 seen = 0;
  guint far = 1;

  lab_random_init_stream (&random, seed, "base/sign-flip", 0);
  for (guint i = 0; i < m; i++)
    seen += units[i];
  seen = ABS (seen);
  for (guint b = 0; b < LAB_STATS_SIGN_FLIPS; b++)
    {
      gint64 sum = 0;
      guint64 bits = 0;

      for (guint i = 0; i < m; i++)
        {
          gint64 sign;

          if (i % 64 == 0)
            bits = lab_random_next (&random);
          sign = -(gint64) (bits & 1);
          bits >>= 1;
          sum += (units[i] ^ sign) - sign;
        }
      far += ABS (sum) >= seen ? 1 : 0;
    }
  return (double) far / (LAB_STATS_SIGN_FLIPS + 1);
}

gboolean
lab_stats_sign_flip (const gint64  *differences,
                     gsize          n,
                     const guint   *clusters,
                     guint64        seed,
                     LabStatsTest  *result,
                     GError       **error)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_clusters;

  g_return_val_if_fail (result != NULL, FALSE);

  if (n == 0 || n > G_MAXINT32)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("There are no pairs to compare."));
      return FALSE;
    }
  if (!gather_units (differences, n, clusters, units, &n_clusters))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The differences are too large to be summed."));
      return FALSE;
    }

  *result = (LabStatsTest){ .n = (guint) n, .clusters = n_clusters };
  if (units->len <= LAB_STATS_SIGN_FLIP_EXACT_MAX)
    {
      result->method = LAB_STATS_METHOD_SIGN_FLIP_EXACT;
      result->p_value = count_every_assignment ((gint64 *) units->data, units->len);
    }
  else
    {
      result->method = LAB_STATS_METHOD_SIGN_FLIP_MONTE_CARLO;
      result->resamples = LAB_STATS_SIGN_FLIPS;
      result->seed = seed;
      result->p_value = draw_assignments ((gint64 *) units->data, units->len, seed);
    }
  if (n < LAB_STATS_FEW_PAIRS)
    result->warnings |= LAB_STATS_WARN_FEW_PAIRS;
  if (clusters != NULL && n_clusters < LAB_STATS_FEW_PAIRS)
    result->warnings |= LAB_STATS_WARN_FEW_CLUSTERS;
  return TRUE;
}
