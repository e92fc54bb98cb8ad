/* lab-usage.h: the tokens of one call, in exclusive buckets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabBucket:
 * @LAB_BUCKET_U: uncached input
 * @LAB_BUCKET_R: input read from the provider's prompt cache
 * @LAB_BUCKET_W: input written to it at the vendor's default life
 *   (Anthropic 5 minutes, OpenAI 30 minutes)
 * @LAB_BUCKET_WL: input written at the long life (Anthropic 1 hour)
 * @LAB_BUCKET_O: output, reasoning included
 *
 * A token is in exactly one bucket.
 */
typedef enum
{
  LAB_BUCKET_U,
  LAB_BUCKET_R,
  LAB_BUCKET_W,
  LAB_BUCKET_WL,
  LAB_BUCKET_O,
  LAB_N_BUCKETS
} LabBucket;

/**
 * LabUsageFlags:
 * @LAB_USAGE_REPORTED: the provider sent a usage object
 * @LAB_USAGE_ESTIMATED: at least one bucket was counted or estimated here
 * @LAB_USAGE_UNRECONCILED: the vendor's numbers contradict each other; a
 *   bucket may be negative, and nothing was clamped
 * @LAB_USAGE_PARTIAL: the call was cut; output may be more than is known
 * @LAB_USAGE_OTHER_MODALITY: audio or image tokens were reported, which the
 *   buckets do not price
 */
typedef enum
{
  LAB_USAGE_REPORTED = 1 << 0,
  LAB_USAGE_ESTIMATED = 1 << 1,
  LAB_USAGE_UNRECONCILED = 1 << 2,
  LAB_USAGE_PARTIAL = 1 << 3,
  LAB_USAGE_OTHER_MODALITY = 1 << 4,
} LabUsageFlags;

#define LAB_USAGE_NOT_REPORTED (-1)

/**
 * LabUsage:
 * @buckets: tokens by #LabBucket
 * @reasoning: memo, part of output; LAB_USAGE_NOT_REPORTED where unknown
 * @system: memo, part of input: tokens of system text
 * @tool: memo, part of input: tokens of tool definitions and results
 * @web_searches: requests billed by themselves, not tokens
 *
 * A plain value. Memos are never priced.
 */
typedef struct
{
  gint64 buckets[LAB_N_BUCKETS];
  gint64 reasoning;
  gint64 system;
  gint64 tool;
  gint64 web_searches;
  LabUsageFlags flags;
} LabUsage;

#define LAB_USAGE_INIT                                                                             \
  {                                                                                                \
    { 0 }, LAB_USAGE_NOT_REPORTED, LAB_USAGE_NOT_REPORTED, LAB_USAGE_NOT_REPORTED, 0, 0            \
  }

/* The short name used in files and on the command line: u r w wl o. */
const char *lab_bucket_to_string (LabBucket bucket);
gboolean lab_bucket_from_string (const char *text,
                                 LabBucket  *bucket);
/* A translated name for people: "uncached input". */
const char *lab_bucket_get_label (LabBucket bucket);

/* T = u + r + w + wl, on which context tiers are decided. Saturates. */
gint64 lab_usage_input_total (const LabUsage *usage);
gint64 lab_usage_total (const LabUsage *usage);
gboolean lab_usage_has_negative (const LabUsage *usage);
/* Adds bucket by bucket; memos not reported on either side stay so on both
 * only when both lack them; flags are united. Fails on overflow. */
gboolean lab_usage_add (LabUsage        *into,
                        const LabUsage  *other,
                        GError         **error);
gboolean lab_usage_equal (const LabUsage *a,
                          const LabUsage *b);

G_END_DECLS
