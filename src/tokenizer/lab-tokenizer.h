/* lab-tokenizer.h: how many tokens a model makes of a text or a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-encoding.h"
#include "lab-request.h"
#include "lab-token-count.h"

G_BEGIN_DECLS

/**
 * LabTokenFamily:
 * @LAB_TOKEN_FAMILY_PUBLISHED: the encoding is published (OpenAI): exact
 * @LAB_TOKEN_FAMILY_CLAUDE_3: Claude 3 to 4.6: estimated
 * @LAB_TOKEN_FAMILY_CLAUDE_4_7: Claude from 4.7 on: estimated
 * @LAB_TOKEN_FAMILY_GEMINI: estimated
 * @LAB_TOKEN_FAMILY_UNKNOWN: estimated, over the range of all of the above
 */
typedef enum
{
  LAB_TOKEN_FAMILY_PUBLISHED,
  LAB_TOKEN_FAMILY_CLAUDE_3,
  LAB_TOKEN_FAMILY_CLAUDE_4_7,
  LAB_TOKEN_FAMILY_GEMINI,
  LAB_TOKEN_FAMILY_UNKNOWN,
} LabTokenFamily;

/**
 * LabTokenScheme:
 * @encoding: interned; o200k_base as the ground of an estimate
 * @chat_documented: whether the vendor documents what a message adds for
 *   this very model (gpt-3.5-turbo, gpt-4, gpt-4-turbo, gpt-4o and their
 *   minis); for later ones it is assumed to be the same
 *
 * How to count for one model. A plain value.
 */
typedef struct
{
  LabTokenFamily family;
  const char *encoding;
  gboolean chat_documented;
} LabTokenScheme;

/**
 * lab_token_scheme_init:
 * @model: the vendor's model id
 * @encoding: (nullable): the encoding that the catalogue has for the model
 *
 * A known @encoding makes it published; otherwise the family and generation
 * are read from @model ("claude-opus-4-7", "anthropic/claude-3-5-haiku",
 * "gemini-2.5-pro").
 */
void lab_token_scheme_init (LabTokenScheme *self,
                            const char     *model,
                            const char     *encoding);

/**
 * LabRequestTokens:
 * @total: what the vendor is expected to bill as input
 * @system: texts of system messages
 * @messages: texts of all other messages, their names, tool calls and results
 * @tools: the tool definitions, always estimated
 * @framing: what the chat format adds around messages and for the reply
 * @n_images: image parts; they are in no count
 *
 * @total is the sum of the four parts.
 */
typedef struct
{
  LabTokenCount total;
  LabTokenCount system;
  LabTokenCount messages;
  LabTokenCount tools;
  LabTokenCount framing;
  guint n_images;
} LabRequestTokens;

/**
 * LabTokenizer:
 *
 * Holds each encoding and the table of ratios once, loaded at first use.
 * Safe to use from several threads at once; encodings are shared.
 */
#define LAB_TYPE_TOKENIZER (lab_tokenizer_get_type ())
G_DECLARE_FINAL_TYPE (LabTokenizer, lab_tokenizer, LAB, TOKENIZER, GObject)

LabTokenizer *lab_tokenizer_new (void);

/* (transfer none): lives as long as the tokenizer. Errors as
 * lab_encoding_load(). */
LabEncoding *lab_tokenizer_get_encoding (LabTokenizer  *self,
                                         const char    *name,
                                         GError       **error);

/**
 * lab_tokenizer_encode_text:
 * @length: bytes, or -1 for NUL-terminated
 *
 * The text's tokens in the encoding, what is not UTF-8 as U+FFFD. Texts that
 * come again, or were counted before, are not encoded anew: the array is
 * everybody's and not to be changed.
 *
 * Errors: those of lab_encoding_load() and lab_encoding_encode().
 *
 * Returns: (transfer full) (element-type guint32) (nullable)
 */
GArray *lab_tokenizer_encode_text (LabTokenizer  *self,
                                   const char    *encoding_name,
                                   const char    *text,
                                   gssize         length,
                                   GError       **error);

/**
 * lab_tokenizer_count_text:
 * @length: bytes, or -1 for NUL-terminated
 *
 * Text that is not UTF-8 is counted with U+FFFD in its place, as it would be
 * sent. Published: exact. Others: o200k tokens times the family's ratio for
 * the kind of content (prose, code, JSON, prose in other Latin scripts, other
 * scripts), judged line by line, with that ratio's range.
 *
 * Errors: those of loading data.
 */
gboolean lab_tokenizer_count_text (LabTokenizer          *self,
                                   const LabTokenScheme  *scheme,
                                   const char            *text,
                                   gssize                 length,
                                   LabTokenCount         *count,
                                   GError               **error);

/**
 * lab_tokenizer_count_request:
 *
 * Sum of the texts, the chat format (3 tokens a message and its role's, 1 for
 * a name, 3 to begin the reply: OpenAI Cookbook, "How to count tokens with
 * tiktoken") and the tool definitions (the same page's rule; approximate by
 * its own word). Where the format is not documented for the model it is
 * assumed, estimated between nothing and twice as much.
 */
gboolean lab_tokenizer_count_request (LabTokenizer          *self,
                                      const LabTokenScheme  *scheme,
                                      const LabRequest      *request,
                                      LabRequestTokens      *tokens,
                                      GError               **error);

G_END_DECLS
