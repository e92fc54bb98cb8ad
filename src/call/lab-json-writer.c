/* lab-json-writer.c: JSON out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lab-json-private.h"
#include "lab-json-writer.h"
#include "lab-utf8-scan.h"

#define MAX_DECIMALS 30
/* The largest double has 309 digits before the point. */
#define DECIMAL_BUFFER (309 + 3 + MAX_DECIMALS)

typedef struct
{
  gboolean object;
  gboolean named; /* a name was written and waits for its value */
  guint count;
} Level;

struct _LabJsonWriter
{
  GString *out;
  GArray *levels; /* (element-type Level) */
  gboolean pretty;
  gboolean done;
};

LabJsonWriter *
lab_json_writer_new (gboolean pretty)
{
  LabJsonWriter *self = g_new0 (LabJsonWriter, 1);

  self->out = g_string_new (NULL);
  self->levels = g_array_new (FALSE, TRUE, sizeof (Level));
  self->pretty = pretty;
  return self;
}

void
lab_json_writer_free (LabJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->out, TRUE);
  g_array_unref (self->levels);
  g_free (self);
}

static Level *
top (LabJsonWriter *self)
{
  if (self->levels->len == 0)
    return NULL;
  return &g_array_index (self->levels, Level, self->levels->len - 1);
}

static void
new_line (LabJsonWriter *self)
{
  if (!self->pretty)
    return;
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->levels->len; i++)
    g_string_append (self->out, "  ");
}

static gboolean
can_take_value (LabJsonWriter *self)
{
  Level *level = top (self);

  if (level == NULL)
    return !self->done;
  return !level->object || level->named;
}

/* The comma and the space before a value. */
static void
before_value (LabJsonWriter *self)
{
  Level *level = top (self);

  if (level == NULL)
    {
      self->done = TRUE;
      return;
    }
  if (level->object)
    {
      level->named = FALSE;
      return;
    }
  if (level->count++ > 0)
    g_string_append_c (self->out, ',');
  new_line (self);
}

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

/* Whether a byte of @word is below @n ≤ 0x80. */
static inline gboolean
has_below (guint64 word,
           guint8  n)
{
  return ((word - ONES * n) & ~word & HIGHS) != 0;
}

/* Over whole words in which nothing need be escaped. */
static const char *
skip_plain (const char *p,
            const char *end)
{
  for (; end - p >= 8; p += 8)
    {
      guint64 word;

      memcpy (&word, p, sizeof word);
      if (has_below (word, 0x20) || has_below (word ^ (ONES * '"'), 1) ||
          has_below (word ^ (ONES * '\\'), 1))
        break;
    }
  return p;
}

void
lab_json_append_quoted (GString    *out,
                        const char *text,
                        gsize       length)
{
  static const char short_names[] = "btn?fr"; /* from U+0008 on */
  const char *run = text;
  const char *end = text + length;

  g_string_append_c (out, '"');
  for (const char *p = skip_plain (text, end); p < end; p = skip_plain (p + 1, end))
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (out, run, p - run);
      run = p + 1;
      if (c >= 0x20)
        g_string_append_printf (out, "\\%c", c);
      else if (c >= 8 && c <= 13 && c != 11)
        g_string_append_printf (out, "\\%c", short_names[c - 8]);
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  g_string_append_len (out, run, end - run);
  g_string_append_c (out, '"');
}

static void
append_text (LabJsonWriter *self,
             const char    *text)
{
  gsize length = strlen (text);

  if (lab_utf8_scan_valid (text, length, NULL))
    {
      lab_json_append_quoted (self->out, text, length);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);

      lab_json_append_quoted (self->out, valid, strlen (valid));
    }
}

static void
begin (LabJsonWriter *self,
       gboolean       object)
{
  Level level = { .object = object };

  before_value (self);
  g_string_append_c (self->out, object ? '{' : '[');
  g_array_append_val (self->levels, level);
}

static void
end (LabJsonWriter *self,
     char           bracket)
{
  gboolean empty = top (self)->count == 0;

  g_array_set_size (self->levels, self->levels->len - 1);
  if (!empty)
    new_line (self);
  g_string_append_c (self->out, bracket);
}

void
lab_json_writer_begin_object (LabJsonWriter *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (can_take_value (self));

  begin (self, TRUE);
}

void
lab_json_writer_end_object (LabJsonWriter *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (top (self) != NULL && top (self)->object && !top (self)->named);

  end (self, '}');
}

void
lab_json_writer_begin_array (LabJsonWriter *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (can_take_value (self));

  begin (self, FALSE);
}

void
lab_json_writer_end_array (LabJsonWriter *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (top (self) != NULL && !top (self)->object);

  end (self, ']');
}

void
lab_json_writer_name (LabJsonWriter *self,
                      const char    *name)
{
  Level *level;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  level = top (self);
  g_return_if_fail (level != NULL && level->object && !level->named);

  if (level->count++ > 0)
    g_string_append_c (self->out, ',');
  level->named = TRUE;
  new_line (self);
  append_text (self, name);
  g_string_append (self->out, self->pretty ? ": " : ":");
}

void
lab_json_writer_raw (LabJsonWriter *self,
                     const char    *json)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);
  g_return_if_fail (can_take_value (self));

  before_value (self);
  g_string_append (self->out, json);
}

void
lab_json_writer_string (LabJsonWriter *self,
                        const char    *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (can_take_value (self));

  before_value (self);
  if (value == NULL)
    g_string_append (self->out, "null");
  else
    append_text (self, value);
}

void
lab_json_writer_int (LabJsonWriter *self,
                     gint64         value)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  lab_json_writer_raw (self, text);
}

void
lab_json_writer_boolean (LabJsonWriter *self,
                         gboolean       value)
{
  lab_json_writer_raw (self, value ? "true" : "false");
}

void
lab_json_writer_null (LabJsonWriter *self)
{
  lab_json_writer_raw (self, "null");
}

void
lab_json_writer_double (LabJsonWriter *self,
                        double         value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  if (!isfinite (value))
    {
      lab_json_writer_null (self);
      return;
    }
  /* 17 significant digits always suffice. 15 are never more than needed
   * (trailing zeros fall away), but for the subnormal numbers. */
  for (int digits = fabs (value) < DBL_MIN ? 1 : 15; digits <= 17; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  lab_json_writer_raw (self, text);
}

void
lab_json_writer_decimal (LabJsonWriter *self,
                         double         value,
                         int            digits)
{
  char text[DECIMAL_BUFFER];
  char format[8];

  g_return_if_fail (digits >= 0 && digits <= MAX_DECIMALS);

  if (!isfinite (value))
    {
      lab_json_writer_null (self);
      return;
    }
  g_snprintf (format, sizeof format, "%%.%df", digits);
  g_ascii_formatd (text, sizeof text, format, value);
  /* What rounds to nothing has no sign. */
  if (text[0] == '-' && strspn (text + 1, "0.") == strlen (text + 1))
    lab_json_writer_raw (self, text + 1);
  else
    lab_json_writer_raw (self, text);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const LabJson *const *left = a;
  const LabJson *const *right = b;

  return strcmp ((*left)->name, (*right)->name);
}

static void write_node (LabJsonWriter *self,
                        const LabJson *node,
                        gboolean       sorted);

static void
write_container (LabJsonWriter *self,
                 const LabJson *node,
                 gboolean       sorted)
{
  gboolean object = node->type == LAB_JSON_OBJECT;
  gsize size = node->n_members * sizeof (gpointer);
  g_autofree const LabJson **members = NULL;

  if (node->n_members > 0)
    members = g_memdup2 (node->value.members, size);
  if (object && sorted && node->n_members > 1)
    qsort (members, node->n_members, sizeof (gpointer), compare_names);
  begin (self, object);
  for (guint i = 0; i < node->n_members; i++)
    {
      if (object)
        lab_json_writer_name (self, members[i]->name);
      write_node (self, members[i], sorted);
    }
  end (self, object ? '}' : ']');
}

static void
write_string (LabJsonWriter *self,
              const LabJson *node)
{
  g_autoptr (GString) quoted = NULL;

  if (node->length == 0)
    {
      lab_json_writer_string (self, node->value.text);
      return;
    }
  quoted = g_string_new (NULL);
  lab_json_append_quoted (quoted, node->value.text, node->length);
  lab_json_writer_raw (self, quoted->str);
}

/* Calls itself at most LAB_JSON_MAX_DEPTH deep: the reader made the node. */
static void
write_node (LabJsonWriter *self,
            const LabJson *node,
            gboolean       sorted)
{
  switch (node->type)
    {
    case LAB_JSON_NULL:
      lab_json_writer_null (self);
      break;
    case LAB_JSON_BOOLEAN:
      lab_json_writer_boolean (self, node->value.truth);
      break;
    case LAB_JSON_NUMBER:
      lab_json_writer_raw (self, node->value.text);
      break;
    case LAB_JSON_STRING:
      write_string (self, node);
      break;
    case LAB_JSON_ARRAY:
    case LAB_JSON_OBJECT:
    default:
      write_container (self, node, sorted);
      break;
    }
}

void
lab_json_writer_node (LabJsonWriter *self,
                      const LabJson *node)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (node != NULL);
  g_return_if_fail (can_take_value (self));

  write_node (self, node, FALSE);
}

char *
lab_json_to_string (const LabJson *self,
                    gboolean       sorted)
{
  g_autoptr (LabJsonWriter) writer = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  writer = lab_json_writer_new (FALSE);
  write_node (writer, self, sorted);
  return lab_json_writer_to_string (writer);
}

void
lab_json_writer_money (LabJsonWriter *self,
                       LabMoney       amount)
{
  g_autofree char *usd = lab_money_to_string (amount);

  lab_json_writer_begin_object (self);
  lab_json_writer_member_string (self, "usd", usd);
  lab_json_writer_member_int (self, "nano_usd", amount);
  lab_json_writer_end_object (self);
}

void
lab_json_writer_member_string (LabJsonWriter *self,
                               const char    *name,
                               const char    *value)
{
  lab_json_writer_name (self, name);
  lab_json_writer_string (self, value);
}

void
lab_json_writer_member_int (LabJsonWriter *self,
                            const char    *name,
                            gint64         value)
{
  lab_json_writer_name (self, name);
  lab_json_writer_int (self, value);
}

void
lab_json_writer_member_boolean (LabJsonWriter *self,
                                const char    *name,
                                gboolean       value)
{
  lab_json_writer_name (self, name);
  lab_json_writer_boolean (self, value);
}

void
lab_json_writer_member_double (LabJsonWriter *self,
                               const char    *name,
                               double         value)
{
  lab_json_writer_name (self, name);
  lab_json_writer_double (self, value);
}

void
lab_json_writer_member_money (LabJsonWriter *self,
                              const char    *name,
                              LabMoney       amount)
{
  lab_json_writer_name (self, name);
  lab_json_writer_money (self, amount);
}

char *
lab_json_writer_to_string (LabJsonWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->levels->len == 0 && self->done, NULL);

  return g_strconcat (self->out->str, self->pretty ? "\n" : NULL, NULL);
}
