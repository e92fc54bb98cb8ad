/* lab-generator-values.c: made-up values that no model can know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <string.h>

/* Draws before a range is held to be used up. */
#define MAX_TRIES 200

static const char *const month_names[]
    = { "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December" };

guint
lab_random_range (LabRandom *random,
                  guint      minimum,
                  guint      maximum)
{
  g_assert (minimum <= maximum);
  return minimum + (guint) lab_random_below (random, (guint64) (maximum - minimum) + 1);
}

gboolean
lab_random_chance (LabRandom *random,
                   guint      permille)
{
  return lab_random_below (random, 1000) < permille;
}

void
lab_value_clear (LabValue *self)
{
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->form, g_free);
}

GHashTable *
lab_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
set_value (LabValue *self,
           char     *value,
           char     *form)
{
  lab_value_clear (self);
  self->value = value;
  self->form = form;
}

/* The drawers: each writes the value of @n and returns what must be unique
 * in a text. (transfer full) */
static char *
draw_number (LabValue      *self,
             const LabJson *spec,
             guint          n)
{
  const char *unit = lab_words_string (spec, "unit");
  int stem = (int) strlen (unit) - (g_str_has_suffix (unit, "s") ? 1 : 0);

  set_value (self, g_strdup_printf ("%u %s", n, unit), g_strdup_printf ("%u-%.*s", n, stem, unit));
  return g_strdup_printf ("%u", n);
}

static char *
draw_money (LabValue      *self,
            const LabJson *spec,
            guint          n)
{
  /* Cents; prices that end in 0 or 5 look real. */
  n -= n % 5;
  set_value (self, g_strdup_printf ("$%u.%02u", n / 100, n % 100),
             g_strdup_printf ("%u.%02u", n / 100, n % 100));
  return g_strdup (self->form);
}

static char *
draw_percent (LabValue      *self,
              const LabJson *spec,
              guint          n)
{
  set_value (self, g_strdup_printf ("%u percent", n), g_strdup_printf ("%u%%", n));
  return g_strdup_printf ("%u", n);
}

static char *
draw_time (LabValue      *self,
           const LabJson *spec,
           guint          n)
{
  guint quarter = n % 96;

  set_value (self, g_strdup_printf ("%02u:%02u", quarter / 4, quarter % 4 * 15), NULL);
  return g_strdup (self->value);
}

static char *
draw_date (LabValue      *self,
           const LabJson *spec,
           guint          n)
{
  guint day = n % 28 + 1;
  guint month = n / 28 % 12;
  guint year = 2024 + n / 336 % 4;

  set_value (self, g_strdup_printf ("%u %s %u", day, month_names[month], year),
             g_strdup_printf ("%u-%02u-%02u", year, month + 1, day));
  return g_strdup (self->form);
}

static char *
draw_code (LabValue      *self,
           const LabJson *spec,
           guint          n)
{
  set_value (self, g_strdup_printf ("%s-%05u", lab_words_string (spec, "prefix"), n), NULL);
  return g_strdup_printf ("%u", n);
}

static char *
draw_once (LabValue      *self,
           const LabJson *spec,
           LabRandom     *random)
{
  static const struct
  {
    const char *kind;
    char *(*draw) (LabValue      *self,
                   const LabJson *spec,
                   guint          n);
  } drawers[] = { { "number", draw_number }, { "money", draw_money }, { "percent", draw_percent },
                  { "time", draw_time },     { "date", draw_date },   { "code", draw_code } };
  const char *kind = lab_words_string (spec, "kind");

  for (gsize i = 0; i < G_N_ELEMENTS (drawers); i++)
    {
      if (strcmp (kind, drawers[i].kind) == 0)
        return drawers[i].draw (self, spec,
                                lab_random_range (random, (guint) lab_words_int (spec, "min", 1),
                                                  (guint) lab_words_int (spec, "max", 99999)));
    }
  g_assert (strcmp (kind, "name") == 0);
  set_value (self, g_strdup (lab_words_pick (spec, "choices", random)), NULL);
  return g_strdup (self->value);
}

void
lab_value_draw (LabValue      *self,
                const LabJson *kind,
                GHashTable    *used,
                LabRandom     *random)
{
  for (guint tries = 0;; tries++)
    {
      g_autofree char *core = draw_once (self, kind, random);

      if (!g_hash_table_contains (used, core))
        {
          g_hash_table_add (used, g_steal_pointer (&core));
          return;
        }
      if (tries == MAX_TRIES)
        g_error ("A word list asks for more values than there are: %s",
                 lab_words_string (kind, "kind"));
    }
}

char *
lab_template_fill (const char *template,
                   ...)
{
  GString *out = g_string_new (template);
  va_list args;
  const char *name;

  va_start (args, template);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      const char *text = va_arg (args, const char *);
      g_autofree char *placeholder = g_strdup_printf ("{%s}", name);

      g_string_replace (out, placeholder, text, 0);
    }
  va_end (args);
  return g_string_free (out, FALSE);
}

/* Tokens of a definition as it is counted: its three texts. */
static guint
tool_tokens (const LabJson *tool)
{
  return lab_words_count (lab_words_string (tool, "name"))
         + lab_words_count (lab_words_string (tool, "description"))
         + lab_words_count (lab_words_string (tool, "parameters"));
}

void
lab_task_add_tools (LabTask       *task,
                    const LabJson *array,
                    LabDeck       *deck,
                    guint          tokens)
{
  guint n = lab_json_get_n_members (array);
  guint total = 0;
  guint used = 0;

  if (tokens == 0)
    return;
  while (used < n && (used == 0 || total < tokens))
    total += tool_tokens (lab_json_get_element (array, used++));

  for (guint i = 0; i < used; i++)
    {
      const LabJson *tool = lab_json_get_element (array, i);
      const char *text = lab_words_string (tool, "description");
      guint extra = tokens > total ? (tokens - total) / used : 0;
      LabPassage *passage = lab_passage_new ();
      g_autofree char *description = NULL;

      if (i == 0 && tokens > total)
        extra += (tokens - total) % used;
      lab_passage_add (passage, text, 0);
      description = lab_passage_finish (passage, deck, lab_words_count (text) + extra, 0);
      g_ptr_array_add (task->tools, lab_tool_new (lab_words_string (tool, "name"), description,
                                                  lab_words_string (tool, "parameters")));
    }
}
