/* lab-wire.c: a call of the ledger as it is on the wire, its key hidden
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-wire.h"

#include <string.h>

#include "lab-dialect.h"
#include "lab-json.h"
#include "lab-openai-chat.h"
#include "lab-request.h"

typedef struct
{
  const char *provider;
  const char *host;
  const char *root;
  const char *variable;
} Vendor;

static const Vendor vendors[] = {
  { "openai", "api.openai.com", "/v1", "OPENAI_API_KEY" },
  { "anthropic", "api.anthropic.com", "/v1", "ANTHROPIC_API_KEY" },
  { "google", "generativelanguage.googleapis.com", "/v1beta/openai", "GEMINI_API_KEY" },
};

typedef struct
{
  char *provider;
  char *prompt; /* (nullable) */
} Work;

static void
work_free (Work *work)
{
  g_free (work->provider);
  g_free (work->prompt);
  g_free (work);
}

void
lab_wire_free (LabWire *self)
{
  if (self == NULL)
    return;

  g_free (self->headers);
  g_free (self->body);
  g_free (self->command);
  g_free (self);
}

/* (nullable) */
static const Vendor *
find_vendor (const char *provider)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vendors); i++)
    if (g_str_equal (vendors[i].provider, provider))
      return &vendors[i];
  return NULL;
}

/* @prompt: a request's JSON */
static LabWireRequest *
build (const char  *prompt,
       GError     **error)
{
  g_autoptr (LabDialect) dialect = lab_dialect_new (LAB_OPENAI_CHAT_NAME);
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (prompt, -1, NULL, 1, error);
  g_autoptr (LabRequest) request = NULL;

  if (document == NULL)
    return NULL;
  request = lab_request_from_json (lab_json_document_get_root (document), error);
  if (request == NULL)
    return NULL;
  request->stream = TRUE;
  return lab_dialect_build_request (dialect, request, error);
}

static gboolean
append_header (gpointer key,
               gpointer value,
               gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", (const char *) key, (const char *) value);
  return FALSE;
}

static char *
write_headers (const LabWireRequest *wire,
               const Vendor         *vendor)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s%s HTTP/1.1\n", wire->method,
                          vendor != NULL ? vendor->root : "", wire->path);
  if (vendor != NULL)
    g_string_append_printf (text, "host: %s\n", vendor->host);
  g_string_append (text, "authorization: Bearer " LAB_WIRE_HIDDEN_KEY "\n");
  g_tree_foreach (wire->headers, append_header, text);
  g_string_append_printf (text, "content-length: %" G_GSIZE_FORMAT, g_bytes_get_size (wire->body));
  return g_string_free (text, FALSE);
}

static gboolean
append_option (gpointer key,
               gpointer value,
               gpointer user_data)
{
  g_autofree char *header = g_strdup_printf ("%s: %s", (const char *) key, (const char *) value);
  g_autofree char *quoted = g_shell_quote (header);

  g_string_append_printf (user_data, " \\\n  -H %s", quoted);
  return FALSE;
}

/* In double quotes the shell puts the key in; all else is in single ones. */
static char *
write_command (const LabWireRequest *wire,
               const Vendor         *vendor,
               const char           *body)
{
  g_autofree char *quoted = g_shell_quote (body);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "curl https://%s%s%s \\\n  -H \"authorization: Bearer $%s\"",
                          vendor->host, vendor->root, wire->path, vendor->variable);
  g_tree_foreach (wire->headers, append_option, text);
  g_string_append_printf (text, " \\\n  --data-raw %s", quoted);
  return g_string_free (text, FALSE);
}

static LabWire *
rebuild (const Work  *work,
         GError     **error)
{
  const Vendor *vendor = find_vendor (work->provider);
  g_autoptr (LabWireRequest) wire = NULL;
  LabWire *self;

  if (work->prompt == NULL)
    return g_new0 (LabWire, 1);
  wire = build (work->prompt, error);
  if (wire == NULL)
    return NULL;
  self = g_new0 (LabWire, 1);
  self->headers = write_headers (wire, vendor);
  self->body =
    g_strndup (g_bytes_get_data (wire->body, NULL), g_bytes_get_size (wire->body));
  if (vendor != NULL)
    self->command = write_command (wire, vendor, self->body);
  return self;
}

static void
rebuild_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  LabWire *self = rebuild (task_data, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) lab_wire_free);
  else
    g_task_return_error (task, error);
}

void
lab_wire_rebuild_async (const LabCallRecord *call,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (call != NULL);

  work = g_new0 (Work, 1);
  task = g_task_new (NULL, cancellable, callback, user_data);
  work->provider = g_strdup (call->provider);
  work->prompt = g_strdup (call->prompt);
  g_task_set_source_tag (task, lab_wire_rebuild_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, rebuild_thread);
}

LabWire *
lab_wire_rebuild_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_wire_rebuild_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
