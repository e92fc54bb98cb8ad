/* lab-stack-picker.h: which stacks are tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabStackPicker:
 *
 * Stacks as buttons that are pressed in or not: those that are suggested,
 * those that the user made, and the baseline once more. Action: stack.new.
 * Emits ::changed.
 */
#define LAB_TYPE_STACK_PICKER (lab_stack_picker_get_type ())
G_DECLARE_FINAL_TYPE (LabStackPicker, lab_stack_picker, LAB, STACK_PICKER, GtkWidget)

GtkWidget *lab_stack_picker_new (void);
/* @chosen: (nullable): NULL-ended: those that are pressed in; one that is
 * not offered yet is added */
void lab_stack_picker_set_chosen (LabStackPicker     *self,
                                  const char * const *chosen);
/* (transfer full): "" stands for the baseline once more */
GStrv lab_stack_picker_dup_chosen (LabStackPicker *self);
/* (element-type LabStackChoice) (transfer none) */
GListModel *lab_stack_picker_get_choices (LabStackPicker *self);

G_END_DECLS
