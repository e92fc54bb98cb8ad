/* test-wire.c: a call as bytes once more, without its key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-request.h"
#include "lab-test-wait.h"
#include "lab-wire.h"

static void
rebuilt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static LabWire *
rebuild (const LabCallRecord  *call,
         GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_wire_rebuild_async (call, NULL, rebuilt_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return lab_wire_rebuild_finish (result, error);
}

static LabCallRecord *
new_call (const char *provider,
          const char *text)
{
  LabCallRecord *call = lab_call_record_new ();
  g_autoptr (LabRequest) request = lab_request_new (provider, "a-model");

  lab_request_add_message (request, LAB_ROLE_USER, text);
  request->max_output_tokens = 64;
  call->provider = g_strdup (provider);
  call->prompt = lab_request_to_json (request);
  return call;
}

static void
test_headers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call = new_call ("openai", "Say so.");
  g_autoptr (LabWire) wire = rebuild (call, &error);
  g_autofree char *length = NULL;

  g_assert_no_error (error);
  length = g_strdup_printf ("content-length: %zu", strlen (wire->body));
  g_assert_true (g_str_has_prefix (wire->headers, "POST /v1/chat/completions HTTP/1.1\n"
                                                  "host: api.openai.com\n"
                                                  "authorization: Bearer ••••\n"));
  g_assert_nonnull (strstr (wire->headers, "content-type: application/json\n"));
  g_assert_true (g_str_has_suffix (wire->headers, length));
  g_assert_nonnull (strstr (wire->body, "Say so."));
}

/* What a shell makes of it is what was meant, whatever the prompt says. */
static void
test_command_is_safe (void)
{
  static const char * const texts[] = {
    "plain",
    "it's \"quoted\" and $OPENAI_API_KEY and `id` and $(id)",
    "two\nlines \\ back",
    "'; rm -rf /; '",
    "ä€😀",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabCallRecord) call = new_call ("openai", texts[i]);
      g_autoptr (LabWire) wire = rebuild (call, &error);
      g_auto (GStrv) words = NULL;
      int n;

      g_assert_no_error (error);
      g_shell_parse_argv (wire->command, &n, &words, &error);
      g_assert_no_error (error);
      g_assert_cmpint (n, ==, 8);
      g_assert_cmpstr (words[0], ==, "curl");
      g_assert_cmpstr (words[1], ==, "https://api.openai.com/v1/chat/completions");
      g_assert_cmpstr (words[3], ==, "authorization: Bearer $OPENAI_API_KEY");
      g_assert_cmpstr (words[5], ==, "content-type: application/json");
      g_assert_cmpstr (words[6], ==, "--data-raw");
      g_assert_cmpstr (words[7], ==, wire->body);
    }
}

static void
test_vendors (void)
{
  static const struct
  {
    const char *provider;
    const char *begin; /* (nullable): no vendor, no command */
    const char *key;
  } cases[] = {
    { "openai", "curl https://api.openai.com/v1/chat/completions ", "$OPENAI_API_KEY" },
    { "anthropic", "curl https://api.anthropic.com/v1/chat/completions ", "$ANTHROPIC_API_KEY" },
    { "google", "curl https://generativelanguage.googleapis.com/v1beta/openai/chat/completions ",
      "$GEMINI_API_KEY" },
    { "mock", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabCallRecord) call = new_call (cases[i].provider, "Say so.");
      g_autoptr (LabWire) wire = rebuild (call, &error);

      g_assert_no_error (error);
      g_assert_nonnull (wire->headers);
      if (cases[i].begin == NULL)
        {
          g_assert_null (wire->command);
          continue;
        }
      g_assert_true (g_str_has_prefix (wire->command, cases[i].begin));
      g_assert_nonnull (strstr (wire->command, cases[i].key));
    }
}

static void
test_not_kept (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call = new_call ("openai", "Say so.");
  g_autoptr (LabWire) wire = NULL;

  g_clear_pointer (&call->prompt, g_free);
  wire = rebuild (call, &error);
  g_assert_no_error (error);
  g_assert_null (wire->headers);
  g_assert_null (wire->body);
  g_assert_null (wire->command);
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call = new_call ("openai", "Say so.");

  g_free (call->prompt);
  call->prompt = g_strdup ("{\"messages\":");
  g_assert_null (rebuild (call, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/wire/headers-hide-the-key", test_headers);
  g_test_add_func ("/app/wire/command-is-safe-in-a-shell", test_command_is_safe);
  g_test_add_func ("/app/wire/every-vendor-has-its-address", test_vendors);
  g_test_add_func ("/app/wire/text-that-was-not-kept", test_not_kept);
  g_test_add_func ("/app/wire/text-that-cannot-be-read", test_unreadable);
  return g_test_run ();
}
