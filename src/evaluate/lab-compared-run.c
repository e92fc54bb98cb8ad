/* lab-compared-run.c: a run beside its baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-compared-run-private.h"

#include <glib/gi18n-lib.h>

struct _LabComparedRun
{
  GObject parent_instance;

  LabRunInfo *info;
  LabComparison *comparison;
  char *title;
  gboolean noise;
};

G_DEFINE_FINAL_TYPE (LabComparedRun, lab_compared_run, G_TYPE_OBJECT)

static void
lab_compared_run_finalize (GObject *object)
{
  LabComparedRun *self = LAB_COMPARED_RUN (object);

  lab_run_info_free (self->info);
  lab_comparison_free (self->comparison);
  g_free (self->title);

  G_OBJECT_CLASS (lab_compared_run_parent_class)->finalize (object);
}

static void
lab_compared_run_class_init (LabComparedRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_compared_run_finalize;
}

static void
lab_compared_run_init (LabComparedRun *self)
{
}

LabComparedRun *
lab_compared_run_new (const LabRunInfo *info,
                      LabComparison    *comparison,
                      gboolean          noise)
{
  LabComparedRun *self = g_object_new (LAB_TYPE_COMPARED_RUN, NULL);

  self->info = lab_run_info_copy (info);
  self->comparison = comparison;
  self->noise = noise;
  self->title = noise ? g_strdup (_("Baseline again")) : lab_run_info_dup_title (info);
  return self;
}

void
lab_compared_runs_make_unique (GPtrArray *runs)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      LabComparedRun *self = runs->pdata[i];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, self->title)) + 1;
      g_autofree char *title = g_strdup (self->title);

      if (n > 1)
        {
          g_free (self->title);
          /* Translators: the name of a run, and its number among those of
           * that name. */
          self->title = g_strdup_printf (C_("run", "%s (%u)"), title, n);
        }
      g_hash_table_replace (seen, g_steal_pointer (&title), GUINT_TO_POINTER (n));
    }
}

const LabRunInfo *
lab_compared_run_get_info (LabComparedRun *self)
{
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (self), NULL);

  return self->info;
}

const LabComparison *
lab_compared_run_get_comparison (LabComparedRun *self)
{
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (self), NULL);

  return self->comparison;
}

const char *
lab_compared_run_get_title (LabComparedRun *self)
{
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (self), NULL);

  return self->title;
}

gboolean
lab_compared_run_is_noise (LabComparedRun *self)
{
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (self), FALSE);

  return self->noise;
}

double
lab_compared_run_get_sureness (LabComparedRun *self)
{
  const LabEstimate *saving;

  g_return_val_if_fail (LAB_IS_COMPARED_RUN (self), -INFINITY);

  saving = &self->comparison->saving;
  if (isnan (saving->low) || isnan (saving->high))
    return -INFINITY;
  /* How far the whole interval lies from zero, to either side. */
  return saving->low > 0  ? saving->low :
         saving->high < 0 ? -saving->high :
                            -MIN (-saving->low, saving->high);
}
