/* lab-cli-comparison.h: comparisons, for compare and tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cli.h"
#include "lab-comparison.h"

G_BEGIN_DECLS

void lab_cli_write_comparison (LabJsonWriter       *writer,
                               const LabComparison *comparison);
/* @name: what to call the run */
void lab_cli_print_comparison (const LabComparison *comparison,
                               const char          *name);

G_END_DECLS
