/* lab-cli-format.h: figures as the commands show them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-experiments.h"
#include "lab-json-writer.h"
#include "lab-money-sum.h"
#include "lab-price-row.h"
#include "lab-session.h"
#include "lab-store-runs.h"

G_BEGIN_DECLS

/* {"usd","nano_usd","estimated":{…},"known_calls","estimated_calls",
 * "unpriced_calls"} */
void lab_cli_write_sum (LabJsonWriter     *writer,
                        const char        *name,
                        const LabMoneySum *sum);
/* µs as RFC 3339; 0 and unknown as null. */
void lab_cli_write_time (LabJsonWriter *writer,
                         const char    *name,
                         gint64         time_us);
/* 0 … 10,000 as a fraction with four digits; LAB_SCORE_NONE as null. */
void lab_cli_write_score (LabJsonWriter *writer,
                          const char    *name,
                          gint           score);
void lab_cli_write_experiment (LabJsonWriter       *writer,
                               const LabExperiment *experiment);
void lab_cli_write_run (LabJsonWriter   *writer,
                        const LabRunRow *run);
/* "usd_per_mtok": by bucket; null where the vendor publishes none. */
void lab_cli_write_rates (LabJsonWriter     *writer,
                          const LabPriceRow *row);

/* For people. (transfer full) */
char *lab_cli_dup_rate (LabRate rate);          /* "2.5" or "–" */
/* "0.0142", "about 0.0142", "≥ 0.0142 (3 unpriced)" or "unpriced": to the
 * nano-dollar, without a sign for the dollar. */
char *lab_cli_dup_sum (const LabMoneySum *sum);
char *lab_cli_dup_score (gint score);           /* "96.5 %" or "–" */
char *lab_cli_dup_share (double share);         /* "12.3 %" or "–" */
char *lab_cli_dup_duration (double duration_us); /* "1.24 s" or "–" */

G_END_DECLS
