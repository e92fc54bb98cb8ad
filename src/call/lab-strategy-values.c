/* lab-strategy-values.c: what strategies hand out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-json-writer.h"
#include "lab-names-private.h"
#include "lab-strategy.h"

static const char *const impact_names[] = { "none", "minimal", "moderate" };
static const char *const action_names[] = {
  "unchanged", "rewrote", "answered", "routed", "deferred", "bypassed",
};

const char *
lab_quality_impact_to_string (LabQualityImpact impact)
{
  return lab_names_get (impact_names, G_N_ELEMENTS (impact_names), impact);
}

const char *
lab_strategy_action_to_string (LabStrategyAction action)
{
  return lab_names_get (action_names, G_N_ELEMENTS (action_names), action);
}

LabStrategyNote *
lab_strategy_note_new (const char        *strategy,
                       LabStrategyAction  action)
{
  LabStrategyNote *self;

  g_return_val_if_fail (strategy != NULL, NULL);

  self = g_new0 (LabStrategyNote, 1);
  self->strategy = g_strdup (strategy);
  self->action = action;
  self->tokens_before = LAB_UNSET;
  self->tokens_after = LAB_UNSET;
  return self;
}

void
lab_strategy_note_free (LabStrategyNote *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->strategy);
  g_free (self->detail);
  g_free (self);
}

static void
write_tokens (LabJsonWriter *writer,
              const char    *name,
              gint64         tokens)
{
  if (tokens != LAB_UNSET)
    lab_json_writer_member_int (writer, name, tokens);
}

static void
write_note (LabJsonWriter         *writer,
            const LabStrategyNote *note)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "strategy", note->strategy);
  lab_json_writer_member_string (writer, "action", lab_strategy_action_to_string (note->action));
  write_tokens (writer, "tokens_before", note->tokens_before);
  write_tokens (writer, "tokens_after", note->tokens_after);
  lab_json_writer_member_money (writer, "estimated_savings", note->estimated_savings);
  lab_json_writer_member_money (writer, "overhead", note->overhead);
  if (note->detail != NULL)
    lab_json_writer_member_string (writer, "detail", note->detail);
  lab_json_writer_end_object (writer);
}

char *
lab_strategy_notes_to_json (GPtrArray *notes)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  g_return_val_if_fail (notes != NULL, NULL);

  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < notes->len; i++)
    write_note (writer, g_ptr_array_index (notes, i));
  lab_json_writer_end_array (writer);
  return lab_json_writer_to_string (writer);
}

LabOptimizedRequest *
lab_optimized_request_new (const char       *strategy,
                           const LabRequest *original)
{
  LabOptimizedRequest *self;

  g_return_val_if_fail (strategy != NULL, NULL);
  g_return_val_if_fail (original != NULL, NULL);

  self = g_new0 (LabOptimizedRequest, 1);
  self->request = lab_request_copy (original);
  self->original = lab_request_copy (original);
  self->optimization_applied = g_strdup (strategy);
  self->note = lab_strategy_note_new (strategy, LAB_STRATEGY_UNCHANGED);
  return self;
}

void
lab_optimized_request_free (LabOptimizedRequest *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->request, lab_request_free);
  g_clear_pointer (&self->original, lab_request_free);
  g_clear_pointer (&self->answer, lab_response_free);
  g_clear_pointer (&self->note, lab_strategy_note_free);
  g_free (self->optimization_applied);
  g_free (self);
}
