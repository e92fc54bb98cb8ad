/* lab-caching-strategy.h: the same question is not paid for twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-strategy-registry.h"

G_BEGIN_DECLS

#define LAB_CACHING_STRATEGY_NAME "exact-cache"

/**
 * LabCachingStrategy:
 *
 * The specification's CachingStrategy: answers a request from a LabCache when
 * the very same was answered before. Two requests are the same when their
 * canonical JSON is, that is every field that affects the output
 * (lab_request_to_canonical_json()); the key is its SHA-256, within the
 * context's namespace. It never mistakes one request for another.
 *
 * Kept are answers that came from a provider and ended by themselves: a text
 * or tool calls with the finish "stop" or "tool_calls". What was cut,
 * filtered, refused, is empty or of unknown finish is asked for anew, except
 * that `store-truncated` also keeps what met its output limit, which is part
 * of the key.
 *
 * An answer from the cache has no usage, costs a known 0, and took the time
 * that the look-up took; `answered_by` names the strategy. What the kept call
 * cost is the estimated saving, where that was known.
 *
 * Parameters: ttl (seconds; 0 for ever), normalise-whitespace, cache-sampled,
 * store-truncated. A temperature above 0 asks for a different answer each
 * time; with cache-sampled the first one is given every time, which is what
 * most want of a cache, and nothing for a run that measures variety. An
 * absent temperature is the provider's own, which is above 0.
 */
#define LAB_TYPE_CACHING_STRATEGY (lab_caching_strategy_get_type ())
G_DECLARE_FINAL_TYPE (LabCachingStrategy, lab_caching_strategy, LAB, CACHING_STRATEGY, GObject)

LabStrategy *lab_caching_strategy_new (const LabStrategyServices *services);
/* Of this strategy. */
void lab_caching_strategy_get_statistics (LabCachingStrategy *self,
                                          guint              *hits,
                                          guint              *look_ups);

G_END_DECLS
