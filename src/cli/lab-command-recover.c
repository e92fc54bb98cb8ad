/* lab-command-recover.c: costlab-cli recover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"
#include "lab-store.h"

static void
print_json (const LabSalvage *salvage)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "damaged_file", salvage->damaged_path);
  lab_json_writer_member_int (writer, "rows", (gint64) salvage->n_rows);
  lab_json_writer_member_int (writer, "dropped_rows", (gint64) salvage->n_dropped);
  lab_json_writer_member_int (writer, "damaged_tables", salvage->n_damaged_tables);
  lab_json_writer_member_string (writer, "summary", salvage->summary);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
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
  salvage = lab_store_recover (folder, error);
  if (salvage == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      print_json (salvage);
      return LAB_CLI_DONE;
    }
  lab_cli_print (_("The damaged file is kept as %s.\n"), salvage->damaged_path);
  lab_cli_print (_("Rows carried over: %" PRIu64 ", left behind: %" PRIu64
                   ", tables that could not be read whole: %u\n"),
                 (guint64) salvage->n_rows, (guint64) salvage->n_dropped,
                 salvage->n_damaged_tables);
  lab_cli_print ("%s", salvage->summary);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_recover = {
  .name = "recover",
  .synopsis = "",
  .summary = N_("Make a new ledger from a damaged one"),
  .description = N_("Every row that can still be read is carried over; the damaged file is kept\n"
                    "beside it. No other program may have the folder open."),
  .example = "costlab-cli recover",
  .run = run,
};
