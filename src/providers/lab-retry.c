/* lab-retry.c: what is tried again, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-gateway-private.h"

#include "lab-error.h"

#define FIRST_CAP_US (G_USEC_PER_SEC / 2)
#define MAX_CAP_US (60 * G_USEC_PER_SEC)
/* A hint beyond this is not waited for: the operation fails and says so. */
#define MAX_HINT_US (10 * 60 * G_USEC_PER_SEC)

/* Refusals that no waiting lifts, whatever their status. */
static const char * const final_reasons[] = {
  "insufficient_quota",
  "enforced_spend_limit_reached",
  "contract_spend_limit_reached",
  NULL,
};

static gint64
read_hint (const GError *error)
{
  const char *text = lab_error_get_context (error, LAB_ERROR_CONTEXT_RETRY_AFTER);
  gint64 hint;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &hint, NULL))
    return LAB_TIME_UNKNOWN;
  return hint;
}

gboolean
lab_retry_is_worth_it (const GError *error)
{
  const char *said = lab_error_get_context (error, LAB_ERROR_CONTEXT_SHOULD_RETRY);
  const char *reason = lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON);

  if (error->domain != LAB_ERROR)
    return FALSE;
  if (reason != NULL && g_strv_contains (final_reasons, reason))
    return FALSE;
  if (read_hint (error) > MAX_HINT_US)
    return FALSE;
  if (g_strcmp0 (said, "true") == 0)
    return TRUE;
  if (g_strcmp0 (said, "false") == 0)
    return FALSE;
  return error->code == LAB_ERROR_RATE_LIMIT_EXCEEDED ||
         error->code == LAB_ERROR_PROVIDER_UNAVAILABLE;
}

gint64
lab_retry_delay (const GError *error,
                 guint         attempt,
                 LabRandom    *random)
{
  gint64 hint = read_hint (error);
  gint64 cap = FIRST_CAP_US;

  if (hint != LAB_TIME_UNKNOWN)
    return hint;

  for (guint i = 1; i < attempt && cap < MAX_CAP_US; i++)
    cap *= 2;
  return (gint64) lab_random_below (random, (guint64) MIN (cap, MAX_CAP_US) + 1);
}
