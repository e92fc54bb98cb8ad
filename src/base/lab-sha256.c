/* lab-sha256.c: the fingerprint of a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sha256.h"

#include <string.h>

#define BLOCK 64
#define LENGTH_BYTES 8

/* The first 32 bits of the fractional parts of the cube roots of the first 64
 * primes; FIPS 180-4, 4.2.2. */
static const guint32 round_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline guint32
rotate (guint32 x,
        guint   n)
{
  return x >> n | x << (32 - n);
}

/* FIPS 180-4, 6.2.2, with the schedule kept in a ring of 16 words. */
static void
add_block (guint32       state[8],
           const guint8 *block)
{
  guint32 w[16];
  guint32 a = state[0], b = state[1], c = state[2], d = state[3];
  guint32 e = state[4], f = state[5], g = state[6], h = state[7];

  for (guint i = 0; i < 64; i++)
    {
      guint32 t1, t2;

      if (i < 16)
        {
          memcpy (&w[i], block + 4 * i, 4);
          w[i] = GUINT32_FROM_BE (w[i]);
        }
      else
        {
          guint32 x = w[(i + 1) & 15];
          guint32 y = w[(i + 14) & 15];

          w[i & 15] += (rotate (x, 7) ^ rotate (x, 18) ^ x >> 3) + w[(i + 9) & 15] +
                       (rotate (y, 17) ^ rotate (y, 19) ^ y >> 10);
        }
      t1 = h + (rotate (e, 6) ^ rotate (e, 11) ^ rotate (e, 25)) + (g ^ (e & (f ^ g))) +
           round_constants[i] + w[i & 15];
      t2 = (rotate (a, 2) ^ rotate (a, 13) ^ rotate (a, 22)) + ((a & b) | (c & (a | b)));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }

  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/* What is left of the data, a one bit, zeros, and the length in bits. */
static void
add_end (guint32       state[8],
         const guint8 *rest,
         gsize         n_rest,
         guint64       length)
{
  guint8 last[2 * BLOCK] = { 0 };
  gsize n = n_rest + 1 + LENGTH_BYTES <= BLOCK ? BLOCK : 2 * BLOCK;
  guint64 bits = GUINT64_TO_BE (length * 8);

  if (n_rest > 0)
    memcpy (last, rest, n_rest);
  last[n_rest] = 0x80;
  memcpy (last + n - LENGTH_BYTES, &bits, LENGTH_BYTES);
  for (gsize i = 0; i < n; i += BLOCK)
    add_block (state, last + i);
}

char *
lab_sha256 (const void *data,
            gsize       length)
{
  /* Of the square roots of the first eight primes; FIPS 180-4, 5.3.3. */
  guint32 state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
  static const char digits[] = "0123456789abcdef";
  const guint8 *bytes = data;
  gsize whole = length / BLOCK * BLOCK;
  char *text = g_malloc (2 * 32 + 1);

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  for (gsize i = 0; i < whole; i += BLOCK)
    add_block (state, bytes + i);
  add_end (state, bytes + whole, length - whole, length);

  for (guint i = 0; i < 64; i++)
    text[i] = digits[state[i / 8] >> (28 - 4 * (i % 8)) & 0xf];
  text[64] = '\0';
  return text;
}
