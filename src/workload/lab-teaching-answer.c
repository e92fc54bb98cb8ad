/* lab-teaching-answer.c: the words of the mock's answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-teaching-private.h"

#include <string.h>

#include "lab-task-private.h"
#include "lab-text-match-private.h"
#include "lab-words-private.h"

/* A quarter of a natural answer comes before the point; a brief one is 26 %
 * as long and has no preamble. */
#define PREAMBLE_PERCENT 25
#define BRIEF_PERCENT 26

gboolean
lab_teaching_asks_brevity (const char *normal)
{
  const LabJson *phrases
      = lab_json_get (lab_words_get_root (lab_words_get ("answers")), "brevity_phrases");

  for (guint i = 0; i < lab_json_get_n_members (phrases); i++)
    {
      if (strstr (normal, lab_json_get_string (lab_json_get_element (phrases, i))) != NULL)
        return TRUE;
    }
  return FALSE;
}

static const char *
wrong_value (const LabFact *fact,
             LabRandom     *random)
{
  guint n = g_strv_length (fact->distractors);

  return n > 0 ? fact->distractors[lab_random_below (random, n)] : NULL;
}

/* The template with each {fact-id} filled in. */
static void
expand (GString        *out,
        const char     *template,
        gsize           length,
        const LabTask  *task,
        const gboolean *known,
        LabRandom      *random)
{
  const char *end = template + length;
  const char *p = template;

  while (p < end)
    {
      const char *close = *p == '{' ? memchr (p, '}', (gsize) (end - p)) : NULL;
      const LabFact *fact = NULL;
      const char *wrong;
      guint index = 0;

      for (; close != NULL && fact == NULL && index < task->facts->len; index++)
        {
          const LabFact *other = g_ptr_array_index (task->facts, index);

          if (strlen (other->id) == (gsize) (close - p - 1)
              && memcmp (other->id, p + 1, strlen (other->id)) == 0)
            fact = other;
        }
      if (fact == NULL)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      wrong = known[index - 1] ? NULL : wrong_value (fact, random);
      if (known[index - 1])
        g_string_append (out, fact->value);
      else
        g_string_append (out, wrong != NULL ? wrong : "unknown");
      p = close + 1;
    }
}

static gboolean
line_is_known (const char     *line,
               gsize           length,
               const LabTask  *task,
               const gboolean *known)
{
  for (guint i = 0; i < task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (task->facts, i);
      g_autofree char *placeholder = g_strdup_printf ("{%s}", fact->id);

      if (!known[i] && g_strstr_len (line, (gssize) length, placeholder) != NULL)
        return FALSE;
    }
  return TRUE;
}

/* Summaries: a line a fact. A fact that is not covered is left out, or told
 * wrongly, at even odds. */
static void
expand_lines (GString        *out,
              const LabTask  *task,
              const gboolean *known,
              LabRandom      *random)
{
  g_auto (GStrv) lines = g_strsplit (task->answer_template, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (lines[i]);

      if (!line_is_known (lines[i], length, task, known) && lab_random_below (random, 2) == 0)
        continue;
      if (out->len > 0)
        g_string_append_c (out, ' ');
      expand (out, lines[i], length, task, known, random);
    }
}

static const LabPool *
answer_pool (const LabTask *task,
             const char    *part)
{
  g_autofree char *name = g_strconcat (part, "_", lab_skill_to_string (task->skill), NULL);
  LabWords *words = lab_words_get ("answers");

  return lab_words_get_pool (words, name);
}

/* Sentences up to @target tokens, none twice before all were used. */
static void
append_sentences (GString       *out,
                  const LabPool *pool,
                  guint          target,
                  LabRandom     *random)
{
  g_autofree guint *order = g_new (guint, pool->n);
  guint used = 0;
  guint skipped = 0;

  for (guint i = 0; i < pool->n; i++)
    order[i] = i;
  lab_random_shuffle (random, order, pool->n);
  for (guint i = 0; skipped < pool->n; i = (i + 1) % pool->n)
    {
      const LabSentence *sentence = &pool->sentences[order[i]];

      if (used + sentence->tokens > target)
        {
          skipped++;
          continue;
        }
      skipped = 0;
      if (out->len > 0)
        g_string_append_c (out, ' ');
      g_string_append (out, sentence->text);
      used += sentence->tokens;
    }
}

/* A plausible sentence that answers nothing. */
static char *
any_sentence (const LabTask *task,
              LabRandom     *random)
{
  const LabPool *pool = answer_pool (task, "unsure");

  return g_strdup (pool->sentences[lab_random_below (random, pool->n)].text);
}

static char *
right_without_facts (const LabTask *task,
                     LabRandom     *random)
{
  switch (task->judge)
    {
    case LAB_JUDGE_CONTAINS:
      return g_strdup_printf ("The answer is: %s.", task->expected);
    case LAB_JUDGE_NUMBER:
      return g_strdup_printf ("The result is %s.", task->expected);
    case LAB_JUDGE_REGEX:
      /* A text that matches is not made up; the task may bring one. */
      return g_strdup (task->reference != NULL ? task->reference : task->expected);
    case LAB_JUDGE_NONE:
      return any_sentence (task, random);
    default:
      return g_strdup (task->expected != NULL ? task->expected : "");
    }
}

static char *
wrong_without_facts (const LabTask *task,
                     LabRandom     *random)
{
  if (task->judge == LAB_JUDGE_FIELDS)
    return g_strdup ("{\"note\":\"The text does not say it.\"}");
  if (task->judge == LAB_JUDGE_LABEL && task->labels != NULL)
    {
      guint n = g_strv_length (task->labels);
      guint start = (guint) lab_random_below (random, n);

      for (guint i = 0; i < n; i++)
        {
          const char *label = task->labels[(start + i) % n];

          if (g_ascii_strcasecmp (label, task->expected) != 0)
            return g_strdup (label);
        }
    }
  return any_sentence (task, random);
}

/* Answers that are data, and are spoilt by a word around them. */
static gboolean
is_bare (const LabTask *task)
{
  switch (task->judge)
    {
    case LAB_JUDGE_LABEL:
    case LAB_JUDGE_FIELDS:
    case LAB_JUDGE_EXACT:
    case LAB_JUDGE_REGEX:
    case LAB_JUDGE_NUMBER:
      return TRUE;
    default:
      return FALSE;
    }
}

/* An agent that has lost its way asks for what it already has. */
static void
append_repeated_call (GString       *out,
                      const LabTask *task,
                      LabRandom     *random)
{
  for (guint i = task->history->len; i > 0; i--)
    {
      const LabMessage *message = g_ptr_array_index (task->history, i - 1);

      for (guint k = 0; k < message->parts->len; k++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, k);

          if (part->type != LAB_PART_TOOL_CALL || lab_random_below (random, 3) == 0)
            continue;
          g_string_append_printf (out, " Let me look again: %s %s", part->name, part->text);
          return;
        }
    }
}

static char *
compose_core (const LabTask  *task,
              const gboolean *known,
              gboolean        right,
              LabRandom      *random)
{
  GString *core;

  if (task->answer_template == NULL)
    return right ? right_without_facts (task, random) : wrong_without_facts (task, random);

  core = g_string_new (NULL);
  if (task->judge == LAB_JUDGE_COVERAGE)
    expand_lines (core, task, known, random);
  else
    expand (core, task->answer_template, strlen (task->answer_template), task, known, random);
  if (task->judge == LAB_JUDGE_AGENT && !right && lab_random_below (random, 3) == 0)
    append_repeated_call (core, task, random);
  return g_string_free (core, FALSE);
}

char *
lab_teaching_compose (const LabTask  *task,
                      const gboolean *known,
                      gboolean        right,
                      gboolean        brief,
                      LabRandom      *random)
{
  g_autofree char *core = compose_core (task, known, right, random);
  guint target = brief ? task->answer_tokens * BRIEF_PERCENT / 100 : task->answer_tokens;
  guint used = 0;
  GString *out;

  if (is_bare (task))
    return g_steal_pointer (&core);

  out = g_string_new (NULL);
  if (!brief)
    {
      append_sentences (out, answer_pool (task, "opening"), target * PREAMBLE_PERCENT / 100,
                        random);
      used = lab_words_count (out->str);
    }
  if (out->len > 0 && core[0] != '\0')
    g_string_append_c (out, ' ');
  g_string_append (out, core);
  used += lab_words_count (core);
  if (used < target)
    append_sentences (out, answer_pool (task, "elaboration"), target - used, random);
  return g_string_free (out, FALSE);
}
