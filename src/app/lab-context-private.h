/* lab-context-private.h: the context's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-context.h"

G_BEGIN_DECLS

struct _LabContext
{
  GObject parent_instance;

  LabStore *store;
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabClock *clock;
  LabLog *log;
  LabErrorHandler *error_handler;
  LabCostTracker *tracker;
  LabBudgetGate *budgets;
  LabBaselineManager *baselines;
  LabExperiments *experiments;
  LabSandbox *sandbox;
  LabCache *cache; /* (nullable): of the profile that was opened last */
  LabStrategyServices services;
  LabFound found;
  char *profile_id; /* (nullable): the one that was opened last */
};

/* A sandbox with providers of its own on @clock, over the context's ledger,
 * budgets and prices. (transfer full) */
LabSandbox *lab_context_new_sandbox (LabContext *self,
                                     LabClock   *clock);

G_END_DECLS
