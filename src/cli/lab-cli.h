/* lab-cli.h: what every command is given, and how commands are described
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-clock.h"
#include "lab-context.h"
#include "lab-json-writer.h"
#include "lab-money-sum.h"
#include "lab-price-catalogue.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/* Exit statuses. */
#define LAB_CLI_DONE 0
#define LAB_CLI_FAILED 1
#define LAB_CLI_USAGE 2

/* What --tasks reads where it was not given: nobody types it. */
#define LAB_CLI_ALL_TASKS G_MININT

/**
 * LabCli:
 * @data_dir: (nullable): --data-dir; NULL for the user's own folder
 * @profile: (nullable): --profile, an id or a name
 * @json: --json: one document on stdout
 * @real_time: set by a command before it asks for the context: practice
 *   takes as long as the vendor would
 *
 * The global options, and what commands share. Lazily made members are asked
 * for through the functions below.
 */
typedef struct
{
  char *data_dir;
  char *profile;
  gboolean json;
  gboolean real_time;

  /*< private >*/
  LabContext *context;
  LabProfile *person;
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
} LabCli;

typedef struct _LabCommand LabCommand;

/**
 * LabCommandFunc:
 * @arguments: what is left after the options, NULL-ended
 *
 * Returns: an exit status; with LAB_CLI_FAILED or LAB_CLI_USAGE @error is set
 */
typedef int (*LabCommandFunc) (LabCli              *cli,
                               const char * const  *arguments,
                               GError             **error);

/**
 * LabCommand:
 * @name: "price", or "experiment create"
 * @synopsis: the arguments: "--model M --usage JSON"
 * @summary: one line, N_()
 * @description: paragraphs parted by empty lines, N_()
 * @example: (nullable): a command line that works
 * @options: (nullable): ended by a zero entry; their targets are static and
 *   read by @run. One command runs in one process.
 */
struct _LabCommand
{
  const char *name;
  const char *synopsis;
  const char *summary;
  const char *description;
  const char *example;
  const GOptionEntry *options;
  LabCommandFunc run;
};

/* NULL-ended, in the order of the manual. */
extern const LabCommand * const lab_commands[];

extern const LabCommand lab_command_models;
extern const LabCommand lab_command_price;
extern const LabCommand lab_command_prices_import;
extern const LabCommand lab_command_usage;
extern const LabCommand lab_command_tokens;
extern const LabCommand lab_command_tour;
extern const LabCommand lab_command_experiment_create;
extern const LabCommand lab_command_experiment_list;
extern const LabCommand lab_command_experiment_show;
extern const LabCommand lab_command_experiment_resume;
extern const LabCommand lab_command_experiment_archive;
extern const LabCommand lab_command_experiment_delete;
extern const LabCommand lab_command_run;
extern const LabCommand lab_command_calls;
extern const LabCommand lab_command_compare;
extern const LabCommand lab_command_strategies;
extern const LabCommand lab_command_profile_list;
extern const LabCommand lab_command_profile_create;
extern const LabCommand lab_command_profile_delete;
extern const LabCommand lab_command_recover;
extern const LabCommand lab_command_verify;

/* The whole program: parses, runs, prints errors. */
int lab_cli_main (int    argc,
                  char **argv);

/* (transfer none): the bundled prices with the user's own above them. */
LabPriceCatalogue *lab_cli_get_catalogue (LabCli  *self,
                                          GError **error);
LabTokenizer *lab_cli_get_tokenizer (LabCli *self);
/* The folder of the user's data, made where it is missing.
 * (transfer full) */
char *lab_cli_dup_data_dir (LabCli  *self,
                            GError **error);

/* lab-cli-context.c. (transfer none): the ledger and all that is built on
 * it, opened at first use; and who works with it. */
LabContext *lab_cli_get_context (LabCli  *self,
                                 GError **error);
const LabProfile *lab_cli_get_profile (LabCli  *self,
                                       GError **error);

/* Wrong usage: LAB_CLI_USAGE, with an INVALID_INPUT error. */
int lab_cli_usage_error (GError     **error,
                         const char  *format,
                         ...) G_GNUC_PRINTF (2, 3);
/* Prints a document and a line feed on stdout, and ends the writer. */
void lab_cli_print_json (LabJsonWriter *writer);
void lab_cli_print (const char *format,
                    ...) G_GNUC_PRINTF (1, 2);
/* "-" for standard input. (transfer full) */
GInputStream *lab_cli_open_input (const char  *path,
                                  GError     **error);
/* The whole of a file or of standard input, at most @max_bytes.
 * (transfer full) */
GBytes *lab_cli_read_input (const char  *path,
                            gsize        max_bytes,
                            GError     **error);

/**
 * LabTable:
 *
 * Plain text columns, as wide as their content; numbers to the right.
 */
typedef struct _LabTable LabTable;

/* @columns: translated titles, ended by NULL; one that begins with ">" is
 * set to the right */
LabTable *lab_table_new (const char * const *columns);
void lab_table_free (LabTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabTable, lab_table_free)
/* As many strings as there are columns; NULL is empty. */
void lab_table_add (LabTable *self,
                    ...);
void lab_table_print (LabTable *self);

/* lab-cli-manual.c: help and manual, written from the command table.
 * (transfer full) */
char *lab_cli_dup_help (const LabCommand *command); /* NULL: the overview */
char *lab_cli_dup_man_page (void);                  /* roff */
/* lab-cli-completion.c. @shell: bash, zsh or fish; NULL for another */
char *lab_cli_dup_completion (const char *shell);

G_END_DECLS
