/* test-gateway-limits.c: requests and tokens a minute, in virtual time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

static gint64
count_input (Fixture *self)
{
  LabTokenScheme scheme;
  LabRequestTokens tokens;

  lab_token_scheme_init (&scheme, self->request->model, "o200k_base");
  g_assert_true (lab_tokenizer_count_request (self->tokenizer, &scheme, self->request, &tokens,
                                              NULL));
  return tokens.total.tokens;
}

/* Two at once, and then one each half minute. */
static void
test_requests (Fixture       *self,
               gconstpointer  data)
{
  const LabLimits limits = { .requests_per_minute = 2 };

  lab_gateway_set_limits (self->gateway, &limits);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (LabResponse) response = fixture_send_ok (self);

      g_assert_cmpint (response->finish, ==, LAB_FINISH_STOP);
    }
  g_assert_cmpint (fixture_get_record (self, 0)->timestamp, ==, START_US);
  g_assert_cmpint (fixture_get_record (self, 1)->timestamp, ==,
                   START_US + fixture_get_record (self, 0)->latency_us);
  g_assert_cmpint (fixture_get_record (self, 2)->timestamp, ==, START_US + MINUTE_US / 2);
  g_assert_cmpint (fixture_get_record (self, 3)->timestamp, ==, START_US + MINUTE_US);
  g_assert_cmpint (fixture_get_record (self, 4)->timestamp, ==, START_US + MINUTE_US * 3 / 2);
}

/* The first call's real usage, output too, is what the second waits for. */
static void
test_tokens (Fixture       *self,
             gconstpointer  data)
{
  gint64 input = count_input (self);
  gint64 used, missing, wait;
  LabLimits limits = { 0 };
  g_autoptr (LabResponse) probe = fixture_send_ok (self);
  g_autoptr (LabResponse) first = NULL;
  g_autoptr (LabResponse) second = NULL;

  used = lab_usage_total (&probe->usage);
  g_assert_cmpint (used, >, input);
  limits.tokens_per_minute = used + 1;
  missing = input - 1;
  wait = (missing * MINUTE_US + limits.tokens_per_minute - 1) / limits.tokens_per_minute;

  lab_gateway_set_limits (self->gateway, &limits);
  fixture_next (self);
  first = fixture_send_ok (self);
  second = fixture_send_ok (self);
  g_assert_cmpint (lab_usage_total (&first->usage), ==, used);
  g_assert_cmpint (fixture_get_record (self, 1)->timestamp -
                     fixture_get_record (self, 0)->timestamp,
                   ==, wait);
}

static void
test_too_large (Fixture       *self,
                gconstpointer  data)
{
  LabLimits limits = { .tokens_per_minute = count_input (self) };
  g_autoptr (LabResponse) fits = NULL;
  g_autofree char *reason = NULL;

  lab_gateway_set_limits (self->gateway, &limits);
  fits = fixture_send_ok (self);
  fixture_next (self);
  limits.tokens_per_minute--;
  lab_gateway_set_limits (self->gateway, &limits);
  reason = fixture_send_error (self, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpstr (reason, ==, "tokens-per-minute");
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
  g_assert_null (lab_fake_gate_get_reservation (self->gate, self->context->operation_id));
}

/* Tries count as requests of their own. */
static void
test_retries_count (Fixture       *self,
                    gconstpointer  data)
{
  const LabLimits limits = { .requests_per_minute = 1 };
  g_autoptr (LabResponse) response = NULL;

  lab_gateway_set_limits (self->gateway, &limits);
  self->context->max_attempts = 3;
  fixture_set_script (self, "429 500 ok");
  response = fixture_send_ok (self);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (fixture_get_record (self, i)->timestamp, ==, START_US + i * MINUTE_US);
}

/* Counts that contradict each other are no reason to wait for ever. */
static void
test_odd_usage_takes_nothing_more (Fixture       *self,
                                   gconstpointer  data)
{
  const LabLimits limits = { .tokens_per_minute = 100000 };
  FakeTransport *transport = fixture_use_transport (self, "openai");
  g_autoptr (LabResponse) first = NULL;
  g_autoptr (LabResponse) second = NULL;

  fake_transport_add (transport, 200, NULL,
                      "{\"choices\":[],\"usage\":{\"prompt_tokens\":900000000000,"
                      "\"completion_tokens\":1,\"total_tokens\":5}}",
                      TRUE);
  lab_gateway_set_limits (self->gateway, &limits);
  first = fixture_send_ok (self);
  second = fixture_send_ok (self);
  g_assert_cmpint (fixture_elapsed (self), ==, 200000);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/gateway/limits/" path, Fixture, NULL, fixture_set_up, func,              \
              fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("requests", test_requests);
  ADD ("tokens", test_tokens);
  ADD ("too-large-is-refused", test_too_large);
  ADD ("retries-count", test_retries_count);
  ADD ("odd-usage-takes-nothing-more", test_odd_usage_takes_nothing_more);

  return g_test_run ();
}
