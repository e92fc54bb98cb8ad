/* lab-mode-popover.h: where calls go, and whose money they take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Provider, model, key and what the budget leaves, in words. */
#define LAB_TYPE_MODE_POPOVER (lab_mode_popover_get_type ())
G_DECLARE_FINAL_TYPE (LabModePopover, lab_mode_popover, LAB, MODE_POPOVER, GtkPopover)

/* @provider: @model: what a call would go to */
void lab_mode_popover_set (LabModePopover *self,
                           LabDesk        *desk,
                           const char     *provider,
                           const char     *model);

G_END_DECLS
