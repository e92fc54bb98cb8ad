/* lab-model-info.c: what is known about a model besides its prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-model-info.h"

G_DEFINE_BOXED_TYPE (LabModelInfo, lab_model_info, lab_model_info_ref, lab_model_info_unref)

static const struct
{
  LabModelCapabilities flag;
  const char *name;
} capability_names[] = {
  { LAB_MODEL_VISION, "vision" },
  { LAB_MODEL_TOOLS, "tools" },
  { LAB_MODEL_JSON_SCHEMA, "json_schema" },
  { LAB_MODEL_REASONING, "reasoning" },
  { LAB_MODEL_PROMPT_CACHING, "prompt_caching" },
  { LAB_MODEL_PDF, "pdf" },
  { LAB_MODEL_WEB_SEARCH, "web_search" },
  { LAB_MODEL_PARALLEL_TOOLS, "parallel_tools" },
  { LAB_MODEL_AUDIO_INPUT, "audio_input" },
};

LabModelInfo *
lab_model_info_new (const char *provider,
                    const char *id,
                    const char *display_name)
{
  LabModelInfo *self;

  g_return_val_if_fail (provider != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_atomic_rc_box_new0 (LabModelInfo);
  self->provider = g_strdup (provider);
  self->id = g_strdup (id);
  self->display_name = g_strdup (display_name ? display_name : id);
  self->context_window = LAB_TOKENS_UNKNOWN;
  self->max_input = LAB_TOKENS_UNKNOWN;
  self->max_output = LAB_TOKENS_UNKNOWN;
  self->cache_minimum = LAB_TOKENS_UNKNOWN;
  self->status = g_strdup ("active");
  return self;
}

LabModelInfo *
lab_model_info_ref (LabModelInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lab_model_info_clear (gpointer data)
{
  LabModelInfo *self = data;

  g_free (self->provider);
  g_free (self->id);
  g_free (self->display_name);
  g_strfreev (self->aliases);
  g_free (self->encoding);
  g_free (self->encoding_source);
  g_free (self->tokenizer_family);
  g_free (self->release_date);
  g_free (self->knowledge_cutoff);
  g_free (self->shutdown_date);
  g_free (self->status);
  g_free (self->source);
  g_free (self->confidence);
  g_free (self->note);
}

void
lab_model_info_unref (LabModelInfo *self)
{
  g_atomic_rc_box_release_full (self, lab_model_info_clear);
}

const char **
lab_model_capabilities_to_names (LabModelCapabilities capabilities)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (capability_names) + 1);
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (capability_names); i++)
    if (capabilities & capability_names[i].flag)
      names[n++] = capability_names[i].name;
  return names;
}

LabModelCapabilities
lab_model_capability_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (capability_names); i++)
    if (g_str_equal (name, capability_names[i].name))
      return capability_names[i].flag;
  return 0;
}
