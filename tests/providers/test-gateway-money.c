/* test-gateway-money.c: what attempts cost, and what is reserved for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

#include "lab-random.h"

static LabMoney
worst_case (Fixture  *self,
            gboolean *priced)
{
  g_autoptr (GError) error = NULL;
  LabMoney amount;

  g_assert_true (lab_gateway_worst_case (self->gateway, self->request, self->context, &amount,
                                         priced, &error));
  g_assert_no_error (error);
  return amount;
}

static const struct
{
  const char *word;
  gboolean stream;
  LabCallStatus status;
  LabCostState state;
  const char *basis;
  enum
  {
    NOTHING,
    SOMETHING,
    WORST,
  } cost;
} faults[] = {
  { "ok", FALSE, LAB_CALL_OK, LAB_COST_KNOWN, NULL, SOMETHING },
  { "ok", TRUE, LAB_CALL_OK, LAB_COST_KNOWN, NULL, SOMETHING },
  { "429", FALSE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "429-quota", TRUE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "500", FALSE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "503", TRUE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "401", FALSE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "400", FALSE, LAB_CALL_REFUSED, LAB_COST_KNOWN, NULL, NOTHING },
  { "cut", TRUE, LAB_CALL_CUT, LAB_COST_ESTIMATED, "usage-estimated,usage-partial", SOMETHING },
  { "cut", FALSE, LAB_CALL_FAILED, LAB_COST_ESTIMATED, "worst-case", WORST },
  { "no-usage", FALSE, LAB_CALL_OK, LAB_COST_ESTIMATED, "usage-estimated", SOMETHING },
  { "no-usage", TRUE, LAB_CALL_OK, LAB_COST_ESTIMATED, "usage-estimated", SOMETHING },
  { "timeout", FALSE, LAB_CALL_FAILED, LAB_COST_ESTIMATED, "worst-case", WORST },
  { "timeout", TRUE, LAB_CALL_FAILED, LAB_COST_ESTIMATED, "worst-case", WORST },
  { "refused", FALSE, LAB_CALL_FAILED, LAB_COST_KNOWN, NULL, NOTHING },
};

static void
test_faults (Fixture       *self,
             gconstpointer  data)
{
  gboolean priced;
  LabMoney worst = worst_case (self, &priced);

  self->context->timeout_us = 60 * G_USEC_PER_SEC;
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (LabResponse) response = NULL;
      const LabCallRecord *record;

      g_test_message ("%s%s", faults[i].word, faults[i].stream ? ", streamed" : "");
      fixture_next (self);
      fixture_set_script (self, faults[i].word);
      self->request->stream = faults[i].stream;
      response = fixture_send (self, NULL);
      record = fixture_get_record (self, 0);
      g_assert_cmpint (response != NULL, ==, faults[i].status == LAB_CALL_OK);
      g_assert_cmpint (record->status, ==, faults[i].status);
      g_assert_cmpint (record->cost_state, ==, faults[i].state);
      g_assert_cmpstr (record->cost_basis, ==, faults[i].basis);
      if (faults[i].cost == NOTHING)
        g_assert_cmpint (record->cost, ==, 0);
      else if (faults[i].cost == WORST)
        g_assert_cmpint (record->cost, ==, worst);
      else
        {
          g_assert_cmpint (record->cost, >, 0);
          g_assert_cmpint (record->cost, <, worst);
        }
    }
}

/* An estimate counts what the vendor would have: here the mock knows. */
static void
test_estimate_is_the_count (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr (LabResponse) told = NULL;
  g_autoptr (LabResponse) estimated = NULL;

  fixture_set_script (self, "ok no-usage");
  told = fixture_send_ok (self);
  estimated = fixture_send_ok (self);
  g_assert_cmpint (lab_usage_input_total (&estimated->usage), ==,
                   lab_usage_input_total (&told->usage));
  g_assert_cmpint (estimated->usage.buckets[LAB_BUCKET_O], ==,
                   told->usage.buckets[LAB_BUCKET_O]);
  g_assert_true (estimated->usage.flags & LAB_USAGE_ESTIMATED);
  g_assert_false (estimated->usage.flags & LAB_USAGE_REPORTED);
}

static const struct
{
  const char *name;
  const char *members; /* of the reply, beside choices with the text "Hello there" */
  LabCostState state;
  const char *basis;
  const char *row; /* beginning of the row's id, NULL for none */
} bills[] = {
  { "dated", "\"model\":\"gpt-5-mini-2025-08-07\",\"usage\":{\"prompt_tokens\":10,"
             "\"completion_tokens\":5}",
    LAB_COST_KNOWN, NULL, "openai/gpt-5-mini/default@" },
  { "other-model-served", "\"model\":\"gpt-4o-2024-05-13\",\"usage\":{\"prompt_tokens\":10,"
                          "\"completion_tokens\":5}",
    LAB_COST_KNOWN, NULL, "openai/gpt-4o-2024-05-13/default@" },
  { "unknown-model-served", "\"model\":\"gpt-nobody\",\"usage\":{\"prompt_tokens\":10,"
                            "\"completion_tokens\":5}",
    LAB_COST_UNPRICED, "no-row", NULL },
  { "model-not-said", "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}", LAB_COST_KNOWN,
    NULL, "openai/gpt-5-mini/default@" },
  { "priority-served", "\"service_tier\":\"priority\",\"usage\":{\"prompt_tokens\":10,"
                       "\"completion_tokens\":5}",
    LAB_COST_KNOWN, NULL, "openai/gpt-5-mini/priority@" },
  { "unknown-tier-served", "\"service_tier\":\"golden\",\"usage\":{\"prompt_tokens\":10,"
                           "\"completion_tokens\":5}",
    LAB_COST_UNPRICED, "no-row", NULL },
  { "no-output-count", "\"usage\":{\"prompt_tokens\":10}", LAB_COST_ESTIMATED,
    "usage-estimated,usage-partial", "openai/gpt-5-mini/default@" },
  { "no-input-count", "\"usage\":{\"completion_tokens\":10}", LAB_COST_ESTIMATED,
    "usage-estimated,usage-partial", "openai/gpt-5-mini/default@" },
  { "negative-bucket", "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,"
                       "\"prompt_tokens_details\":{\"cached_tokens\":12}}",
    LAB_COST_ESTIMATED, "unreconciled", "openai/gpt-5-mini/default@" },
  { "audio", "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,"
             "\"prompt_tokens_details\":{\"audio_tokens\":4}}",
    LAB_COST_UNPRICED, "other-modality", "openai/gpt-5-mini/default@" },
  { "count-that-cannot-be-read", "\"usage\":{\"prompt_tokens\":1.5,\"completion_tokens\":5}",
    LAB_COST_ESTIMATED, "usage-estimated,unreconciled", "openai/gpt-5-mini/default@" },
};

static void
test_bills (Fixture       *self,
            gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bills); i++)
    {
      FakeTransport *transport = fixture_use_transport (self, "openai");
      g_autofree char *body = g_strdup_printf (
        "{\"choices\":[{\"message\":{\"content\":\"Hello there\"},\"finish_reason\":\"stop\"}],%s}",
        bills[i].members);
      g_autoptr (LabResponse) response = NULL;
      const LabCallRecord *record;

      g_test_message ("%s", bills[i].name);
      fixture_next (self);
      fake_transport_add (transport, 200, NULL, body, TRUE);
      response = fixture_send_ok (self);
      record = fixture_get_record (self, 0);
      g_assert_cmpint (record->origin, ==, LAB_ORIGIN_LIVE);
      g_assert_cmpint (record->cost_state, ==, bills[i].state);
      g_assert_cmpstr (record->cost_basis, ==, bills[i].basis);
      if (bills[i].row != NULL)
        g_assert_true (g_str_has_prefix (record->price_row, bills[i].row));
      else
        g_assert_null (record->price_row);
      if (bills[i].state == LAB_COST_UNPRICED)
        g_assert_cmpint (record->cost, ==, 0);
      else
        {
          g_assert_cmpint (record->usage.buckets[LAB_BUCKET_O], >, 0);
          g_assert_cmpint (lab_usage_input_total (&record->usage), >, 0);
        }
      g_assert_nonnull (record->raw_usage);
    }
}

/* Products beyond 63 bits: recorded, unpriced, and told. */
static void
test_overflow (Fixture       *self,
               gconstpointer  data)
{
  FakeTransport *transport = fixture_use_transport (self, "openai");
  const LabCallRecord *record;

  fake_transport_add (transport, 200, NULL,
                      "{\"choices\":[],\"usage\":{\"prompt_tokens\":9223372036854775807,"
                      "\"completion_tokens\":0}}",
                      TRUE);
  self->context->max_attempts = 3;
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_INPUT));
  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  record = fixture_get_record (self, 0);
  g_assert_cmpint (record->status, ==, LAB_CALL_OK);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpint (record->cost, ==, 0);
  g_assert_cmpstr (record->error_code, ==, "INVALID_INPUT");
  g_assert_cmpint (record->usage.buckets[LAB_BUCKET_U], ==, G_MAXINT64);
}

/* Streams that end badly: the text that arrived is billed, not the worst. */
static void
test_streams (Fixture       *self,
              gconstpointer  data)
{
  static const char begun[] = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello there\"}}]}\n\n";
  static const struct
  {
    const char *rest;
    gboolean complete;
    LabCallStatus status;
    LabErrorCode code; /* LAB_N_ERRORS for an answer */
  } cases[] = {
    { "data: {\"error\":{\"message\":\"down\",\"type\":\"server_error\"}}\n\n", TRUE,
      LAB_CALL_FAILED, LAB_ERROR_PROVIDER_UNAVAILABLE },
    { "data: {\"error\":{\"message\":\"slow\",\"code\":429}}\n\n", TRUE, LAB_CALL_FAILED,
      LAB_ERROR_RATE_LIMIT_EXCEEDED },
    { "data: {oops\n\n", TRUE, LAB_CALL_FAILED, LAB_ERROR_PROVIDER_UNAVAILABLE },
    { "", TRUE, LAB_CALL_CUT, LAB_ERROR_PROVIDER_UNAVAILABLE },
    { "", FALSE, LAB_CALL_CUT, LAB_ERROR_PROVIDER_UNAVAILABLE },
    { "data: [DONE]\n\n", TRUE, LAB_CALL_OK, LAB_N_ERRORS },
    { "data: [DONE]\n\n", FALSE, LAB_CALL_OK, LAB_N_ERRORS },
  };
  gboolean priced;
  LabMoney worst = worst_case (self, &priced);

  self->request->stream = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeTransport *transport = fixture_use_transport (self, "openai");
      g_autofree char *body = g_strconcat (begun, cases[i].rest, NULL);
      const LabCallRecord *record;

      fixture_next (self);
      fake_transport_add (transport, 200, NULL, body, cases[i].complete);
      if (cases[i].code == LAB_N_ERRORS)
        lab_response_free (fixture_send_ok (self));
      else
        g_free (fixture_send_error (self, cases[i].code));
      record = fixture_get_record (self, 0);
      g_assert_cmpint (record->status, ==, cases[i].status);
      g_assert_cmpstr (record->answer, ==, "Hello there");
      g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
      g_assert_cmpint (record->cost, >, 0);
      g_assert_cmpint (record->cost, <, worst);
      g_assert_cmpint (record->usage.buckets[LAB_BUCKET_O], ==, 2);
      g_assert_cmpint (!!(record->usage.flags & LAB_USAGE_PARTIAL), ==,
                       cases[i].status != LAB_CALL_OK);
    }
}

/* A stream that is refused by status, and an answer that is refused under
 * status 200. */
static void
test_refusals_are_free (Fixture       *self,
                        gconstpointer  data)
{
  FakeTransport *transport = fixture_use_transport (self, "openai");

  fake_transport_add (transport, 404, NULL, "{\"error\":{\"message\":\"none\"}}", TRUE);
  fake_transport_add (transport, 200, NULL, "{\"error\":{\"message\":\"none\",\"code\":404}}",
                      TRUE);
  self->request->stream = TRUE;
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  self->request->stream = FALSE;
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (fixture_get_record (self, i)->status, ==, LAB_CALL_REFUSED);
      g_assert_cmpint (fixture_get_record (self, i)->cost, ==, 0);
      g_assert_cmpint (fixture_get_record (self, i)->cost_state, ==, LAB_COST_KNOWN);
    }
}

static void
test_unpriced_model (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;
  g_autofree char *reason = NULL;
  gboolean priced;

  lab_request_set (&self->request->model, "my-own-model");
  g_assert_cmpint (worst_case (self, &priced), ==, 0);
  g_assert_false (priced);
  response = fixture_send_ok (self);
  g_assert_cmpint (response->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpint (fixture_get_record (self, 0)->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpstr (fixture_get_record (self, 0)->cost_basis, ==, "no-row");
  g_assert_cmpint (lab_usage_total (&response->usage), >, 0);

  fixture_next (self);
  self->context->timeout_us = 1;
  g_free (fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE));
  g_assert_cmpint (fixture_get_record (self, 0)->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpstr (fixture_get_record (self, 0)->cost_basis, ==, "no-row");

  fixture_use_cap (self, 1000 * LAB_MONEY_PER_USD);
  reason = fixture_send_error (self, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpstr (reason, ==, "budget");
}

/* Nobody can count an image's tokens here: no bound, so not priced. */
static void
test_images_have_no_bound (Fixture       *self,
                           gconstpointer  data)
{
  LabMessage *question = g_ptr_array_index (self->request->messages, 1);
  gboolean priced;

  g_ptr_array_add (question->parts,
                   lab_part_new (LAB_PART_IMAGE, "data:image/png;base64,AA==", NULL, NULL));
  g_assert_cmpint (worst_case (self, &priced), ==, 0);
  g_assert_false (priced);
  self->context->timeout_us = 1;
  g_free (fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE));
  g_assert_cmpint (fixture_get_record (self, 0)->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpstr (fixture_get_record (self, 0)->cost_basis, ==, "other-modality");
}

static void
test_bounds (Fixture       *self,
             gconstpointer  data)
{
  gboolean priced;
  LabMoney one = worst_case (self, &priced);
  LabMoney plain, marked;
  LabMessage *system = g_ptr_array_index (self->request->messages, 0);

  /* Attempts multiply. */
  self->context->max_attempts = 3;
  g_assert_cmpint (worst_case (self, &priced), ==, 3 * one);
  self->context->max_attempts = 1;
  /* The cap bounds; without one the model's own does. */
  self->request->max_output_tokens = LAB_UNSET;
  g_assert_cmpint (worst_case (self, &priced), >, 100 * one);
  self->request->max_output_tokens = 300;
  /* A dearer tier that is asked for. */
  lab_request_set (&self->request->service_tier, "priority");
  g_assert_cmpint (worst_case (self, &priced), >, one);
  lab_request_set (&self->request->service_tier, "auto");
  g_assert_cmpint (worst_case (self, &priced), >, one);
  /* A cheaper one may be refused and the default served. */
  lab_request_set (&self->request->service_tier, "flex");
  g_assert_cmpint (worst_case (self, &priced), ==, one);
  g_assert_true (priced);
  lab_request_set (&self->request->service_tier, "golden");
  g_assert_cmpint (worst_case (self, &priced), ==, 0);
  g_assert_false (priced);
  lab_request_set (&self->request->service_tier, NULL);
  /* Writes for the long life cost more. */
  lab_request_set (&self->request->provider, "anthropic");
  lab_request_set (&self->request->model, "claude-sonnet-4-5");
  plain = worst_case (self, &priced);
  ((LabPart *) g_ptr_array_index (system->parts, 0))->breakpoint = LAB_CACHE_BREAKPOINT_LONG;
  marked = worst_case (self, &priced);
  g_assert_cmpint (marked, >, plain);
  /* An unpriced fallback leaves the whole without a bound. */
  self->context->fallback_models = g_strsplit ("openai/my-own-model", " ", -1);
  g_assert_cmpint (worst_case (self, &priced), ==, marked);
  g_assert_false (priced);
}

static char *
make_words (LabRandom *random,
            guint64    n)
{
  static const char * const words[] = { "price", "Größe", "{\"a\": 1}", "模型", "int x = 0;\n",
                                        "🎉", "the", "of", "token,", "  " };
  GString *text = g_string_new (NULL);

  for (guint64 i = 0; i <= n; i++)
    {
      g_string_append (text, words[lab_random_below (random, G_N_ELEMENTS (words))]);
      g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

static LabRequest *
make_request (LabRandom          *random,
              const LabModelInfo *model)
{
  static const char * const tiers[] = { NULL, "default", "flex", "priority", "auto" };
  LabRequest *request = lab_request_new (model->provider, model->id);
  guint n = 1 + (guint) lab_random_below (random, 4);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = make_words (random, lab_random_below (random, 700));
      LabMessage *message = lab_request_add_message (
        request, i == 0 ? LAB_ROLE_SYSTEM : i % 2 ? LAB_ROLE_USER : LAB_ROLE_ASSISTANT, text);

      if (lab_random_below (random, 4) == 0)
        lab_request_set (&message->name, "ann");
      if (lab_random_below (random, 3) == 0)
        ((LabPart *) g_ptr_array_index (message->parts, 0))->breakpoint =
          LAB_CACHE_BREAKPOINT_DEFAULT;
    }
  if (lab_random_below (random, 3) == 0)
    lab_request_add_tool (request, lab_tool_new ("find", "Finds a thing.",
                                                 "{\"type\":\"object\",\"properties\":{\"q\":"
                                                 "{\"type\":\"string\"}}}"));
  if (lab_random_below (random, 4) != 0)
    request->max_output_tokens = 1 + (gint64) lab_random_below (random, 200);
  if (lab_random_below (random, 2) == 0)
    lab_request_set (&request->reasoning_effort, "high");
  lab_request_set (&request->service_tier,
                   tiers[lab_random_below (random, G_N_ELEMENTS (tiers))]);
  request->stream = lab_random_below (random, 2) == 0;
  return request;
}

/* Over the whole catalogue: what is recorded never exceeds what was
 * reserved, whatever goes wrong on the way. */
static void
test_reserved_covers_recorded (Fixture       *self,
                               gconstpointer  data)
{
  static const char * const scripts[] = { "ok",     "500 ok",         "cut cut ok", "no-usage",
                                          "cut ok", "timeout 429 ok", "ok",         "refused ok" };
  g_autoptr (GPtrArray) models = lab_price_catalogue_list_models (self->catalogue, NULL);
  const guint rounds = g_test_thorough () ? 40 : 2;
  guint n_priced = 0;
  LabRandom random;

  lab_random_init (&random, 5);
  self->context->max_attempts = 3;
  self->context->timeout_us = 500 * G_USEC_PER_SEC;
  for (guint i = 0; i < models->len * rounds; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i % models->len);
      g_autofree char *seed = g_strdup_printf ("%u", i / 4);
      g_autoptr (LabResponse) response = NULL;
      const LabReservation *reservation;
      LabMoney sum = 0;

      lab_request_free (self->request);
      self->request = make_request (&random, model);
      fixture_next (self);
      lab_request_set (&self->context->partition, seed);
      if (g_str_equal (model->provider, "openai"))
        fixture_set_script (self,
                            scripts[lab_random_below (&random, G_N_ELEMENTS (scripts))]);
      response = fixture_send (self, NULL);
      reservation = lab_fake_gate_get_reservation (self->gate, self->context->operation_id);
      g_assert_nonnull (reservation);
      n_priced += reservation->priced;
      for (guint j = 0; j < fixture_n_records (self); j++)
        {
          const LabCallRecord *record = fixture_get_record (self, j);

          sum += record->cost;
          if (record->cost_state == LAB_COST_ESTIMATED)
            g_assert_cmpint (record->cost, >, 0);
        }
      if (reservation->priced && sum > reservation->worst_case)
        g_error ("%s/%s: %" G_GINT64_FORMAT " recorded, %" G_GINT64_FORMAT " reserved",
                 model->provider, model->id, sum, reservation->worst_case);
    }
  g_assert_cmpuint (n_priced, >, models->len * rounds / 2);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/gateway/money/" path, Fixture, NULL, fixture_set_up, func,               \
              fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("faults", test_faults);
  ADD ("estimate-is-the-count", test_estimate_is_the_count);
  ADD ("bills", test_bills);
  ADD ("overflow", test_overflow);
  ADD ("streams", test_streams);
  ADD ("refusals-are-free", test_refusals_are_free);
  ADD ("unpriced-model", test_unpriced_model);
  ADD ("images-have-no-bound", test_images_have_no_bound);
  ADD ("bounds", test_bounds);
  ADD ("reserved-covers-recorded", test_reserved_covers_recorded);

  return g_test_run ();
}
