/* providers-fixture.c: a gateway between fakes, in virtual time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include "lab-test-wait.h"

static const char * const vendors[] = { "openai", "anthropic", "google", "mock" };

static void
make_gateway (Fixture  *self,
              LabMoney  cap)
{
  g_clear_object (&self->gate);
  g_clear_object (&self->gateway);
  g_clear_object (&self->mock);
  self->gate = lab_fake_gate_new (cap);
  self->gateway = lab_gateway_new (self->catalogue, self->tokenizer, LAB_BUDGET_GATE (self->gate),
                                   LAB_CALL_SINK (self->sink), self->clock, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (vendors); i++)
    {
      g_autoptr (LabMock) mock =
        lab_mock_new (vendors[i], self->catalogue, self->tokenizer, self->clock);
      g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
      g_autoptr (LabProvider) provider =
        lab_provider_new (vendors[i], dialect, LAB_TRANSPORT (mock));

      lab_gateway_add_provider (self->gateway, provider);
      if (i == 0)
        g_set_object (&self->mock, mock);
    }
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->clock = lab_virtual_clock_new (START_US);
  self->catalogue = lab_price_catalogue_new_bundled (&error);
  g_assert_no_error (error);
  self->tokenizer = lab_tokenizer_new ();
  self->sink = lab_fake_sink_new ();
  make_gateway (self, LAB_FAKE_GATE_NO_CAP);

  self->request = lab_request_new ("openai", "gpt-5-mini");
  lab_request_add_message (self->request, LAB_ROLE_SYSTEM, "You label support tickets.");
  lab_request_add_message (self->request, LAB_ROLE_USER, "The invoice total is wrong.");
  self->request->max_output_tokens = 300;
  self->context = lab_call_context_new ();
  self->context->seed = 7;
  self->context->profile_id = g_strdup ("profile-1");
  self->context->task_key = g_strdup ("task-1");
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&self->cancellable);
  lab_call_context_free (self->context);
  lab_request_free (self->request);
  g_assert_finalize_object (self->gateway);
  g_clear_object (&self->mock);
  g_clear_object (&self->gate);
  g_clear_object (&self->sink);
  g_clear_object (&self->tokenizer);
  g_clear_object (&self->catalogue);
  g_assert_finalize_object (self->clock);
}

void
fixture_use_cap (Fixture  *self,
                 LabMoney  cap)
{
  make_gateway (self, cap);
}

void
fixture_set_script (Fixture    *self,
                    const char *words)
{
  g_auto (GStrv) script = g_strsplit (words, " ", -1);
  LabMockFaults faults = { .script = script };

  lab_mock_set_faults (self->mock, &faults);
}

FakeTransport *
fixture_use_transport (Fixture    *self,
                       const char *provider_name)
{
  g_autoptr (FakeTransport) transport = fake_transport_new (self->clock);
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabProvider) provider =
    lab_provider_new (provider_name, dialect, LAB_TRANSPORT (transport));

  lab_gateway_add_provider (self->gateway, provider);
  return transport;
}

LabResponse *
fixture_send (Fixture  *self,
              GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_gateway_send_async (self->gateway, self->request, self->context, self->cancellable,
                          lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_gateway_send_finish (self->gateway, result, error);
}

LabResponse *
fixture_send_ok (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  LabResponse *response = fixture_send (self, &error);

  g_assert_no_error (error);
  g_assert_nonnull (response);
  return response;
}

char *
fixture_send_error (Fixture      *self,
                    LabErrorCode  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response = fixture_send (self, &error);

  g_assert_null (response);
  g_assert_error (error, LAB_ERROR, (int) code);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_OPERATION), ==,
                   self->context->operation_id);
  return g_strdup (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON));
}

guint
fixture_n_records (Fixture *self)
{
  return lab_fake_sink_get_records (self->sink)->len;
}

const LabCallRecord *
fixture_get_record (Fixture *self,
                    guint    index)
{
  GPtrArray *records = lab_fake_sink_get_records (self->sink);

  g_assert_cmpuint (index, <, records->len);
  return g_ptr_array_index (records, index);
}

gint64
fixture_elapsed (Fixture *self)
{
  return lab_clock_now (self->clock) - START_US;
}

void
fixture_next (Fixture *self)
{
  g_ptr_array_set_size (lab_fake_sink_get_records (self->sink), 0);
  g_free (self->context->operation_id);
  self->context->operation_id = g_uuid_string_random ();
}

char *
load_example (const char *name,
              gsize      *length)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "data", "providers", "openai", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

LabJsonDocument *
parse_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  LabJsonDocument *document = lab_json_document_parse (text, -1, NULL, 1, &error);

  g_assert_no_error (error);
  return document;
}

void
assert_same_json (const char *a,
                  const char *b)
{
  g_autoptr (LabJsonDocument) left = parse_json (a);
  g_autoptr (LabJsonDocument) right = parse_json (b);
  g_autofree char *left_text = lab_json_to_string (lab_json_document_get_root (left), TRUE);
  g_autofree char *right_text = lab_json_to_string (lab_json_document_get_root (right), TRUE);

  g_assert_cmpstr (left_text, ==, right_text);
}
