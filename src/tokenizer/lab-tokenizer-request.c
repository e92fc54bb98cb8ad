/* lab-tokenizer-request.c: how many tokens a model makes of a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tokenizer-private.h"

/* OpenAI Cookbook, "How to count tokens with tiktoken", for the models from
 * gpt-3.5-turbo-0613 to gpt-4o. */
#define TOKENS_PER_MESSAGE 3
#define TOKENS_PER_NAME 1
#define TOKENS_OF_REPLY 3

/* What is not documented for the model may be nothing or twice as much. */
static void
add_framing (const LabTokenScheme *scheme,
             gint64                tokens,
             LabTokenCount        *count)
{
  LabTokenCount own = LAB_TOKEN_COUNT_INIT (scheme->encoding);

  own.tokens = own.low = own.high = tokens;
  if (!scheme->chat_documented)
    {
      own.basis = LAB_TOKEN_BASIS_ESTIMATED;
      own.low = 0;
      own.high = 2 * tokens;
    }
  lab_token_count_add (count, &own);
}

static gboolean
add_part (LabTokenizer          *self,
          const LabTokenScheme  *scheme,
          const LabPart         *part,
          LabTokenCount         *count,
          LabRequestTokens      *tokens,
          GError               **error)
{
  switch (part->type)
    {
    case LAB_PART_IMAGE:
      tokens->n_images++;
      return TRUE;
    case LAB_PART_TOOL_CALL:
      return lab_tokenizer_add_text (self, scheme, part->name, -1, LAB_CONTENT_CODE, count,
                                     error) &&
             lab_tokenizer_add_text (self, scheme, part->text, -1, LAB_CONTENT_JSON, count, error);
    case LAB_PART_TEXT:
    case LAB_PART_TOOL_RESULT:
    default:
      return lab_tokenizer_add_text (self, scheme, part->text, -1, -1, count, error);
    }
}

static gboolean
add_message (LabTokenizer          *self,
             const LabTokenScheme  *scheme,
             const LabMessage      *message,
             LabRequestTokens      *tokens,
             GError               **error)
{
  LabTokenCount *count = message->role == LAB_ROLE_SYSTEM ? &tokens->system : &tokens->messages;
  /* Each result of a tool is sent as a message of its own. */
  guint n = message->role == LAB_ROLE_TOOL ? MAX (message->parts->len, 1) : 1;

  /* "system", "user", "assistant" and "tool" are one token in every
   * published encoding. */
  add_framing (scheme, n * (TOKENS_PER_MESSAGE + 1), &tokens->framing);
  if (message->name != NULL)
    {
      add_framing (scheme, TOKENS_PER_NAME, &tokens->framing);
      if (!lab_tokenizer_add_text (self, scheme, message->name, -1, LAB_CONTENT_CODE, count,
                                   error))
        return FALSE;
    }
  for (guint i = 0; i < message->parts->len; i++)
    if (!add_part (self, scheme, g_ptr_array_index (message->parts, i), count, tokens, error))
      return FALSE;
  return TRUE;
}

gboolean
lab_tokenizer_count_request (LabTokenizer          *self,
                             const LabTokenScheme  *scheme,
                             const LabRequest      *request,
                             LabRequestTokens      *tokens,
                             GError               **error)
{
  LabTokenCount none = LAB_TOKEN_COUNT_INIT (NULL);

  g_return_val_if_fail (LAB_IS_TOKENIZER (self), FALSE);
  g_return_val_if_fail (scheme != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (tokens != NULL, FALSE);

  none.encoding = scheme->encoding;
  *tokens = (LabRequestTokens) { none, none, none, none, none, 0 };
  for (guint i = 0; i < request->messages->len; i++)
    if (!add_message (self, scheme, g_ptr_array_index (request->messages, i), tokens, error))
      return FALSE;
  if (request->messages->len > 0)
    add_framing (scheme, TOKENS_OF_REPLY, &tokens->framing);
  if (request->tools != NULL && request->tools->len > 0 &&
      !lab_tokenizer_add_tools (self, scheme, request->tools, &tokens->tools, error))
    return FALSE;
  lab_token_count_add (&tokens->total, &tokens->system);
  lab_token_count_add (&tokens->total, &tokens->messages);
  lab_token_count_add (&tokens->total, &tokens->tools);
  lab_token_count_add (&tokens->total, &tokens->framing);
  return TRUE;
}
