/* test-gateway-retry.c: what is tried again, when, and by whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

#define MAX_GAPS 5
#define FIRST_CAP_US 500000

/* From the end of one attempt to the beginning of the next. */
static gint64
gap (Fixture *self,
     guint    after)
{
  const LabCallRecord *record = fixture_get_record (self, after);

  return fixture_get_record (self, after + 1)->timestamp - record->timestamp - record->latency_us;
}

static void
test_hint_is_obeyed (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;

  self->context->max_attempts = 3;
  fixture_set_script (self, "429 429 ok");
  response = fixture_send_ok (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 3);
  g_assert_cmpint (gap (self, 0), ==, 250000);
  g_assert_cmpint (gap (self, 1), ==, 250000);
}

static void
test_records_of_attempts (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;
  LabMoney sum = 0;

  self->context->max_attempts = 4;
  fixture_set_script (self, "429 503 no-usage");
  response = fixture_send_ok (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const LabCallRecord *record = fixture_get_record (self, i);

      g_assert_cmpuint (record->attempt, ==, i + 1);
      g_assert_cmpint (record->final, ==, i == 2);
      g_assert_cmpstr (record->operation_id, ==, self->context->operation_id);
      sum += record->cost;
    }
  g_assert_cmpstr (fixture_get_record (self, 0)->error_code, ==, "RATE_LIMIT_EXCEEDED");
  g_assert_cmpint (fixture_get_record (self, 0)->status, ==, LAB_CALL_REFUSED);
  g_assert_cmpstr (fixture_get_record (self, 1)->error_code, ==, "PROVIDER_UNAVAILABLE");
  g_assert_null (fixture_get_record (self, 2)->error_code);
  g_assert_cmpint (sum, ==, response->cost);
}

/* One try, whatever is allowed. */
static void
test_not_retried (Fixture       *self,
                  gconstpointer  data)
{
  static const struct
  {
    const char *word;
    LabErrorCode code;
    const char *reason;
  } cases[] = {
    { "429-quota", LAB_ERROR_RATE_LIMIT_EXCEEDED, "insufficient_quota" },
    { "401", LAB_ERROR_INVALID_API_KEY, "invalid_api_key" },
    { "400", LAB_ERROR_INVALID_REQUEST, "invalid_value" },
  };

  self->context->max_attempts = 5;
  self->context->fallback_models = g_strsplit ("openai/gpt-4o", " ", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script = g_strdup_printf ("%s ok", cases[i].word);
      g_autofree char *reason = NULL;

      fixture_next (self);
      fixture_set_script (self, script);
      reason = fixture_send_error (self, cases[i].code);
      g_assert_cmpstr (reason, ==, cases[i].reason);
      g_assert_cmpuint (fixture_n_records (self), ==, 1);
      g_assert_true (fixture_get_record (self, 0)->final);
      g_assert_cmpint (fixture_get_record (self, 0)->cost, ==, 0);
      g_assert_cmpint (fixture_get_record (self, 0)->cost_state, ==, LAB_COST_KNOWN);
    }
}

static void
run_to_the_end (Fixture *self,
                guint64  seed,
                gint64   gaps[MAX_GAPS])
{
  g_autoptr (LabResponse) response = NULL;

  fixture_next (self);
  self->context->seed = seed;
  self->context->max_attempts = MAX_GAPS + 1;
  fixture_set_script (self, "500 503 500 refused 503 ok");
  response = fixture_send_ok (self);
  for (guint i = 0; i < MAX_GAPS; i++)
    gaps[i] = gap (self, i);
}

/* Uniform on 0 … 500 ms × 2^(n − 1): over 200 seeds every wait stays inside,
 * reaches both ends' neighbourhoods, and is half the cap in the mean. */
static void
test_backoff_is_full_jitter (Fixture       *self,
                             gconstpointer  data)
{
  const guint n = 200;
  gint64 sums[MAX_GAPS] = { 0 };
  gint64 lows[MAX_GAPS], highs[MAX_GAPS] = { 0 };

  for (guint i = 0; i < MAX_GAPS; i++)
    lows[i] = G_MAXINT64;
  for (guint seed = 0; seed < n; seed++)
    {
      gint64 gaps[MAX_GAPS];

      run_to_the_end (self, seed, gaps);
      for (guint i = 0; i < MAX_GAPS; i++)
        {
          g_assert_cmpint (gaps[i], >=, 0);
          g_assert_cmpint (gaps[i], <=, (gint64) FIRST_CAP_US << i);
          lows[i] = MIN (lows[i], gaps[i]);
          highs[i] = MAX (highs[i], gaps[i]);
          sums[i] += gaps[i];
        }
    }
  for (guint i = 0; i < MAX_GAPS; i++)
    {
      gint64 cap = (gint64) FIRST_CAP_US << i;

      g_assert_cmpint (lows[i], <, cap / 20);
      g_assert_cmpint (highs[i], >, cap * 19 / 20);
      /* Five standard errors of a uniform mean: 5 × cap / √(12 n). */
      g_assert_cmpint (ABS (sums[i] / n - cap / 2), <, cap * 103 / 1000);
    }
}

static void
test_backoff_repeats (Fixture       *self,
                      gconstpointer  data)
{
  gint64 first[MAX_GAPS], again[MAX_GAPS], other[MAX_GAPS];

  run_to_the_end (self, 1, first);
  run_to_the_end (self, 1, again);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
  run_to_the_end (self, 2, other);
  g_assert_false (memcmp (first, other, sizeof first) == 0);
}

/* No wait grows beyond a minute. */
static void
test_backoff_has_a_ceiling (Fixture       *self,
                            gconstpointer  data)
{
  FakeTransport *transport = fixture_use_transport (self, "openai");

  fake_transport_add (transport, 503, NULL, "", TRUE);
  self->context->max_attempts = 40;
  g_free (fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE));
  g_assert_cmpuint (fixture_n_records (self), ==, 40);
  for (guint i = 0; i < 39; i++)
    g_assert_cmpint (gap (self, i), <=, 60 * G_USEC_PER_SEC);
  g_assert_true (fixture_get_record (self, 39)->final);
}

static void
test_vendors_word (Fixture       *self,
                   gconstpointer  data)
{
  static const struct
  {
    guint status;
    const char *header;
    guint n_sent;
    gint64 gap; /* µs, or -1 */
  } cases[] = {
    { 503, "retry-after: 3", 2, 3000000 },
    { 429, "retry-after: 0", 2, 0 },
    { 429, "retry-after: 600", 2, 600000000 },
    { 429, "retry-after: 601", 1, -1 },
    { 503, "x-should-retry: false", 1, -1 },
    { 400, "x-should-retry: true", 2, -1 },
    { 408, NULL, 2, -1 },
    { 409, NULL, 2, -1 },
    { 404, NULL, 1, -1 },
  };

  self->context->max_attempts = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeTransport *transport = fixture_use_transport (self, "openai");
      g_autoptr (LabResponse) response = NULL;

      fixture_next (self);
      fake_transport_add (transport, cases[i].status, cases[i].header, "{}", TRUE);
      fake_transport_add (transport, 200, NULL, "{\"choices\":[]}", TRUE);
      response = fixture_send (self, NULL);
      g_assert_cmpuint (fake_transport_get_n_sent (transport), ==, cases[i].n_sent);
      g_assert_cmpint (response != NULL, ==, cases[i].n_sent == 2);
      if (cases[i].gap >= 0)
        g_assert_cmpint (gap (self, 0), ==, cases[i].gap);
    }
}

static void
test_timeout (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;
  g_autofree char *reason = NULL;
  const LabCallRecord *record;

  self->context->timeout_us = 9 * G_USEC_PER_SEC;
  fixture_set_script (self, "timeout");
  reason = fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE);
  g_assert_cmpstr (reason, ==, "timeout");
  record = fixture_get_record (self, 0);
  g_assert_cmpint (record->status, ==, LAB_CALL_FAILED);
  g_assert_cmpint (record->latency_us, ==, 9 * G_USEC_PER_SEC);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (record->cost, ==,
                   lab_fake_gate_get_reservation (self->gate, self->context->operation_id)
                     ->worst_case);

  fixture_next (self);
  self->context->max_attempts = 2;
  fixture_set_script (self, "timeout ok");
  response = fixture_send_ok (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 2);
}

/* The timer of one attempt is no danger to the next. */
static void
test_timer_ends_with_its_attempt (Fixture       *self,
                                  gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;

  self->context->max_attempts = 8;
  self->context->timeout_us = 12 * G_USEC_PER_SEC;
  fixture_set_script (self, "500 500 500 500 500 500 500 ok");
  response = fixture_send_ok (self);
  g_assert_cmpint (fixture_elapsed (self), >, 12 * G_USEC_PER_SEC);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpint (fixture_get_record (self, i)->status, ==, LAB_CALL_REFUSED);
}

static void
count_cb (const char *text,
          gpointer    user_data)
{
  ++*(guint *) user_data;
}

/* Text that was shown cannot be taken back; nobody saw it: try again. */
static void
test_cut (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;
  g_autofree char *reason = NULL;
  guint n = 0;

  self->request->stream = TRUE;
  self->context->max_attempts = 2;
  fixture_set_script (self, "cut ok");
  response = fixture_send_ok (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 2);
  g_assert_cmpint (fixture_get_record (self, 0)->status, ==, LAB_CALL_CUT);
  g_assert_cmpint (fixture_get_record (self, 0)->cost, >, 0);

  fixture_next (self);
  fixture_set_script (self, "cut ok");
  self->context->delta = count_cb;
  self->context->delta_data = &n;
  reason = fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE);
  g_assert_cmpstr (reason, ==, "cut");
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  g_assert_cmpint (fixture_get_record (self, 0)->finish, ==, LAB_FINISH_CUT);
  g_assert_cmpstr (fixture_get_record (self, 0)->answer, !=, "");
}

static void
test_fallback (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  const LabCallRecord *last;
  LabMoney first, all;
  gboolean priced;

  self->context->max_attempts = 2;
  g_assert_true (lab_gateway_worst_case (self->gateway, self->request, self->context, &first,
                                         &priced, &error));
  self->context->fallback_models =
    g_strsplit ("anthropic/claude-haiku-4-5 google/gemini-2.5-flash", " ", -1);
  g_assert_true (lab_gateway_worst_case (self->gateway, self->request, self->context, &all,
                                         &priced, &error));
  g_assert_true (priced);
  g_assert_cmpint (all, >, first);

  fixture_set_script (self, "503 503");
  response = fixture_send_ok (self);
  g_assert_cmpint (
    lab_fake_gate_get_reservation (self->gate, self->context->operation_id)->worst_case, ==, all);
  g_assert_cmpuint (fixture_n_records (self), ==, 3);
  last = fixture_get_record (self, 2);
  g_assert_cmpstr (fixture_get_record (self, 1)->model, ==, "gpt-5-mini");
  g_assert_false (fixture_get_record (self, 1)->final);
  g_assert_cmpstr (last->provider, ==, "anthropic");
  g_assert_cmpstr (last->model, ==, "claude-haiku-4-5");
  g_assert_cmpuint (last->attempt, ==, 3);
  g_assert_true (last->final);
  g_assert_true (g_str_has_prefix (last->price_row, "anthropic/claude-haiku-4-5"));
  g_assert_cmpstr (response->provider, ==, "anthropic");
  g_assert_cmpstr (last->request_hash, !=, fixture_get_record (self, 0)->request_hash);
}

static void
test_everybody_fails (Fixture       *self,
                      gconstpointer  data)
{
  FakeTransport *first = fixture_use_transport (self, "openai");
  FakeTransport *second = fixture_use_transport (self, "google");

  fake_transport_add (first, 503, NULL, "", TRUE);
  fake_transport_add (second, 500, NULL, "", TRUE);
  self->context->max_attempts = 3;
  self->context->fallback_models = g_strsplit ("google/gemini-2.5-flash", " ", -1);
  g_free (fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE));
  g_assert_cmpuint (fake_transport_get_n_sent (first), ==, 3);
  g_assert_cmpuint (fake_transport_get_n_sent (second), ==, 3);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (fixture_get_record (self, i)->final, ==, i == 5);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/gateway/retry/" path, Fixture, NULL, fixture_set_up, func,               \
              fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("hint-is-obeyed", test_hint_is_obeyed);
  ADD ("records-of-attempts", test_records_of_attempts);
  ADD ("not-retried", test_not_retried);
  ADD ("backoff-is-full-jitter", test_backoff_is_full_jitter);
  ADD ("backoff-repeats", test_backoff_repeats);
  ADD ("backoff-has-a-ceiling", test_backoff_has_a_ceiling);
  ADD ("vendors-word", test_vendors_word);
  ADD ("timeout", test_timeout);
  ADD ("timer-ends-with-its-attempt", test_timer_ends_with_its_attempt);
  ADD ("cut", test_cut);
  ADD ("fallback", test_fallback);
  ADD ("everybody-fails", test_everybody_fails);

  return g_test_run ();
}
