/* lab-fake-strategy.h: a strategy that does what the test says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-error.h"
#include "lab-strategy.h"

G_BEGIN_DECLS

/**
 * LabFakeStrategy:
 *
 * Leaves requests as they are until told otherwise. Its parameters, one of
 * each type: level (0 to 9), ratio (0 to 1), mode (gentle, harsh), strict.
 */
#define LAB_TYPE_FAKE_STRATEGY (lab_fake_strategy_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeStrategy, lab_fake_strategy, LAB, FAKE_STRATEGY, GObject)

LabFakeStrategy *lab_fake_strategy_new (const char *name);
/* Replaces the text of the last user message. */
void lab_fake_strategy_set_rewrite (LabFakeStrategy *self,
                                    const char      *text);
/* Answers without the provider. */
void lab_fake_strategy_set_answer (LabFakeStrategy *self,
                                   const char      *content);
/* Asks the model through the context first, and notes what that cost. */
void lab_fake_strategy_set_asks_model (LabFakeStrategy *self,
                                       gboolean         asks_model);
void lab_fake_strategy_set_deferred (LabFakeStrategy *self,
                                     gboolean         deferred);
void lab_fake_strategy_fail_next (LabFakeStrategy *self,
                                  LabErrorCode     code);
guint lab_fake_strategy_get_n_applied (LabFakeStrategy *self);
/* (element-type utf8) (transfer none): the answers it was shown */
GPtrArray *lab_fake_strategy_get_observed (LabFakeStrategy *self);

G_END_DECLS
