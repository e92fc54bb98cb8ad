/* lab-session-state.c: a session's configuration as its row keeps it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sandbox-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"

static void
write_fallbacks (LabJsonWriter          *writer,
                 const LabSessionConfig *self)
{
  if (self->fallback_models == NULL)
    return;

  lab_json_writer_name (writer, "fallback_models");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; self->fallback_models[i] != NULL; i++)
    lab_json_writer_string (writer, self->fallback_models[i]);
  lab_json_writer_end_array (writer);
}

/* Never the key. */
char *
lab_session_config_to_json (const LabSessionConfig *self)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "use_shared_key", self->use_shared_key);
  if (self->budget != LAB_UNSET)
    lab_json_writer_member_int (writer, "budget", self->budget);
  lab_json_writer_member_boolean (writer, "allow_unpriced", self->allow_unpriced);
  lab_json_writer_member_int (writer, "max_operations", self->max_operations);
  lab_json_writer_member_int (writer, "max_duration_us", self->max_duration_us);
  lab_json_writer_member_int (writer, "attempt_timeout_us", self->attempt_timeout_us);
  lab_json_writer_member_int (writer, "requests_per_minute", self->limits.requests_per_minute);
  lab_json_writer_member_int (writer, "tokens_per_minute", self->limits.tokens_per_minute);
  lab_json_writer_member_int (writer, "max_attempts", self->max_attempts);
  lab_json_writer_member_boolean (writer, "keep_text", self->keep_text);
  lab_json_writer_member_int (writer, "seed", (gint64) self->seed);
  write_fallbacks (writer, self);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static gboolean
read_numbers (LabSessionConfig  *self,
              const LabJson     *root,
              GError           **error)
{
  gint64 attempts = self->max_attempts, seed = 0;

  if (!lab_json_optional_int (root, "budget", 0, G_MAXINT64, &self->budget, error) ||
      !lab_json_optional_int (root, "max_operations", 0, G_MAXINT64, &self->max_operations,
                              error) ||
      !lab_json_optional_int (root, "max_duration_us", 0, G_MAXINT64, &self->max_duration_us,
                              error) ||
      !lab_json_optional_int (root, "attempt_timeout_us", 0, G_MAXINT64,
                              &self->attempt_timeout_us, error) ||
      !lab_json_optional_int (root, "requests_per_minute", 0, G_MAXINT64,
                              &self->limits.requests_per_minute, error) ||
      !lab_json_optional_int (root, "tokens_per_minute", 0, G_MAXINT64,
                              &self->limits.tokens_per_minute, error) ||
      !lab_json_optional_int (root, "max_attempts", 0, G_MAXUINT32, &attempts, error) ||
      !lab_json_optional_int (root, "seed", G_MININT64, G_MAXINT64, &seed, error))
    return FALSE;

  self->max_attempts = (guint) attempts;
  self->seed = (guint64) seed;
  return TRUE;
}

static void
read_fallbacks (LabSessionConfig *self,
                const LabJson    *root)
{
  const LabJson *array = lab_json_get (root, "fallback_models");
  g_autoptr (GStrvBuilder) builder = NULL;

  if (array == NULL)
    return;

  builder = g_strv_builder_new ();
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    g_strv_builder_add (builder, lab_json_get_string (lab_json_get_element (array, i)));
  self->fallback_models = g_strv_builder_end (builder);
}

LabSessionConfig *
lab_session_config_from_row (const LabSessionRow  *row,
                             GError              **error)
{
  g_autoptr (LabSessionConfig) self = lab_session_config_new ();
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root;

  if (row->state == NULL)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND,
                     _("Nothing is kept of the session %s to make it again from."), row->id);
      return NULL;
    }
  document = lab_json_document_parse (row->state, -1, "session state", 1, error);
  if (document == NULL)
    return NULL;

  root = lab_json_document_get_root (document);
  if (!read_numbers (self, root, error) ||
      !lab_json_optional_boolean (root, "use_shared_key", &self->use_shared_key, error) ||
      !lab_json_optional_boolean (root, "allow_unpriced", &self->allow_unpriced, error) ||
      !lab_json_optional_boolean (root, "keep_text", &self->keep_text, error))
    return NULL;

  self->experiment_id = g_strdup (row->experiment_id);
  self->provider = g_strdup (row->provider);
  lab_isolation_level_from_string (row->isolation, &self->isolation);
  read_fallbacks (self, root);
  return g_steal_pointer (&self);
}
