/* lab-fake-context.h: a strategy context with scripted model calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-error.h"
#include "lab-strategy-context.h"

G_BEGIN_DECLS

#define LAB_TYPE_FAKE_CONTEXT (lab_fake_context_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeContext, lab_fake_context, LAB, FAKE_CONTEXT, GObject)

/* A virtual clock at 2026-01-01, and a random stream that is the same in
 * every test. */
LabFakeContext *lab_fake_context_new (const char *cache_namespace);
/* Every model call answers @content and costs @cost. The default is "" for
 * nothing. */
void lab_fake_context_set_reply (LabFakeContext *self,
                                 const char     *content,
                                 LabMoney        cost);
void lab_fake_context_fail_next (LabFakeContext *self,
                                 LabErrorCode    code);
/* (element-type LabRequest) (transfer none): what was asked, in order */
GPtrArray *lab_fake_context_get_requests (LabFakeContext *self);
/* What the model calls that were answered cost together. */
LabMoney lab_fake_context_get_charged (LabFakeContext *self);

G_END_DECLS
