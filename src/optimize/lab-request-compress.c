/* lab-request-compress.c: which parts of a request are shortened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-request-compress-private.h"

const char *const lab_compress_regions[] = {
  "system", "examples", "context", "history", "question", NULL,
};

static guint
find_question (const LabRequest *request)
{
  for (guint i = request->messages->len; i > 0; i--)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i - 1);

      if (message->role == LAB_ROLE_USER)
        return i - 1;
    }
  return G_MAXUINT;
}

/* 0 for a region that is never touched: "clock". */
static LabRegions
get_region (const LabMessage *message,
            gboolean          is_question)
{
  for (guint i = 0; message->region != NULL && lab_compress_regions[i] != NULL; i++)
    {
      if (g_str_equal (message->region, lab_compress_regions[i]))
        return 1 << i;
    }
  if (g_strcmp0 (message->region, "policy") == 0)
    return LAB_REGION_SYSTEM;
  if (message->region != NULL)
    return 0;
  if (message->role == LAB_ROLE_SYSTEM)
    return LAB_REGION_SYSTEM;
  return is_question ? LAB_REGION_QUESTION : LAB_REGION_HISTORY;
}

/* A tool's call and its result belong together to the letter. */
static gboolean
is_touched (const LabMessage         *message,
            gboolean                  is_question,
            const LabCompressOptions *options)
{
  if (message->role == LAB_ROLE_TOOL ||
      (get_region (message, is_question) & options->regions) == 0)
    return FALSE;
  for (guint i = 0; i < message->parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (message->parts, i);

      if (part->type == LAB_PART_TOOL_CALL || part->type == LAB_PART_TOOL_RESULT)
        return FALSE;
      if (part->type == LAB_PART_TEXT && !g_utf8_validate (part->text, -1, NULL))
        return FALSE;
    }
  return TRUE;
}

gsize
lab_request_compress_size (const LabRequest         *request,
                           const LabCompressOptions *options)
{
  guint question = find_question (request);
  gsize size = 0;

  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      if (!is_touched (message, i == question, options))
        continue;
      for (guint j = 0; j < message->parts->len; j++)
        size += strlen (((const LabPart *) g_ptr_array_index (message->parts, j))->text);
    }
  return size;
}

/* Whether it has become worth it. */
static gboolean
is_shorter (const char *const     *before,
            const char *const     *after,
            LabTokenizer          *tokenizer,
            const LabTokenScheme  *scheme,
            gboolean              *shorter,
            GError               **error)
{
  gint64 saved = 0;

  for (guint i = 0; before[i] != NULL; i++)
    {
      LabTokenCount old_count;
      LabTokenCount new_count;

      if (!lab_tokenizer_count_text (tokenizer, scheme, before[i], -1, &old_count, error) ||
          !lab_tokenizer_count_text (tokenizer, scheme, after[i], -1, &new_count, error))
        return FALSE;
      saved += old_count.tokens - new_count.tokens;
    }
  *shorter = saved > 0;
  return TRUE;
}

/* Texts that came to nothing keep their part where it is marked for the
 * provider's cache, or is all there is. */
static void
restore_needed (const LabMessage  *message,
                GPtrArray         *parts,
                GStrv              after)
{
  gboolean any = parts->len < message->parts->len;

  for (guint i = 0; i < parts->len; i++)
    any |= *after[i] != '\0';
  for (guint i = 0; i < parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (parts, i);

      if (*after[i] != '\0' || (any && part->breakpoint == LAB_CACHE_BREAKPOINT_NONE))
        continue;
      g_free (after[i]);
      after[i] = g_strdup (part->text);
      any = TRUE;
    }
}

static void
put_back (LabMessage *message,
          GPtrArray  *parts,
          GStrv       after)
{
  for (guint i = 0; i < parts->len; i++)
    {
      LabPart *part = g_ptr_array_index (parts, i);

      if (*after[i] == '\0')
        g_ptr_array_remove (message->parts, part);
      else
        lab_part_set_text (part, after[i]);
    }
}

static GStrv
shorten (const char *const         *before,
         const LabCompressOptions  *options,
         LabTokenizer              *tokenizer,
         const LabTokenScheme      *scheme,
         GError                   **error)
{
  GStrv after = lab_prompt_shorten (before, options->level);
  GStrv selected;

  if (options->level < LAB_COMPRESS_STRONG)
    return after;
  selected = lab_prompt_select ((const char *const *) after, tokenizer, scheme, options->keep,
                                options->protect, error);
  g_strfreev (after);
  return selected;
}

static gboolean
compress_message (LabMessage                *message,
                  const LabCompressOptions  *options,
                  LabTokenizer              *tokenizer,
                  const LabTokenScheme      *scheme,
                  gboolean                  *changed,
                  GError                   **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_auto (GStrv) after = NULL;
  const char *const *before;
  gboolean shorter;

  for (guint i = 0; i < message->parts->len; i++)
    {
      LabPart *part = g_ptr_array_index (message->parts, i);

      if (part->type != LAB_PART_TEXT || *part->text == '\0')
        continue;
      g_ptr_array_add (parts, part);
      g_ptr_array_add (texts, part->text);
    }
  g_ptr_array_add (texts, NULL);
  before = (const char *const *) texts->pdata;
  after = shorten (before, options, tokenizer, scheme, error);
  if (after == NULL)
    return FALSE;
  restore_needed (message, parts, after);
  if (!is_shorter (before, (const char *const *) after, tokenizer, scheme, &shorter, error))
    return FALSE;
  if (shorter)
    put_back (message, parts, after);
  *changed |= shorter;
  return TRUE;
}

gboolean
lab_request_compress (LabRequest                *request,
                      const LabCompressOptions  *options,
                      LabTokenizer              *tokenizer,
                      const LabTokenScheme      *scheme,
                      gboolean                  *changed,
                      GError                   **error)
{
  guint question = find_question (request);

  *changed = FALSE;
  for (guint i = 0; i < request->messages->len; i++)
    {
      LabMessage *message = g_ptr_array_index (request->messages, i);

      if (is_touched (message, i == question, options) &&
          !compress_message (message, options, tokenizer, scheme, changed, error))
        return FALSE;
    }
  return TRUE;
}
