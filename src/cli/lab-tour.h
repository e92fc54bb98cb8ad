/* lab-tour.h: the main job from beginning to end, and its report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cli.h"
#include "lab-report.h"
#include "lab-session.h"

G_BEGIN_DECLS

/**
 * LabTourOptions:
 * @data_dir: where the tour's ledger lies
 * @profile: (nullable): whose the example is; NULL for the oldest profile,
 *   which is made where there is none
 * @ephemeral: the ledger is thrown away afterwards
 * @own_prices: whether prices of the user's own in @data_dir count
 * @workload: a built-in's id or a file
 * @model: of the catalogue
 * @tasks: 0: all of a file
 *
 * A plain value that borrows its strings.
 */
typedef struct
{
  const char *data_dir;
  const char *profile;
  gboolean ephemeral;
  gboolean own_prices;
  const char *workload;
  const char *model;
  guint tasks;
  guint64 seed;
  gboolean quiet;
} LabTourOptions;

/**
 * lab_tour_take:
 *
 * Makes an example experiment, takes its baseline, runs it with each of two
 * strategies and with both, compares, and makes the report. Time is virtual
 * and begins on the catalogue's day at 09:00 UTC. Where the ledger is thrown
 * away, ids in the report follow from seed, workload and model, so that one
 * seed gives the same report on every machine; where it is kept, they are the
 * ledger's own.
 * @folder: (out) (nullable): the folder of the profile's files
 *
 * (transfer full)
 */
LabReport *lab_tour_take (const LabTourOptions  *options,
                          char                 **folder,
                          GError               **error);

G_END_DECLS
