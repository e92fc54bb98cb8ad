/* lab-runs.h: the runs of an experiment, and what they came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-money-sum.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/* A mean score difference that answers may fall by, permyriad, unless a run
 * was planned with another. */
#define LAB_RUN_DEFAULT_MARGIN 300

/**
 * LabRunTerms:
 * @margin: permyriad: the margin of quality that was fixed before the run
 * @spare: a second run of the baseline, made to see the noise
 * @looks: how often it was extended after it had come to an end
 *
 * What a run was planned with that a comparison has to know.
 */
typedef struct
{
  gint margin;
  gboolean spare;
  guint looks;
} LabRunTerms;

/**
 * lab_run_terms_read:
 * @config: (nullable): the run's config, a JSON object
 * @source: names it in errors
 *
 * What @config does not say is as for a run that was planned without it.
 */
gboolean lab_run_terms_read (const char   *config,
                             const char   *source,
                             LabRunTerms  *terms,
                             GError      **error);

/**
 * LabRunInfo:
 * @name: (nullable): what it was called
 * @kind: "baseline" or "optimised"
 * @status: "running", "completed", "interrupted", "cancelled", "failed"
 * @strategies: as lab_stack_to_string(); "" for none
 * @n_planned: tasks it was to have; @n_done of them have an answer, @n_failed
 *   were tried and have none
 * @mean_score: permyriad over what was judged, or LAB_SCORE_NONE
 * @started_at: @finished_at: µs; 0 while it runs
 *
 * One run in a list. A plain owned value.
 */
typedef struct
{
  char *id;
  char *experiment_id;
  char *name;
  char *kind;
  char *status;
  char *strategies;
  char *workload_hash; /* (nullable) */
  char *error_message; /* (nullable) */
  LabOrigin origin;
  guint64 seed;
  guint n_planned;
  guint n_done;
  guint n_failed;
  guint n_judged;
  LabMoneySum cost;
  gint mean_score;
  LabRunTerms terms;
  gint64 started_at;
  gint64 finished_at;
} LabRunInfo;

LabRunInfo *lab_run_info_copy (const LabRunInfo *self);
void lab_run_info_free (LabRunInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunInfo, lab_run_info_free)

gboolean lab_run_info_is_baseline (const LabRunInfo *self);
/* The run's name, or else its strategies in words. (transfer full) */
char *lab_run_info_dup_title (const LabRunInfo *self);

/* "exact-cache + prompt-compressor" from what lab_stack_to_string() writes;
 * "–" where there are none. (transfer full) */
char *lab_strategies_dup_names (const char *strategies);

/* Newest first. (element-type LabRunInfo) (transfer full) */
void lab_runs_list_async (LabStore            *store,
                          const char          *profile_id,
                          const char          *experiment_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
GPtrArray *lab_runs_list_finish (GAsyncResult  *result,
                                 GError       **error);

G_END_DECLS
