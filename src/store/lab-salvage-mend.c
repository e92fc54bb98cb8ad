/* lab-salvage-mend.c: making a whole ledger of what was carried over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-salvage-private.h"

#include <glib/gi18n-lib.h>

#include "lab-ledger-private.h"
#include "lab-migrations-private.h"
#include "lab-rollup-delta-private.h"

#define RESOURCE_BASE "/io/github/apicostlab/CostLab/store/recover/"

static gboolean
run_script (LabRescue   *self,
            const char  *name,
            GError     **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_BASE, name, NULL);
  g_autoptr (GBytes) script =
      g_resource_lookup_data (lab_store_resources_get_resource (), path, 0, error);

  return script != NULL &&
         lab_connection_exec (self->sound, g_bytes_get_data (script, NULL), error);
}

/* The texts the scripts put into rows, and whether anything is missing that
 * would tell a run is whole. */
static gboolean
add_words (LabRescue    *self,
           LabStoreTxn  *txn,
           GError      **error)
{
  const struct
  {
    const char *key;
    const char *text;
  } words[] = {
    { "name", _("Recovered") },
    { "experiment", _("The record of this experiment was lost; this one was made of its calls "
                      "when the ledger was recovered.") },
    { "run", _("The record of this run was lost; this one was made of its calls when the ledger "
               "was recovered. How its strategies were set is not known.") },
    { "unfinished", _("Records of this run were lost when the ledger was damaged. Of its tasks, "
                      "%d of %d have an operation; some may have been made anew from other "
                      "records.") },
  };
  gboolean added = lab_connection_exec (self->sound,
                                        "CREATE TEMP TABLE words (key TEXT PRIMARY KEY, text TEXT)",
                                        error);

  for (guint i = 0; added && i < G_N_ELEMENTS (words); i++)
    added = lab_txn_run (txn, error, "INSERT INTO words VALUES (?, ?)", words[i].key,
                         words[i].text, NULL);
  for (guint i = 0; added && i < LAB_N_SALVAGE_TABLES; i++)
    if (self->tables[i].hurt)
      added = lab_txn_run (txn, error, "INSERT OR IGNORE INTO words VALUES ('hurt', '')", NULL);
  return added;
}

/* Rows whose parents were lost, until none is left. */
static gboolean
drop_orphans (LabRescue  *self,
              GError    **error)
{
  sqlite3 *db = lab_connection_get_db (self->sound);
  gint64 before, after;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (LabQuery) query = lab_connection_query (
          self->sound, "SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check", error);
      LabStep step;

      if (query == NULL)
        return FALSE;
      while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
        g_ptr_array_add (statements,
                         g_strdup_printf ("DELETE FROM \"%s\" WHERE rowid = %" G_GINT64_FORMAT,
                                          lab_query_get_text (query, 0),
                                          lab_query_get_int (query, 1)));
      if (step == LAB_STEP_FAILED)
        return FALSE;

      lab_query_reset (query);
      before = sqlite3_total_changes64 (db);
      for (guint i = 0; i < statements->len; i++)
        if (!lab_connection_exec (self->sound, g_ptr_array_index (statements, i), error))
          return FALSE;
      after = sqlite3_total_changes64 (db);
      self->report->n_dropped += (guint64) (after - before);
      more = after > before;
    }
  return TRUE;
}

static gboolean
rebuild_rollups (LabStoreTxn  *txn,
                 GError      **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LabQuery) query = lab_txn_query (txn, "SELECT id FROM profiles", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    g_ptr_array_add (ids, g_strdup (lab_query_get_text (query, 0)));
  for (guint i = 0; step == LAB_STEP_DONE && i < ids->len; i++)
    if (!lab_store_rollups_rebuild (txn, g_ptr_array_index (ids, i), error))
      return FALSE;
  return step == LAB_STEP_DONE;
}

static gboolean
count (LabRescue  *self,
       GError    **error)
{
  gint64 n_remade, n_unfinished;

  if (!lab_connection_get_number (self->sound, "SELECT sum (n) FROM remade", &n_remade, error) ||
      !lab_connection_get_number (self->sound, "SELECT count(*) FROM unfinished", &n_unfinished,
                                  error))
    return FALSE;

  self->report->n_remade = (guint64) n_remade;
  self->report->n_unfinished = (guint) n_unfinished;
  return TRUE;
}

gboolean
lab_rescue_mend (LabRescue  *self,
                 GError    **error)
{
  g_autoptr (GPtrArray) deltas = g_ptr_array_new ();
  LabStoreTxn txn = { .connection = self->sound, .deltas = deltas };

  return add_words (self, &txn, error) && run_script (self, "make-lost.sql", error) &&
         drop_orphans (self, error) && run_script (self, "mark-runs.sql", error) &&
         lab_budgets_recount (&txn, error) && run_script (self, "keep-spent.sql", error) &&
         rebuild_rollups (&txn, error) && count (self, error);
}
