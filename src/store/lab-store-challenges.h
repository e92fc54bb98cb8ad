/* lab-store-challenges.h: challenges and what was handed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store.h"

G_BEGIN_DECLS

/* @target_reduction in permyriad. Scenario, criteria and hints are JSON. */
typedef struct
{
  char *id;
  char *title;
  char *description;
  char *difficulty;
  gint64 target_reduction;
  char *baseline_scenario;
  char *success_criteria;
  char *hints;
  gint64 created_at;
} LabChallengeRow;

LabChallengeRow *lab_challenge_row_new (void); /* with a new id */
LabChallengeRow *lab_challenge_row_copy (const LabChallengeRow *self);
void lab_challenge_row_free (LabChallengeRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabChallengeRow, lab_challenge_row_free)

/* @achieved_reduction in permyriad; negative where it cost more. @details:
 * (nullable): JSON */
typedef struct
{
  char *id;
  char *profile_id;
  char *challenge_id;
  gint64 achieved_reduction;
  gint64 score;
  gboolean success;
  char *details;
  gint64 submitted_at;
} LabSubmissionRow;

LabSubmissionRow *lab_submission_row_new (void); /* with a new id */
LabSubmissionRow *lab_submission_row_copy (const LabSubmissionRow *self);
void lab_submission_row_free (LabSubmissionRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSubmissionRow, lab_submission_row_free)

gboolean lab_store_challenges_upsert (LabStoreTxn            *txn,
                                      const LabChallengeRow  *row,
                                      GError                **error);
LabChallengeRow *lab_store_challenges_get (LabStoreTxn  *txn,
                                           const char   *id,
                                           GError      **error);
/* (element-type LabChallengeRow) (transfer full) */
GPtrArray *lab_store_challenges_list (LabStoreTxn  *txn,
                                      GError      **error);
gboolean lab_store_submissions_insert (LabStoreTxn             *txn,
                                       const LabSubmissionRow  *row,
                                       GError                 **error);
/* Newest first. @challenge_id: (nullable).
 * (element-type LabSubmissionRow) (transfer full) */
GPtrArray *lab_store_submissions_list (LabStoreTxn  *txn,
                                       const char   *profile_id,
                                       const char   *challenge_id,
                                       GError      **error);

G_END_DECLS
