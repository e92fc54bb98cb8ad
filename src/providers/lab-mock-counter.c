/* lab-mock-counter.c: the mock's tokens: how many, and which come first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-mock-private.h"

#include <string.h>

#include "lab-prompt-cache.h"
#include "lab-random.h"

/* Ids no encoding has, for what the chat format puts around a message: as
 * many as the tokenizer counts for it. */
#define FRAME_START 0xfffffff0u
#define FRAME_TEXT 0xfffffff3u
#define FRAME_ROLE 0xfffffff8u
#define FRAME_END 0xfffffff1u
#define FRAME_TOOL 0xfffffff2u
#define FRAMES_OF_REPLY 3

/* A stream sends so many tokens at a time. */
#define PIECE_TOKENS 6

struct _LabMockCounter
{
  LabTokenizer *tokenizer;
};

void
lab_mock_tokens_clear (LabMockTokens *self)
{
  g_clear_pointer (&self->segments, g_array_unref);
  g_clear_pointer (&self->received, g_free);
}

LabMockCounter *
lab_mock_counter_new (LabTokenizer *tokenizer)
{
  LabMockCounter *self = g_new0 (LabMockCounter, 1);

  self->tokenizer = g_object_ref (tokenizer);
  return self;
}

void
lab_mock_counter_free (LabMockCounter *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->tokenizer);
  g_free (self);
}

/* The prompt under way: its ids, and where its parts end. */
typedef struct
{
  GArray *ids;
  GArray *parts; /* LabCacheSegment, tokens in ids */
  GString *received;
} Prompt;

static void
append_frame (Prompt  *prompt,
              guint32  id)
{
  g_array_append_val (prompt->ids, id);
}

static void
end_part (Prompt             *prompt,
          guint64             hash,
          LabCacheBreakpoint  mark)
{
  LabCacheSegment segment = {
    .hash = hash,
    .tokens = prompt->ids->len,
    .breakpoint = mark != LAB_CACHE_BREAKPOINT_NONE,
    .long_life = mark == LAB_CACHE_BREAKPOINT_LONG,
  };

  g_array_append_val (prompt->parts, segment);
}

static gboolean
append_text (LabMockCounter  *self,
             const char      *encoding,
             const char      *text,
             Prompt          *prompt,
             GError         **error)
{
  g_autoptr (GArray) ids = lab_tokenizer_encode_text (self->tokenizer, encoding, text, -1, error);

  if (ids == NULL)
    return FALSE;
  g_array_append_vals (prompt->ids, ids->data, ids->len);
  return TRUE;
}

static gboolean
append_part (LabMockCounter  *self,
             const char      *encoding,
             LabRole          role,
             const LabPart   *part,
             Prompt          *prompt,
             GError         **error)
{
  guint64 seed = (guint64) role + 1;

  if (part->type == LAB_PART_TOOL_CALL)
    {
      if (!append_text (self, encoding, part->name, prompt, error))
        return FALSE;
      seed = lab_hash64 (part->name, strlen (part->name), seed);
    }
  if (part->type != LAB_PART_IMAGE)
    {
      if (!append_text (self, encoding, part->text, prompt, error))
        return FALSE;
      g_string_append (prompt->received, part->text);
      g_string_append_c (prompt->received, '\n');
    }
  end_part (prompt, lab_hash64 (part->text, strlen (part->text), seed), part->breakpoint);
  return TRUE;
}

static gboolean
append_message (LabMockCounter    *self,
                const char        *encoding,
                const LabMessage  *message,
                Prompt            *prompt,
                GError           **error)
{
  append_frame (prompt, FRAME_START);
  append_frame (prompt, FRAME_ROLE + (guint32) message->role);
  if (message->name != NULL)
    {
      append_frame (prompt, FRAME_START);
      if (!append_text (self, encoding, message->name, prompt, error))
        return FALSE;
    }
  append_frame (prompt, FRAME_TEXT);
  for (guint i = 0; i < message->parts->len; i++)
    if (!append_part (self, encoding, message->role, g_ptr_array_index (message->parts, i),
                      prompt, error))
      return FALSE;
  append_frame (prompt, FRAME_END);
  return TRUE;
}

/* Tools come before everything else in every vendor's prefix. Their count is
 * the tokenizer's estimate. */
static gboolean
append_tools (LabMockCounter        *self,
              const LabTokenScheme  *scheme,
              const LabRequest      *request,
              Prompt                *prompt,
              GError               **error)
{
  g_autoptr (LabRequest) only_tools = NULL;
  LabRequestTokens tokens;
  guint64 hash = 0;

  if (request->tools->len == 0)
    return TRUE;

  only_tools = lab_request_new (request->provider, request->model);
  for (guint i = 0; i < request->tools->len; i++)
    {
      const LabTool *tool = g_ptr_array_index (request->tools, i);
      g_autofree char *text = g_strjoin ("\n", tool->name,
                                         tool->description != NULL ? tool->description : "",
                                         tool->parameters != NULL ? tool->parameters : "", NULL);

      hash = lab_hash64 (text, strlen (text), hash);
      lab_request_add_tool (only_tools, lab_tool_copy (tool));
    }
  if (!lab_tokenizer_count_request (self->tokenizer, scheme, only_tools, &tokens, error))
    return FALSE;

  /* The content stands for itself in the first id; the rest is length. */
  for (gint64 i = 0; i < tokens.tools.tokens; i++)
    append_frame (prompt, i == 0 ? (guint32) (hash | 0x80000000u) : FRAME_TOOL);
  end_part (prompt, hash, LAB_CACHE_BREAKPOINT_NONE);
  return TRUE;
}

static gboolean
build_prompt (LabMockCounter        *self,
              const LabTokenScheme  *scheme,
              const LabRequest      *request,
              Prompt                *prompt,
              GError               **error)
{
  if (!append_tools (self, scheme, request, prompt, error))
    return FALSE;
  for (guint i = 0; i < request->messages->len; i++)
    if (!append_message (self, scheme->encoding, g_ptr_array_index (request->messages, i), prompt,
                         error))
      return FALSE;
  for (guint i = 0; i < FRAMES_OF_REPLY; i++)
    append_frame (prompt, FRAME_END);
  end_part (prompt, 0, LAB_CACHE_BREAKPOINT_NONE);
  return TRUE;
}

/* Ids are the ground of an estimate; the vendor's tokens are in proportion. */
static gboolean
scale_to_vendor (LabMockCounter        *self,
                 const LabTokenScheme  *scheme,
                 const LabRequest      *request,
                 const Prompt          *prompt,
                 LabMockTokens         *tokens,
                 GError               **error)
{
  gint64 n = prompt->ids->len;
  LabRequestTokens counted;

  tokens->total = n;
  if (scheme->family == LAB_TOKEN_FAMILY_PUBLISHED)
    return TRUE;

  if (!lab_tokenizer_count_request (self->tokenizer, scheme, request, &counted, error))
    return FALSE;
  tokens->total = counted.total.tokens;
  for (guint i = 0; i < tokens->segments->len; i++)
    {
      LabCacheSegment *segment = &g_array_index (tokens->segments, LabCacheSegment, i);

      segment->tokens = (gint64) ((__int128) segment->tokens * tokens->total / n);
    }
  return TRUE;
}

gboolean
lab_mock_counter_count (LabMockCounter        *self,
                        const LabTokenScheme  *scheme,
                        const LabRequest      *request,
                        gint64                 block,
                        gboolean               by_parts,
                        LabMockTokens         *tokens,
                        GError               **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (LabCacheSegment));
  Prompt prompt = { ids, parts, g_string_new (NULL) };

  if (!build_prompt (self, scheme, request, &prompt, error))
    {
      g_string_free (prompt.received, TRUE);
      return FALSE;
    }

  tokens->received = g_string_free (prompt.received, FALSE);
  tokens->segments = by_parts ?
                       g_array_ref (parts) :
                       lab_cache_segments_from_tokens ((const guint32 *) (gpointer) ids->data,
                                                       ids->len, block);
  return scale_to_vendor (self, scheme, request, &prompt, tokens, error);
}

/* Text of the first @n ids, without a character they cut. */
static char *
decode (LabEncoding *encoding,
        GArray      *ids,
        guint        n)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *text, *end;

  lab_encoding_decode (encoding, &g_array_index (ids, guint32, 0), n, bytes, NULL);
  text = bytes->len > 0 ? (const char *) bytes->data : "";
  g_utf8_validate_len (text, bytes->len, &end);
  return g_strndup (text, (gsize) (end - text));
}

static void
cut_pieces (const char *text,
            gsize       n_tokens,
            GPtrArray  *pieces)
{
  glong n_characters = g_utf8_strlen (text, -1);
  glong step = MAX (1, n_characters * PIECE_TOKENS / (glong) MAX (n_tokens, 1));

  while (*text != '\0')
    {
      const char *end = text;

      for (glong i = 0; i < step && *end != '\0'; i++)
        end = g_utf8_next_char (end);
      g_ptr_array_add (pieces, g_strndup (text, (gsize) (end - text)));
      text = end;
    }
}

char *
lab_mock_counter_cut (LabMockCounter        *self,
                      const LabTokenScheme  *scheme,
                      const char            *text,
                      gint64                 limit,
                      gint64                *n_tokens,
                      GPtrArray             *pieces,
                      GError               **error)
{
  LabEncoding *encoding = lab_tokenizer_get_encoding (self->tokenizer, scheme->encoding, error);
  g_autoptr (GArray) ids =
      lab_tokenizer_encode_text (self->tokenizer, scheme->encoding, text, -1, error);
  LabTokenCount count = LAB_TOKEN_COUNT_INIT (scheme->encoding);
  char *kept;

  if (encoding == NULL || ids == NULL)
    return NULL;
  count.tokens = ids->len;
  if (scheme->family != LAB_TOKEN_FAMILY_PUBLISHED &&
      !lab_tokenizer_count_text (self->tokenizer, scheme, text, -1, &count, error))
    return NULL;

  if (count.tokens <= limit)
    {
      *n_tokens = count.tokens;
      kept = g_strdup (text);
    }
  else
    {
      *n_tokens = MAX (limit, 0);
      kept = decode (encoding, ids,
                     (guint) ((__int128) ids->len * *n_tokens / MAX (count.tokens, 1)));
    }
  if (pieces != NULL)
    cut_pieces (kept, (gsize) *n_tokens, pieces);
  return kept;
}
