/* lab-openai-chat-error.c: the vendor's errors in our codes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-openai-chat-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* Inside a stream, or under HTTP 200, there is only what the error says of
 * itself; some servers repeat the status there as a number. */
static guint
status_in_error (const LabJson *object)
{
  gint64 number;

  if (lab_json_get_int (lab_json_get (object, "code"), &number) && number >= 400 && number < 600)
    return (guint) number;
  return 0;
}

static LabErrorCode
error_code_for (guint       status,
                const char *type,
                const char *reason)
{
  if (status == 401 || status == 403)
    return LAB_ERROR_INVALID_API_KEY;
  if (status == 429)
    return LAB_ERROR_RATE_LIMIT_EXCEEDED;
  if (status == 408 || status == 409 || status >= 500)
    return LAB_ERROR_PROVIDER_UNAVAILABLE;
  if (status != 0)
    return LAB_ERROR_INVALID_REQUEST;

  if (g_strcmp0 (reason, "invalid_api_key") == 0)
    return LAB_ERROR_INVALID_API_KEY;
  if (g_strcmp0 (reason, "rate_limit_exceeded") == 0 ||
      g_strcmp0 (type, "rate_limit_exceeded") == 0 ||
      g_strcmp0 (reason, "insufficient_quota") == 0)
    return LAB_ERROR_RATE_LIMIT_EXCEEDED;
  return g_strcmp0 (type, "invalid_request_error") == 0 ? LAB_ERROR_INVALID_REQUEST :
                                                          LAB_ERROR_PROVIDER_UNAVAILABLE;
}

/* A decimal number of units, rounded up to whole µs; FALSE for anything else,
 * an HTTP date too. */
static gboolean
read_wait (const char *text,
           gint64      unit_us,
           gint64     *wait_us)
{
  gint64 value = 0;
  gint64 scale = unit_us;
  gboolean rest = FALSE;

  if (text == NULL || !g_ascii_isdigit (text[0]))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++)
    value = MIN (value * 10 + (*text - '0'), G_MAXINT32);
  value *= unit_us;
  if (*text == '.')
    for (text++; g_ascii_isdigit (*text); text++)
      {
        scale /= 10;
        value += (*text - '0') * scale;
        rest = rest || (scale == 0 && *text != '0');
      }
  *wait_us = value + rest;
  return *text == '\0';
}

/* retry-after-ms, else retry-after in seconds. An HTTP date is left to the
 * exponential backoff, which needs no clock to be right. */
static gint64
read_retry_after (GTree *headers)
{
  gint64 wait;

  if (headers != NULL &&
      (read_wait (g_tree_lookup (headers, "retry-after-ms"), 1000, &wait) ||
       read_wait (g_tree_lookup (headers, "retry-after"), G_USEC_PER_SEC, &wait)))
    return wait;
  return LAB_TIME_UNKNOWN;
}

static void
set_error_context (GError     *error,
                   guint       status,
                   const char *reason,
                   GTree      *headers)
{
  gint64 wait = read_retry_after (headers);
  const char *should_retry = headers != NULL ? g_tree_lookup (headers, "x-should-retry") : NULL;

  if (status != 0)
    {
      g_autofree char *text = g_strdup_printf ("%u", status);

      lab_error_set_context (error, LAB_ERROR_CONTEXT_STATUS, text);
    }
  if (reason != NULL)
    lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, reason);
  if (wait != LAB_TIME_UNKNOWN)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, wait);

      lab_error_set_context (error, LAB_ERROR_CONTEXT_RETRY_AFTER, text);
    }
  if (should_retry != NULL)
    lab_error_set_context (error, LAB_ERROR_CONTEXT_SHOULD_RETRY, should_retry);
}

void
lab_openai_chat_set_error (GError        **error,
                           guint           status,
                           const LabJson  *body,
                           GTree          *headers)
{
  const LabJson *object = body != NULL ? lab_json_get (body, "error") : NULL;
  const char *message = NULL, *reason = NULL, *type = NULL;
  guint said = status;
  GError *made = NULL;

  if (object != NULL)
    {
      message = lab_json_get_string (lab_json_get (object, "message"));
      reason = lab_json_get_string (lab_json_get (object, "code"));
      type = lab_json_get_string (lab_json_get (object, "type"));
      if (status == 0)
        said = status_in_error (object);
    }
  if (reason == NULL)
    reason = type;

  if (message != NULL)
    lab_set_error (&made, error_code_for (said, type, reason), _("The provider answered: %s"),
                   message);
  else
    lab_set_error (&made, error_code_for (said, type, reason),
                   _("The provider answered with HTTP status %u and no explanation."), said);
  set_error_context (made, said, reason, headers);
  g_propagate_error (error, made);
}

void
lab_openai_chat_set_unreadable (GError             **error,
                                const LabWireReply  *reply,
                                const GError        *cause)
{
  GError *made = NULL;

  lab_set_error (&made, LAB_ERROR_PROVIDER_UNAVAILABLE,
                 _("The provider's reply cannot be read: %s"), cause->message);
  set_error_context (made, reply != NULL ? reply->status : 0, LAB_DIALECT_REASON_UNREADABLE,
                     reply != NULL ? reply->headers : NULL);
  g_propagate_error (error, made);
}
