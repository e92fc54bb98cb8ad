/* lab-stack-dialog.h: making a stack of strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Emits ::made (const char *strategies) when a stack is done. Actions:
 * stack.add, stack.swap. */
#define LAB_TYPE_STACK_DIALOG (lab_stack_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabStackDialog, lab_stack_dialog, LAB, STACK_DIALOG, AdwWindow)

GtkWidget *lab_stack_dialog_new (GtkWindow *parent);

G_END_DECLS
