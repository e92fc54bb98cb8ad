/* lab-teaching-math.c: integer functions, the same on every machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-teaching-math-private.h"

#include "lab-teaching-tables.h"

#define ONE G_GINT64_CONSTANT (1000000)
#define STEP G_GINT64_CONSTANT (10000)

/* @x counts from the table's first entry and is within it. */
static gint64
interpolate (const int *table,
             gsize      last,
             gint64     x,
             gint64     step)
{
  gsize index = (gsize) (x / step);
  gint64 rest = x % step;

  if (index >= last)
    return table[last];
  return table[index] + ((gint64) (table[index + 1] - table[index]) * rest + step / 2) / step;
}

int
lab_teaching_logistic (gint64 x)
{
  gint64 above = interpolate (logistic_table, G_N_ELEMENTS (logistic_table) - 1,
                              MIN (ABS (x), 20 * ONE), STEP);

  return (int) (x < 0 ? ONE - above : above);
}

int
lab_teaching_phi (gint64 x)
{
  gint64 above = interpolate (phi_table, G_N_ELEMENTS (phi_table) - 1, MIN (ABS (x), 6 * ONE),
                              STEP);

  return (int) (x < 0 ? ONE - above : above);
}

gint64
lab_teaching_log2_ratio (guint64 n,
                         guint64 d)
{
  gint64 whole = 0;
  guint64 fraction;

  g_assert (d > 0 && n >= d && n < (G_GUINT64_CONSTANT (1) << 40));

  while (n / 2 >= d)
    {
      d *= 2;
      whole++;
    }
  /* n/d in [1, 2): its distance from 1 in 2^-20 parts, over 256 steps. */
  fraction = ((n - d) << 20) / d;
  return whole * ONE + interpolate (log2_table, 256, (gint64) fraction, 1 << 12);
}

gint64
lab_teaching_exp (gint64 x)
{
  return interpolate (exp_table, G_N_ELEMENTS (exp_table) - 1,
                      CLAMP (x, -3 * ONE, 3 * ONE) + 3 * ONE, STEP);
}

gint64
lab_teaching_exponential (guint64 bits)
{
  const guint64 top = G_GUINT64_CONSTANT (1) << 32;
  guint64 draw = (bits >> 32) + 1;

  /* ln 2 = 0.693147 */
  return lab_teaching_log2_ratio (top, draw) * 693147 / ONE;
}

guint64
lab_teaching_isqrt (guint64 n)
{
  guint64 root = 0;
  guint64 bit = G_GUINT64_CONSTANT (1) << 62;

  while (bit > n)
    bit >>= 2;
  for (; bit != 0; bit >>= 2)
    {
      if (n >= root + bit)
        {
          n -= root + bit;
          root = (root >> 1) + bit;
        }
      else
        root >>= 1;
    }
  return root;
}
