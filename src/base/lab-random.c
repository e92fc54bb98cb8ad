/* lab-random.c: seeded, splittable randomness
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-random.h"

#include <math.h>
#include <string.h>

#define STATE_WORDS 4

static guint64
rotate_left (guint64 value, guint by)
{
  return value << by | value >> (64 - by);
}

/* splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014; constants of Vigna's public-domain version). */
static guint64
splitmix_mix (guint64 value)
{
  value = (value ^ (value >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  value = (value ^ (value >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return value ^ (value >> 31);
}

static guint64
splitmix_next (guint64 *state)
{
  *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return splitmix_mix (*state);
}

/* From a state of zeros the generator never comes away. */
static void
avoid_zero (LabRandom *self)
{
  if ((self->state[0] | self->state[1] | self->state[2] | self->state[3]) == 0)
    self->state[0] = 1;
}

void
lab_random_init (LabRandom *self, guint64 seed)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < STATE_WORDS; i++)
    self->state[i] = splitmix_next (&seed);
  avoid_zero (self);
}

static void
put_le64 (guint8 *bytes, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (bytes, &value, sizeof value);
}

void
lab_random_init_stream (LabRandom *self, guint64 seed, const char *name, guint64 index)
{
  guint8 key[3 * sizeof (guint64)];

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  put_le64 (key, seed);
  put_le64 (key + 8, lab_hash64 (name, strlen (name), seed));
  put_le64 (key + 16, index);
  for (guint i = 0; i < STATE_WORDS; i++)
    self->state[i] = lab_hash64 (key, sizeof key, i);
  avoid_zero (self);
}

LabRandom
lab_random_split (LabRandom *self)
{
  LabRandom other = { { 0 } };

  g_return_val_if_fail (self != NULL, other);

  /* Mixed, so that the new state is not a row of this one's outputs. */
  for (guint i = 0; i < STATE_WORDS; i++)
    {
      guint64 word = lab_random_next (self);

      other.state[i] = splitmix_next (&word);
    }
  avoid_zero (&other);
  return other;
}

guint64
lab_random_next (LabRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

guint64
lab_random_below (LabRandom *self, guint64 n)
{
  unsigned __int128 product;
  guint64 low;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n > 0, 0);

  /* Lemire, "Fast random integer generation in an interval", 2019: the few
   * draws that would make some results likelier are thrown away. */
  product = (unsigned __int128) lab_random_next (self) * n;
  low = (guint64) product;
  if (low < n)
    {
      guint64 threshold = -n % n;

      while (low < threshold)
        {
          product = (unsigned __int128) lab_random_next (self) * n;
          low = (guint64) product;
        }
    }
  return (guint64) (product >> 64);
}

double
lab_random_double (LabRandom *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (double) (lab_random_next (self) >> 11) * 0x1p-53;
}

double
lab_random_normal (LabRandom *self)
{
  double x, y, square;

  g_return_val_if_fail (self != NULL, 0);

  /* Marsaglia's polar method; the second number is not kept, so that the
   * state is the whole state. */
  do
    {
      x = 2 * lab_random_double (self) - 1;
      y = 2 * lab_random_double (self) - 1;
      square = x * x + y * y;
    }
  while (square >= 1 || square <= 0);
  return x * sqrt (-2 * log (square) / square);
}

double
lab_random_exponential (LabRandom *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return -log1p (-lab_random_double (self));
}

void
lab_random_shuffle (LabRandom *self, guint *indices, gsize n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (indices != NULL || n == 0);

  for (gsize i = n; i > 1; i--)
    {
      gsize j = lab_random_below (self, i);
      guint kept = indices[i - 1];

      indices[i - 1] = indices[j];
      indices[j] = kept;
    }
}
