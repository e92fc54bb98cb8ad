/* lab-cost-basis.c: why an amount is estimated, or why there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost.h"

#include <glib/gi18n-lib.h>

static const struct
{
  LabCostBasis flag;
  const char *word;
  const char *sentence;
} bases[] = {
  { LAB_COST_BASIS_READ_AS_INPUT, "read-as-input",
    N_("Cache reads have no rate here and are priced as uncached input.") },
  { LAB_COST_BASIS_WRITE_AS_INPUT, "write-as-input",
    N_("Cache writes have no rate here and are priced as uncached input.") },
  { LAB_COST_BASIS_LONG_WRITE_AS_WRITE, "long-write-as-write",
    N_("Long-lived cache writes have no rate here and are priced as ordinary writes.") },
  { LAB_COST_BASIS_USAGE_ESTIMATED, "usage-estimated",
    N_("The tokens were counted or estimated here, not reported by the provider.") },
  { LAB_COST_BASIS_USAGE_MISSING, "usage-missing", N_("The provider reported no usage.") },
  { LAB_COST_BASIS_USAGE_PARTIAL, "usage-partial",
    N_("The call was cut; its output may be more than is known.") },
  { LAB_COST_BASIS_UNRECONCILED, "unreconciled",
    N_("The provider's token counts contradict each other.") },
  { LAB_COST_BASIS_WORST_CASE, "worst-case",
    N_("What the call cost is not known; this is the most it can have cost.") },
  { LAB_COST_BASIS_NO_ROW, "no-row", N_("No price is known for this model and service tier.") },
  { LAB_COST_BASIS_NO_RATE, "no-rate",
    N_("The price row lacks a rate for tokens of this call.") },
  { LAB_COST_BASIS_NO_FEE, "no-fee", N_("No fee is known for this model's web searches.") },
  { LAB_COST_BASIS_OTHER_MODALITY, "other-modality",
    N_("Audio or image tokens are not priced here.") },
};

char *
lab_cost_basis_to_string (LabCostBasis basis)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++)
    if (basis & bases[i].flag)
      g_ptr_array_add (words, (gpointer) bases[i].word);
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv (",", (char **) words->pdata);
}

char *
lab_cost_basis_describe (LabCostBasis basis)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++)
    if (basis & bases[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", _(bases[i].sentence));
  return g_string_free (text, FALSE);
}
