/* lab-hash.c: a 64-bit hash for seeds and sampling
 *
 * Written from the description of XXH64 (Yann Collet, "xxHash fast digest
 * algorithm", version 0.1.1), whose published results it gives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-random.h"

#include <string.h>

#define PRIME_1 G_GUINT64_CONSTANT (0x9e3779b185ebca87)
#define PRIME_2 G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f)
#define PRIME_3 G_GUINT64_CONSTANT (0x165667b19e3779f9)
#define PRIME_4 G_GUINT64_CONSTANT (0x85ebca77c2b2ae63)
#define PRIME_5 G_GUINT64_CONSTANT (0x27d4eb2f165667c5)

#define LANES 4
#define STRIPE (LANES * sizeof (guint64))

static guint64
rotate_left (guint64 value, guint by)
{
  return value << by | value >> (64 - by);
}

static guint64
read_le64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_LE (value);
}

static guint32
read_le32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
hash_round (guint64 lane, guint64 input)
{
  return rotate_left (lane + input * PRIME_2, 31) * PRIME_1;
}

static guint64
hash_stripes (const guint8 **bytes, gsize *left, guint64 seed)
{
  guint64 lanes[LANES] = { seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1 };
  guint64 hash;

  for (; *left >= STRIPE; *bytes += STRIPE, *left -= STRIPE)
    for (guint i = 0; i < LANES; i++)
      lanes[i] = hash_round (lanes[i], read_le64 (*bytes + i * sizeof (guint64)));

  hash = rotate_left (lanes[0], 1) + rotate_left (lanes[1], 7) + rotate_left (lanes[2], 12) +
         rotate_left (lanes[3], 18);
  for (guint i = 0; i < LANES; i++)
    hash = (hash ^ hash_round (0, lanes[i])) * PRIME_1 + PRIME_4;
  return hash;
}

static guint64
hash_rest (guint64 hash, const guint8 *bytes, gsize left)
{
  for (; left >= 8; bytes += 8, left -= 8)
    hash = rotate_left (hash ^ hash_round (0, read_le64 (bytes)), 27) * PRIME_1 + PRIME_4;
  if (left >= 4)
    {
      hash = rotate_left (hash ^ read_le32 (bytes) * PRIME_1, 23) * PRIME_2 + PRIME_3;
      bytes += 4;
      left -= 4;
    }
  for (; left > 0; bytes++, left--)
    hash = rotate_left (hash ^ *bytes * PRIME_5, 11) * PRIME_1;
  return hash;
}

guint64
lab_hash64 (const void *data, gsize length, guint64 seed)
{
  const guint8 *bytes = data;
  gsize left = length;
  guint64 hash;

  g_return_val_if_fail (data != NULL || length == 0, 0);

  hash = length >= STRIPE ? hash_stripes (&bytes, &left, seed) : seed + PRIME_5;
  hash = hash_rest (hash + length, bytes, left);

  hash = (hash ^ (hash >> 33)) * PRIME_2;
  hash = (hash ^ (hash >> 29)) * PRIME_3;
  return hash ^ (hash >> 32);
}
