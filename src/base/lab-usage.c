/* lab-usage.c: the tokens of one call, in exclusive buckets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-usage.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

static const struct
{
  const char *name;
  const char *label;
} bucket_table[LAB_N_BUCKETS] = {
  [LAB_BUCKET_U] = { "u", NC_ ("bucket", "uncached input") },
  [LAB_BUCKET_R] = { "r", NC_ ("bucket", "cached input") },
  [LAB_BUCKET_W] = { "w", NC_ ("bucket", "cache write") },
  [LAB_BUCKET_WL] = { "wl", NC_ ("bucket", "long cache write") },
  [LAB_BUCKET_O] = { "o", NC_ ("bucket", "output") },
};

static gint64
saturate (__int128 value)
{
  return (gint64) CLAMP (value, G_MININT64, G_MAXINT64);
}

static __int128
sum_input (const LabUsage *usage)
{
  return (__int128) usage->buckets[LAB_BUCKET_U] + usage->buckets[LAB_BUCKET_R] +
         usage->buckets[LAB_BUCKET_W] + usage->buckets[LAB_BUCKET_WL];
}

/* A memo that one side lacks counts as nothing there. */
static gboolean
add_memo (gint64 *into, gint64 other)
{
  if (other == LAB_USAGE_NOT_REPORTED)
    return TRUE;
  if (*into == LAB_USAGE_NOT_REPORTED)
    {
      *into = other;
      return TRUE;
    }
  return !__builtin_add_overflow (*into, other, into);
}

const char *
lab_bucket_to_string (LabBucket bucket)
{
  g_return_val_if_fail (bucket < LAB_N_BUCKETS, NULL);

  return bucket_table[bucket].name;
}

gboolean
lab_bucket_from_string (const char *text, LabBucket *bucket)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (bucket != NULL, FALSE);

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (g_str_equal (text, bucket_table[i].name))
      {
        *bucket = i;
        return TRUE;
      }
  return FALSE;
}

const char *
lab_bucket_get_label (LabBucket bucket)
{
  g_return_val_if_fail (bucket < LAB_N_BUCKETS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "bucket", bucket_table[bucket].label);
}

gint64
lab_usage_input_total (const LabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, 0);

  return saturate (sum_input (usage));
}

gint64
lab_usage_total (const LabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, 0);

  return saturate (sum_input (usage) + usage->buckets[LAB_BUCKET_O]);
}

gboolean
lab_usage_has_negative (const LabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, FALSE);

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (usage->buckets[i] < 0)
      return TRUE;
  return usage->web_searches < 0;
}

gboolean
lab_usage_add (LabUsage *into, const LabUsage *other, GError **error)
{
  LabUsage sum;
  gboolean fits = TRUE;

  g_return_val_if_fail (into != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  sum = *into;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    fits = fits && !__builtin_add_overflow (sum.buckets[i], other->buckets[i], &sum.buckets[i]);
  fits = fits && add_memo (&sum.reasoning, other->reasoning);
  fits = fits && add_memo (&sum.system, other->system);
  fits = fits && add_memo (&sum.tool, other->tool);
  fits = fits && !__builtin_add_overflow (sum.web_searches, other->web_searches, &sum.web_searches);
  if (!fits)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _ ("The sum of the tokens is larger than can be counted."));
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "overflow");
      return FALSE;
    }
  sum.flags |= other->flags;
  *into = sum;
  return TRUE;
}

gboolean
lab_usage_equal (const LabUsage *a, const LabUsage *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (a->buckets[i] != b->buckets[i])
      return FALSE;
  return a->reasoning == b->reasoning && a->system == b->system && a->tool == b->tool &&
         a->web_searches == b->web_searches && a->flags == b->flags;
}
