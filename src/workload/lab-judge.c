/* lab-judge.c: local judges: whether an answer is right, without a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-judge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-task-private.h"

static void
item_free (LabJudgementItem *self)
{
  g_free (self->id);
  g_free (self->expected);
  g_free (self->found);
  g_free (self);
}

void
lab_judgement_free (LabJudgement *self)
{
  g_free (self->explanation);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
lab_judgement_add_item (LabJudgement *self,
                        const char   *id,
                        const char   *expected,
                        const char   *found,
                        gboolean      passed,
                        guint         weight)
{
  LabJudgementItem *item = g_new0 (LabJudgementItem, 1);

  item->id = g_strdup (id);
  item->expected = g_strdup (expected);
  item->found = g_strdup (found);
  item->passed = passed;
  item->weight = weight;
  g_ptr_array_add (self->items, item);
}

gboolean
lab_judge_kind_is_graded (LabJudgeKind kind)
{
  return kind == LAB_JUDGE_COVERAGE;
}

gboolean
lab_text_contains_value (const char *text,
                         const char *value,
                         gboolean    cut)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  normal = lab_text_normalise (text);
  return lab_text_find_value (normal, value, cut ? LAB_MATCH_CUT : LAB_MATCH_DEFAULT);
}

gboolean
lab_fact_survives (const LabFact *self,
                   const char    *received)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (self != NULL && received != NULL, FALSE);

  normal = lab_text_normalise (received);
  return lab_text_find_any (normal, (const char *const *) self->forms, LAB_MATCH_RECORDS);
}

/* The distractor that @normal holds, or NULL. */
static const char *
find_distractor (const char    *normal,
                 const LabFact *fact,
                 LabMatchFlags  flags)
{
  for (gsize i = 0; fact->distractors[i] != NULL; i++)
    {
      if (lab_text_find_value (normal, fact->distractors[i], flags))
        return fact->distractors[i];
    }
  return NULL;
}

static void
judge_fact (LabJudgement        *self,
            const LabAnswerText *answer,
            const LabFact       *fact,
            guint                weight)
{
  gboolean there
      = lab_text_find_any (answer->normal, (const char *const *) fact->forms, answer->flags);
  const char *wrong = find_distractor (answer->normal, fact, LAB_MATCH_DEFAULT);

  lab_judgement_add_item (self, fact->id, fact->value, wrong,
                          there && wrong == NULL, weight);
}

static void
judge_facts (LabJudgement        *self,
             const LabAnswerText *answer)
{
  for (guint i = 0; i < answer->task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (answer->task->facts, i);

      judge_fact (self, answer, fact, fact->weight);
    }
}

/* The rule of tone: no shouting and no insult. */
static void
judge_tone (LabJudgement        *self,
            const LabAnswerText *answer)
{
  static const char *const rude[]
      = { "stupid", "idiot", "idiotic", "moron", "shut up", "your own fault", NULL };
  guint upper = 0;
  guint lower = 0;
  gboolean polite;

  for (const char *p = answer->text; *p != '\0'; p++)
    {
      upper += g_ascii_isupper (*p) ? 1 : 0;
      lower += g_ascii_islower (*p) ? 1 : 0;
    }
  polite = !(upper > lower && upper >= 20) && strstr (answer->text, "!!") == NULL
           && !lab_text_find_any (answer->normal, rude, LAB_MATCH_DEFAULT);
  lab_judgement_add_item (self, "tone", _("calm and polite"), NULL, polite, 0);
}

/* A review names the line and the defect; other facts are shown, not
 * counted. */
static void
judge_review (LabJudgement        *self,
              const LabAnswerText *answer)
{
  for (guint i = 0; i < answer->task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (answer->task->facts, i);
      gboolean counts = strcmp (fact->id, "line") == 0 || strcmp (fact->id, "defect") == 0;

      if (counts)
        judge_fact (self, answer, fact, 1);
    }
}

static gboolean
text_repeats_call (const LabAnswerText *answer,
                   const LabPart       *call)
{
  g_autofree char *name = lab_text_normalise (call->name != NULL ? call->name : "");
  g_autofree char *arguments = lab_text_normalise (call->text);
  const char *p = answer->normal;

  /* The name directly before the very arguments: "get_order {"id": …}". */
  while (arguments[0] != '\0' && (p = strstr (p, arguments)) != NULL)
    {
      const char *before = p;

      while (before > answer->normal && strchr (" (:", before[-1]) != NULL)
        before--;
      if ((gsize) (before - answer->normal) >= strlen (name)
          && memcmp (before - strlen (name), name, strlen (name)) == 0)
        return TRUE;
      p++;
    }
  return FALSE;
}

static gboolean
same_arguments (const char *a,
                const char *b)
{
  g_autoptr (LabJsonDocument) left = lab_json_document_parse (a, -1, NULL, 1, NULL);
  g_autoptr (LabJsonDocument) right = lab_json_document_parse (b, -1, NULL, 1, NULL);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (left == NULL || right == NULL)
    return strcmp (a, b) == 0;
  x = lab_json_to_string (lab_json_document_get_root (left), TRUE);
  y = lab_json_to_string (lab_json_document_get_root (right), TRUE);
  return strcmp (x, y) == 0;
}

/* Tool calls as vendors write them: {"function":{"name","arguments"}}, or
 * {"name","input"} and {"name","args"} with an object. */
static gboolean
is_call (const LabJson *made,
         const LabPart *call)
{
  const LabJson *function = lab_json_get (made, "function");
  const LabJson *holder = function != NULL ? function : made;
  const char *name = lab_json_get_string (lab_json_get (holder, "name"));
  static const char *const members[] = { "arguments", "input", "args" };

  if (name == NULL || g_strcmp0 (name, call->name) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const LabJson *node = lab_json_get (holder, members[i]);
      g_autofree char *text = NULL;

      if (node == NULL)
        continue;
      text = lab_json_get_string (node) != NULL ? g_strdup (lab_json_get_string (node))
                                                : lab_json_to_string (node, FALSE);
      return same_arguments (text, call->text);
    }
  return FALSE;
}

static gboolean
repeats_call (const LabAnswerText *answer,
              const LabPart       *call)
{
  const LabJson *root;

  if (text_repeats_call (answer, call))
    return TRUE;
  if (answer->tool_calls == NULL)
    return FALSE;
  root = lab_json_document_get_root (answer->tool_calls);
  for (guint i = 0; i < lab_json_get_n_members (root); i++)
    {
      if (is_call (lab_json_get_element (root, i), call))
        return TRUE;
    }
  return FALSE;
}

static void
judge_repeats (LabJudgement        *self,
               const LabAnswerText *answer)
{
  const LabPart *repeated = NULL;

  for (guint i = 0; i < answer->task->history->len && repeated == NULL; i++)
    {
      const LabMessage *message = g_ptr_array_index (answer->task->history, i);

      for (guint k = 0; k < message->parts->len && repeated == NULL; k++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, k);

          if (part->type == LAB_PART_TOOL_CALL && repeats_call (answer, part))
            repeated = part;
        }
    }
  lab_judgement_add_item (self, "no-repeated-call", _("no tool call that was made before"),
                          repeated != NULL ? repeated->name : NULL, repeated == NULL, 0);
}

/* Sets the items' weights to permyriad that add up to 10,000, and the score.
 * All or nothing unless graded; items of weight 0 are rules that must hold. */
static void
close_items (LabJudgement *self)
{
  guint64 total = 0;
  guint64 sum = 0;
  guint64 covered = 0;
  guint missing = 0;

  for (guint i = 0; i < self->items->len; i++)
    total += ((LabJudgementItem *) g_ptr_array_index (self->items, i))->weight;
  for (guint i = 0; i < self->items->len; i++)
    {
      LabJudgementItem *item = g_ptr_array_index (self->items, i);
      guint64 before = total > 0 ? sum * LAB_JUDGE_FULL_SCORE / total : 0;
      guint64 after;

      sum += item->weight;
      after = total > 0 ? sum * LAB_JUDGE_FULL_SCORE / total : 0;
      item->weight = (guint) (after - before);
      if (item->passed)
        covered += item->weight;
      else
        missing++;
    }
  if (self->graded)
    self->score = (int) covered;
  else
    self->score = missing == 0 && self->items->len > 0 ? LAB_JUDGE_FULL_SCORE : 0;
  self->passed = self->score >= (self->graded ? LAB_JUDGE_PASS_SCORE : LAB_JUDGE_FULL_SCORE);
}

static char *
explain (const LabJudgement  *self,
         const LabAnswerText *answer)
{
  guint passed = 0;
  g_autoptr (GString) missing = g_string_new (NULL);

  if (answer->empty)
    return g_strdup (answer->refused ? _("The answer was refused, so nothing is right in it.")
                                     : _("The answer is empty."));
  for (guint i = 0; i < self->items->len; i++)
    {
      const LabJudgementItem *item = g_ptr_array_index (self->items, i);

      if (item->passed)
        {
          passed++;
          continue;
        }
      g_string_append (missing, missing->len > 0 ? ", " : "");
      g_string_append (missing, item->expected);
    }
  if (missing->len == 0)
    return g_strdup_printf (ngettext ("%u point looked for, and there.",
                                      "All %u points looked for are there.", passed),
                            passed);
  return g_strdup_printf (_("%u of %u points are there; missing or wrong: %s."), passed,
                          self->items->len, missing->str);
}

static void
run_judge (LabJudgement        *self,
           const LabAnswerText *answer)
{
  switch (answer->task->judge)
    {
    case LAB_JUDGE_FACT:
      judge_facts (self, answer);
      if (answer->task->skill == LAB_SKILL_LOOKUP)
        judge_tone (self, answer);
      break;
    case LAB_JUDGE_COVERAGE:
      judge_facts (self, answer);
      break;
    case LAB_JUDGE_REVIEW:
      judge_review (self, answer);
      break;
    case LAB_JUDGE_AGENT:
      judge_facts (self, answer);
      judge_repeats (self, answer);
      break;
    case LAB_JUDGE_LABEL:
      lab_judge_label (self, answer);
      break;
    case LAB_JUDGE_FIELDS:
      lab_judge_fields (self, answer);
      break;
    case LAB_JUDGE_EXACT:
    case LAB_JUDGE_CONTAINS:
    case LAB_JUDGE_REGEX:
    case LAB_JUDGE_NUMBER:
      lab_judge_expected (self, answer);
      break;
    case LAB_JUDGE_NONE:
    default:
      g_assert_not_reached ();
    }
}

/* An empty answer misses every point, without a second thought. */
static void
fail_all (LabJudgement *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      LabJudgementItem *item = g_ptr_array_index (self->items, i);

      item->passed = FALSE;
    }
}

static void
prepare_text (LabAnswerText *answer,
              const LabTask *task,
              const char    *text,
              const char    *tool_calls,
              LabFinish      finish)
{
  answer->task = task;
  answer->refused = finish == LAB_FINISH_REFUSAL || finish == LAB_FINISH_CONTENT_FILTER;
  answer->text = g_utf8_make_valid (text != NULL && !answer->refused ? text : "", -1);
  g_strstrip (answer->text);
  answer->normal = lab_text_normalise (answer->text);
  answer->empty = answer->normal[0] == '\0';
  answer->cut = finish == LAB_FINISH_LENGTH || finish == LAB_FINISH_CUT;
  answer->flags = answer->cut ? LAB_MATCH_CUT : LAB_MATCH_DEFAULT;
  if (tool_calls != NULL)
    answer->tool_calls = lab_json_document_parse (tool_calls, -1, NULL, 1, NULL);
}

LabJudgement *
lab_task_judge (const LabTask *task,
                const char    *answer,
                const char    *tool_calls,
                LabFinish      finish)
{
  LabJudgement *self;
  LabAnswerText text = { 0 };

  g_return_val_if_fail (task != NULL, NULL);

  self = g_new0 (LabJudgement, 1);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->rouge_l = -1;
  self->graded = lab_judge_kind_is_graded (task->judge);
  self->judged = task->judge != LAB_JUDGE_NONE;
  if (!self->judged)
    {
      self->explanation = g_strdup (_("This task has no judge."));
      return self;
    }

  prepare_text (&text, task, answer, tool_calls, finish);
  run_judge (self, &text);
  if (text.empty)
    fail_all (self);
  close_items (self);
  if (task->reference != NULL)
    self->rouge_l = lab_rouge_l (text.text, task->reference);
  self->explanation = explain (self, &text);

  g_free (text.text);
  g_free (text.normal);
  g_clear_pointer (&text.tool_calls, lab_json_document_unref);
  return self;
}
