/* lab-store-challenges.c: challenges and what was handed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-challenges.h"

#include <glib/gi18n-lib.h>

#include "lab-table-private.h"

static const LabColumn challenge_columns[] = {
  LAB_FIELD (LabChallengeRow, id, TEXT),
  LAB_FIELD (LabChallengeRow, title, TEXT),
  LAB_FIELD (LabChallengeRow, description, TEXT),
  LAB_FIELD (LabChallengeRow, difficulty, TEXT),
  LAB_FIELD (LabChallengeRow, target_reduction, INT64),
  LAB_FIELD (LabChallengeRow, baseline_scenario, TEXT),
  LAB_FIELD (LabChallengeRow, success_criteria, TEXT),
  LAB_FIELD (LabChallengeRow, hints, TEXT),
  LAB_FIELD (LabChallengeRow, created_at, INT64),
};

static const LabTable challenges = LAB_TABLE ("challenges", LabChallengeRow, challenge_columns);

static const LabColumn submission_columns[] = {
  LAB_FIELD (LabSubmissionRow, id, TEXT),
  LAB_COLUMN (LabSubmissionRow, profile_id, "user_id", TEXT),
  LAB_FIELD (LabSubmissionRow, challenge_id, TEXT),
  LAB_FIELD (LabSubmissionRow, achieved_reduction, INT64),
  LAB_FIELD (LabSubmissionRow, score, INT64),
  LAB_FIELD (LabSubmissionRow, success, BOOLEAN),
  LAB_FIELD (LabSubmissionRow, details, TEXT),
  LAB_FIELD (LabSubmissionRow, submitted_at, INT64),
};

static const LabTable submissions =
    LAB_TABLE ("challenge_submissions", LabSubmissionRow, submission_columns);

LabChallengeRow *
lab_challenge_row_new (void)
{
  LabChallengeRow *self = g_new0 (LabChallengeRow, 1);

  self->id = g_uuid_string_random ();
  self->hints = g_strdup ("[]");
  return self;
}

LabChallengeRow *
lab_challenge_row_copy (const LabChallengeRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&challenges, self);
}

void
lab_challenge_row_free (LabChallengeRow *self)
{
  lab_row_free (&challenges, self);
}

static void
free_challenge (gpointer row)
{
  lab_challenge_row_free (row);
}

LabSubmissionRow *
lab_submission_row_new (void)
{
  LabSubmissionRow *self = g_new0 (LabSubmissionRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabSubmissionRow *
lab_submission_row_copy (const LabSubmissionRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&submissions, self);
}

void
lab_submission_row_free (LabSubmissionRow *self)
{
  lab_row_free (&submissions, self);
}

static void
free_row (gpointer row)
{
  lab_submission_row_free (row);
}

gboolean
lab_store_challenges_upsert (LabStoreTxn            *txn,
                             const LabChallengeRow  *row,
                             GError                **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &challenges, row,
                           "ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                           " description = excluded.description,"
                           " difficulty = excluded.difficulty,"
                           " target_reduction = excluded.target_reduction,"
                           " baseline_scenario = excluded.baseline_scenario,"
                           " success_criteria = excluded.success_criteria,"
                           " hints = excluded.hints",
                           error);
}

LabChallengeRow *
lab_store_challenges_get (LabStoreTxn  *txn,
                          const char   *id,
                          GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &challenges, "WHERE id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, id);
  return lab_table_one (query, &challenges, free_challenge, _("There is no such challenge."),
                        error);
}

GPtrArray *
lab_store_challenges_list (LabStoreTxn  *txn,
                           GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &challenges, "ORDER BY id", error);

  return query != NULL ? lab_table_list (query, &challenges, free_challenge, error) : NULL;
}

gboolean
lab_store_submissions_insert (LabStoreTxn             *txn,
                              const LabSubmissionRow  *row,
                              GError                 **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &submissions, row, NULL, error);
}

GPtrArray *
lab_store_submissions_list (LabStoreTxn  *txn,
                            const char   *profile_id,
                            const char   *challenge_id,
                            GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &submissions,
                        "WHERE user_id = ?1 AND (?2 IS NULL OR challenge_id = ?2)"
                        " ORDER BY submitted_at DESC, rowid DESC",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, challenge_id);
  return lab_table_list (query, &submissions, free_row, error);
}
