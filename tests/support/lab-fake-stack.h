/* lab-fake-stack.h: a stack of at most one strategy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stack.h"

G_BEGIN_DECLS

#define LAB_TYPE_FAKE_STACK (lab_fake_stack_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeStack, lab_fake_stack, LAB, FAKE_STACK, GObject)

/* @strategy: (nullable): NULL is the baseline's stack, which does nothing */
LabFakeStack *lab_fake_stack_new (LabStrategy *strategy);

G_END_DECLS
