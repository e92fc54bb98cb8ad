/* lab-tokenizer-tools.c: what tool definitions add to a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tokenizer-private.h"

#include <string.h>

#include "lab-json.h"

/* OpenAI Cookbook, "How to count tokens with tiktoken", section on tool
 * calls: approximate by its own word. A function costs more in cl100k_base
 * than in o200k_base. */
#define FUNCTION_CL100K 10
#define FUNCTION_O200K 7
#define PROPERTIES 3
#define PROPERTY 3
#define ENUM (-3)
#define ENUM_ITEM 3
#define FUNCTIONS_END 12

/* Anthropic's documentation, "Tool use", the system prompt that tools bring
 * with them: 346 tokens for Claude 3.7 to 4, 264 to 530 for the others. */
static const LabTokenCount claude_preamble = { 346, 264, 530, LAB_TOKEN_BASIS_ESTIMATED, NULL };

static gboolean
count_plain (LabTokenizer          *self,
             const LabTokenScheme  *scheme,
             const char            *text,
             gint64                *tokens,
             GError               **error)
{
  const LabEncoding *encoding = lab_tokenizer_get_encoding (self, scheme->encoding, error);
  gint64 count;

  if (encoding == NULL ||
      !lab_encoding_count (encoding, text, -1, LAB_ENCODE_LOSSY, &count, error))
    return FALSE;
  *tokens += count;
  return TRUE;
}

static char *
without_full_stop (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return g_strndup (text, length > 0 && text[length - 1] == '.' ? length - 1 : length);
}

static gboolean
add_enum (LabTokenizer          *self,
          const LabTokenScheme  *scheme,
          const LabJson         *items,
          gint64                *tokens,
          GError               **error)
{
  *tokens += ENUM;
  for (guint i = 0; i < lab_json_get_n_members (items); i++)
    {
      const LabJson *item = lab_json_get_element (items, i);
      const char *text = lab_json_get_string (item);
      g_autofree char *json = text == NULL ? lab_json_to_string (item, FALSE) : NULL;

      *tokens += ENUM_ITEM;
      if (!count_plain (self, scheme, text != NULL ? text : json, tokens, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean add_properties (LabTokenizer          *self,
                                const LabTokenScheme  *scheme,
                                const LabJson         *schema,
                                gint64                *tokens,
                                GError               **error);

/* An object's or an array's own members count as properties again; the
 * reader's limit of depth ends it. */
static gboolean
add_property (LabTokenizer          *self,
              const LabTokenScheme  *scheme,
              const char            *name,
              const LabJson         *property,
              gint64                *tokens,
              GError               **error)
{
  const char *type = lab_json_get_string (lab_json_get (property, "type"));
  const char *told = lab_json_get_string (lab_json_get (property, "description"));
  const LabJson *items = lab_json_get (property, "enum");
  g_autofree char *description = without_full_stop (told);
  g_autofree char *line = NULL;

  *tokens += PROPERTY;
  if (items != NULL && !add_enum (self, scheme, items, tokens, error))
    return FALSE;
  line = g_strdup_printf ("%s:%s:%s", name, type != NULL ? type : "",
                          description != NULL ? description : "");
  return count_plain (self, scheme, line, tokens, error) &&
         add_properties (self, scheme, property, tokens, error) &&
         add_properties (self, scheme, lab_json_get (property, "items"), tokens, error);
}

static gboolean
add_properties (LabTokenizer          *self,
                const LabTokenScheme  *scheme,
                const LabJson         *schema,
                gint64                *tokens,
                GError               **error)
{
  const LabJson *properties = schema != NULL ? lab_json_get (schema, "properties") : NULL;
  guint n = properties != NULL ? lab_json_get_n_members (properties) : 0;

  if (n > 0)
    *tokens += PROPERTIES;
  for (guint i = 0; i < n; i++)
    if (!add_property (self, scheme, lab_json_get_member_name (properties, i),
                       lab_json_get_element (properties, i), tokens, error))
      return FALSE;
  return TRUE;
}

/* By the published rule. A schema that is not JSON counts as its text. */
static gboolean
add_function (LabTokenizer          *self,
              const LabTokenScheme  *scheme,
              const LabTool         *tool,
              gint64                *tokens,
              GError               **error)
{
  g_autofree char *description = without_full_stop (tool->description);
  g_autofree char *line = g_strdup_printf ("%s:%s", tool->name,
                                           description != NULL ? description : "");
  g_autoptr(LabJsonDocument) schema = NULL;

  *tokens += g_str_equal (scheme->encoding, "cl100k_base") ? FUNCTION_CL100K : FUNCTION_O200K;
  if (!count_plain (self, scheme, line, tokens, error))
    return FALSE;
  if (tool->parameters == NULL)
    return TRUE;
  schema = lab_json_document_parse (tool->parameters, -1, tool->name, 1, NULL);
  if (schema == NULL)
    return count_plain (self, scheme, tool->parameters, tokens, error);
  return add_properties (self, scheme, lab_json_document_get_root (schema), tokens, error);
}

/* The definition as it stands in the request. */
static gboolean
add_definition (LabTokenizer          *self,
                const LabTokenScheme  *scheme,
                const LabTool         *tool,
                LabTokenCount         *count,
                GError               **error)
{
  return lab_tokenizer_add_text (self, scheme, tool->name, -1, LAB_CONTENT_JSON, count, error) &&
         lab_tokenizer_add_text (self, scheme, tool->description, -1, LAB_CONTENT_JSON, count,
                                 error) &&
         lab_tokenizer_add_text (self, scheme, tool->parameters, -1, LAB_CONTENT_JSON, count,
                                 error);
}

/* The rule's count, between it and what the definitions' own text has. */
static gboolean
add_published (LabTokenizer          *self,
               const LabTokenScheme  *scheme,
               GPtrArray             *tools,
               gint64                 text_tokens,
               LabTokenCount         *count,
               GError               **error)
{
  LabTokenCount own = { .basis = LAB_TOKEN_BASIS_ESTIMATED };

  own.tokens = FUNCTIONS_END;
  for (guint i = 0; i < tools->len; i++)
    if (!add_function (self, scheme, g_ptr_array_index (tools, i), &own.tokens, error))
      return FALSE;
  own.low = MIN (own.tokens, text_tokens);
  own.high = MAX (own.tokens, text_tokens);
  lab_token_count_add (count, &own);
  return TRUE;
}

gboolean
lab_tokenizer_add_tools (LabTokenizer          *self,
                         const LabTokenScheme  *scheme,
                         GPtrArray             *tools,
                         LabTokenCount         *count,
                         GError               **error)
{
  LabTokenCount definitions = LAB_TOKEN_COUNT_INIT (scheme->encoding);

  for (guint i = 0; i < tools->len; i++)
    if (!add_definition (self, scheme, g_ptr_array_index (tools, i), &definitions, error))
      return FALSE;
  if (scheme->family == LAB_TOKEN_FAMILY_PUBLISHED)
    return add_published (self, scheme, tools, definitions.tokens, count, error);
  lab_token_count_add (count, &definitions);
  if (scheme->family == LAB_TOKEN_FAMILY_CLAUDE_3 || scheme->family == LAB_TOKEN_FAMILY_CLAUDE_4_7)
    lab_token_count_add (count, &claude_preamble);
  return TRUE;
}
