/* test-values.c: responses and records as values, and all the words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-call-record.h"
#include "lab-request.h"
#include "lab-strategy.h"

/* Every value has a word of its own, and the word leads back to it. */
#define ASSERT_WORDS(Type, first, last, to_string, from_string)                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);                      \
    Type back = last;                                                                              \
                                                                                                   \
    for (int value = first; value <= (int) last; value++)                                          \
      {                                                                                            \
        const char *word = to_string ((Type) value);                                               \
                                                                                                   \
        g_assert_true (g_hash_table_add (seen, (gpointer) word));                                  \
        g_assert_true (from_string (word, &back));                                                 \
        g_assert_cmpint (back, ==, value);                                                         \
      }                                                                                            \
    g_assert_false (from_string ("no such word", &back));                                          \
    g_assert_false (from_string (NULL, &back));                                                    \
    g_assert_cmpint (back, ==, last);                                                              \
  }                                                                                                \
  G_STMT_END

static void
test_words (void)
{
  LabRole role;

  ASSERT_WORDS (LabRole, LAB_ROLE_SYSTEM, LAB_ROLE_TOOL, lab_role_to_string, lab_role_from_string);
  ASSERT_WORDS (LabFinish, LAB_FINISH_UNKNOWN, LAB_FINISH_CUT, lab_finish_to_string,
                lab_finish_from_string);
  ASSERT_WORDS (LabCostState, LAB_COST_KNOWN, LAB_COST_UNPRICED, lab_cost_state_to_string,
                lab_cost_state_from_string);
  ASSERT_WORDS (LabOrigin, LAB_ORIGIN_PRACTICE, LAB_ORIGIN_REPLAYED, lab_origin_to_string,
                lab_origin_from_string);
  ASSERT_WORDS (LabCallStatus, LAB_CALL_OK, LAB_CALL_LOST, lab_call_status_to_string,
                lab_call_status_from_string);
  ASSERT_WORDS (LabPurpose, LAB_PURPOSE_TASK, LAB_PURPOSE_JUDGE, lab_purpose_to_string,
                lab_purpose_from_string);

  g_assert_true (lab_role_from_string ("developer", &role));
  g_assert_cmpint (role, ==, LAB_ROLE_SYSTEM);
  g_assert_true (lab_role_from_string ("model", &role));
  g_assert_cmpint (role, ==, LAB_ROLE_ASSISTANT);
  g_assert_true (lab_role_from_string ("function", &role));
  g_assert_cmpint (role, ==, LAB_ROLE_TOOL);

  g_assert_cmpstr (lab_strategy_action_to_string (LAB_STRATEGY_UNCHANGED), ==, "unchanged");
  g_assert_cmpstr (lab_strategy_action_to_string (LAB_STRATEGY_BYPASSED), ==, "bypassed");
  g_assert_cmpstr (lab_quality_impact_to_string (LAB_QUALITY_IMPACT_NONE), ==, "none");
  g_assert_cmpstr (lab_quality_impact_to_string (LAB_QUALITY_IMPACT_MODERATE), ==, "moderate");
}

static void
test_new_values_know_nothing (void)
{
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (LabCallRecord) record = lab_call_record_new ();
  g_autoptr (LabCallRecord) other = lab_call_record_new ();

  g_assert_cmpstr (response->content, ==, "");
  g_assert_cmpint (response->finish, ==, LAB_FINISH_UNKNOWN);
  g_assert_cmpint (response->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpint (response->latency_us, ==, LAB_TIME_UNKNOWN);
  g_assert_cmpint (response->ttft_us, ==, LAB_TIME_UNKNOWN);
  g_assert_cmpint (response->usage.reasoning, ==, LAB_USAGE_NOT_REPORTED);

  g_assert_true (g_uuid_string_is_valid (record->id));
  g_assert_cmpstr (record->id, !=, other->id);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpint (record->score, ==, LAB_SCORE_NONE);
  g_assert_cmpuint (record->attempt, ==, 1);
  g_assert_cmpstr (record->strategies, ==, "[]");
}

static void
test_response_copy (void)
{
  g_autoptr (LabResponse) response = lab_response_new ();
  LabResponse *copy;
  char **fields[] = {
    &response->content, &response->tool_calls, &response->provider,  &response->model,
    &response->service_tier, &response->request_id, &response->raw_usage, &response->answered_by,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_free (*fields[i]);
      *fields[i] = g_strdup_printf ("text %" G_GSIZE_FORMAT, i);
    }
  response->cost = 12;
  response->usage.buckets[LAB_BUCKET_O] = 3;
  copy = g_boxed_copy (LAB_TYPE_RESPONSE, response);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize offset = (gsize) ((char *) fields[i] - (char *) response);
      const char *copied = G_STRUCT_MEMBER (char *, copy, offset);

      g_assert_cmpstr (copied, ==, *fields[i]);
      g_assert_true (copied != *fields[i]);
    }
  g_assert_cmpint (copy->cost, ==, 12);
  g_assert_cmpint (copy->usage.buckets[LAB_BUCKET_O], ==, 3);
  g_boxed_free (LAB_TYPE_RESPONSE, copy);
}

/* A text that copying forgot would be freed twice or shared. */
static void
test_record_copy (void)
{
  g_autoptr (LabCallRecord) record = lab_call_record_new ();
  g_autoptr (LabCallRecord) copy = NULL;
  char **fields[] = {
    &record->id, &record->profile_id, &record->experiment_id, &record->session_id,
    &record->run_id, &record->operation_id, &record->provider, &record->model,
    &record->model_served, &record->service_tier, &record->cost_basis, &record->price_row,
    &record->request_hash, &record->strategies, &record->tags, &record->raw_usage,
    &record->error_code, &record->error_message, &record->task_key, &record->prompt,
    &record->answer,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_free (*fields[i]);
      *fields[i] = g_strdup_printf ("text %" G_GSIZE_FORMAT, i);
    }
  record->final = TRUE;
  record->score = 9000;
  record->cost = 77;
  copy = lab_call_record_copy (record);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize offset = (gsize) ((char *) fields[i] - (char *) record);
      const char *copied = G_STRUCT_MEMBER (char *, copy, offset);

      g_assert_cmpstr (copied, ==, *fields[i]);
      g_assert_true (copied != *fields[i]);
    }
  g_assert_true (copy->final);
  g_assert_cmpint (copy->score, ==, 9000);
  g_assert_cmpint (copy->cost, ==, 77);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/values/words", test_words);
  g_test_add_func ("/call/values/new-ones-know-nothing", test_new_values_know_nothing);
  g_test_add_func ("/call/values/response-copy", test_response_copy);
  g_test_add_func ("/call/values/record-copy", test_record_copy);

  return g_test_run ();
}
