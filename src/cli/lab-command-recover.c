/* lab-command-recover.c: costlab-cli recover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"
#include "lab-store.h"

static gboolean force;

static const GOptionEntry options[] = {
  { "force", 0, 0, G_OPTION_ARG_NONE, &force,
    N_("Make a new ledger even where no damage is found"), NULL },
  G_OPTION_ENTRY_NULL
};

static void
print_json (const LabSalvage *salvage)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "damaged", salvage->damaged);
  lab_json_writer_member_string (writer, "damaged_file", salvage->damaged_path);
  lab_json_writer_member_int (writer, "rows", (gint64) salvage->n_rows);
  lab_json_writer_member_int (writer, "remade_rows", (gint64) salvage->n_remade);
  lab_json_writer_member_int (writer, "dropped_rows", (gint64) salvage->n_dropped);
  lab_json_writer_member_int (writer, "damaged_tables", salvage->n_damaged_tables);
  lab_json_writer_member_int (writer, "unfinished_runs", salvage->n_unfinished);
  lab_json_writer_member_string (writer, "summary", salvage->summary);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (const LabSalvage *salvage)
{
  if (!salvage->damaged)
    {
      lab_cli_print (_("Nothing is damaged; the ledger was left as it is. If you want a new file "
                       "of its rows all the same, add --force.\n"));
      return;
    }
  lab_cli_print (_("The old file is kept as %s.\n"), salvage->damaged_path);
  lab_cli_print (_("Rows carried over: %" PRIu64 ", made anew from others: %" PRIu64
                   ", left behind: %" PRIu64 "; tables that could not be read whole: %u\n"),
                 (guint64) salvage->n_rows, (guint64) salvage->n_remade,
                 (guint64) salvage->n_dropped, salvage->n_damaged_tables);
  lab_cli_print ("%s", salvage->summary);
  if (salvage->n_unfinished > 0)
    lab_cli_print (ngettext ("%u run lost records and is complete no more; “costlab-cli "
                             "experiment resume” runs what is missing of it.\n",
                             "%u runs lost records and are complete no more; “costlab-cli "
                             "experiment resume” runs what is missing of them.\n",
                             salvage->n_unfinished),
                   salvage->n_unfinished);
}

/* The program can be used again, but what was asked for was not had. */
static int
fail_empty (const LabSalvage  *salvage,
            GError           **error)
{
  lab_set_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED,
                 _("Nothing could be read of the damaged ledger. It is kept as %s, and the ledger "
                   "in its place is empty."),
                 salvage->damaged_path);
  if (error != NULL)
    {
      lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "nothing-left");
      lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, salvage->damaged_path);
      lab_error_set_context (*error, LAB_ERROR_CONTEXT_RECOVERABLE, "false");
      lab_error_set_context (*error, LAB_ERROR_CONTEXT_ACTION,
                             _("Put a copy of your own in its place if you have one, or begin "
                               "anew."));
    }
  return LAB_CLI_FAILED;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (LabSalvage) salvage = NULL;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "recover",
                                arguments[0]);
  folder = lab_cli_dup_data_dir (cli, error);
  if (folder == NULL)
    return LAB_CLI_FAILED;
  salvage = lab_store_recover (folder, force, error);
  if (salvage == NULL)
    return LAB_CLI_FAILED;
  if (salvage->n_damaged_tables > 0 && salvage->n_rows == 0)
    return fail_empty (salvage, error);
  if (cli->json)
    print_json (salvage);
  else
    print_text (salvage);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_recover = {
  .name = "recover",
  .synopsis = "[--force]",
  .summary = N_("Make a new ledger from a damaged one"),
  .description =
    N_("Every row that can still be read is carried over; the damaged file is kept in\n"
       "damaged/ in the data folder. What is lost is made anew where other rows tell\n"
       "it, and runs that lost records become interrupted ones. No other program may\n"
       "have the folder open.\n\n"
       "The whole ledger is looked through first. One that is sound is left alone, and\n"
       "so is one of a newer version or of another program."),
  .example = "costlab-cli recover",
  .options = options,
  .run = run,
};
