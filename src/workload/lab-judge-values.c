/* lab-judge-values.c: labels, fields and expected values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-judge-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What stands inside a Markdown code fence, if the answer is one.
 * (transfer full) */
static char *
without_fence (const char *text)
{
  const char *end;
  const char *start;

  if (!g_str_has_prefix (text, "```"))
    return g_strdup (text);
  start = strchr (text, '\n');
  end = g_strrstr (text, "```");
  if (start == NULL || end <= start)
    return g_strdup (text);
  return g_strstrip (g_strndup (start + 1, (gsize) (end - start - 1)));
}

static LabJsonDocument *
parse_object (const char *text)
{
  g_autofree char *bare = without_fence (text);
  LabJsonDocument *document = lab_json_document_parse (bare, -1, NULL, 1, NULL);

  if (document != NULL
      && lab_json_get_node_type (lab_json_document_get_root (document)) != LAB_JSON_OBJECT)
    g_clear_pointer (&document, lab_json_document_unref);
  return document;
}

/* The label an answer gives: {"label": …}, "Label: …", or the bare words.
 * (transfer full) */
static char *
read_label (const LabAnswerText *answer)
{
  g_autoptr (LabJsonDocument) document = parse_object (answer->text);
  g_autofree char *bare = NULL;
  char *label;

  if (document != NULL)
    {
      const LabJson *root = lab_json_document_get_root (document);

      return g_strdup (lab_json_get_string (lab_json_get (root, "label")));
    }
  bare = without_fence (answer->text);
  label = bare;
  if (g_ascii_strncasecmp (label, "label:", 6) == 0)
    label += 6;
  while (*label != '\0' && strchr (" \t\"'`*", *label) != NULL)
    label++;
  while (*label != '\0' && strchr (" \t.\"'`*", label[strlen (label) - 1]) != NULL)
    label[strlen (label) - 1] = '\0';
  return g_strdup (label);
}

void
lab_judge_label (LabJudgement        *self,
                 const LabAnswerText *answer)
{
  g_autofree char *label = read_label (answer);
  g_autofree char *given = lab_text_normalise (label != NULL ? label : "");
  g_autofree char *wanted = lab_text_normalise (answer->task->expected);
  /* A label that the cut ended may have gone on: "refund" of "refund-part". */
  gboolean whole = !answer->cut || answer->text[0] == '{';

  lab_judgement_add_item (self, "label", answer->task->expected, label,
                          whole && strcmp (given, wanted) == 0, 1);
}

static gboolean
numbers_equal (const char *a,
               const char *b)
{
  if (strcmp (a, b) == 0)
    return TRUE;
  /* Beyond 15 digits two numbers could become one double. */
  if (strlen (a) > 15 || strlen (b) > 15)
    return FALSE;
  return g_ascii_strtod (a, NULL) == g_ascii_strtod (b, NULL);
}

static gboolean
is_number (const char *text)
{
  char *end;

  if (text[0] == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

static gboolean
strings_equal (const char *a,
               const char *b)
{
  g_autofree char *x = g_strstrip (g_strdup (a));
  g_autofree char *y = g_strstrip (g_strdup (b));

  return strcmp (x, y) == 0;
}

/* The same value; a number may stand as text. */
static gboolean
values_equal (const LabJson *wanted,
              const LabJson *given)
{
  const char *a = lab_json_get_number (wanted);
  const char *b = given != NULL ? lab_json_get_number (given) : NULL;
  const char *text;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (given == NULL)
    return FALSE;
  if (a != NULL && b == NULL)
    b = lab_json_get_string (given);
  if (a != NULL)
    return b != NULL && is_number (b) && numbers_equal (a, b);
  text = lab_json_get_string (wanted);
  if (text != NULL)
    {
      if (b != NULL)
        return is_number (text) && numbers_equal (text, b);
      return lab_json_get_string (given) != NULL
             && strings_equal (text, lab_json_get_string (given));
    }
  x = lab_json_to_string (wanted, TRUE);
  y = lab_json_to_string (given, TRUE);
  return strcmp (x, y) == 0;
}

/* Built-in schemas allow what they ask for and a free "note". */
static gboolean
has_strange_member (const LabJson *wanted,
                    const LabJson *given)
{
  for (guint i = 0; i < lab_json_get_n_members (given); i++)
    {
      const char *name = lab_json_get_member_name (given, i);

      if (strcmp (name, "note") != 0 && lab_json_get (wanted, name) == NULL)
        return TRUE;
    }
  return FALSE;
}

void
lab_judge_fields (LabJudgement        *self,
                  const LabAnswerText *answer)
{
  g_autoptr (LabJsonDocument) expected = parse_object (answer->task->expected);
  g_autoptr (LabJsonDocument) document = parse_object (answer->text);
  const LabJson *wanted = lab_json_document_get_root (expected);
  const LabJson *given = document != NULL ? lab_json_document_get_root (document) : NULL;

  for (guint i = 0; i < lab_json_get_n_members (wanted); i++)
    {
      const char *name = lab_json_get_member_name (wanted, i);
      const LabJson *value = lab_json_get (wanted, name);
      const LabJson *found = given != NULL ? lab_json_get (given, name) : NULL;
      g_autofree char *a = lab_json_to_string (value, FALSE);
      g_autofree char *b = found != NULL ? lab_json_to_string (found, FALSE) : NULL;

      lab_judgement_add_item (self, name, a, b, values_equal (value, found), 1);
    }
  if (answer->task->facts->len > 0)
    lab_judgement_add_item (self, "schema", _("only the fields asked for"), NULL,
                            given != NULL && !has_strange_member (wanted, given), 0);
}

static gboolean
matches_pattern (const LabAnswerText *answer)
{
  g_autoptr (GRegex) regex = g_regex_new (answer->task->expected, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int end = 0;

  if (regex == NULL || !g_regex_match (regex, answer->text, 0, &match))
    return FALSE;
  g_match_info_fetch_pos (match, 0, NULL, &end);
  return !answer->cut || (gsize) end < strlen (answer->text);
}

static gboolean
contains_text (const LabAnswerText *answer)
{
  const char *at = strstr (answer->text, answer->task->expected);

  return at != NULL && (!answer->cut || at[strlen (answer->task->expected)] != '\0');
}

/* One number of English notation from @p on: its value, and where it ends. */
static double
read_number (const char  *p,
             const char **end)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  if (*p == '-')
    g_string_append_c (digits, *p++);
  while (g_ascii_isdigit (*p)
         || (*p == ',' && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2])
             && g_ascii_isdigit (p[3]) && !g_ascii_isdigit (p[4])))
    {
      if (*p != ',')
        g_string_append_c (digits, *p);
      p++;
    }
  if (*p == '.' && g_ascii_isdigit (p[1]))
    {
      do
        g_string_append_c (digits, *p++);
      while (g_ascii_isdigit (*p));
    }
  *end = p;
  return g_ascii_strtod (digits->str, NULL);
}

/* The last number of the answer, by custom the result. */
static gboolean
last_number (const LabAnswerText *answer,
             double              *value)
{
  gboolean found = FALSE;
  const char *p = answer->text;

  while (*p != '\0')
    {
      gboolean sign = *p == '-' && g_ascii_isdigit (p[1])
                      && (p == answer->text || !g_ascii_isalnum (p[-1]));
      const char *end;
      double number;

      if (!sign && !g_ascii_isdigit (*p))
        {
          p++;
          continue;
        }
      number = read_number (p, &end);
      p = end;
      if (answer->cut && (*end == '\0' || (strchr (".,", *end) != NULL && end[1] == '\0')))
        break;
      *value = number;
      found = TRUE;
    }
  return found;
}

static gboolean
number_fits (const LabAnswerText *answer)
{
  const LabTask *task = answer->task;
  double wanted = g_ascii_strtod (task->expected, NULL);
  double tolerance = task->tolerance != NULL ? g_ascii_strtod (task->tolerance, NULL) : 0;
  double value;

  if (!last_number (answer, &value))
    return FALSE;
  /* 0.1 + 0.2 against 0.3: allow for the binary fractions themselves. */
  return fabs (value - wanted) <= tolerance + 1e-12 * fabs (wanted);
}

void
lab_judge_expected (LabJudgement        *self,
                    const LabAnswerText *answer)
{
  gboolean passed;

  switch (answer->task->judge)
    {
    case LAB_JUDGE_EXACT:
      passed = !answer->cut && strings_equal (answer->text, answer->task->expected);
      break;
    case LAB_JUDGE_CONTAINS:
      passed = contains_text (answer);
      break;
    case LAB_JUDGE_REGEX:
      passed = matches_pattern (answer);
      break;
    default:
      passed = number_fits (answer);
      break;
    }
  lab_judgement_add_item (self, lab_judge_kind_to_string (answer->task->judge),
                          answer->task->expected, NULL, passed, 1);
}
