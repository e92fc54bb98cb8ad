/* lab-cost-overview-spread.c: what single calls cost, from their sketch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-overview-private.h"

#define MOST_BINS 24

/* The fewest of the sketch's own buckets that make no more than MOST_BINS
 * bins; a power of two of them, so that bins end where octaves do. */
static guint
choose_width (const LabSketch *sketch)
{
  guint width = 1;

  while (sketch->last / width - sketch->first / width + 1 > MOST_BINS)
    width *= 2;
  return width;
}

static void
add_bins (LabOverviewSpread *self,
          const LabSketch   *sketch)
{
  guint width = choose_width (sketch);

  for (guint bin = sketch->first / width; bin <= sketch->last / width; bin++)
    {
      LabOverviewBin one = { lab_sketch_get_bucket_low (MAX (bin * width, 1)),
                             lab_sketch_get_bucket_low ((bin + 1) * width), 0 };

      for (guint i = bin * width; i < MIN ((bin + 1) * width, LAB_SKETCH_N_BUCKETS); i++)
        one.n += sketch->buckets[i];
      g_array_append_val (self->bins, one);
    }
}

void
lab_overview_spread_init (LabOverviewSpread *self,
                          const LabSketch   *sketch)
{
  self->bins = g_array_new (FALSE, FALSE, sizeof (LabOverviewBin));
  if (sketch == NULL || sketch->count == 0)
    return;
  self->n = sketch->count;
  self->n_free = sketch->n_low;
  self->median = lab_sketch_quantile (sketch, 0.5);
  self->p95 = lab_sketch_quantile (sketch, 0.95);
  if (sketch->first <= sketch->last)
    add_bins (self, sketch);
}

void
lab_overview_spread_clear (LabOverviewSpread *self)
{
  g_clear_pointer (&self->bins, g_array_unref);
}
