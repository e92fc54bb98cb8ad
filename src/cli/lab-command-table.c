/* lab-command-table.c: all commands, in the order of the manual
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

const LabCommand * const lab_commands[] = {
  &lab_command_tour,
  &lab_command_experiment_create,
  &lab_command_experiment_list,
  &lab_command_experiment_show,
  &lab_command_experiment_resume,
  &lab_command_experiment_archive,
  &lab_command_experiment_delete,
  &lab_command_run,
  &lab_command_calls,
  &lab_command_compare,
  &lab_command_strategies,
  &lab_command_profile_list,
  &lab_command_profile_create,
  &lab_command_profile_delete,
  &lab_command_recover,
  &lab_command_verify,
  &lab_command_models,
  &lab_command_price,
  &lab_command_prices_import,
  &lab_command_usage,
  &lab_command_tokens,
  NULL,
};
