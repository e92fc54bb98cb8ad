/* lab-stack-choice.h: a stack of strategies that may be tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabStackChoice:
 *
 * Properties: title; chosen. One without strategies stands for the baseline
 * run once more, which shows the noise.
 */
#define LAB_TYPE_STACK_CHOICE (lab_stack_choice_get_type ())
G_DECLARE_FINAL_TYPE (LabStackChoice, lab_stack_choice, LAB, STACK_CHOICE, GObject)

/* @strategies: joined by ";"; (nullable) where the registry does not know
 * them */
LabStackChoice *lab_stack_choice_new (const char *strategies);
/* As lab_stack_to_string() writes them; "" for the baseline. */
const char *lab_stack_choice_get_strategies (LabStackChoice *self);
const char *lab_stack_choice_get_title (LabStackChoice *self);
gboolean lab_stack_choice_get_chosen (LabStackChoice *self);
void lab_stack_choice_set_chosen (LabStackChoice *self,
                                  gboolean        chosen);

/* "exact-cache + prompt-compressor (level strong)": names, and parameters
 * that are not the default's. NULL where the registry does not know them.
 * (nullable) (transfer full) */
char *lab_stack_dup_title (const char *strategies);

/* NULL-ended: what is offered before anybody made a stack. */
const char * const *lab_stack_list_suggested (void);

G_END_DECLS
