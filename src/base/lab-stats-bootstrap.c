/* lab-stats-bootstrap.c: resampling ratios of sums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-bootstrap.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-stats-describe.h"
#include "lab-stats-private.h"

/* What is drawn: a pair, or all pairs of a cluster. After fitting, `y` holds
 * the residual y − Rx, so that R* − R = Σy/Σx of a resample and its squares
 * can be summed without cancelling. */
typedef struct
{
  double y;
  double x;
} Unit;

typedef struct
{
  Unit *units;
  gsize m;
  double ratio;
  double se;
  double effective;
  LabStatsInterval *result;
} Fit;

guint *
lab_stats_number_clusters (const guint *clusters,
                           gsize        n,
                           gsize       *m)
{
  g_autoptr (GHashTable) seen = NULL;
  guint *places;

  *m = n;
  if (clusters == NULL)
    return NULL;

  seen = g_hash_table_new (NULL, NULL);
  places = g_new (guint, n);
  for (gsize i = 0; i < n; i++)
    {
      gpointer key = GUINT_TO_POINTER (clusters[i]);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key));

      if (place == 0)
        {
          place = g_hash_table_size (seen) + 1;
          g_hash_table_insert (seen, key, GUINT_TO_POINTER (place));
        }
      places[i] = place - 1;
    }
  *m = g_hash_table_size (seen);
  return places;
}

/* @units holds n pairs and comes back as m clusters. */
static gsize
gather_clusters (Unit        *units,
                 gsize        n,
                 const guint *clusters)
{
  gsize m;
  g_autofree guint *places = lab_stats_number_clusters (clusters, n, &m);

  if (places == NULL)
    return n;
  /* A cluster's place is never beyond its first pair. */
  for (gsize i = 0, next = 0; i < n; i++)
    {
      if (places[i] == next)
        units[next++] = units[i];
      else
        {
          units[places[i]].y += units[i].y;
          units[places[i]].x += units[i].x;
        }
    }
  return m;
}

static void
fit_ratio (Fit    *fit,
           double  sum_y,
           double  sum_x)
{
  double squares = 0;
  double sizes = 0;

  fit->ratio = sum_y / sum_x;
  for (gsize i = 0; i < fit->m; i++)
    {
      Unit *unit = &fit->units[i];
      double residual = unit->y - fit->ratio * unit->x;

      /* What rounding leaves of units that lie on the ratio is no spread. */
      if (fabs (residual) <= 1e-13 * (fabs (unit->y) + fabs (fit->ratio * unit->x)))
        residual = 0;
      unit->y = residual;
      squares += residual * residual;
      sizes += fabs (residual);
    }
  /* π/2 makes it the number itself where residuals are normal. */
  fit->effective = (double) fit->m;
  if (squares > 0)
    fit->effective = MIN (fit->effective, G_PI_2 * sizes * sizes / squares);
  fit->se = fit->m > 1 ? sqrt (squares * (double) fit->m / (double) (fit->m - 1)) / sum_x : NAN;
}

/* R* of every resample, and where @studentised (R* − R)/se*. A resample
 * without base or spread is drawn again; FALSE when there is no end to it. */
static gboolean
draw_resamples (const Fit *fit,
                double    *values,
                guint      resamples,
                guint64    seed,
                gboolean   studentised)
{
  LabRandom random;
  guint redrawn = 0;
  const double correction = (double) fit->m / (double) (fit->m - 1);

  lab_random_init_stream (&random, seed, "base/bootstrap", 0);
  for (guint b = 0; b < resamples;)
    {
      double y = 0, x = 0, yy = 0, xy = 0, xx = 0;
      double shift, squares;

      for (gsize i = 0; i < fit->m; i++)
        {
          Unit unit = fit->units[lab_random_below (&random, fit->m)];

          y += unit.y;
          x += unit.x;
          yy += unit.y * unit.y;
          xy += unit.x * unit.y;
          xx += unit.x * unit.x;
        }
      shift = y / x;
      squares = yy - 2 * shift * xy + shift * shift * xx;
      if (!(x > 0) || (studentised && !(squares > 1e-12 * (yy + shift * shift * xx))))
        {
          if (++redrawn > resamples)
            return FALSE;
          continue;
        }
      values[b++] = studentised ? shift * x / sqrt (squares * correction) : fit->ratio + shift;
    }
  if (redrawn > resamples / 100)
    fit->result->warnings |= LAB_STATS_WARN_UNSTABLE;
  lab_stats_sort (values, resamples);
  return TRUE;
}

/* The levels at which BCa reads the percentiles: Efron and Tibshirani, 14.9
 * and 14.10, with the acceleration from the empirical influence values. */
static void
bca_levels (const Fit    *fit,
            const double *sorted,
            guint         resamples,
            double        tail,
            double       *low,
            double       *high)
{
  double squares = 0, cubes = 0;
  double below = 0;
  double bias, acceleration;
  const double ends[2] = { tail, 1 - tail };
  double *levels[2] = { low, high };

  for (gsize i = 0; i < fit->m; i++)
    {
      double residual = fit->units[i].y;

      squares += residual * residual;
      cubes += residual * residual * residual;
    }
  for (guint b = 0; b < resamples; b++)
    below += sorted[b] < fit->ratio ? 1 : sorted[b] == fit->ratio ? 0.5 : 0;

  acceleration = cubes / (6 * pow (squares, 1.5));
  bias = lab_stats_normal_quantile (CLAMP (below, 0.5, resamples - 0.5) / resamples);
  for (int i = 0; i < 2; i++)
    {
      double z = bias + lab_stats_normal_quantile (ends[i]);

      *levels[i] = 0.5 * erfc (-(bias + z / (1 - acceleration * z)) / G_SQRT2);
    }
}

static void
resample_interval (const Fit             *fit,
                   const LabStatsOptions *options)
{
  LabStatsInterval *result = fit->result;
  g_autofree double *values = g_new (double, options->resamples);
  gboolean studentised = result->method == LAB_STATS_METHOD_STUDENTISED;
  double low = (1 - options->confidence) / 2;
  double high = 1 - low;

  if (!draw_resamples (fit, values, options->resamples, options->seed, studentised))
    {
      result->warnings |= LAB_STATS_WARN_NO_INTERVAL;
      return;
    }
  if (result->method == LAB_STATS_METHOD_BCA)
    bca_levels (fit, values, options->resamples, low, &low, &high);

  result->low = lab_stats_quantile_sorted (values, options->resamples, low);
  result->high = lab_stats_quantile_sorted (values, options->resamples, high);
  if (studentised)
    {
      double upper = fit->ratio - result->low * fit->se;

      result->low = fit->ratio - result->high * fit->se;
      result->high = upper;
    }
}

static LabStatsMethod
choose_method (const LabStatsOptions *options,
               double                 effective)
{
  if (options->method != LAB_STATS_METHOD_AUTO)
    return options->method;
  return effective < LAB_STATS_STUDENTISE_BELOW ? LAB_STATS_METHOD_STUDENTISED
                                                : LAB_STATS_METHOD_PERCENTILE;
}

static void
warn_of_few (const Fit *fit,
             gsize      n,
             gboolean   clustered)
{
  LabStatsWarnings *warnings = &fit->result->warnings;

  if (n < LAB_STATS_FEW_PAIRS)
    *warnings |= LAB_STATS_WARN_FEW_PAIRS;
  else if (fit->m >= LAB_STATS_FEW_PAIRS && fit->effective < LAB_STATS_FEW_PAIRS)
    *warnings |= LAB_STATS_WARN_CONCENTRATED;
  if (clustered && fit->m < LAB_STATS_FEW_PAIRS)
    *warnings |= LAB_STATS_WARN_FEW_CLUSTERS;
}

/* The interval of Σy/Σx. @units: n pairs; used up. */
static void
bootstrap_ratio (Unit                  *units,
                 gsize                  n,
                 double                 sum_y,
                 double                 sum_x,
                 const guint           *clusters,
                 const LabStatsOptions *options,
                 LabStatsInterval      *result)
{
  Fit fit = { .units = units, .result = result };

  fit.m = gather_clusters (units, n, clusters);
  fit_ratio (&fit, sum_y, sum_x);
  *result = (LabStatsInterval){
    .value = fit.ratio,
    .low = NAN,
    .high = NAN,
    .confidence = options->confidence,
    .se = fit.se,
    .n = (guint) n,
    .clusters = clusters != NULL ? (guint) fit.m : 0,
    .effective = fit.effective,
    .resamples = options->resamples,
    .seed = options->seed,
    .method = choose_method (options, fit.effective),
  };
  warn_of_few (&fit, n, clusters != NULL);

  if (fit.m < 2)
    result->warnings |= LAB_STATS_WARN_NO_INTERVAL;
  else if (fit.se > 0)
    resample_interval (&fit, options);
  else
    {
      result->warnings |= LAB_STATS_WARN_NO_SPREAD;
      result->low = result->high = fit.ratio;
    }
}

/* R ↦ 1 − R turns the ends round. */
static void
ratio_to_saving (LabStatsInterval *result)
{
  double high = 1 - result->low;

  result->value = 1 - result->value;
  result->low = 1 - result->high;
  /* Costs are not negative, so no more than all can be saved. */
  result->high = isnan (high) ? high : MIN (1, high);
}

static gboolean
check_size (gsize    n,
            GError **error)
{
  if (n > 0 && n <= G_MAXINT32)
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("There are no pairs to compare."));
  return FALSE;
}

static gboolean
options_are_valid (const LabStatsOptions *options)
{
  return options->confidence > 0 && options->confidence < 1 && options->resamples >= 100 &&
         options->method <= LAB_STATS_METHOD_BCA;
}

gboolean
lab_stats_saving (const gint64           *base,
                  const gint64           *optimised,
                  gsize                   n,
                  const guint            *clusters,
                  const LabStatsOptions  *options,
                  LabStatsInterval       *result,
                  GError                **error)
{
  g_autofree Unit *units = NULL;
  __int128 sum_base = 0;
  __int128 sum_optimised = 0;

  g_return_val_if_fail (options != NULL && options_are_valid (options), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  if (!check_size (n, error))
    return FALSE;
  units = g_new (Unit, n);
  for (gsize i = 0; i < n; i++)
    {
      if (base[i] < 0 || optimised[i] < 0)
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("A pair has a negative cost, so no saving can be stated."));
          return FALSE;
        }
      units[i] = (Unit){ .y = (double) optimised[i], .x = (double) base[i] };
      sum_base += base[i];
      sum_optimised += optimised[i];
    }
  if (sum_base == 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The baseline cost nothing, so there is nothing to save."));
      return FALSE;
    }

  bootstrap_ratio (units, n, (double) sum_optimised, (double) sum_base, clusters, options, result);
  ratio_to_saving (result);
  return TRUE;
}

static void
log_ratios (const gint64 *base,
            const gint64 *optimised,
            gsize         n,
            const guint  *clusters,
            GArray       *units,
            GArray       *used_clusters)
{
  for (gsize i = 0; i < n; i++)
    {
      Unit unit = { .x = 1 };

      if (base[i] <= 0 || optimised[i] <= 0)
        continue;
      unit.y = log ((double) optimised[i] / (double) base[i]);
      g_array_append_val (units, unit);
      if (clusters != NULL)
        g_array_append_val (used_clusters, clusters[i]);
    }
}

static double
sum_of_y (const Unit *units,
          gsize       n)
{
  g_autofree double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = units[i].y;
  return lab_stats_sum (values, n);
}

gboolean
lab_stats_typical_saving (const gint64           *base,
                          const gint64           *optimised,
                          gsize                   n,
                          const guint            *clusters,
                          const LabStatsOptions  *options,
                          LabStatsInterval       *result,
                          GError                **error)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (Unit));
  g_autoptr (GArray) used_clusters = g_array_new (FALSE, FALSE, sizeof (guint));
  gsize used;

  g_return_val_if_fail (options != NULL && options_are_valid (options), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  log_ratios (base, optimised, n, clusters, units, used_clusters);
  used = units->len;
  if (used == 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("No pair has a cost on both sides, so there is no typical call."));
      return FALSE;
    }

  bootstrap_ratio ((Unit *) units->data, used, sum_of_y ((Unit *) units->data, used),
                   (double) used, clusters != NULL ? (guint *) used_clusters->data : NULL, options,
                   result);
  result->value = exp (result->value);
  result->low = exp (result->low);
  result->high = exp (result->high);
  result->se *= result->value;
  ratio_to_saving (result);
  if (used < n)
    result->warnings |= LAB_STATS_WARN_DROPPED;
  return TRUE;
}

gboolean
lab_stats_mean_difference (const double           *differences,
                           gsize                   n,
                           const guint            *clusters,
                           const LabStatsOptions  *options,
                           LabStatsInterval       *result,
                           GError                **error)
{
  g_autofree Unit *units = NULL;

  g_return_val_if_fail (options != NULL && options_are_valid (options), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  if (!check_size (n, error))
    return FALSE;
  units = g_new (Unit, n);
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (differences[i]))
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("A difference is not a number, so there is no mean."));
          return FALSE;
        }
      units[i] = (Unit){ .y = differences[i], .x = 1 };
    }

  bootstrap_ratio (units, n, lab_stats_sum (differences, n), (double) n, clusters, options, result);
  return TRUE;
}

double
lab_stats_noise_half_width (const LabStatsInterval *against_itself,
                            guint                   n)
{
  double z;

  g_return_val_if_fail (against_itself != NULL, NAN);
  g_return_val_if_fail (n > 0, NAN);

  z = lab_stats_normal_quantile (0.5 + against_itself->confidence / 2);
  return z * against_itself->se * sqrt ((double) against_itself->n / n);
}

guint
lab_stats_needed_pairs (const LabStatsInterval *seen,
                        double                  target_half_width)
{
  double half, needed;

  g_return_val_if_fail (seen != NULL, 0);
  g_return_val_if_fail (target_half_width > 0, 0);

  half = (seen->high - seen->low) / 2;
  if (!(half > 0))
    return 0;
  needed = ceil (seen->n * (half / target_half_width) * (half / target_half_width));
  return needed < G_MAXINT32 ? (guint) needed : G_MAXINT32;
}
