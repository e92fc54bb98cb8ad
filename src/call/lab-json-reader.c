/* lab-json-reader.c: from text to nodes, strictly and without recursion
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json-private.h"
#include "lab-utf8-scan.h"

#define MAX_EXPONENT 400

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
} Expect;

/* A container that is still open. Its members so far are the nodes of
 * `done` from @first on. */
typedef struct
{
  LabJson *node;
  const char *name; /* of the member being read */
  guint first;
  guint32 *table;
  gsize capacity;
} Frame;

typedef struct
{
  LabJsonDocument *document;
  const char *at;
  const char *end;      /* of what is UTF-8 */
  const char *text_end; /* of everything */
  const char *line_start;
  guint line;
  Frame frames[LAB_JSON_MAX_DEPTH];
  guint depth;
  gboolean allow_nul;
  GPtrArray *done;
  GError **error;
} Parser;

static guint
frame_count (const Parser *self,
             guint         level)
{
  guint last = level + 1 < self->depth ? self->frames[level + 1].first : self->done->len;

  return last - self->frames[level].first;
}

static char *
dup_path (const Parser *self)
{
  GString *path = g_string_new ("$");

  for (guint i = 0; i < self->depth; i++)
    {
      if (self->frames[i].node->type == LAB_JSON_ARRAY)
        g_string_append_printf (path, "[%u]", frame_count (self, i));
      else if (self->frames[i].name != NULL)
        lab_json_append_path_name (path, self->frames[i].name);
    }
  return g_string_free (path, FALSE);
}

/* Fails at @place on the current line. @reason is the stable word. */
static gboolean
fail (Parser     *self,
      const char *place,
      const char *reason,
      const char *message)
{
  g_autofree char *path = dup_path (self);
  g_autofree char *line = g_strdup_printf ("%u", self->line);
  glong column = g_utf8_strlen (self->line_start, place - self->line_start) + 1;

  lab_set_error (self->error, LAB_ERROR_INVALID_INPUT, "%s:%s:%ld: %s: %s",
                 lab_json_source_or_default (self->document->source), line, column, path,
                 message);
  if (self->error != NULL)
    {
      lab_error_set_context (*self->error, LAB_ERROR_CONTEXT_FILE,
                             lab_json_source_or_default (self->document->source));
      lab_error_set_context (*self->error, LAB_ERROR_CONTEXT_LINE, line);
      lab_error_set_context (*self->error, LAB_ERROR_CONTEXT_PATH, path);
      lab_error_set_context (*self->error, LAB_ERROR_CONTEXT_REASON, reason);
    }
  return FALSE;
}

static gboolean
fail_at_end (Parser *self)
{
  if (self->end == self->text_end)
    return fail (self, self->end, "truncated",
                 _("The text ends in the middle of a value. It may have been cut; get it whole."));
  if (*self->end == '\0')
    return fail (self, self->end, "nul", _("There is a NUL byte. Take it out."));
  return fail (self, self->end, "utf-8",
               _("There are bytes that are not UTF-8. Save the text as UTF-8."));
}

static void
skip_space (Parser *self)
{
  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '\n')
        {
          self->line++;
          self->line_start = self->at + 1;
        }
      else if (*self->at != ' ' && *self->at != '\t' && *self->at != '\r')
        return;
    }
}

static LabJson *
new_node (Parser      *self,
          LabJsonType  type)
{
  LabJson *node;

  if (self->depth == 0)
    node = &self->document->root;
  else
    node = lab_arena_alloc (&self->document->arena, sizeof (LabJson), sizeof (gpointer));
  memset (node, 0, sizeof *node);
  node->type = type;
  node->line = self->line;
  if (self->depth > 0)
    {
      node->parent = self->frames[self->depth - 1].node;
      node->name = self->frames[self->depth - 1].name;
    }
  return node;
}

/* Four hex digits at self->at, which moves on. Nothing here looks for the
 * end of the text: the string's closing quote stands before it. */
static gboolean
read_hex (Parser   *self,
          gunichar *value)
{
  *value = 0;
  for (int i = 0; i < 4; i++, self->at++)
    {
      if (!g_ascii_isxdigit (*self->at))
        return fail (self, self->at, "string",
                     _("\\u needs four hexadecimal digits. Write all four."));
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

static gboolean
read_unicode_escape (Parser    *self,
                     char     **out,
                     gboolean   allow_nul)
{
  const char *start = self->at - 2;
  gunichar unit, low;

  if (!read_hex (self, &unit))
    return FALSE;
  if (unit == 0 && !allow_nul)
    return fail (self, start, "nul", _("U+0000 cannot be kept in text. Take it out."));
  if (unit >= 0xd800 && unit <= 0xdfff)
    {
      if (unit >= 0xdc00 || self->at[0] != '\\' || self->at[1] != 'u')
        return fail (self, start, "surrogate",
                     _("A surrogate stands without its other half. Write the character itself."));
      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, start, "surrogate",
                     _("A surrogate stands without its other half. Write the character itself."));
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  /* GLib writes U+0000 as it is, in one byte. */
  *out += g_unichar_to_utf8 (unit, *out);
  return TRUE;
}

/* What stands behind a backslash; self->at moves on. */
static gboolean
read_escape (Parser    *self,
             char     **out,
             gboolean   allow_nul)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;
  char c = *self->at++;

  if (c == 'u')
    return read_unicode_escape (self, out, allow_nul);
  found = strchr (names, c);
  if (found == NULL)
    return fail (self, self->at - 2, "string",
                 _("This escape does not exist. "
                   "Use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u."));
  *(*out)++ = values[found - names];
  return TRUE;
}

/* The closing quote behind self->at, or NULL with an error. Does not look
 * at what escapes mean. */
static const char *
find_closing_quote (Parser *self)
{
  const char *p = self->at;

  while (p < self->end && *p != '"')
    {
      if ((guchar) *p < 0x20)
        {
          fail (self, p, "string",
                _("A control character stands in a string. Write it as an escape, such as \\n."));
          return NULL;
        }
      p += *p == '\\' ? 2 : 1;
    }
  if (p >= self->end)
    {
      fail_at_end (self);
      return NULL;
    }
  return p;
}

/* self->at stands on the opening quote. @length: (out): in bytes. (nullable) */
static const char *
read_string (Parser   *self,
             gboolean  allow_nul,
             gsize    *length)
{
  const char *close;
  char *text, *out;

  self->at++;
  close = find_closing_quote (self);
  if (close == NULL)
    return NULL;

  /* No escape is shorter than what it stands for. */
  text = lab_arena_alloc (&self->document->arena, (gsize) (close - self->at) + 1, 1);
  out = text;
  while (self->at < close)
    {
      const char *escape = memchr (self->at, '\\', (gsize) (close - self->at));
      const char *run_end = escape != NULL ? escape : close;

      memcpy (out, self->at, (gsize) (run_end - self->at));
      out += run_end - self->at;
      self->at = run_end;
      if (escape == NULL)
        break;
      self->at++;
      if (!read_escape (self, &out, allow_nul))
        return NULL;
    }
  *out = '\0';
  *length = (gsize) (out - text);
  self->at = close + 1;
  return text;
}

static const char *
skip_digits (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

static gboolean
check_exponent (Parser     *self,
                const char *digits,
                const char *end)
{
  int exponent = 0;

  for (const char *p = digits; p < end && exponent < MAX_EXPONENT; p++)
    exponent = exponent * 10 + (*p - '0');
  if (exponent >= MAX_EXPONENT)
    return fail (self, digits, "number",
                 _("The exponent is too far from zero to be meant. Write a number of human size."));
  return TRUE;
}

/* Moves over digits, of which there must be one. */
static gboolean
expect_digits (Parser *self)
{
  const char *digits = self->at;

  self->at = skip_digits (digits, self->end);
  if (self->at > digits)
    return TRUE;
  if (self->at == self->end)
    return fail_at_end (self);
  return fail (self, self->at, "number",
               _("A digit is missing. Write numbers as in -12.5e3, or put quotes round text."));
}

static gboolean
scan_number (Parser *self)
{
  const char *digits;

  if (*self->at == '-')
    self->at++;
  digits = self->at;
  if (!expect_digits (self))
    return FALSE;
  if (*digits == '0' && self->at > digits + 1)
    return fail (self, digits, "number", _("A number begins with a zero. Leave the zero out."));
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!expect_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      digits = self->at;
      if (!expect_digits (self) || !check_exponent (self, digits, self->at))
        return FALSE;
    }
  return TRUE;
}

static const char *
read_number (Parser *self)
{
  const char *start = self->at;
  gsize length;
  char *text;

  if (!scan_number (self))
    return NULL;
  length = (gsize) (self->at - start);
  text = lab_arena_alloc (&self->document->arena, length + 1, 1);
  memcpy (text, start, length);
  text[length] = '\0';
  return text;
}

static gboolean
read_word (Parser      *self,
           const char  *word,
           LabJsonType  type,
           gboolean     truth)
{
  const char *start = self->at;
  LabJson *node;

  for (const char *w = word; *w != '\0'; w++, self->at++)
    {
      if (self->at == self->end)
        return fail_at_end (self);
      if (*self->at != *w)
        return fail (self, start, "syntax",
                     _("This word is no value. "
                       "Use true, false or null, or put quotes round text."));
    }
  node = new_node (self, type);
  node->value.truth = truth;
  g_ptr_array_add (self->done, node);
  return TRUE;
}

static gboolean
read_text (Parser      *self,
           LabJsonType  type)
{
  LabJson *node = new_node (self, type);
  gsize length = 0;

  node->value.text = type == LAB_JSON_STRING ? read_string (self, self->allow_nul, &length) :
                                               read_number (self);
  if (node->value.text == NULL)
    return FALSE;
  if (self->allow_nul && memchr (node->value.text, '\0', length) != NULL)
    node->length = (guint) length;
  g_ptr_array_add (self->done, node);
  return TRUE;
}

static gboolean
open_container (Parser      *self,
                LabJsonType  type)
{
  LabJson *node;
  Frame *frame;

  if (self->depth == LAB_JSON_MAX_DEPTH)
    return fail (self, self->at, "too-deep",
                 _("Values are nested more than 64 deep. Write the data flatter."));
  node = new_node (self, type);
  frame = &self->frames[self->depth++];
  *frame = (Frame){ .node = node, .first = self->done->len };
  self->at++;
  return TRUE;
}

static void
close_container (Parser *self)
{
  Frame *frame = &self->frames[self->depth - 1];
  guint n = frame_count (self, self->depth - 1);
  gsize members_size = n * sizeof (gpointer);
  gsize table_size = frame->capacity * sizeof (guint32);
  char *block;

  if (n > 0)
    {
      block = lab_arena_alloc (&self->document->arena, members_size + table_size,
                               sizeof (gpointer));
      memcpy (block, self->done->pdata + frame->first, members_size);
      if (table_size > 0)
        memcpy (block + members_size, frame->table, table_size);
      frame->node->value.members = (const LabJson **) block;
      frame->node->n_members = n;
    }
  g_ptr_array_set_size (self->done, (int) frame->first);
  g_ptr_array_add (self->done, frame->node);
  g_clear_pointer (&frame->table, g_free);
  self->depth--;
  self->at++;
}

/* Whether @name is new in the innermost object; remembers it. */
static gboolean
remember_name (Parser     *self,
               const char *name)
{
  Frame *frame = &self->frames[self->depth - 1];
  guint n = frame_count (self, self->depth - 1);
  const LabJson **members = (const LabJson **) self->done->pdata + frame->first;
  gsize capacity = lab_json_names_capacity (n + 1);
  guint32 *entry;

  if (capacity == 0)
    {
      for (guint i = 0; i < n; i++)
        {
          if (strcmp (members[i]->name, name) == 0)
            return FALSE;
        }
      return TRUE;
    }

  if (capacity > frame->capacity)
    {
      g_free (frame->table);
      frame->table = g_new0 (guint32, capacity);
      frame->capacity = capacity;
      lab_json_names_fill (frame->table, capacity, members, n);
    }
  entry = lab_json_names_find (frame->table, capacity, members, name);
  if (*entry != 0)
    return FALSE;
  *entry = n + 1;
  return TRUE;
}

/* A member's name and its colon. */
static gboolean
read_name (Parser *self)
{
  Frame *frame = &self->frames[self->depth - 1];
  const char *start = self->at;
  const char *name;
  gsize length;

  frame->name = NULL;
  if (*self->at != '"')
    return fail (self, self->at, "syntax",
                 _("A member's name in double quotes is expected here. Write \"name\": value."));
  name = read_string (self, FALSE, &length);
  if (name == NULL)
    return FALSE;
  frame->name = name;
  if (!remember_name (self, name))
    return fail (self, start, "duplicate-key",
                 _("This name stands twice in one object. Keep one of the two."));

  skip_space (self);
  if (self->at == self->end)
    return fail_at_end (self);
  if (*self->at != ':')
    return fail (self, self->at, "syntax", _("A colon is expected behind a member's name."));
  self->at++;
  return TRUE;
}

static gboolean
read_value (Parser *self,
            Expect *expect)
{
  char c = *self->at;
  gboolean ok;

  if (c == '{' || c == '[')
    {
      *expect = c == '{' ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
      return open_container (self, c == '{' ? LAB_JSON_OBJECT : LAB_JSON_ARRAY);
    }

  if (c == '"')
    ok = read_text (self, LAB_JSON_STRING);
  else if (c == '-' || g_ascii_isdigit (c))
    ok = read_text (self, LAB_JSON_NUMBER);
  else if (c == 't')
    ok = read_word (self, "true", LAB_JSON_BOOLEAN, TRUE);
  else if (c == 'f')
    ok = read_word (self, "false", LAB_JSON_BOOLEAN, FALSE);
  else if (c == 'n')
    ok = read_word (self, "null", LAB_JSON_NULL, FALSE);
  else
    ok = fail (self, self->at, "syntax",
               _("A value is expected here: an object, an array, a string in double quotes, "
                 "a number, true, false or null."));
  *expect = self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
  return ok;
}

static gboolean
read_comma_or_end (Parser *self,
                   Expect *expect)
{
  gboolean in_object = self->frames[self->depth - 1].node->type == LAB_JSON_OBJECT;

  if (*self->at == (in_object ? '}' : ']'))
    {
      close_container (self);
      *expect = self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
      return TRUE;
    }
  if (*self->at != ',')
    return fail (self, self->at, "syntax",
                 in_object ? _("A comma or } is expected here.")
                           : _("A comma or ] is expected here."));
  self->at++;
  *expect = in_object ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

/* One token, self->at standing on its first byte. */
static gboolean
read_token (Parser *self,
            Expect *expect)
{
  switch (*expect)
    {
    case EXPECT_VALUE_OR_END:
      if (*self->at == ']')
        return read_comma_or_end (self, expect);
      return read_value (self, expect);

    case EXPECT_VALUE:
      return read_value (self, expect);

    case EXPECT_NAME_OR_END:
      if (*self->at == '}')
        return read_comma_or_end (self, expect);
      *expect = EXPECT_VALUE;
      return read_name (self);

    case EXPECT_NAME:
      *expect = EXPECT_VALUE;
      return read_name (self);

    case EXPECT_COMMA_OR_END:
      return read_comma_or_end (self, expect);

    case EXPECT_NOTHING:
    default:
      return fail (self, self->at, "trailing",
                   _("Something stands behind the end of the value. Take it out."));
    }
}

static gboolean
read_document (Parser *self)
{
  Expect expect = EXPECT_VALUE;

  if (self->end - self->at >= 3 && memcmp (self->at, "\xef\xbb\xbf", 3) == 0)
    return fail (self, self->at, "bom",
                 _("The text begins with a byte order mark. Save it as UTF-8 without one."));
  while (TRUE)
    {
      skip_space (self);
      if (self->at == self->end)
        break;
      if (!read_token (self, &expect))
        return FALSE;
    }
  if (expect == EXPECT_VALUE && self->depth == 0 && self->end == self->text_end)
    return fail (self, self->at, "empty", _("There is no value. Write one."));
  if (expect != EXPECT_NOTHING || self->end != self->text_end)
    return fail_at_end (self);
  return TRUE;
}

static LabJsonDocument *
new_document (const char *source,
              gsize       length)
{
  LabJsonDocument *self = g_new0 (LabJsonDocument, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = g_strdup (source);
  lab_arena_init (&self->arena, CLAMP (length * 2, 256, 64 * 1024));
  return self;
}

static gboolean
fail_too_large (Parser *self,
                gsize   max_bytes)
{
  g_autofree char *size = g_format_size (max_bytes);
  g_autofree char *message = NULL;

  message = g_strdup_printf (_("The text is larger than %s. Split it into smaller ones."), size);
  return fail (self, self->at, "too-large", message);
}

LabJsonDocument *
lab_json_parse (const char  *text,
                gsize        length,
                gsize        max_bytes,
                const char  *source,
                guint        first_line,
                gboolean     allow_nul,
                GError     **error)
{
  g_autoptr (LabJsonDocument) document = new_document (source, length);
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  Parser self = {
    .document = document,
    .at = text,
    .end = text,
    .text_end = text + length,
    .line_start = text,
    .line = first_line,
    .allow_nul = allow_nul,
    .done = done,
    .error = error,
  };
  gboolean ok;

  /* Members and lines are counted in 32 bits. */
  max_bytes = MIN (max_bytes, G_MAXINT32);
  if (length > max_bytes)
    {
      fail_too_large (&self, max_bytes);
      return NULL;
    }
  /* Reading stops where the text stops being UTF-8, so that the message can
   * name the place. */
  lab_utf8_scan_valid (text, length, &self.end);
  ok = read_document (&self);
  for (guint i = 0; i < self.depth; i++)
    g_free (self.frames[i].table);
  return ok ? g_steal_pointer (&document) : NULL;
}
