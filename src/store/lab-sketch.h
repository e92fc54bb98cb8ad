/* lab-sketch.h: percentiles of many numbers in little space
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabSketch:
 *
 * A mergeable histogram of non-negative integers (nano-dollars, µs) in
 * logarithmic buckets, 32 to each power of two, as in HdrHistogram (Tene):
 * a quantile is off by at most 1/64 of itself, and numbers below 64 are
 * exact. Integer arithmetic only, so the same calls give the same bytes on
 * every machine, in any order of adding and merging. Numbers at or below 0
 * are counted together and read as the smallest seen.
 */
#define LAB_SKETCH_N_BUCKETS 1888

typedef struct
{
  guint64 count;
  guint64 n_low; /* of them, at or below 0 */
  gint64 minimum;
  gint64 maximum;
  guint first; /* buckets in use: first … last, none while first > last */
  guint last;
  guint64 buckets[LAB_SKETCH_N_BUCKETS];
} LabSketch;

void lab_sketch_init (LabSketch *self);
/* As lab_sketch_init(), of one that is in use: only what was filled. */
void lab_sketch_clear (LabSketch *self);
void lab_sketch_add (LabSketch *self,
                     gint64     value);
void lab_sketch_merge (LabSketch       *self,
                       const LabSketch *other);
/**
 * lab_sketch_quantile:
 * @q: 0 … 1; nearest rank: the ⌈q·n⌉-th smallest
 *
 * Returns: 0 for an empty sketch
 */
gint64 lab_sketch_quantile (const LabSketch *self,
                            double           q);

/* The least number that is counted in @bucket, up to LAB_SKETCH_N_BUCKETS,
 * where the last one ends: a bucket reaches to the next one's least. */
gint64 lab_sketch_get_bucket_low (guint bucket);

GBytes *lab_sketch_to_bytes (const LabSketch *self);
/* The greatest number in a sketch's bytes, which are not empty, without reading
 * the rest. FALSE where they are not a sketch. */
gboolean lab_sketch_read_maximum (const guint8 *data,
                                  gsize         length,
                                  gint64       *maximum);
/* Merges a sketch's bytes into @self; fails with CORRUPTED_METRICS, leaving
 * @self as it was, where they are not a sketch. An empty blob is empty. */
gboolean lab_sketch_merge_bytes (LabSketch     *self,
                                 const guint8  *data,
                                 gsize          length,
                                 GError       **error);

G_END_DECLS
