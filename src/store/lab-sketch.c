/* lab-sketch.c: percentiles of many numbers in little space
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sketch.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define SUB_BITS 5
#define SUB (1 << SUB_BITS)
#define VERSION 1
#define MAX_VARINT 10

void
lab_sketch_init (LabSketch *self)
{
  g_return_if_fail (self != NULL);

  memset (self, 0, sizeof *self);
  self->first = LAB_SKETCH_N_BUCKETS;
}

void
lab_sketch_clear (LabSketch *self)
{
  g_return_if_fail (self != NULL);

  if (self->first <= self->last)
    memset (self->buckets + self->first, 0,
            (self->last - self->first + 1) * sizeof self->buckets[0]);
  self->count = self->n_low = 0;
  self->minimum = self->maximum = 0;
  self->first = LAB_SKETCH_N_BUCKETS;
  self->last = 0;
}

static guint
bucket_of (gint64 value)
{
  guint64 v = (guint64) value;
  guint shift;

  if (v < SUB)
    return (guint) v;

  shift = 63 - (guint) __builtin_clzll (v) - SUB_BITS;
  return (shift + 1) * SUB + (guint) ((v >> shift) & (SUB - 1));
}

/* The middle of a bucket. */
static gint64
value_of (guint bucket)
{
  guint shift;
  guint64 low;

  if (bucket < SUB)
    return bucket;

  shift = bucket / SUB - 1;
  low = (guint64) (SUB + bucket % SUB) << shift;
  return (gint64) (low + (((guint64) 1 << shift) - 1) / 2);
}

gint64
lab_sketch_get_bucket_low (guint bucket)
{
  guint64 low;

  g_return_val_if_fail (bucket <= LAB_SKETCH_N_BUCKETS, 0);

  if (bucket < SUB)
    return bucket;
  low = (guint64) (SUB + bucket % SUB) << (bucket / SUB - 1);
  return (gint64) MIN (low, (guint64) G_MAXINT64);
}

static void
use_bucket (LabSketch *self,
            guint      bucket,
            guint64    count)
{
  self->buckets[bucket] += count;
  self->first = MIN (self->first, bucket);
  self->last = MAX (self->last, bucket);
}

void
lab_sketch_add (LabSketch *self,
                gint64     value)
{
  g_return_if_fail (self != NULL);

  self->minimum = self->count == 0 ? value : MIN (self->minimum, value);
  self->maximum = self->count == 0 ? value : MAX (self->maximum, value);
  self->count++;
  if (value <= 0)
    self->n_low++;
  else
    use_bucket (self, bucket_of (value), 1);
}

void
lab_sketch_merge (LabSketch       *self,
                  const LabSketch *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  if (other->count == 0)
    return;

  self->minimum = self->count == 0 ? other->minimum : MIN (self->minimum, other->minimum);
  self->maximum = self->count == 0 ? other->maximum : MAX (self->maximum, other->maximum);
  self->count += other->count;
  self->n_low += other->n_low;
  for (guint i = other->first; i <= other->last && i < LAB_SKETCH_N_BUCKETS; i++)
    if (other->buckets[i] > 0)
      use_bucket (self, i, other->buckets[i]);
}

gint64
lab_sketch_quantile (const LabSketch *self,
                     double           q)
{
  guint64 rank, seen;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (q >= 0 && q <= 1, 0);

  if (self->count == 0)
    return 0;

  rank = (guint64) (q * (double) self->count);
  if ((double) rank < q * (double) self->count)
    rank++;
  rank = CLAMP (rank, 1, self->count);
  if (rank == self->count)
    return self->maximum;
  seen = self->n_low;
  if (rank == 1 || rank <= seen)
    return self->minimum;

  for (guint i = self->first; i <= self->last && i < LAB_SKETCH_N_BUCKETS; i++)
    {
      seen += self->buckets[i];
      if (rank <= seen)
        return CLAMP (value_of (i), self->minimum, self->maximum);
    }
  return self->maximum;
}

static guint8 *
put_varint (guint8  *p,
            guint64  value)
{
  while (value >= 0x80)
    {
      *p++ = (guint8) (value | 0x80);
      value >>= 7;
    }
  *p++ = (guint8) value;
  return p;
}

/* Zigzag, so that negative numbers stay short. */
static guint64
zigzag (gint64 value)
{
  return ((guint64) value << 1) ^ (guint64) (value >> 63);
}

static gint64
unzigzag (guint64 value)
{
  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

static gboolean
get_long_varint (const guint8 **p,
                 const guint8  *end,
                 guint64       *value)
{
  guint64 sum = 0;

  for (guint i = 0; i < MAX_VARINT && *p < end; i++)
    {
      guint8 piece = *(*p)++;

      sum |= (guint64) (piece & 0x7f) << (7 * i);
      if ((piece & 0x80) == 0)
        {
          *value = sum;
          return TRUE;
        }
    }
  return FALSE;
}

/* Most are of one byte. */
static inline gboolean
get_varint (const guint8 **p,
            const guint8  *end,
            guint64       *value)
{
  if (*p < end && **p < 0x80)
    {
      *value = *(*p)++;
      return TRUE;
    }
  return get_long_varint (p, end, value);
}

GBytes *
lab_sketch_to_bytes (const LabSketch *self)
{
  /* A step from bucket to bucket and a count for each, and four numbers before. */
  guint8 bytes[(4 + 2 * LAB_SKETCH_N_BUCKETS) * MAX_VARINT];
  guint8 *end = bytes;
  guint before = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->count == 0)
    return g_bytes_new (NULL, 0);

  end = put_varint (end, VERSION);
  end = put_varint (end, zigzag (self->minimum));
  end = put_varint (end, zigzag (self->maximum));
  end = put_varint (end, self->n_low);
  for (guint i = self->first; i <= self->last && i < LAB_SKETCH_N_BUCKETS; i++)
    if (self->buckets[i] > 0)
      {
        end = put_varint (end, i - before);
        end = put_varint (end, self->buckets[i]);
        before = i;
      }
  return g_bytes_new (bytes, (gsize) (end - bytes));
}

typedef struct
{
  gint64 minimum;
  gint64 maximum;
  guint64 n_low;
  guint64 count;
  guint n_pairs;
  guint buckets[LAB_SKETCH_N_BUCKETS];
  guint64 counts[LAB_SKETCH_N_BUCKETS];
} Decoded;

/* Read whole before anything is added, so that a bad blob changes nothing. */
static gboolean
decode (Decoded      *self,
        const guint8 *p,
        const guint8 *end)
{
  guint64 version, minimum, maximum, step;
  guint64 bucket = 0;

  if (!get_varint (&p, end, &version) || version != VERSION || !get_varint (&p, end, &minimum) ||
      !get_varint (&p, end, &maximum) || !get_varint (&p, end, &self->n_low))
    return FALSE;

  self->minimum = unzigzag (minimum);
  self->maximum = unzigzag (maximum);
  self->count = self->n_low;
  for (self->n_pairs = 0; p < end; self->n_pairs++)
    {
      guint64 *count = &self->counts[self->n_pairs];

      if (!get_varint (&p, end, &step) || step >= LAB_SKETCH_N_BUCKETS ||
          (step == 0 && self->n_pairs > 0))
        return FALSE;
      bucket += step;
      if (bucket >= LAB_SKETCH_N_BUCKETS || !get_varint (&p, end, count) || *count == 0 ||
          __builtin_add_overflow (self->count, *count, &self->count))
        return FALSE;
      self->buckets[self->n_pairs] = (guint) bucket;
    }
  return self->count > 0 && self->minimum <= self->maximum;
}

static void
add_decoded (LabSketch     *self,
             const Decoded *other)
{
  self->minimum = self->count == 0 ? other->minimum : MIN (self->minimum, other->minimum);
  self->maximum = self->count == 0 ? other->maximum : MAX (self->maximum, other->maximum);
  self->count += other->count;
  self->n_low += other->n_low;
  if (other->n_pairs == 0)
    return;

  self->first = MIN (self->first, other->buckets[0]);
  self->last = MAX (self->last, other->buckets[other->n_pairs - 1]);
  for (guint i = 0; i < other->n_pairs; i++)
    self->buckets[other->buckets[i]] += other->counts[i];
}

gboolean
lab_sketch_merge_bytes (LabSketch     *self,
                        const guint8  *data,
                        gsize          length,
                        GError       **error)
{
  Decoded decoded;

  g_return_val_if_fail (self != NULL, FALSE);

  if (length == 0)
    return TRUE;
  if (decode (&decoded, data, data + length))
    {
      add_decoded (self, &decoded);
      return TRUE;
    }

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                 _("A stored distribution of costs or latencies cannot be read."));
  return FALSE;
}

gboolean
lab_sketch_read_maximum (const guint8 *data,
                         gsize         length,
                         gint64       *maximum)
{
  const guint8 *p = data, *end = data + length;
  guint64 version, least, most;

  g_return_val_if_fail (data != NULL && maximum != NULL, FALSE);

  if (!get_varint (&p, end, &version) || version != VERSION || !get_varint (&p, end, &least) ||
      !get_varint (&p, end, &most))
    return FALSE;
  *maximum = unzigzag (most);
  return TRUE;
}
