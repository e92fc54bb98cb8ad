/* lab-database-cache.h: answers kept in the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cache.h"
#include "lab-clock.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabDatabaseCache:
 *
 * Keeps answers beyond the program's end, for one profile: it sees no other's
 * entries, and deleting the profile deletes them. The clock stands still
 * while the store works. What the store cannot do, or holds in a form that is
 * no answer, is CACHE_INVALIDATION with the store's own reason.
 */
#define LAB_TYPE_DATABASE_CACHE (lab_database_cache_get_type ())
G_DECLARE_FINAL_TYPE (LabDatabaseCache, lab_database_cache, LAB, DATABASE_CACHE, GObject)

LabCache *lab_database_cache_new (LabStore   *store,
                                  const char *profile_id,
                                  LabClock   *clock);

G_END_DECLS
