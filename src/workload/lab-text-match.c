/* lab-text-match.c: text in a form in which values can be found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-text-match-private.h"

#include <string.h>

#include "lab-utf8-scan.h"

/* The plain form of signs that word processors and models like to change;
 * 0 for signs that are dropped. */
static gunichar
plain_sign (gunichar c)
{
  switch (c)
    {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x02BC:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return '-';
    case 0x00AD:
    case 0x200B:
    case 0xFEFF:
      return 0;
    default:
      return c;
    }
}

/* Longer than any character becomes: lower case may need a byte more. */
#define MOST_BYTES 6

static char *
normalise (const char *text,
           gsize       length)
{
  /* Nothing grows to more than twice its bytes; a space stands for one. */
  char *normal = g_malloc (2 * length + MOST_BYTES + 1);
  char *out = normal;
  gboolean space = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : plain_sign (g_utf8_get_char (p));

      if (c < 0x80 ? g_ascii_isspace ((char) c) : g_unichar_isspace (c))
        {
          space = out > normal;
          continue;
        }
      if (c == 0)
        continue;
      if (space)
        *out++ = ' ';
      space = FALSE;
      if (c < 0x80)
        *out++ = (char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
      else
        out += g_unichar_to_utf8 (g_unichar_tolower (c), out);
    }

  *out = '\0';
  return g_realloc (normal, (gsize) (out - normal) + 1);
}

char *
lab_text_normalise (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *valid = NULL;

  if (lab_utf8_scan_valid (text, length, NULL))
    return normalise (text, length);

  valid = g_utf8_make_valid (text, (gssize) length);
  return normalise (valid, strlen (valid));
}

/* Whether the character at @p belongs to a word or number. */
static gboolean
is_word (const char *p)
{
  gunichar c;

  if ((guchar) *p < 0x80)
    return g_ascii_isalnum (*p) || *p == '_';
  c = g_utf8_get_char (p);
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* How many digits stand from @p on. */
static gsize
digits_at (const char *p)
{
  return strspn (p, "0123456789");
}

/* Whether the sign at @sign joins the digits on its two sides to one number,
 * date or time. */
static gboolean
joins_digits (const char    *sign,
              gsize          before,
              gsize          after,
              LabMatchFlags  flags)
{
  if (before == 0 || after == 0)
    return FALSE;
  if (strchr (".:-/'", *sign) != NULL)
    return TRUE;
  if (*sign != ',')
    return FALSE;
  /* 1,249 is one number; 48213,30 in a record is two. */
  return (flags & LAB_MATCH_RECORDS) == 0 || (after == 3 && before <= 3);
}

static gsize
digits_before (const char *text,
               const char *end)
{
  const char *p = end;

  while (p > text && g_ascii_isdigit (p[-1]))
    p--;
  return (gsize) (end - p);
}

static gboolean
starts_whole (const char    *text,
              const char    *match,
              LabMatchFlags  flags)
{
  const char *before;

  if (match == text || !is_word (match))
    return TRUE;
  before = g_utf8_prev_char (match);
  if (is_word (before))
    return FALSE;
  if (before == text || !g_ascii_isdigit (*match))
    return TRUE;
  /* "RF-48213" is not 48213. */
  if (*before == '-' && is_word (g_utf8_prev_char (before)))
    return FALSE;
  return !joins_digits (match - 1, digits_before (text, match - 1), digits_at (match), flags);
}

static gboolean
ends_whole (const char    *text,
            const char    *end,
            LabMatchFlags  flags)
{
  char last = end[-1];
  char after = *end;

  if (after == '\0')
    return (flags & LAB_MATCH_CUT) == 0;
  if (!is_word (g_utf8_prev_char (end)))
    return TRUE;
  if (is_word (end))
    return FALSE;
  if (!g_ascii_isdigit (last))
    return TRUE;
  /* A point at the very end of a cut text may have digits to come. */
  if ((flags & LAB_MATCH_CUT) != 0 && strchr (".,:-/'", after) != NULL && end[1] == '\0')
    return FALSE;
  return !joins_digits (end, digits_before (text, end), digits_at (end + 1), flags);
}

static gboolean
find_form (const char    *normal,
           const char    *form,
           LabMatchFlags  flags)
{
  gsize length = strlen (form);

  if (length == 0)
    return FALSE;
  for (const char *p = strstr (normal, form); p != NULL; p = strstr (p + 1, form))
    {
      if (starts_whole (normal, p, flags) && ends_whole (normal, p + length, flags))
        return TRUE;
    }
  return FALSE;
}

/* The integer part's digits with @group between threes. */
static char *
group_digits (const char *digits,
              gsize       n,
              const char *group)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (out, group);
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

/* @value as digits and fraction, if it is a plain number of English notation
 * without leading zeros; the comma must group threes. */
static gboolean
read_number (const char  *value,
             char       **whole,
             char       **fraction)
{
  GString *digits = g_string_new (NULL);
  const char *p = value;
  gboolean grouped = FALSE;
  gboolean good = digits_at (p) > 0 && (p[0] != '0' || !g_ascii_isdigit (p[1]));

  while (good)
    {
      gsize n = digits_at (p);

      g_string_append_len (digits, p, (gssize) n);
      p += n;
      if (*p != ',')
        break;
      p++;
      grouped = TRUE;
      good = digits_at (p) == 3 && digits->len <= 15;
    }
  if (good && !grouped)
    good = digits->len <= 15;
  if (good && *p == '.' && digits_at (p + 1) > 0)
    {
      *fraction = g_strndup (p + 1, digits_at (p + 1));
      p += 1 + digits_at (p + 1);
    }
  good = good && *p == '\0';
  *whole = g_string_free (digits, !good);
  if (!good)
    g_clear_pointer (fraction, g_free);
  return good;
}

static void
add_number_form (GPtrArray  *forms,
                 const char *whole,
                 const char *point,
                 const char *fraction)
{
  g_ptr_array_add (forms, g_strconcat (whole, fraction[0] != '\0' ? point : "", fraction, NULL));
}

/* Other notations of the number that @value is. */
static void
add_number_forms (GPtrArray  *forms,
                  const char *value)
{
  static const char *const styles[][2]
      = { { "", "." }, { "", "," }, { ",", "." }, { ".", "," }, { " ", "." },
          { " ", "," }, { "'", "." } };
  g_autofree char *whole = NULL;
  g_autofree char *fraction = NULL;
  gsize used;

  if (!read_number (value, &whole, &fraction))
    return;
  used = fraction != NULL ? strlen (fraction) : 0;
  while (used > 0 && fraction[used - 1] == '0')
    used--;

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *grouped = group_digits (whole, strlen (whole), styles[i][0]);

      /* With as many zeros behind as stood there, as few, and as money. */
      for (gsize places = used; places <= MAX (used, 2); places++)
        {
          g_autofree char *digits = g_strdup_printf ("%.*s%.*s", (int) used,
                                                     fraction != NULL ? fraction : "",
                                                     (int) (places - used), "00");

          add_number_form (forms, grouped, styles[i][1], digits);
        }
    }
}

gboolean
lab_text_find_value (const char    *normal,
                     const char    *value,
                     LabMatchFlags  flags)
{
  g_autofree char *plain = lab_text_normalise (value);
  g_autoptr (GPtrArray) forms = NULL;

  if (find_form (normal, plain, flags))
    return TRUE;
  forms = g_ptr_array_new_with_free_func (g_free);
  add_number_forms (forms, plain);
  for (guint i = 0; i < forms->len; i++)
    {
      if (find_form (normal, g_ptr_array_index (forms, i), flags))
        return TRUE;
    }
  return FALSE;
}

gboolean
lab_text_find_any (const char         *normal,
                   const char * const *values,
                   LabMatchFlags       flags)
{
  for (gsize i = 0; values[i] != NULL; i++)
    {
      if (lab_text_find_value (normal, values[i], flags))
        return TRUE;
    }
  return FALSE;
}
