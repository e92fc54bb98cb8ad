/* lab-cli-context.c: the ledger's folder, opened for a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* What an earlier program left is said once, before anything else. */
static void
tell_found (LabCli *self)
{
  const LabFound *found = lab_context_get_found (self->context);

  if (self->json)
    return;
  for (gsize i = 0; found->n_operations > 0 && i < G_N_ELEMENTS (found->cost); i++)
    {
      g_autofree char *amount = lab_money_sum_format (&found->cost[i]);

      if (found->cost[i].n_known + found->cost[i].n_estimated + found->cost[i].n_unpriced > 0)
        g_printerr (ngettext ("%u call was cut off and is counted at its worst case: %s.\n",
                              "%u calls were cut off and are counted at their worst case: %s.\n",
                              found->n_operations),
                    found->n_operations, amount);
    }
  if (found->n_runs > 0)
    g_printerr (ngettext ("%u run was cut off; “experiment resume” goes on with it.\n",
                          "%u runs were cut off; “experiment resume” goes on with them.\n",
                          found->n_runs),
                found->n_runs);
}

LabContext *
lab_cli_get_context (LabCli  *self,
                     GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (LabClock) clock = NULL;
  LabContextOptions options = { .own_prices = TRUE };

  if (self->context != NULL)
    return self->context;

  folder = lab_cli_dup_data_dir (self, error);
  if (folder == NULL)
    return NULL;
  if (self->real_time)
    clock = lab_real_clock_new ();
  options.data_dir = folder;
  options.clock = clock;
  self->context = lab_context_new (&options, error);
  if (self->context != NULL)
    tell_found (self);
  return self->context;
}

const LabProfile *
lab_cli_get_profile (LabCli  *self,
                     GError **error)
{
  LabContext *context = lab_cli_get_context (self, error);

  if (context == NULL)
    return NULL;
  if (self->person == NULL)
    self->person = lab_context_open_profile (context, self->profile, error);
  return self->person;
}
