/* lab-command-strategies.c: costlab-cli strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-strategy-registry.h"

static const char *
type_to_string (LabParameterType type)
{
  switch (type)
    {
    case LAB_PARAMETER_BOOLEAN:
      return "boolean";
    case LAB_PARAMETER_INT:
      return "integer";
    case LAB_PARAMETER_NUMBER:
      return "number";
    case LAB_PARAMETER_CHOICE:
      return "choice";
    case LAB_PARAMETER_SET:
      return "set";
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
write_parameter (LabJsonWriter          *writer,
                 const LabParameterSpec *spec)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "name", spec->name);
  lab_json_writer_member_string (writer, "description", _(spec->description));
  lab_json_writer_member_string (writer, "type", type_to_string (spec->type));
  lab_json_writer_member_string (writer, "default", spec->default_value);
  if (spec->type == LAB_PARAMETER_INT || spec->type == LAB_PARAMETER_NUMBER)
    {
      lab_json_writer_member_double (writer, "minimum", spec->minimum);
      lab_json_writer_member_double (writer, "maximum", spec->maximum);
    }
  if (spec->type == LAB_PARAMETER_CHOICE || spec->type == LAB_PARAMETER_SET)
    {
      lab_json_writer_name (writer, "choices");
      lab_json_writer_begin_array (writer);
      for (gsize i = 0; spec->choices[i] != NULL; i++)
        lab_json_writer_string (writer, spec->choices[i]);
      lab_json_writer_end_array (writer);
    }
  lab_json_writer_end_object (writer);
}

static void
write_strategy (LabJsonWriter *writer,
                LabStrategy   *strategy)
{
  gsize n;
  const LabParameterSpec *specs = lab_strategy_get_parameters (strategy, &n);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "name", lab_strategy_get_name (strategy));
  lab_json_writer_member_string (writer, "description", lab_strategy_get_description (strategy));
  lab_json_writer_name (writer, "parameters");
  lab_json_writer_begin_array (writer);
  for (gsize i = 0; i < n; i++)
    write_parameter (writer, &specs[i]);
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
}

static int
print_json (GError **error)
{
  const char * const *names = lab_strategy_registry_list ();
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "strategies");
  lab_json_writer_begin_array (writer);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (LabStrategy) strategy = lab_strategy_registry_create (names[i], NULL, error);

      if (strategy == NULL)
        return LAB_CLI_FAILED;
      write_strategy (writer, strategy);
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
  return LAB_CLI_DONE;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  const char * const *names = lab_strategy_registry_list ();

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "strategies",
                                arguments[0]);
  if (cli->json)
    return print_json (error);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *text = lab_strategy_registry_describe (names[i], error);

      if (text == NULL)
        return LAB_CLI_FAILED;
      lab_cli_print ("%s%s%s", i > 0 ? "\n" : "", text, g_str_has_suffix (text, "\n") ? "" : "\n");
    }
  return LAB_CLI_DONE;
}

const LabCommand lab_command_strategies = {
  .name = "strategies",
  .synopsis = "",
  .summary = N_("List the strategies with their parameters"),
  .description = N_("They are given to “run” as NAME, or NAME:KEY=VALUE,KEY=VALUE."),
  .example = "costlab-cli strategies",
  .run = run,
};
