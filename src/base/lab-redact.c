/* lab-redact.c: keeping keys out of text
 *
 * Every byte that belongs to a key is marked first, then each run of marked
 * bytes is replaced: so keys that overlap, or of which one begins another,
 * leave nothing behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-redact-private.h"

#include <string.h>

/* How long a key is at least where it begins a word, and inside one, where
 * "task-…" is more likely than "sk-…". */
#define SHORTEST_KEY 3
#define SHORTEST_EMBEDDED_KEY 16

static const char *const key_prefixes[] = { "sk-", "AIza", "ya29." };
static const char *const key_names[] = { "authorization", "x-api-key",  "x-goog-api-key",
                                         "api-key",       "api_key",    "apikey",
                                         "access_token",  "secret_key", "client_secret" };

static gboolean
is_key_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Of a bearer's token (RFC 6750). */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~+/=", c) != NULL);
}

static gboolean
begins_word (const char *text, gsize at)
{
  return at == 0 || !g_ascii_isalnum (text[at - 1]);
}

static gsize
count_while (const char *text, gboolean (*belongs) (char))
{
  gsize n = 0;

  while (belongs (text[n]))
    n++;
  return n;
}

/* The text, which of its bytes are marked, and how far values were marked
 * by what stands before them: what repeats its own beginning is gone through
 * once, not once for each beginning. */
typedef struct
{
  const char *text;
  guint8 *marks;
  gsize prefixed_end;
  gsize header_end;
  gsize named_end;
} Marking;

static void
mark_prefixed (Marking *self, gsize at)
{
  gsize shortest = begins_word (self->text, at) ? SHORTEST_KEY : SHORTEST_EMBEDDED_KEY;

  for (guint i = 0; i < G_N_ELEMENTS (key_prefixes); i++)
    {
      gsize prefix = strlen (key_prefixes[i]);
      gsize rest;

      if (at < self->prefixed_end || strncmp (self->text + at, key_prefixes[i], prefix) != 0)
        continue;
      rest = count_while (self->text + at + prefix, is_key_char);
      if (rest < shortest)
        continue;
      memset (self->marks + at, 1, prefix + rest);
      self->prefixed_end = at + prefix + rest;
    }
}

/* @at begins a word. */
static void
mark_bearer (Marking *self, gsize at)
{
  const char *word = "bearer";
  gsize length = strlen (word);
  gsize gap;

  if (g_ascii_strncasecmp (self->text + at, word, length) != 0)
    return;
  at += length;
  gap = strspn (self->text + at, " \t");
  if (gap > 0)
    memset (self->marks + at + gap, 1, count_while (self->text + at + gap, is_token_char));
}

/* @at begins a word: "x-api-key: …", "api_key=…", "\"Authorization\": …". */
static void
mark_named (Marking *self, gsize at)
{
  for (guint i = 0; i < G_N_ELEMENTS (key_names); i++)
    {
      /* A header's credentials may hold spaces; other values end there. */
      gboolean header = i == 0;
      gsize *done = header ? &self->header_end : &self->named_end;
      gsize length = strlen (key_names[i]);
      gsize value = at + length;

      if (g_ascii_strncasecmp (self->text + at, key_names[i], length) != 0)
        continue;
      value += strspn (self->text + value, "\\\"' \t");
      if (self->text[value] != ':' && self->text[value] != '=')
        continue;
      value++;
      value += strspn (self->text + value, "\\\"' \t");
      if (value < *done)
        continue;
      length = strcspn (self->text + value, header ? "\r\n\"'\\" : "\r\n\"'\\&,;} \t");
      memset (self->marks + value, 1, length);
      *done = value + length;
    }
}

static void
mark_secret (const char *text, guint8 *marks, const char *secret)
{
  gsize length = strlen (secret);

  for (const char *at = strstr (text, secret); at != NULL; at = strstr (at + 1, secret))
    memset (marks + (at - text), 1, length);
}

static char *
replace_marked (const char *text, const guint8 *marks, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (!marks[i])
        g_string_append_c (out, text[i]);
      else if (i == 0 || !marks[i - 1])
        g_string_append (out, LAB_REDACTED);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
lab_redact_is_key_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (key_names); i++)
    if (g_ascii_strcasecmp (name, key_names[i]) == 0)
      return TRUE;
  return FALSE;
}

char *
lab_redact_with_secrets (const char *text, GPtrArray *secrets)
{
  gsize length = strlen (text);
  g_autofree guint8 *marks = g_new0 (guint8, length + 1);
  Marking marking = { .text = text, .marks = marks };

  for (gsize at = 0; at < length; at++)
    {
      mark_prefixed (&marking, at);
      if (!begins_word (text, at))
        continue;
      mark_bearer (&marking, at);
      mark_named (&marking, at);
    }
  for (guint i = 0; secrets != NULL && i < secrets->len; i++)
    mark_secret (text, marks, g_ptr_array_index (secrets, i));
  return replace_marked (text, marks, length);
}

char *
lab_redact (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return lab_redact_with_secrets (text, NULL);
}
