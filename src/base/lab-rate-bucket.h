/* lab-rate-bucket.h: a token bucket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabRateBucket:
 *
 * Holds at most @capacity units and gains @per_minute units a minute, in
 * exact integer arithmetic (units × 60e6, so nothing is lost to rounding
 * however often it is asked). A plain value without a clock: the caller
 * says what time it is.
 */
typedef struct
{
  gint64 capacity;
  gint64 per_minute;
  __int128 level; /* units × 60,000,000 */
  gint64 updated; /* µs */
} LabRateBucket;

/* Starts full. @per_minute 0 means no limit. */
void lab_rate_bucket_init (LabRateBucket *self,
                           gint64         capacity,
                           gint64         per_minute,
                           gint64         now_us);
/* Takes @units if they are there. */
gboolean lab_rate_bucket_take (LabRateBucket *self,
                               gint64         units,
                               gint64         now_us);
/* µs until @units would be there; 0 now; -1 never (more than capacity). */
gint64 lab_rate_bucket_wait (LabRateBucket *self,
                             gint64         units,
                             gint64         now_us);
/* Gives back what was not used, up to the capacity; may also take below
 * zero (@units negative) when more was used than was taken. */
void lab_rate_bucket_settle (LabRateBucket *self,
                             gint64         units,
                             gint64         now_us);

/**
 * LabLimits:
 *
 * Token-bucket limits; 0 is none.
 */
typedef struct
{
  gint64 requests_per_minute;
  gint64 tokens_per_minute;
} LabLimits;

G_END_DECLS
