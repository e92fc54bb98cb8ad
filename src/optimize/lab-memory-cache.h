/* lab-memory-cache.h: answers kept for as long as the program runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cache.h"
#include "lab-clock.h"

G_BEGIN_DECLS

#define LAB_TYPE_MEMORY_CACHE (lab_memory_cache_get_type ())
G_DECLARE_FINAL_TYPE (LabMemoryCache, lab_memory_cache, LAB, MEMORY_CACHE, GObject)

#define LAB_MEMORY_CACHE_DEFAULT_BYTES (64 * 1024 * 1024)

/**
 * lab_memory_cache_new:
 * @max_bytes: of keys, texts and their records together
 *
 * When it is full, what has expired goes first, then what was used least
 * recently. An answer that is larger than the whole cache is not kept, which
 * is no error. For the thread of its clock.
 */
LabCache *lab_memory_cache_new (LabClock *clock,
                                gsize     max_bytes);
gsize lab_memory_cache_get_n_bytes (LabMemoryCache *self);
guint lab_memory_cache_get_n_entries (LabMemoryCache *self);
/* Entries that had to go for want of room. */
guint64 lab_memory_cache_get_n_evicted (LabMemoryCache *self);

G_END_DECLS
