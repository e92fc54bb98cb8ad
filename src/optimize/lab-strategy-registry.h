/* lab-strategy-registry.h: the strategies there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-cache.h"
#include "lab-price-catalogue.h"
#include "lab-strategy-stack.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabStrategyServices:
 * @catalogue: (nullable): prices for estimates; without it they are unpriced
 * @tokenizer: (nullable): shared where it is given, else one of its own
 * @cache: (nullable): where exact-cache keeps its answers; without it, each
 *   such strategy keeps its own in memory, on the clock of its first call
 *
 * What strategies may be built on; they take references. None of it knows a
 * task.
 */
typedef struct
{
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabCache *cache;
} LabStrategyServices;

/* NULL-ended names, in the order in which they are recommended. */
const char * const *lab_strategy_registry_list (void);
/* INVALID_EXPERIMENT_CONFIG for an unknown name, listing the known ones.
 * @services: (nullable). (transfer full) */
LabStrategy *lab_strategy_registry_create (const char                 *name,
                                           const LabStrategyServices  *services,
                                           GError                    **error);
/* From "name" or "name:key=value,key=value", as lab_strategy_to_string()
 * writes it. INVALID_EXPERIMENT_CONFIG names strategy and parameter: no name,
 * a part without "=", a key twice, an unknown key, a value out of range.
 * (transfer full) */
LabStrategy *lab_strategy_registry_parse (const char                 *text,
                                          const LabStrategyServices  *services,
                                          GError                    **error);
/* Strategies joined by ";", as lab_stack_to_string() writes them; "" is an
 * empty stack. (transfer full) */
LabStrategyStack *lab_strategy_registry_parse_stack (const char                 *text,
                                                     const LabStrategyServices  *services,
                                                     GError                    **error);
/* Name, description, and a paragraph for every parameter with its type,
 * range and default; translated, plain text. (transfer full) */
char *lab_strategy_registry_describe (const char  *name,
                                      GError     **error);

G_END_DECLS
