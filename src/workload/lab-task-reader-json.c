/* lab-task-reader-json.c: the lab's own JSON Lines, and OpenAI's batch input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-task-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"

/* Errors of the JSON reader name line and path; programs want the record's
 * line and the field, too. */
static gboolean
add_place (LabTaskReader  *self,
           GError        **error,
           const char     *field)
{
  g_autofree char *line = g_strdup_printf ("%u", self->record_line);

  if (error == NULL || *error == NULL)
    return FALSE;
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, self->source);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_LINE, line);
  if (field != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, field);
  return FALSE;
}

static gboolean
read_string (LabTaskReader  *self,
             const LabJson  *json,
             const char     *name,
             char          **value,
             GError        **error)
{
  const char *text = NULL;

  if (!lab_json_optional_string (json, name, &text, error))
    return add_place (self, error, name);
  if (text != NULL)
    *value = g_strdup (text);
  return TRUE;
}

/* An array of strings; absent is empty. */
static gboolean
read_strings (LabTaskReader  *self,
              const LabJson  *json,
              const char     *name,
              GPtrArray      *strings,
              GError        **error)
{
  const LabJson *array = lab_json_get (json, name);

  if (array == NULL || lab_json_is_null (array))
    return TRUE;
  if (lab_json_get_node_type (array) != LAB_JSON_ARRAY)
    {
      lab_task_reader_fail (self, error, name, _("An array of texts is needed."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      const char *text = lab_json_get_string (lab_json_get_element (array, i));

      if (text == NULL)
        {
          lab_task_reader_fail (self, error, name, _("Entry %u is no text."), i + 1);
          return FALSE;
        }
      g_ptr_array_add (strings, g_strdup (text));
    }
  return TRUE;
}

static gboolean
read_fact (LabTaskReader  *self,
           const LabJson  *json,
           LabTask        *task,
           GError        **error)
{
  static const char *const names[] = { "id", "value", "forms", "weight", "distractors", NULL };
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) distractors = g_ptr_array_new_with_free_func (g_free);
  const char *id = lab_json_require_string (json, "id", error);
  const char *value = id != NULL ? lab_json_require_string (json, "value", error) : NULL;
  gint64 weight = 1;
  LabFact *fact;

  if (value == NULL || !lab_json_check_members (json, names, error)
      || !lab_json_optional_int (json, "weight", 1, 1000, &weight, error))
    return add_place (self, error, "facts");
  if (!read_strings (self, json, "forms", forms, error)
      || !read_strings (self, json, "distractors", distractors, error))
    return FALSE;
  if (value[0] == '\0' || lab_task_find_fact (task, id) != NULL)
    {
      lab_task_reader_fail (self, error, "facts",
                            value[0] == '\0' ? _("The fact “%s” has an empty value.")
                                             : _("The fact “%s” stands twice."),
                            id);
      return FALSE;
    }
  fact = lab_task_add_fact (task, id, value, NULL, "unknown", (guint) weight);
  for (guint i = 0; i < forms->len; i++)
    lab_fact_add_form (fact, g_ptr_array_index (forms, i));
  for (guint i = 0; i < distractors->len; i++)
    lab_fact_add_distractor (fact, g_ptr_array_index (distractors, i));
  return TRUE;
}

/* Facts, and the simplest sentence that tells them. */
static gboolean
read_facts (LabTaskReader  *self,
            const LabJson  *json,
            LabTask        *task,
            GError        **error)
{
  const LabJson *array = lab_json_get (json, "facts");
  g_autoptr (GString) template = g_string_new (NULL);

  if (array == NULL || lab_json_is_null (array))
    return TRUE;
  if (lab_json_get_node_type (array) != LAB_JSON_ARRAY)
    {
      lab_task_reader_fail (self, error, "facts", _("An array of facts is needed."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      const LabFact *fact;

      if (!read_fact (self, lab_json_get_element (array, i), task, error))
        return FALSE;
      fact = g_ptr_array_index (task->facts, i);
      g_string_append_printf (template, "%sIt is {%s}.", i > 0 ? "\n" : "", fact->id);
    }
  if (task->facts->len > 0)
    task->answer_template = g_strdup (template->str);
  return TRUE;
}

static gboolean
read_history (LabTaskReader  *self,
              const LabJson  *json,
              LabTask        *task,
              GError        **error)
{
  const LabJson *array = lab_json_get (json, "history");

  if (array == NULL || lab_json_is_null (array))
    return TRUE;
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      const LabJson *turn = lab_json_get_element (array, i);
      const char *name = lab_json_get_string (lab_json_get (turn, "role"));
      const char *text = lab_json_get_string (lab_json_get (turn, "content"));
      LabRole role;

      if (name == NULL || text == NULL || !lab_role_from_string (name, &role)
          || (role != LAB_ROLE_USER && role != LAB_ROLE_ASSISTANT))
        {
          lab_task_reader_fail (self, error, "history",
                                _("Entry %u needs the role user or assistant, and a content."),
                                i + 1);
          return FALSE;
        }
      g_ptr_array_add (task->history, lab_message_new (role, text));
    }
  if (lab_json_get_node_type (array) == LAB_JSON_ARRAY)
    return TRUE;
  lab_task_reader_fail (self, error, "history", _("An array of turns is needed."));
  return FALSE;
}

static const char *
scalar_text (const LabJson *json)
{
  const char *text = lab_json_get_string (json);

  return text != NULL ? text : lab_json_get_number (json);
}

static gboolean
read_labels (LabTaskReader  *self,
             const LabJson  *judge,
             LabTask        *task,
             GError        **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  if (!read_strings (self, judge, "labels", labels, error))
    return FALSE;
  if (labels->len == 0)
    return TRUE;
  task->labels = g_new0 (char *, labels->len + 1);
  for (guint i = 0; i < labels->len; i++)
    task->labels[i] = g_strdup (g_ptr_array_index (labels, i));
  return TRUE;
}

static gboolean
read_judge (LabTaskReader  *self,
            const LabJson  *json,
            LabTask        *task,
            GError        **error)
{
  static const char *const names[] = { "type",   "value",  "pattern", "example",
                                       "fields", "labels", "tolerance", NULL };
  const LabJson *judge = lab_json_get (json, "judge");
  const LabJson *fields;
  const char *type;
  const char *value;
  const char *tolerance;
  g_autofree char *text = NULL;
  LabJudgeKind kind;

  if (judge == NULL || lab_json_is_null (judge))
    return lab_task_reader_set_judge (
        self, task, task->facts->len > 0 ? LAB_JUDGE_FACT : LAB_JUDGE_NONE, NULL, NULL, error);
  type = lab_json_require_string (judge, "type", error);
  if (type == NULL || !lab_json_check_members (judge, names, error))
    return add_place (self, error, "judge");
  if (strcmp (type, "json") == 0)
    kind = LAB_JUDGE_FIELDS;
  else if (!lab_judge_kind_from_string (type, &kind) || kind == LAB_JUDGE_FIELDS
           || kind == LAB_JUDGE_REVIEW || kind == LAB_JUDGE_AGENT)
    {
      lab_task_reader_fail (self, error, "judge", _("“%s” is no kind of judge."), type);
      return FALSE;
    }
  value = scalar_text (lab_json_get (judge, kind == LAB_JUDGE_REGEX ? "pattern" : "value"));
  fields = lab_json_get (judge, "fields");
  if (kind == LAB_JUDGE_FIELDS && fields != NULL
      && lab_json_get_node_type (fields) == LAB_JSON_OBJECT && lab_json_get_n_members (fields) > 0)
    value = text = lab_json_to_string (fields, FALSE);
  if (kind == LAB_JUDGE_REGEX)
    task->reference = g_strdup (lab_json_get_string (lab_json_get (judge, "example")));
  tolerance = scalar_text (lab_json_get (judge, "tolerance"));
  return read_labels (self, judge, task, error)
         && lab_task_reader_set_judge (self, task, kind, value, tolerance, error);
}

static gboolean
read_figures (LabTaskReader  *self,
              const LabJson  *json,
              LabTask        *task,
              GError        **error)
{
  g_autofree char *skill = NULL;
  gint64 difficulty = 50;
  gint64 tokens = 120;
  LabMoney arrival = 0;
  gboolean present;

  if (!read_string (self, json, "skill", &skill, error))
    return FALSE;
  if (skill != NULL && !lab_skill_from_string (skill, &task->skill))
    {
      lab_task_reader_fail (self, error, "skill", _("“%s” is no skill."), skill);
      return FALSE;
    }
  if (!lab_json_optional_int (json, "difficulty", 0, 100, &difficulty, error))
    return add_place (self, error, "difficulty");
  if (!lab_json_optional_int (json, "answer_tokens", 1, 100000, &tokens, error))
    return add_place (self, error, "answer_tokens");
  if (!lab_json_optional_boolean (json, "interactive", &task->interactive, error))
    return add_place (self, error, "interactive");
  /* The reader of exact decimals gives 10⁻⁹ parts; microseconds are wanted. */
  if (!lab_json_optional_money (json, "arrival_s", -3, &present, &arrival, error))
    return add_place (self, error, "arrival_s");
  if (arrival < 0)
    {
      lab_task_reader_fail (self, error, "arrival_s", _("A time before the beginning."));
      return FALSE;
    }
  task->difficulty = (int) difficulty * 1000;
  task->answer_tokens = (guint) tokens;
  task->arrival_us = arrival;
  return TRUE;
}

static gboolean
read_id (LabTaskReader  *self,
         const LabJson  *json,
         LabTask        *task,
         GError        **error)
{
  g_autofree char *id = NULL;

  if (!read_string (self, json, "id", &id, error))
    return FALSE;
  if (id == NULL)
    return TRUE;
  if (id[0] == '\0' || !lab_task_reader_take_id (self, id))
    {
      lab_task_reader_fail (self, error, "id",
                            id[0] == '\0' ? _("The name%s is empty.")
                                          : _("“%s” stands twice in this file."),
                            id);
      return FALSE;
    }
  task->key = g_strconcat ("own/", id, NULL);
  return TRUE;
}

/* The prompt itself goes by three names, of which one line uses one. */
static const char *
read_question (LabTaskReader  *self,
               const LabJson  *json,
               GError        **error)
{
  static const char * const names[] = { "question", "prompt", "text" };
  const char *used = NULL;
  const char *question;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (lab_json_get (json, names[i]) == NULL)
        continue;
      if (used != NULL)
        {
          lab_task_reader_fail (self, error, names[i],
                                _("The prompt stands here as “%s” and as “%s”; keep one."), used,
                                names[i]);
          return NULL;
        }
      used = names[i];
    }
  if (used == NULL)
    {
      lab_task_reader_fail (self, error, "question",
                            _("The prompt is missing. It is called “question”, “prompt” or "
                              "“text”."));
      return NULL;
    }
  question = lab_json_require_string (json, used, error);
  if (question == NULL)
    add_place (self, error, used);
  return question;
}

LabTask *
lab_task_reader_parse_own (LabTaskReader  *self,
                           const LabJson  *json,
                           GError        **error)
{
  static const char *const names[]
      = { "id",    "system",     "examples",      "context",     "history", "question",
          "skill", "difficulty", "answer_tokens", "interactive", "tenant",  "conversation",
          "facts", "arrival_s",  "judge",         "prompt",  "text",    NULL };
  g_autoptr (LabTask) task = lab_task_new (self->source, self->n_tasks);
  const char *question;

  if (!lab_json_check_members (json, names, error))
    {
      add_place (self, error, NULL);
      return NULL;
    }
  question = read_question (self, json, error);
  if (question == NULL)
    return NULL;
  task->question = g_strdup (question);
  if (question[strspn (question, " \t\r\n")] == '\0')
    {
      lab_task_reader_fail (self, error, "question", _("The prompt is empty."));
      return NULL;
    }
  if (!read_id (self, json, task, error)
      || !read_string (self, json, "system", &task->system, error)
      || !read_string (self, json, "examples", &task->examples, error)
      || !read_string (self, json, "tenant", &task->tenant, error)
      || !read_string (self, json, "conversation", &task->conversation, error)
      || !read_strings (self, json, "context", task->context, error)
      || !read_history (self, json, task, error) || !read_figures (self, json, task, error)
      || !read_facts (self, json, task, error) || !read_judge (self, json, task, error))
    return NULL;
  return g_steal_pointer (&task);
}

/* BATCH_PROCESSING: the record is sound, but does not fit the others. */
static void
fail_batch (LabTaskReader  *self,
            GError        **error,
            const char     *field,
            const char     *reason)
{
  lab_set_error (error, LAB_ERROR_BATCH_PROCESSING, _("%s:%u: field “%s”: %s"), self->source,
                 self->record_line, field, reason);
  add_place (self, error, field);
}

static gboolean
check_same (LabTaskReader  *self,
            char          **first,
            const char     *value,
            const char     *field,
            const char     *reason,
            GError        **error)
{
  if (*first == NULL)
    *first = g_strdup (value);
  if (strcmp (*first, value) == 0)
    return TRUE;
  fail_batch (self, error, field, reason);
  return FALSE;
}

static gboolean
check_envelope (LabTaskReader  *self,
                const LabJson  *json,
                GError        **error)
{
  static const char *const names[] = { "custom_id", "method", "url", "body", NULL };
  static const char *const texts[] = { "custom_id", "method", "url" };
  const char *values[3];

  if (!lab_json_check_members (json, names, error))
    return add_place (self, error, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      values[i] = lab_json_require_string (json, texts[i], error);
      if (values[i] == NULL)
        return add_place (self, error, texts[i]);
    }
  if (lab_json_require (json, "body", LAB_JSON_OBJECT, error) == NULL)
    return add_place (self, error, "body");
  if (strcmp (values[1], "POST") != 0)
    {
      lab_task_reader_fail (self, error, "method", _("The method must be POST."));
      return FALSE;
    }
  if (!check_same (self, &self->batch_url, values[2], "url",
                   _("All records of a batch go to the same endpoint."), error))
    return FALSE;
  if (strcmp (values[2], "/v1/chat/completions") != 0)
    {
      lab_task_reader_fail (self, error, "url",
                            _("Only /v1/chat/completions can be read as prompts."));
      return FALSE;
    }
  if (!lab_task_reader_take_id (self, values[0]))
    {
      fail_batch (self, error, "custom_id", _("This custom_id stands twice in the file."));
      return FALSE;
    }
  return TRUE;
}

/* A message's text: a string, or the text parts of an array. NULL where it
 * holds anything else. (transfer full) */
static char *
read_content (const LabJson *content)
{
  GString *text;

  if (content == NULL || lab_json_is_null (content))
    return NULL;
  if (lab_json_get_string (content) != NULL)
    return g_strdup (lab_json_get_string (content));
  if (lab_json_get_node_type (content) != LAB_JSON_ARRAY)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < lab_json_get_n_members (content); i++)
    {
      const char *part
          = lab_json_get_string (lab_json_get (lab_json_get_element (content, i), "text"));

      if (part == NULL)
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", part);
    }
  return g_string_free (text, FALSE);
}

static void
append_system (LabTask    *task,
               const char *text)
{
  char *longer = task->system != NULL ? g_strconcat (task->system, "\n\n", text, NULL)
                                      : g_strdup (text);

  g_free (task->system);
  task->system = longer;
}

static gboolean
read_messages (LabTaskReader  *self,
               const LabJson  *body,
               LabTask        *task,
               GError        **error)
{
  const LabJson *messages = lab_json_require (body, "messages", LAB_JSON_ARRAY, error);
  guint n;

  if (messages == NULL)
    return add_place (self, error, "messages");
  n = lab_json_get_n_members (messages);
  for (guint i = 0; i < n; i++)
    {
      const LabJson *message = lab_json_get_element (messages, i);
      const char *name = lab_json_get_string (lab_json_get (message, "role"));
      g_autofree char *text = read_content (lab_json_get (message, "content"));
      LabRole role;

      if (name == NULL || text == NULL || !lab_role_from_string (name, &role)
          || role == LAB_ROLE_TOOL)
        {
          lab_task_reader_fail (self, error, "messages",
                                _("Message %u needs the role system, user or assistant, and a "
                                  "text."),
                                i + 1);
          return FALSE;
        }
      if (role == LAB_ROLE_SYSTEM)
        append_system (task, text);
      else if (i + 1 == n && role == LAB_ROLE_USER)
        task->question = g_steal_pointer (&text);
      else
        g_ptr_array_add (task->history, lab_message_new (role, text));
    }
  if (task->question != NULL)
    return TRUE;
  lab_task_reader_fail (self, error, "messages", _("The last message must be the user's."));
  return FALSE;
}

static gboolean
read_stop (const LabJson *stop,
           LabRequest    *parameters)
{
  guint n = lab_json_get_n_members (stop);

  if (lab_json_get_string (stop) != NULL)
    {
      parameters->stop = g_new0 (char *, 2);
      parameters->stop[0] = g_strdup (lab_json_get_string (stop));
      return TRUE;
    }
  if (lab_json_get_node_type (stop) != LAB_JSON_ARRAY)
    return FALSE;
  parameters->stop = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *text = lab_json_get_string (lab_json_get_element (stop, i));

      if (text == NULL)
        return FALSE;
      parameters->stop[i] = g_strdup (text);
    }
  return TRUE;
}

/* One member of the body; names the lab does not know are sent as they are.
 * FALSE where its type is wrong. */
static gboolean
read_parameter (const char    *name,
                const LabJson *value,
                LabRequest    *parameters)
{
  const char *number = lab_json_get_number (value);
  const char *text = lab_json_get_string (value);
  g_autofree char *json = NULL;

  if (lab_json_is_null (value) || strcmp (name, "messages") == 0 || strcmp (name, "model") == 0)
    return TRUE;
  if (strcmp (name, "max_tokens") == 0 || strcmp (name, "max_completion_tokens") == 0)
    return lab_json_get_int (value, &parameters->max_output_tokens)
           && parameters->max_output_tokens > 0;
  if (strcmp (name, "seed") == 0)
    return (parameters->has_seed = lab_json_get_int (value, &parameters->seed));
  if (strcmp (name, "stop") == 0)
    return read_stop (value, parameters);
  if (strcmp (name, "temperature") == 0 || strcmp (name, "top_p") == 0)
    {
      lab_request_set (name[1] == 'e' ? &parameters->temperature : &parameters->top_p, number);
      return number != NULL;
    }
  if (strcmp (name, "reasoning_effort") == 0 || strcmp (name, "service_tier") == 0)
    {
      lab_request_set (
          name[0] == 'r' ? &parameters->reasoning_effort : &parameters->service_tier, text);
      return text != NULL;
    }
  json = lab_json_to_string (value, FALSE);
  if (strcmp (name, "stream") != 0)
    lab_request_set_extra (parameters, name, json);
  return TRUE;
}

LabTask *
lab_task_reader_parse_batch (LabTaskReader  *self,
                             const LabJson  *json,
                             GError        **error)
{
  g_autoptr (LabTask) task = lab_task_new (self->source, self->n_tasks);
  const LabJson *body;
  const char *model;

  if (!check_envelope (self, json, error))
    return NULL;
  body = lab_json_get (json, "body");
  model = lab_json_require_string (body, "model", error);
  if (model == NULL)
    {
      add_place (self, error, "model");
      return NULL;
    }
  if (!check_same (self, &self->batch_model, model, "model",
                   _("All records of a batch go to the same model."), error)
      || !read_messages (self, body, task, error))
    return NULL;

  task->key = g_strconcat ("own/", lab_json_get_string (lab_json_get (json, "custom_id")), NULL);
  task->parameters = lab_request_new ("openai", model);
  for (guint i = 0; i < lab_json_get_n_members (body); i++)
    {
      const char *name = lab_json_get_member_name (body, i);

      if (read_parameter (name, lab_json_get (body, name), task->parameters))
        continue;
      lab_task_reader_fail (self, error, name, _("The value has the wrong type."));
      return NULL;
    }
  return g_steal_pointer (&task);
}
