/* lab-rate-bucket.c: a token bucket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-rate-bucket.h"

/* The level is held in units × µs a minute, so that a gain of @per_minute
 * units a minute is @per_minute of these a µs: a whole number. */
#define SCALE ((__int128) 60000000)

static gboolean
is_unlimited (const LabRateBucket *self)
{
  return self->per_minute == 0;
}

/* A clock that is set back gains nothing and costs nothing. */
static void
refill (LabRateBucket *self, gint64 now_us)
{
  __int128 elapsed = (__int128) now_us - self->updated;
  __int128 room = self->capacity * SCALE - self->level;

  if (elapsed <= 0)
    return;

  /* Divided, since the product of extremes would not fit. */
  if (elapsed > room / self->per_minute)
    self->level = self->capacity * SCALE;
  else
    self->level += elapsed * self->per_minute;
  self->updated = now_us;
}

void
lab_rate_bucket_init (LabRateBucket *self, gint64 capacity, gint64 per_minute, gint64 now_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (capacity >= 0);
  g_return_if_fail (per_minute >= 0);

  self->capacity = capacity;
  self->per_minute = per_minute;
  self->level = capacity * SCALE;
  self->updated = now_us;
}

gboolean
lab_rate_bucket_take (LabRateBucket *self, gint64 units, gint64 now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (units >= 0, FALSE);

  if (is_unlimited (self))
    return TRUE;

  refill (self, now_us);
  if (self->level < units * SCALE)
    return FALSE;
  self->level -= units * SCALE;
  return TRUE;
}

gint64
lab_rate_bucket_wait (LabRateBucket *self, gint64 units, gint64 now_us)
{
  __int128 missing, wait;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (units >= 0, -1);

  if (is_unlimited (self))
    return 0;
  if (units > self->capacity)
    return -1;

  refill (self, now_us);
  missing = units * SCALE - self->level;
  if (missing <= 0)
    return 0;

  wait = (missing + self->per_minute - 1) / self->per_minute;
  /* Where the clock was set back, the gain begins when it has caught up. */
  wait += (__int128) self->updated - now_us;
  return (gint64) MIN (wait, G_MAXINT64);
}

void
lab_rate_bucket_settle (LabRateBucket *self, gint64 units, gint64 now_us)
{
  g_return_if_fail (self != NULL);

  if (is_unlimited (self))
    return;

  refill (self, now_us);
  self->level = MIN (self->level + units * SCALE, self->capacity * SCALE);
}
