/* lab-openai-chat-usage.c: CompletionUsage into buckets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-openai-chat-private.h"

#include <glib/gi18n-lib.h>

/* Reads one count; @present stays FALSE where it is absent or null. */
static gboolean
read_count (const LabJson  *object,
            const char     *name,
            gint64         *value,
            gboolean       *present,
            GError        **error)
{
  const LabJson *node = object != NULL ? lab_json_get (object, name) : NULL;

  if (node == NULL || lab_json_is_null (node))
    return TRUE;
  if (!lab_json_get_int (node, value))
    {
      lab_json_set_error (error, node, _("This token count is not a whole number of 64 bits."));
      return FALSE;
    }
  if (present != NULL)
    *present = TRUE;
  return TRUE;
}

/* a − b, or the nearest value there is; what saturates is unreconciled. */
static gint64
subtract (gint64    a,
          gint64    b,
          gboolean *exact)
{
  gint64 difference;

  if (!__builtin_sub_overflow (a, b, &difference))
    return difference;
  *exact = FALSE;
  return b > 0 ? G_MININT64 : G_MAXINT64;
}

static void
mark_contradictions (LabUsage *usage,
                     gint64    prompt,
                     gint64    total,
                     gboolean  has_total,
                     gboolean  exact)
{
  gint64 sum;

  if (!exact || lab_usage_has_negative (usage) ||
      usage->reasoning > usage->buckets[LAB_BUCKET_O])
    usage->flags |= LAB_USAGE_UNRECONCILED;
  if (has_total && (__builtin_add_overflow (prompt, usage->buckets[LAB_BUCKET_O], &sum) ||
                    sum != total))
    usage->flags |= LAB_USAGE_UNRECONCILED;
}

static gboolean
read_modalities (const LabJson  *prompt_details,
                 const LabJson  *output_details,
                 LabUsage       *usage,
                 GError        **error)
{
  gint64 audio_in = 0, image_in = 0, audio_out = 0;

  if (!read_count (prompt_details, "audio_tokens", &audio_in, NULL, error) ||
      !read_count (prompt_details, "image_tokens", &image_in, NULL, error) ||
      !read_count (output_details, "audio_tokens", &audio_out, NULL, error))
    return FALSE;

  if (audio_in != 0 || image_in != 0 || audio_out != 0)
    usage->flags |= LAB_USAGE_OTHER_MODALITY;
  return TRUE;
}

gboolean
lab_openai_chat_read_usage (const LabJson  *json,
                            LabUsage       *usage,
                            GError        **error)
{
  LabUsage read = LAB_USAGE_INIT;
  const LabJson *prompt_details = lab_json_get (json, "prompt_tokens_details");
  const LabJson *output_details = lab_json_get (json, "completion_tokens_details");
  gint64 prompt = 0, completion = 0, cached = 0, written = 0, reasoning = 0, total = 0;
  gboolean has_prompt = FALSE, has_completion = FALSE, has_reasoning = FALSE, has_total = FALSE;
  gboolean exact = TRUE;

  if (!read_count (json, "prompt_tokens", &prompt, &has_prompt, error) ||
      !read_count (json, "completion_tokens", &completion, &has_completion, error) ||
      !read_count (json, "total_tokens", &total, &has_total, error) ||
      !read_count (prompt_details, "cached_tokens", &cached, NULL, error) ||
      !read_count (prompt_details, "cache_write_tokens", &written, NULL, error) ||
      !read_count (output_details, "reasoning_tokens", &reasoning, &has_reasoning, error) ||
      !read_modalities (prompt_details, output_details, &read, error))
    return FALSE;

  if (has_prompt || has_completion)
    read.flags |= LAB_USAGE_REPORTED;
  if (has_prompt != has_completion)
    read.flags |= LAB_USAGE_PARTIAL;

  read.buckets[LAB_BUCKET_R] = cached;
  read.buckets[LAB_BUCKET_W] = written;
  read.buckets[LAB_BUCKET_U] = subtract (subtract (prompt, cached, &exact), written, &exact);
  read.buckets[LAB_BUCKET_O] = completion;
  if (has_reasoning && reasoning >= 0)
    read.reasoning = reasoning;
  exact = exact && reasoning >= 0;
  if (has_prompt && has_completion)
    mark_contradictions (&read, prompt, total, has_total, exact);
  else if (!exact || lab_usage_has_negative (&read))
    read.flags |= LAB_USAGE_UNRECONCILED;

  *usage = read;
  return TRUE;
}

/* Usage replaces what was known, never adds: some servers send it with every
 * chunk of a stream. */
void
lab_openai_chat_take_usage (LabResponse   *response,
                            const LabJson *usage)
{
  const LabUsage none = LAB_USAGE_INIT;

  if (usage == NULL || lab_json_is_null (usage))
    return;
  if (!lab_openai_chat_read_usage (usage, &response->usage, NULL))
    {
      response->usage = none;
      response->usage.flags = LAB_USAGE_UNRECONCILED;
    }
  g_free (response->raw_usage);
  response->raw_usage = lab_json_to_string (usage, FALSE);
}
