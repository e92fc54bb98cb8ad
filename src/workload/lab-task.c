/* lab-task.c: one prompt, what its answer needs, and how it is judged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-task-private.h"

#include <string.h>

#include "lab-random.h"
#include "lab-text-match-private.h"

G_DEFINE_BOXED_TYPE (LabTask, lab_task, lab_task_ref, lab_task_unref)

static const char *const skill_names[LAB_N_SKILLS]
    = { "lookup", "rag", "code", "summary", "class", "agent" };
static const char *const judge_names[]
    = { "none",  "fact",  "label",    "fields", "coverage", "review",
        "agent", "exact", "contains", "regex",  "number" };

const char *
lab_skill_to_string (LabSkill skill)
{
  g_return_val_if_fail ((guint) skill < LAB_N_SKILLS, NULL);
  return skill_names[skill];
}

gboolean
lab_skill_from_string (const char *text,
                       LabSkill   *skill)
{
  for (guint i = 0; i < LAB_N_SKILLS; i++)
    {
      if (g_strcmp0 (text, skill_names[i]) == 0)
        {
          *skill = (LabSkill) i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
lab_judge_kind_to_string (LabJudgeKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (judge_names), NULL);
  return judge_names[kind];
}

gboolean
lab_judge_kind_from_string (const char   *text,
                            LabJudgeKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (judge_names); i++)
    {
      if (g_strcmp0 (text, judge_names[i]) == 0)
        {
          *kind = (LabJudgeKind) i;
          return TRUE;
        }
    }
  return FALSE;
}

void
lab_fact_free (LabFact *self)
{
  g_free (self->id);
  g_free (self->value);
  g_strfreev (self->forms);
  g_free (self->locus);
  g_strfreev (self->distractors);
  g_free (self);
}

static void
append_string (GStrv      *strings,
               const char *text)
{
  guint n = *strings != NULL ? g_strv_length (*strings) : 0;

  *strings = g_renew (char *, *strings, n + 2);
  (*strings)[n] = g_strdup (text);
  (*strings)[n + 1] = NULL;
}

void
lab_fact_add_form (LabFact    *self,
                   const char *form)
{
  if (!g_strv_contains ((const char *const *) self->forms, form))
    append_string (&self->forms, form);
}

void
lab_fact_add_distractor (LabFact    *self,
                         const char *value)
{
  append_string (&self->distractors, value);
}

LabTask *
lab_task_new (const char *workload,
              guint       index)
{
  LabTask *self = g_new0 (LabTask, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->workload = g_strdup (workload);
  self->index = index;
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_tool_free);
  self->context = g_ptr_array_new_with_free_func (g_free);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_message_free);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_fact_free);
  self->difficulty = 50000;
  self->answer_tokens = 120;
  self->repeat_of = -1;
  self->repeat = "new";
  return self;
}

LabFact *
lab_task_add_fact (LabTask    *self,
                   const char *id,
                   const char *value,
                   const char *form,
                   const char *locus,
                   guint       weight)
{
  LabFact *fact = g_new0 (LabFact, 1);

  fact->id = g_strdup (id);
  fact->value = g_strdup (value);
  fact->locus = g_strdup (locus);
  fact->weight = weight;
  append_string (&fact->forms, value);
  if (form != NULL)
    lab_fact_add_form (fact, form);
  fact->distractors = g_new0 (char *, 1);
  g_ptr_array_add (self->facts, fact);
  return fact;
}

const LabFact *
lab_task_find_fact (const LabTask *self,
                    const char    *id)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (self->facts, i);

      if (strcmp (fact->id, id) == 0)
        return fact;
    }
  return NULL;
}

LabTask *
lab_task_ref (LabTask *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lab_task_unref (LabTask *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->key);
  g_free (self->draw_key);
  g_free (self->workload);
  g_free (self->system);
  g_free (self->examples);
  g_free (self->clock);
  g_ptr_array_unref (self->tools);
  g_ptr_array_unref (self->context);
  g_ptr_array_unref (self->history);
  g_free (self->question);
  g_ptr_array_unref (self->facts);
  g_free (self->answer_template);
  g_strfreev (self->labels);
  g_free (self->expected);
  g_free (self->tolerance);
  g_free (self->reference);
  g_free (self->tenant);
  g_free (self->conversation);
  g_clear_pointer (&self->parameters, lab_request_free);
  g_free (self);
}

static LabMessage *
add_region (LabRequest *request,
            LabRole     role,
            const char *region,
            const char *text)
{
  LabMessage *message = lab_request_add_message (request, role, text);

  lab_request_set (&message->region, region);
  return message;
}

static void
add_context (LabRequest      *request,
             const GPtrArray *context)
{
  LabMessage *message;

  if (context->len == 0)
    return;
  message = add_region (request, LAB_ROLE_USER, "context", g_ptr_array_index (context, 0));
  for (guint i = 1; i < context->len; i++)
    g_ptr_array_add (message->parts, lab_part_new_text (g_ptr_array_index (context, i)));
}

static void
add_history (LabRequest      *request,
             const GPtrArray *history)
{
  for (guint i = 0; i < history->len; i++)
    {
      LabMessage *message = lab_message_copy (g_ptr_array_index (history, i));

      lab_request_set (&message->region, "history");
      g_ptr_array_add (request->messages, message);
    }
}

static gboolean
copy_extra_cb (gpointer key,
               gpointer value,
               gpointer data)
{
  lab_request_set_extra (data, key, value);
  return FALSE;
}

/* What @from sets replaces what @to has. */
static void
take_parameters (LabRequest       *to,
                 const LabRequest *from)
{
  char *const sources[] = { from->temperature,      from->top_p,        from->reasoning_effort,
                            from->response_format,  from->service_tier, from->prompt_cache_key };
  char **targets[] = { &to->temperature,     &to->top_p,        &to->reasoning_effort,
                       &to->response_format, &to->service_tier, &to->prompt_cache_key };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (sources[i] != NULL)
        lab_request_set (targets[i], sources[i]);
    }
  if (from->max_output_tokens != LAB_UNSET)
    to->max_output_tokens = from->max_output_tokens;
  if (from->stop != NULL)
    {
      g_strfreev (to->stop);
      to->stop = g_strdupv (from->stop);
    }
  if (from->has_seed)
    {
      to->has_seed = TRUE;
      to->seed = from->seed;
    }
  to->stream = to->stream || from->stream;
  to->batch = to->batch || from->batch;
  if (from->extra != NULL)
    g_tree_foreach (from->extra, copy_extra_cb, to);
}

LabRequest *
lab_task_to_request (const LabTask    *self,
                     const char       *provider,
                     const char       *model,
                     const LabRequest *parameters)
{
  LabRequest *request;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (provider != NULL && model != NULL, NULL);

  request = lab_request_new (provider, model);
  for (guint i = 0; i < self->tools->len; i++)
    lab_request_add_tool (request, lab_tool_copy (g_ptr_array_index (self->tools, i)));
  if (self->system != NULL)
    add_region (request, LAB_ROLE_SYSTEM, "system", self->system);
  if (self->examples != NULL)
    add_region (request, LAB_ROLE_SYSTEM, "examples", self->examples);
  if (self->clock != NULL)
    add_region (request, LAB_ROLE_SYSTEM, "clock", self->clock);
  add_context (request, self->context);
  add_history (request, self->history);
  add_region (request, LAB_ROLE_USER, "question", self->question);

  if (self->parameters != NULL)
    take_parameters (request, self->parameters);
  if (parameters != NULL)
    take_parameters (request, parameters);
  return request;
}

char *
lab_task_fingerprint (const char *question)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (question != NULL, NULL);

  normal = lab_text_normalise (question);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                          lab_hash64 (normal, strlen (normal), 0));
}

static void
update_text (GChecksum  *checksum,
             const char *text)
{
  /* The NUL parts fields, so that no two tasks read alike. */
  if (text != NULL)
    g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
  else
    g_checksum_update (checksum, (const guchar *) "\1", 2);
}

static void
update_strv (GChecksum *checksum,
             GStrv      strings)
{
  for (gsize i = 0; strings != NULL && strings[i] != NULL; i++)
    update_text (checksum, strings[i]);
  update_text (checksum, NULL);
}

void
lab_task_update_checksum (const LabTask *self,
                          GChecksum     *checksum)
{
  g_autoptr (LabRequest) request = lab_task_to_request (self, "any", "any", NULL);
  g_autofree char *json = lab_request_to_json (request);
  g_autofree char *figures = g_strdup_printf (
      "%u %d %u %u %d %" G_GINT64_FORMAT, self->skill, self->difficulty, self->answer_tokens,
      self->judge, self->interactive, self->arrival_us);

  update_text (checksum, self->key);
  update_text (checksum, json);
  update_text (checksum, figures);
  update_text (checksum, self->answer_template);
  update_text (checksum, self->expected);
  update_text (checksum, self->tolerance);
  update_text (checksum, self->reference);
  update_text (checksum, self->tenant);
  update_text (checksum, self->conversation);
  update_strv (checksum, self->labels);
  for (guint i = 0; i < self->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (self->facts, i);
      g_autofree char *weight = g_strdup_printf ("%u", fact->weight);

      update_text (checksum, fact->id);
      update_text (checksum, weight);
      update_strv (checksum, fact->forms);
      update_strv (checksum, fact->distractors);
    }
}

static gsize
text_size (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

gsize
lab_task_get_size (const LabTask *self)
{
  gsize size = sizeof (LabTask) + text_size (self->system) + text_size (self->examples)
               + text_size (self->question) + text_size (self->expected)
               + text_size (self->reference) + text_size (self->answer_template);

  for (guint i = 0; i < self->context->len; i++)
    size += text_size (g_ptr_array_index (self->context, i));
  for (guint i = 0; i < self->history->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (self->history, i);

      size += sizeof (LabMessage);
      for (guint k = 0; k < message->parts->len; k++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, k);

          size += sizeof (LabPart) + text_size (part->text);
        }
    }
  for (guint i = 0; i < self->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (self->facts, i);

      size += sizeof (LabFact) + 4 * text_size (fact->value);
    }
  return size;
}

void
lab_task_set_draw_key (LabTask *self)
{
  g_autoptr (LabRequest) request = lab_task_to_request (self, "", "", NULL);

  g_free (self->draw_key);
  self->draw_key = lab_request_hash (request);
}
