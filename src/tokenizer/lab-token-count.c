/* lab-token-count.c: a number of tokens, and how it is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-token-count.h"

const char *
lab_token_basis_to_string (LabTokenBasis basis)
{
  switch (basis)
    {
    case LAB_TOKEN_BASIS_EXACT:
      return "exact";
    case LAB_TOKEN_BASIS_COUNTED:
      return "counted";
    case LAB_TOKEN_BASIS_ESTIMATED:
      return "estimated";
    default:
      g_return_val_if_reached ("estimated");
    }
}

void
lab_token_count_add (LabTokenCount       *self,
                     const LabTokenCount *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  self->tokens += other->tokens;
  self->low += other->low;
  self->high += other->high;
  self->basis = MAX (self->basis, other->basis);
}
