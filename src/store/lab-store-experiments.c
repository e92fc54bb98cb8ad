/* lab-store-experiments.c: questions under study
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-experiments.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"
#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabExperimentRow, id, TEXT),
  LAB_COLUMN (LabExperimentRow, profile_id, "user_id", TEXT),
  LAB_FIELD (LabExperimentRow, name, TEXT),
  LAB_FIELD (LabExperimentRow, description, TEXT),
  LAB_FIELD (LabExperimentRow, status, TEXT),
  LAB_FIELD (LabExperimentRow, baseline_id, TEXT),
  LAB_FIELD (LabExperimentRow, provider, TEXT),
  LAB_FIELD (LabExperimentRow, model, TEXT),
  LAB_FIELD (LabExperimentRow, workload, TEXT),
  LAB_FIELD (LabExperimentRow, workload_path, TEXT),
  LAB_FIELD (LabExperimentRow, workload_hash, TEXT),
  LAB_FIELD (LabExperimentRow, parameters, TEXT),
  LAB_FIELD_ENUM (LabExperimentRow, origin, lab_origin),
  LAB_FIELD (LabExperimentRow, created_at, INT64),
  LAB_FIELD (LabExperimentRow, updated_at, INT64),
};

static const LabTable experiments = LAB_TABLE ("experiments", LabExperimentRow, columns);

LabExperimentRow *
lab_experiment_row_new (void)
{
  LabExperimentRow *self = g_new0 (LabExperimentRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabExperimentRow *
lab_experiment_row_copy (const LabExperimentRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&experiments, self);
}

void
lab_experiment_row_free (LabExperimentRow *self)
{
  lab_row_free (&experiments, self);
}

static void
free_row (gpointer row)
{
  lab_experiment_row_free (row);
}

gboolean
lab_store_experiments_insert (LabStoreTxn             *txn,
                              const LabExperimentRow  *row,
                              GError                 **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &experiments, row, NULL, error);
}

LabExperimentRow *
lab_store_experiments_get (LabStoreTxn  *txn,
                           const char   *profile_id,
                           const char   *id,
                           GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &experiments, "WHERE user_id = ? AND id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_table_one (query, &experiments, free_row, _("There is no such experiment."), error);
}

LabExperimentRow *
lab_store_experiments_find (LabStoreTxn  *txn,
                            const char   *profile_id,
                            const char   *text,
                            GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &experiments,
                        "WHERE user_id = ?1 AND (id = ?2 OR name = ?2 OR"
                        " (length (?2) >= 8 AND substr (id, 1, length (?2)) = ?2))"
                        " ORDER BY id = ?2 DESC LIMIT 2",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, text);
  return lab_table_find (query, &experiments, free_row, text, _("There is no such experiment."),
                         error);
}

GPtrArray *
lab_store_experiments_list (LabStoreTxn  *txn,
                            const char   *profile_id,
                            gboolean      include_archived,
                            const char   *search,
                            guint         limit,
                            guint         offset,
                            GError      **error)
{
  g_autofree char *pattern = search != NULL ? lab_like_pattern (search) : NULL;
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &experiments,
                        "WHERE user_id = ? AND (? OR status <> 'archived') AND"
                        " (?3 IS NULL OR name LIKE ?3 ESCAPE '\\' OR"
                        " description LIKE ?3 ESCAPE '\\')"
                        " ORDER BY updated_at DESC, rowid DESC LIMIT ? OFFSET ?",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_int (query, include_archived != FALSE);
  lab_query_bind_text (query, pattern);
  lab_query_bind_int (query, limit > 0 ? (gint64) limit : -1);
  lab_query_bind_int (query, offset);
  return lab_table_list (query, &experiments, free_row, error);
}

gboolean
lab_store_experiments_update (LabStoreTxn             *txn,
                              const LabExperimentRow  *row,
                              GError                 **error)
{
  g_autoptr (LabQuery) query = NULL;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  query = lab_txn_query (txn,
                         "UPDATE experiments SET name = ?, description = ?, status = ?,"
                         " baseline_id = ?, provider = ?, model = ?, workload = ?,"
                         " workload_path = ?, workload_hash = ?, parameters = ?, origin = ?,"
                         " updated_at = ? WHERE user_id = ? AND id = ?",
                         error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, row->name);
  lab_query_bind_text (query, row->description);
  lab_query_bind_text (query, row->status);
  lab_query_bind_text (query, row->baseline_id);
  lab_query_bind_text (query, row->provider);
  lab_query_bind_text (query, row->model);
  lab_query_bind_text (query, row->workload);
  lab_query_bind_text (query, row->workload_path);
  lab_query_bind_text (query, row->workload_hash);
  lab_query_bind_text (query, row->parameters);
  lab_query_bind_text (query, lab_origin_to_string (row->origin));
  lab_query_bind_int (query, row->updated_at);
  lab_query_bind_text (query, row->profile_id);
  lab_query_bind_text (query, row->id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such experiment."), error);
}

gboolean
lab_store_experiments_set_status (LabStoreTxn  *txn,
                                  const char   *profile_id,
                                  const char   *id,
                                  const char   *status,
                                  gint64        now,
                                  GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (
      txn, "UPDATE experiments SET status = ?, updated_at = ? WHERE user_id = ? AND id = ?", error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, status);
  lab_query_bind_int (query, now);
  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such experiment."), error);
}

static gboolean
check_not_in_use (LabStoreTxn  *txn,
                  const char   *id,
                  GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "SELECT 1 FROM operations o JOIN reservations r ON r.operation_id = o.id"
                     " WHERE o.experiment_id = ? LIMIT 1",
                     error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, id);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_ROW)
    lab_set_reason_error (error, LAB_ERROR_INVALID_INPUT, "in-use",
                          _("The experiment has calls under way; wait for them or cancel them, "
                            "then delete it."));
  return step == LAB_STEP_DONE;
}

/* What hangs on it by a word and not by a reference. */
static gboolean
delete_what_hangs_on (LabStoreTxn  *txn,
                      const char   *profile_id,
                      const char   *id,
                      GError      **error)
{
  static const char *const statements[] = {
    "DELETE FROM budgets WHERE profile_id = ?1 AND (scope_id = ?2 OR"
    " (scope = 'run' AND scope_id IN (SELECT id FROM runs WHERE experiment_id = ?2)) OR"
    " (scope = 'session' AND scope_id IN (SELECT id FROM sessions WHERE experiment_id = ?2)))",
    "DELETE FROM notes WHERE profile_id = ?1 AND (subject_id = ?2 OR"
    " subject_id IN (SELECT id FROM runs WHERE experiment_id = ?2) OR"
    " subject_id IN (SELECT id FROM api_calls WHERE experiment_id = ?2))",
    "DELETE FROM jobs WHERE profile_id = ?1 AND"
    " subject_id IN (SELECT id FROM runs WHERE experiment_id = ?2)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lab_txn_run (txn, error, statements[i], profile_id, id, NULL))
      return FALSE;
  return TRUE;
}

gboolean
lab_store_experiments_delete (LabStoreTxn  *txn,
                              const char   *profile_id,
                              const char   *id,
                              GError      **error)
{
  g_autoptr (LabExperimentRow) row = lab_store_experiments_get (txn, profile_id, id, error);

  return row != NULL && check_not_in_use (txn, id, error) &&
         delete_what_hangs_on (txn, profile_id, id, error) &&
         lab_rollups_remove_experiment (txn, profile_id, id, error) &&
         lab_txn_run (txn, error, "DELETE FROM experiments WHERE user_id = ? AND id = ?",
                      profile_id, id, NULL);
}
