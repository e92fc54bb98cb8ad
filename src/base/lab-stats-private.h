/* lab-stats-private.h: what the statistics share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats.h"

G_BEGIN_DECLS

/* The place of each pair's cluster, in order of first appearance, and in @m
 * how many there are: @n, and NULL, where @clusters is NULL.
 * (transfer full) (nullable) */
guint *lab_stats_number_clusters (const guint *clusters,
                                  gsize        n,
                                  gsize       *m);

G_END_DECLS
