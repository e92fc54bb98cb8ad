/* lab-model-info.h: what is known about a model besides its prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-row.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_MODEL_VISION = 1 << 0,
  LAB_MODEL_TOOLS = 1 << 1,
  LAB_MODEL_JSON_SCHEMA = 1 << 2,
  LAB_MODEL_REASONING = 1 << 3,
  LAB_MODEL_PROMPT_CACHING = 1 << 4,
  LAB_MODEL_PDF = 1 << 5,
  LAB_MODEL_WEB_SEARCH = 1 << 6,
  LAB_MODEL_PARALLEL_TOOLS = 1 << 7,
  LAB_MODEL_AUDIO_INPUT = 1 << 8,
} LabModelCapabilities;

/* A number of tokens that nobody publishes. */
#define LAB_TOKENS_UNKNOWN G_GINT64_CONSTANT (-1)

/**
 * LabModelInfo:
 * @aliases: (nullable): NULL-ended other names of the same model and price
 * @context_window: tokens, or LAB_TOKENS_UNKNOWN; so the other limits
 * @encoding: (nullable): the exact tokenizer's name; NULL where only the
 *   vendor's server can count
 * @encoding_assumed: taken from the model's family, not published
 * @tokenizer_family: (nullable): which estimator applies without encoding
 * @cache_minimum: the shortest prefix that the vendor caches, in tokens
 * @release_date: (nullable): YYYY-MM-DD; so @shutdown_date
 * @status: "active", "deprecated" or "retired"
 * @confidence: (nullable): "high", "medium" or "low"
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  char *provider;
  char *id;
  char *display_name;
  char **aliases;
  gint64 context_window;
  gint64 max_input;
  gint64 max_output;
  char *encoding;
  char *encoding_source;
  gboolean encoding_assumed;
  char *tokenizer_family;
  gint64 cache_minimum;
  LabModelCapabilities capabilities;
  gboolean capabilities_assumed;
  char *release_date;
  char *knowledge_cutoff;
  char *shutdown_date;
  char *status;
  char *source;
  char *confidence;
  char *note;
  LabPriceLayer layer;
} LabModelInfo;

#define LAB_TYPE_MODEL_INFO (lab_model_info_get_type ())
GType lab_model_info_get_type (void);

/* @display_name: (nullable): the id when NULL. (transfer full) */
LabModelInfo *lab_model_info_new (const char *provider,
                                  const char *id,
                                  const char *display_name);
LabModelInfo *lab_model_info_ref (LabModelInfo *self);
void lab_model_info_unref (LabModelInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabModelInfo, lab_model_info_unref)

/* "vision", "tools" … NULL-ended, in the order of the flags, for those set.
 * (transfer container) */
const char **lab_model_capabilities_to_names (LabModelCapabilities capabilities);
/* 0 where the name is not known. */
LabModelCapabilities lab_model_capability_from_name (const char *name);

G_END_DECLS
