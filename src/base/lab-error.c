/* lab-error.c: what can go wrong, in the specification's words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  LabErrorCategory category;
  gboolean recoverable;
  const char *action;
} CodeInfo;

/* Not recoverable are the codes where the same thing, asked again, fails
 * again: it must be asked for differently, or given up. */
static const CodeInfo code_table[LAB_N_ERRORS] = {
  [LAB_ERROR_INVALID_API_KEY] = { "INVALID_API_KEY", LAB_ERROR_CATEGORY_API, TRUE,
                                  N_ ("Check the provider's API key and enter it again.") },
  [LAB_ERROR_RATE_LIMIT_EXCEEDED] = { "RATE_LIMIT_EXCEEDED", LAB_ERROR_CATEGORY_API, TRUE,
                                      N_ ("Wait a little and try again, or send fewer calls at "
                                          "once.") },
  [LAB_ERROR_PROVIDER_UNAVAILABLE] = { "PROVIDER_UNAVAILABLE", LAB_ERROR_CATEGORY_API, TRUE,
                                       N_ ("Try again later, or use another provider.") },
  [LAB_ERROR_INVALID_REQUEST] = { "INVALID_REQUEST", LAB_ERROR_CATEGORY_API, FALSE,
                                  N_ ("Change the request as the message says; sending it again "
                                      "unchanged will fail again.") },
  [LAB_ERROR_SESSION_CREATION_FAILED] = { "SESSION_CREATION_FAILED", LAB_ERROR_CATEGORY_SANDBOX,
                                          TRUE,
                                          N_ ("Close sessions you no longer need and start the "
                                              "session again.") },
  [LAB_ERROR_ISOLATION_BREACH] = { "ISOLATION_BREACH", LAB_ERROR_CATEGORY_SANDBOX, FALSE,
                                   N_ ("The operation was stopped. Work only with what belongs to "
                                       "this session's profile and "
                                       "experiment.") },
  [LAB_ERROR_RESOURCE_LIMIT_EXCEEDED] = { "RESOURCE_LIMIT_EXCEEDED", LAB_ERROR_CATEGORY_SANDBOX,
                                          TRUE,
                                          N_ ("Raise the limit or the budget, or ask for less at "
                                              "once.") },
  [LAB_ERROR_SESSION_TIMEOUT] = { "SESSION_TIMEOUT", LAB_ERROR_CATEGORY_SANDBOX, TRUE,
                                  N_ ("Start the session again; what it had recorded is kept.") },
  [LAB_ERROR_INVALID_EXPERIMENT_CONFIG] = { "INVALID_EXPERIMENT_CONFIG", LAB_ERROR_CATEGORY_DATA,
                                            FALSE,
                                            N_ ("Correct the experiment's settings as the message "
                                                "says.") },
  [LAB_ERROR_MISSING_BASELINE] = { "MISSING_BASELINE", LAB_ERROR_CATEGORY_DATA, TRUE,
                                   N_ ("Run the baseline of this experiment first.") },
  [LAB_ERROR_CORRUPTED_METRICS] = { "CORRUPTED_METRICS", LAB_ERROR_CATEGORY_DATA, TRUE,
                                    N_ ("Run the measurement again, or restore a backup.") },
  [LAB_ERROR_DATABASE_CONNECTION_FAILED] = { "DATABASE_CONNECTION_FAILED", LAB_ERROR_CATEGORY_DATA,
                                             TRUE,
                                             N_ ("Check that the data folder exists, can be "
                                                 "written and has free space, then try "
                                                 "again.") },
  [LAB_ERROR_INVALID_INPUT] = { "INVALID_INPUT", LAB_ERROR_CATEGORY_DATA, FALSE,
                                N_ ("Correct the value or the file as the message says.") },
  [LAB_ERROR_NOT_FOUND] = { "NOT_FOUND", LAB_ERROR_CATEGORY_DATA, FALSE,
                            N_ ("Check the name, or list what there is.") },
  [LAB_ERROR_UNPRICED] = { "UNPRICED", LAB_ERROR_CATEGORY_DATA, TRUE,
                           N_ ("Add a price for this model to the catalogue.") },
  [LAB_ERROR_STRATEGY_APPLICATION_FAILED] = { "STRATEGY_APPLICATION_FAILED",
                                              LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE,
                                              N_ ("Check the strategy's settings, or run without "
                                                  "it.") },
  [LAB_ERROR_QUALITY_DEGRADATION] = { "QUALITY_DEGRADATION", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE,
                                      N_ ("Make the strategy gentler, or do not adopt it.") },
  [LAB_ERROR_CACHE_INVALIDATION] = { "CACHE_INVALIDATION", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE,
                                     N_ ("Empty the cache, or go on without it; calls then go to "
                                         "the provider.") },
  [LAB_ERROR_BATCH_PROCESSING] = { "BATCH_PROCESSING", LAB_ERROR_CATEGORY_OPTIMIZATION, TRUE,
                                   N_ ("Send the failed part of the batch again, or send its calls "
                                       "one by one.") },
};

#define CANCELLED_NAME "CANCELLED"

/* The context of one error; NULL until something is put in. */
typedef struct
{
  GHashTable *context;
} LabErrorPrivate;

static void
lab_error_private_init (LabErrorPrivate *priv)
{
  priv->context = NULL;
}

static void
lab_error_private_copy (const LabErrorPrivate *source, LabErrorPrivate *target)
{
  GHashTableIter iter;
  gpointer key, value;

  if (source->context == NULL)
    return;

  target->context = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, source->context);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (target->context, g_strdup (key), g_strdup (value));
}

static void
lab_error_private_clear (LabErrorPrivate *priv)
{
  g_clear_pointer (&priv->context, g_hash_table_unref);
}

G_DEFINE_EXTENDED_ERROR (LabError, lab_error)

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_network_error (const GError *error)
{
  static const int codes[] = {
    G_IO_ERROR_TIMED_OUT,           G_IO_ERROR_HOST_NOT_FOUND,     G_IO_ERROR_HOST_UNREACHABLE,
    G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_CONNECTION_CLOSED,
    G_IO_ERROR_NOT_CONNECTED,
  };

  if (error->domain == G_RESOLVER_ERROR)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_IO_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static LabErrorCode
nearest_code (const GError *error)
{
  if (error->domain == LAB_ERROR && error->code >= 0 && error->code < LAB_N_ERRORS)
    return error->code;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return LAB_ERROR_NOT_FOUND;
  if (is_network_error (error))
    return LAB_ERROR_PROVIDER_UNAVAILABLE;
  return LAB_ERROR_INVALID_INPUT;
}

static char *
describe_context (const GError *error)
{
  g_autoptr (GPtrArray) keys = lab_error_get_context_keys (error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);

      if (g_str_equal (key, LAB_ERROR_CONTEXT_ACTION) ||
          g_str_equal (key, LAB_ERROR_CONTEXT_RECOVERABLE))
        continue;
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", key,
                              lab_error_get_context (error, key));
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

const char *
lab_error_code_to_string (LabErrorCode code)
{
  g_return_val_if_fail (code < LAB_N_ERRORS, NULL);

  return code_table[code].name;
}

gboolean
lab_error_code_from_string (const char *text, LabErrorCode *code)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  for (guint i = 0; i < LAB_N_ERRORS; i++)
    if (g_str_equal (text, code_table[i].name))
      {
        *code = i;
        return TRUE;
      }
  return FALSE;
}

LabErrorCategory
lab_error_code_get_category (LabErrorCode code)
{
  g_return_val_if_fail (code < LAB_N_ERRORS, LAB_ERROR_CATEGORY_DATA);

  return code_table[code].category;
}

const char *
lab_error_category_to_string (LabErrorCategory category)
{
  switch (category)
    {
    case LAB_ERROR_CATEGORY_API:
      return "api";
    case LAB_ERROR_CATEGORY_SANDBOX:
      return "sandbox";
    case LAB_ERROR_CATEGORY_DATA:
      return "data";
    case LAB_ERROR_CATEGORY_OPTIMIZATION:
      return "optimization";
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
lab_error_code_is_recoverable (LabErrorCode code)
{
  g_return_val_if_fail (code < LAB_N_ERRORS, FALSE);

  return code_table[code].recoverable;
}

const char *
lab_error_code_get_suggested_action (LabErrorCode code)
{
  g_return_val_if_fail (code < LAB_N_ERRORS, NULL);

  return _ (code_table[code].action);
}

void
lab_set_error (GError **error, LabErrorCode code, const char *format, ...)
{
  va_list args;

  g_return_if_fail (code < LAB_N_ERRORS);
  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (LAB_ERROR, code, format, args));
  va_end (args);
}

void
lab_error_set_context (GError *error, const char *key, const char *value)
{
  LabErrorPrivate *priv;

  g_return_if_fail (key != NULL);

  if (error == NULL || error->domain != LAB_ERROR)
    return;

  priv = lab_error_get_private (error);
  if (priv->context == NULL)
    priv->context = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (value != NULL)
    g_hash_table_replace (priv->context, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (priv->context, key);
}

const char *
lab_error_get_context (const GError *error, const char *key)
{
  LabErrorPrivate *priv;

  g_return_val_if_fail (key != NULL, NULL);

  if (error == NULL || error->domain != LAB_ERROR)
    return NULL;

  priv = lab_error_get_private (error);
  return priv->context != NULL ? g_hash_table_lookup (priv->context, key) : NULL;
}

GPtrArray *
lab_error_get_context_keys (const GError *error)
{
  GPtrArray *keys = g_ptr_array_new ();
  LabErrorPrivate *priv;
  GHashTableIter iter;
  gpointer key;

  if (error == NULL || error->domain != LAB_ERROR)
    return keys;

  priv = lab_error_get_private (error);
  if (priv->context == NULL)
    return keys;

  g_hash_table_iter_init (&iter, priv->context);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, compare_strings);
  return keys;
}

LabErrorResponse *
lab_error_response_new (const GError *error)
{
  LabErrorResponse *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = g_new0 (LabErrorResponse, 1);
  self->message = g_strdup (error->message);
  self->details = describe_context (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->code = g_strdup (CANCELLED_NAME);
      self->recoverable = TRUE;
      self->suggested_action = g_strdup (_ ("Start it again when you like."));
    }
  else
    {
      LabErrorCode code = nearest_code (error);
      const char *action = lab_error_get_context (error, LAB_ERROR_CONTEXT_ACTION);
      const char *recoverable = lab_error_get_context (error, LAB_ERROR_CONTEXT_RECOVERABLE);

      self->code = g_strdup (lab_error_code_to_string (code));
      self->recoverable = recoverable != NULL ? g_str_equal (recoverable, "true")
                                              : lab_error_code_is_recoverable (code);
      self->suggested_action =
          g_strdup (action != NULL ? action : lab_error_code_get_suggested_action (code));
    }
  return self;
}

void
lab_error_response_free (LabErrorResponse *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->message);
  g_free (self->details);
  g_free (self->suggested_action);
  g_free (self);
}
