/* lab-command-verify.c: costlab-cli verify
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-store-rollups.h"
#include "lab-store.h"

/* One profile's sums. @difference: (nullable): what differed, and was
 * mended. */
typedef struct
{
  const LabProfile *profile;
  char *difference;
} Check;

static void
check_free (Check *self)
{
  g_free (self->difference);
  g_free (self);
}

/* Looking, mending and looking again are one transaction, so that no call
 * comes in between. */
static gpointer
verify_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  Check *check = data;
  const char *id = check->profile->id;
  g_autoptr (GError) cause = NULL;

  if (lab_store_rollups_verify (txn, id, &cause))
    return LAB_STORE_OK;
  if (!g_error_matches (cause, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  check->difference = g_strdup (cause->message);
  if (!lab_store_rollups_rebuild (txn, id, error) || !lab_store_rollups_verify (txn, id, error))
    return NULL;
  return LAB_STORE_OK;
}

/* (element-type Check) (transfer full) */
static GPtrArray *
check_profiles (LabCli     *cli,
                GPtrArray  *profiles,
                GError    **error)
{
  LabStore *store = lab_context_get_store (cli->context);
  g_autoptr (GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) check_free);

  for (guint i = 0; i < profiles->len; i++)
    {
      Check *check = g_new0 (Check, 1);

      g_ptr_array_add (checks, check);
      check->profile = g_ptr_array_index (profiles, i);
      if (lab_store_write_sync (store, verify_func, check, NULL, NULL, error) == NULL)
        return NULL;
      if (check->difference != NULL)
        lab_log_write (lab_context_get_log (cli->context), LAB_LOG_WARN, "store.roll-ups-rebuilt",
                       NULL, "profile", check->profile->id, "difference", check->difference, NULL);
    }
  return g_steal_pointer (&checks);
}

static guint
count_rebuilt (GPtrArray *checks)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    if (((const Check *) g_ptr_array_index (checks, i))->difference != NULL)
      n++;
  return n;
}

static void
print_json (GPtrArray *checks)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "rebuilt", count_rebuilt (checks));
  lab_json_writer_name (writer, "profiles");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < checks->len; i++)
    {
      const Check *check = g_ptr_array_index (checks, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "id", check->profile->id);
      lab_json_writer_member_string (writer, "name", check->profile->name);
      lab_json_writer_member_string (writer, "state",
                                     check->difference != NULL ? "rebuilt" : "agreed");
      lab_json_writer_member_string (writer, "difference", check->difference);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (GPtrArray *checks)
{
  if (checks->len == 0)
    lab_cli_print (_("There is no profile yet, so there is nothing to compare.\n"));
  for (guint i = 0; i < checks->len; i++)
    {
      const Check *check = g_ptr_array_index (checks, i);

      if (check->difference == NULL)
        lab_cli_print (_("%s: the sums agree with the calls.\n"), check->profile->name);
      else
        lab_cli_print (_("%s: %s\n%s: all sums were made anew from the calls, and agree now.\n"),
                       check->profile->name, check->difference, check->profile->name);
    }
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GPtrArray) checks = NULL;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "verify", arguments[0]);
  if (lab_cli_get_context (cli, error) == NULL)
    return LAB_CLI_FAILED;
  profiles = lab_context_list_profiles (cli->context, error);
  if (profiles == NULL)
    return LAB_CLI_FAILED;
  checks = check_profiles (cli, profiles, error);
  if (checks == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    print_json (checks);
  else
    print_text (checks);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_verify = {
  .name = "verify",
  .synopsis = "",
  .summary = N_("Compare the kept sums with the calls, and mend them"),
  .description = N_("Sums are kept by quarter of an hour, hour and longer, so that no view adds\n"
                    "up every call. This adds up all calls of every profile; where a kept sum\n"
                    "differs, that profile's sums are made anew. Calls are never changed."),
  .example = "costlab-cli verify",
  .run = run,
};
