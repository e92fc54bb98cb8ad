/* test-mock-cache.c: the vendors' prompt caches behind the mock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

static void
set_prompt (Fixture    *self,
            const char *model,
            guint       words,
            const char *question)
{
  g_autoptr (GString) text = g_string_new ("Policy.");

  for (guint i = 0; i < words; i++)
    g_string_append (text, " refund");
  lab_request_free (self->request);
  self->request = lab_request_new ("mock", model);
  lab_request_add_message (self->request, LAB_ROLE_SYSTEM, text->str);
  lab_request_add_message (self->request, LAB_ROLE_USER, question);
  self->request->max_output_tokens = 40;
}

static void
mark (Fixture *self,
      guint    message)
{
  LabMessage *marked = g_ptr_array_index (self->request->messages, message);

  ((LabPart *) g_ptr_array_index (marked->parts, 0))->breakpoint = LAB_CACHE_BREAKPOINT_DEFAULT;
}

static LabUsage
use (Fixture *self)
{
  g_autoptr (LabResponse) response = fixture_send_ok (self);

  return response->usage;
}

static void
pass (Fixture *self,
      gint64   duration_us)
{
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (self->clock), duration_us);
}

/* Reads are whole blocks of 128 from 1,024 on; writes are free before
 * gpt-5.6. */
static void
test_openai (Fixture       *self,
             gconstpointer  data)
{
  for (guint words = 900; words < 2400; words += 111)
    {
      g_autofree char *partition = g_strdup_printf ("%u", words);
      LabUsage first, second, third;
      gint64 total;

      lab_request_set (&self->context->partition, partition);
      set_prompt (self, "gpt-5-mini", words, "Where is my parcel?");
      first = use (self);
      second = use (self);
      total = lab_usage_input_total (&first);
      g_assert_cmpint (lab_usage_input_total (&second), ==, total);
      g_assert_cmpint (first.buckets[LAB_BUCKET_R], ==, 0);
      g_assert_cmpint (second.buckets[LAB_BUCKET_R], ==,
                       total >= 1024 ? total - total % 128 : 0);
      g_assert_cmpint (second.buckets[LAB_BUCKET_W], ==, 0);
      /* Another question shares the policy. */
      set_prompt (self, "gpt-5-mini", words, "Can I have my money back?");
      third = use (self);
      g_assert_cmpint (third.buckets[LAB_BUCKET_R] % 128, ==, 0);
      if (total >= 1024 + 128)
        g_assert_cmpint (third.buckets[LAB_BUCKET_R], >=, 1024);
    }
}

static void
test_writes_are_billed (Fixture       *self,
                        gconstpointer  data)
{
  LabUsage first, second;
  gint64 total;

  set_prompt (self, "gpt-5.6-sol", 2000, "Where is my parcel?");
  first = use (self);
  second = use (self);
  total = lab_usage_input_total (&first);
  g_assert_cmpint (first.buckets[LAB_BUCKET_W], ==, total - total % 128);
  g_assert_cmpint (first.buckets[LAB_BUCKET_R], ==, 0);
  g_assert_cmpint (second.buckets[LAB_BUCKET_R], ==, total - total % 128);
  g_assert_cmpint (second.buckets[LAB_BUCKET_W], ==, 0);
  g_assert_cmpint (fixture_get_record (self, 0)->cost, >, fixture_get_record (self, 1)->cost);
}

/* Thirty minutes unread; a read begins them anew. */
static void
test_life (Fixture       *self,
           gconstpointer  data)
{
  gint64 n;

  set_prompt (self, "gpt-5.6-sol", 2000, "Where is my parcel?");
  n = use (self).buckets[LAB_BUCKET_W];
  g_assert_cmpint (n, >, 0);
  for (guint i = 0; i < 3; i++)
    {
      pass (self, 29 * MINUTE_US);
      g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, n);
    }
  pass (self, 31 * MINUTE_US);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, n);
}

static void
test_partitions (Fixture       *self,
                 gconstpointer  data)
{
  set_prompt (self, "gpt-5-mini", 2000, "Where is my parcel?");
  lab_request_set (&self->request->provider, "openai");
  lab_request_set (&self->context->partition, "a");
  use (self);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], >, 0);
  lab_request_set (&self->context->partition, "b");
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
  lab_request_set (&self->context->partition, NULL);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);

  lab_request_set (&self->context->partition, "a");
  lab_mock_clear_cache (self->mock, "b");
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], >, 0);
  lab_mock_clear_cache (self->mock, "a");
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
  lab_mock_clear_cache (self->mock, NULL);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
}

/* Models do not share, and what is changed in front is lost behind. */
static void
test_prefix (Fixture       *self,
             gconstpointer  data)
{
  LabMessage *system;

  set_prompt (self, "gpt-5-mini", 2000, "Where is my parcel?");
  use (self);
  set_prompt (self, "gpt-5-nano", 2000, "Where is my parcel?");
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);

  set_prompt (self, "gpt-5-mini", 2000, "Where is my parcel?");
  system = g_ptr_array_index (self->request->messages, 0);
  {
    LabPart *part = g_ptr_array_index (system->parts, 0);
    g_autofree char *text = g_strconcat ("Today is Monday. ", part->text, NULL);

    lab_part_set_text (part, text);
  }
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);

  set_prompt (self, "gpt-5-mini", 2000, "Where is my parcel?");
  lab_request_add_tool (self->request, lab_tool_new ("find", "Finds.", NULL));
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
}

/* Two at once do not see each other's writes: what is written can be read
 * from the first byte of the answer on. */
static void
test_in_parallel (Fixture       *self,
                  gconstpointer  data)
{
  LabUsage usage;

  set_prompt (self, "gpt-5-mini", 2000, "Where is my parcel?");
  self->context->timeout_us = 1000;
  g_free (fixture_send_error (self, LAB_ERROR_PROVIDER_UNAVAILABLE));
  self->context->timeout_us = 0;
  usage = use (self);
  g_assert_cmpint (usage.buckets[LAB_BUCKET_R], ==, 0);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], >, 0);
}

/* Anthropic caches up to marks only, and bills every write. */
static void
test_breakpoints (Fixture       *self,
                  gconstpointer  data)
{
  LabUsage unmarked, first, second;

  set_prompt (self, "claude-sonnet-4-5", 3000, "Where is my parcel?");
  unmarked = use (self);
  unmarked = use (self);
  g_assert_cmpint (unmarked.buckets[LAB_BUCKET_R] + unmarked.buckets[LAB_BUCKET_W], ==, 0);

  mark (self, 0);
  first = use (self);
  g_assert_cmpint (first.buckets[LAB_BUCKET_W], >, 1024);
  g_assert_cmpint (first.buckets[LAB_BUCKET_U], >, 0);
  set_prompt (self, "claude-sonnet-4-5", 3000, "Can I have my money back?");
  mark (self, 0);
  second = use (self);
  g_assert_cmpint (second.buckets[LAB_BUCKET_R], ==, first.buckets[LAB_BUCKET_W]);
  g_assert_cmpint (second.buckets[LAB_BUCKET_W], ==, 0);

  pass (self, 6 * MINUTE_US);
  g_assert_cmpint (use (self).buckets[LAB_BUCKET_R], ==, 0);
}

static void
test_too_many_breakpoints (Fixture       *self,
                           gconstpointer  data)
{
  set_prompt (self, "claude-sonnet-4-5", 10, "Where is my parcel?");
  for (guint i = 0; i < 5; i++)
    {
      lab_request_add_message (self->request, LAB_ROLE_USER, "And then?");
      mark (self, i);
    }
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  g_assert_cmpint (fixture_get_record (self, 0)->cost, ==, 0);
}

/* Gemini's steps are not published; the parts in common are read. */
static void
test_google (Fixture       *self,
             gconstpointer  data)
{
  LabUsage first, second;

  set_prompt (self, "gemini-2.5-flash", 3000, "Where is my parcel?");
  first = use (self);
  g_assert_cmpint (first.buckets[LAB_BUCKET_R], ==, 0);
  set_prompt (self, "gemini-2.5-flash", 3000, "Can I have my money back?");
  second = use (self);
  g_assert_cmpint (second.buckets[LAB_BUCKET_R], >, 1024);
  g_assert_cmpint (second.buckets[LAB_BUCKET_R], <, lab_usage_input_total (&second));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/mock-cache/" path, Fixture, NULL, fixture_set_up, func,                  \
              fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("openai", test_openai);
  ADD ("writes-are-billed", test_writes_are_billed);
  ADD ("life", test_life);
  ADD ("partitions", test_partitions);
  ADD ("prefix", test_prefix);
  ADD ("in-parallel", test_in_parallel);
  ADD ("breakpoints", test_breakpoints);
  ADD ("too-many-breakpoints", test_too_many_breakpoints);
  ADD ("google", test_google);

  return g_test_run ();
}
