/* lab-profile-ledger.c: the people on this machine, in the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-profile-ledger-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-json.h"
#include "lab-store-experiments.h"
#include "lab-store-profiles.h"
#include "lab-store-rollups.h"
#include "lab-store-runs.h"

#define MAX_NAME 255
/* The one member of a profile's settings that is known here; others are kept
 * as they are. */
#define TOUR_DONE "tour_done"

void
lab_profile_free (LabProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

LabProfile *
lab_profile_copy (const LabProfile *self)
{
  LabProfile *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  return copy;
}

void
lab_profile_question_clear (LabProfileQuestion *self)
{
  g_clear_pointer (&self->reference, g_free);
  g_clear_pointer (&self->name, g_free);
}

char *
lab_profile_check_name (const char  *name,
                        GError     **error)
{
  g_autofree char *stripped = NULL;

  if (g_utf8_validate (name, -1, NULL))
    stripped = g_strstrip (g_strdup (name));
  if (stripped == NULL || stripped[0] == '\0')
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("A profile needs a name, in UTF-8."));
      return NULL;
    }
  if (g_utf8_strlen (stripped, -1) > MAX_NAME)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("A profile's name has at most 255 characters."));
      return NULL;
    }
  return g_steal_pointer (&stripped);
}

char *
lab_profile_dup_system_name (void)
{
  const char *known[] = { g_get_real_name (), g_get_user_name () };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      /* GLib says "Unknown" where the system does not know. */
      char *name = known[i] != NULL && !g_str_equal (known[i], "Unknown") ?
                     lab_profile_check_name (known[i], NULL) :
                     NULL;

      if (name != NULL)
        return name;
    }
  return g_strdup (_("Learner"));
}

/* Settings that cannot be read are nobody's reason not to open a profile. */
static gboolean
read_tour_done (const char *settings)
{
  g_autoptr (LabJsonDocument) document =
    settings != NULL ? lab_json_document_parse (settings, -1, NULL, 1, NULL) : NULL;
  gboolean done = FALSE;

  if (document != NULL)
    lab_json_optional_boolean (lab_json_document_get_root (document), TOUR_DONE, &done, NULL);
  return done;
}

static char *
write_tour_done (const char *settings,
                 gboolean    done)
{
  g_autoptr (LabJsonDocument) document =
    settings != NULL ? lab_json_document_parse (settings, -1, NULL, 1, NULL) : NULL;
  const LabJson *root = document != NULL ? lab_json_document_get_root (document) : NULL;
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  if (root != NULL && lab_json_get_node_type (root) == LAB_JSON_OBJECT)
    for (guint i = 0; i < lab_json_get_n_members (root); i++)
      {
        const char *name = lab_json_get_member_name (root, i);

        if (g_str_equal (name, TOUR_DONE))
          continue;
        lab_json_writer_name (writer, name);
        lab_json_writer_node (writer, lab_json_get_element (root, i));
      }
  lab_json_writer_member_boolean (writer, TOUR_DONE, done);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static LabProfile *
profile_from_row (const LabProfileRow *row)
{
  LabProfile *self = g_new0 (LabProfile, 1);

  self->id = g_strdup (row->id);
  self->name = g_strdup (row->name);
  self->created_at = row->created_at;
  self->tour_done = read_tour_done (row->settings);
  return self;
}

static LabProfile *
insert_profile (LabStoreTxn  *txn,
                const char   *name,
                gint64        now,
                GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_profile_row_new ();

  row->name = g_strdup (name);
  row->created_at = row->updated_at = now;
  return lab_store_profiles_insert (txn, row, error) ? profile_from_row (row) : NULL;
}

/* Two programs may begin at once: the first is made in one transaction with
 * the look. */
gpointer
lab_profile_first_func (LabStoreTxn  *txn,
                        gpointer      data,
                        GError      **error)
{
  const LabProfileQuestion *question = data;
  g_autoptr (GPtrArray) rows = lab_store_profiles_list (txn, error);

  if (rows == NULL)
    return NULL;
  if (rows->len > 0)
    return profile_from_row (g_ptr_array_index (rows, 0));
  return insert_profile (txn, question->name, question->now, error);
}

gpointer
lab_profile_find_func (LabStoreTxn  *txn,
                       gpointer      data,
                       GError      **error)
{
  const LabProfileQuestion *question = data;
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabProfileRow) row = lab_store_profiles_find (txn, question->reference, &cause);

  if (row == NULL && cause == NULL)
    row = lab_store_profiles_get (txn, question->reference, &cause);
  if (row != NULL)
    return profile_from_row (row);
  if (g_error_matches (cause, LAB_ERROR, LAB_ERROR_NOT_FOUND))
    lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no profile “%s”."),
                   question->reference);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Whether nobody else has that name; @id: (nullable): who may have it */
static gboolean
check_free (LabStoreTxn  *txn,
            const char   *name,
            const char   *id,
            GError      **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabProfileRow) taken = lab_store_profiles_find (txn, name, &cause);

  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (taken == NULL || g_strcmp0 (taken->id, id) == 0)
    return TRUE;
  else
    lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("There is a profile “%s” already."),
                   taken->name);
  return FALSE;
}

gpointer
lab_profile_create_func (LabStoreTxn  *txn,
                         gpointer      data,
                         GError      **error)
{
  const LabProfileQuestion *question = data;

  return check_free (txn, question->name, NULL, error) ?
           insert_profile (txn, question->name, question->now, error) :
           NULL;
}

gpointer
lab_profile_rename_func (LabStoreTxn  *txn,
                         gpointer      data,
                         GError      **error)
{
  const LabProfileQuestion *question = data;
  g_autoptr (LabProfileRow) row = NULL;

  if (!check_free (txn, question->name, question->reference, error) ||
      !lab_store_profiles_rename (txn, question->reference, question->name, question->now, error))
    return NULL;
  row = lab_store_profiles_get (txn, question->reference, error);
  return row != NULL ? profile_from_row (row) : NULL;
}

gpointer
lab_profile_set_tour_done_func (LabStoreTxn  *txn,
                                gpointer      data,
                                GError      **error)
{
  const LabProfileQuestion *question = data;
  g_autoptr (LabProfileRow) row = lab_store_profiles_get (txn, question->reference, error);
  g_autofree char *settings = NULL;

  if (row == NULL)
    return NULL;
  settings = write_tour_done (row->settings, question->tour_done);
  return lab_store_profiles_set_settings (txn, row->id, settings, question->now, error) ?
           LAB_STORE_OK :
           NULL;
}

gpointer
lab_profile_list_func (LabStoreTxn  *txn,
                       gpointer      data,
                       GError      **error)
{
  g_autoptr (GPtrArray) rows = lab_store_profiles_list (txn, error);
  GPtrArray *profiles;

  if (rows == NULL)
    return NULL;
  profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_profile_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (profiles, profile_from_row (g_ptr_array_index (rows, i)));
  return profiles;
}

gpointer
lab_profile_count_func (LabStoreTxn  *txn,
                        gpointer      data,
                        GError      **error)
{
  const LabProfileQuestion *question = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (LabProfileRow) row = lab_store_profiles_get (txn, question->reference, error);
  g_autoptr (GPtrArray) experiments = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) rollups = NULL;
  LabProfileCounts *counts;

  if (row == NULL)
    return NULL;
  filter.profile_id = row->id;
  experiments = lab_store_experiments_list (txn, row->id, TRUE, NULL, 0, 0, error);
  runs = experiments != NULL ? lab_store_runs_list (txn, row->id, NULL, error) : NULL;
  rollups = runs != NULL ? lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0,
                                                   FALSE, error) :
                           NULL;
  if (rollups == NULL)
    return NULL;

  counts = g_new0 (LabProfileCounts, 1);
  counts->experiments = experiments->len;
  counts->runs = runs->len;
  for (guint i = 0; i < rollups->len; i++)
    counts->calls += lab_rollup_row_count (g_ptr_array_index (rollups, i));
  return counts;
}
