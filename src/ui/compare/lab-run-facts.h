/* lab-run-facts.h: the figures of a run, and how they were come by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-comparison-set.h"

G_BEGIN_DECLS

/* Puts a row for each figure into @list in place of what is there. */
void lab_run_facts_fill (GtkListBox     *list,
                         LabComparedRun *run);

G_END_DECLS
