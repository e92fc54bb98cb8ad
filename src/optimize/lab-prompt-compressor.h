/* lab-prompt-compressor.h: the same prompt in fewer tokens, by rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-strategy-registry.h"

G_BEGIN_DECLS

#define LAB_PROMPT_COMPRESSOR_NAME "prompt-compressor"

/**
 * LabPromptCompressor:
 *
 * The specification's PromptCompressor. Rules, no model: it costs nothing and
 * the same text becomes the same bytes every time, so that what a provider
 * caches of a rewritten prefix is found again.
 *
 * light: white space, repeated punctuation, empty phrases of English ("please
 * note that"), sentences that were said before.
 * medium: more phrases and intensifiers, bold marks, sentences that differ
 * from an earlier one in articles only.
 * strong: besides, only the sentences that say the most, up to `keep` permille
 * of the tokens (rare words weigh more: Σ idf / √words); with `protect`,
 * sentences with numbers, names, quotations or negations come before all
 * others. It can lose what the answer needs. Without `protect` it will.
 *
 * At light and medium everything protected that a message held it still
 * holds (see the mask in lab-prompt-text-private.h); code, tables, JSON and
 * XML are left as they are at every level. Light and medium settle: a second
 * time changes nothing. Strong takes a share of what it gets, so twice is
 * less. Tools, tool calls and their results, schemas and images are not
 * touched. A message that would not become shorter in tokens of the request's
 * model stays as it was, to the byte.
 *
 * A message's region decides whether it is touched: "system" ("policy" too),
 * "examples", "context", "history", "question". Without a region it is told
 * by its role: system; the last user message is the question; the others are
 * history.
 */
#define LAB_TYPE_PROMPT_COMPRESSOR (lab_prompt_compressor_get_type ())
G_DECLARE_FINAL_TYPE (LabPromptCompressor, lab_prompt_compressor, LAB, PROMPT_COMPRESSOR, GObject)

LabStrategy *lab_prompt_compressor_new (const LabStrategyServices *services);

G_END_DECLS
