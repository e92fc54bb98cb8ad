/* lab-token-scheme.c: how to count for one model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tokenizer.h"

#include <string.h>

/* The models that the vendor's own page on counting names. */
static gboolean
chat_is_documented (const char *model)
{
  static const char * const names[] = { "gpt-3.5-turbo", "gpt-4", "gpt-4-turbo", "gpt-4o",
                                        "gpt-4o-mini" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *rest = g_str_has_prefix (model, names[i]) ? model + strlen (names[i]) : NULL;

      /* The name itself, or with a date: gpt-4-0613, gpt-4o-2024-08-06. */
      if (rest != NULL && (*rest == '\0' || (*rest == '-' && g_ascii_isdigit (rest[1]))))
        return TRUE;
    }
  return FALSE;
}

/* A number of one or two digits that is a word of its own: a version, where
 * eight digits are a date. */
static gboolean
read_version (const char **p,
              guint       *value)
{
  guint digits = 0;

  *value = 0;
  for (; g_ascii_isdigit (**p); (*p)++, digits++)
    *value = MIN (*value, 999) * 10 + (guint) (**p - '0');
  return digits > 0 && digits <= 2;
}

/* claude-opus-4-7, claude-3-5-haiku-latest, claude-sonnet-4-20250514,
 * claude-sonnet-4.5: the first number is the major version, a second one
 * right behind it the minor. */
static LabTokenFamily
claude_family (const char *model)
{
  const char *p = model;
  guint major = 0, minor = 0;

  while (*p != '\0' && !g_ascii_isdigit (*p))
    p++;
  if (!read_version (&p, &major))
    return LAB_TOKEN_FAMILY_CLAUDE_4_7;
  if (*p == '-' || *p == '.')
    {
      p++;
      if (!read_version (&p, &minor))
        minor = 0;
    }
  return major > 4 || (major == 4 && minor >= 7) ? LAB_TOKEN_FAMILY_CLAUDE_4_7
                                                 : LAB_TOKEN_FAMILY_CLAUDE_3;
}

void
lab_token_scheme_init (LabTokenScheme *self,
                       const char     *model,
                       const char     *encoding)
{
  const char *slash, *claude;

  g_return_if_fail (self != NULL);
  g_return_if_fail (model != NULL);

  slash = strrchr (model, '/');
  model = slash != NULL ? slash + 1 : model;
  claude = strstr (model, "claude");
  *self = (LabTokenScheme) { .encoding = g_intern_static_string ("o200k_base") };
  if (encoding != NULL && lab_encoding_is_known (encoding))
    {
      self->family = LAB_TOKEN_FAMILY_PUBLISHED;
      self->encoding = g_intern_string (encoding);
      self->chat_documented = chat_is_documented (model);
    }
  else if (claude != NULL)
    self->family = claude_family (claude);
  else if (g_str_has_prefix (model, "gemini") || g_str_has_prefix (model, "gemma"))
    self->family = LAB_TOKEN_FAMILY_GEMINI;
  else
    self->family = LAB_TOKEN_FAMILY_UNKNOWN;
}
