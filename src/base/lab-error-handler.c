/* lab-error-handler.c: handle, log, notify, attempt recovery
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error-handler.h"

struct _LabErrorHandler
{
  GObject parent_instance;

  LabLog *log; /* (nullable) */
  GPtrArray *recoveries;
  guint last_id;
};

/* One way back. Counted, since it may be removed while it runs. */
typedef struct
{
  guint id;
  LabErrorCode code;
  LabRecoveryFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean running;
  gboolean removed;
} Recovery;

enum
{
  NOTIFY_USER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LabErrorHandler, lab_error_handler, G_TYPE_OBJECT)

static void
recovery_clear (gpointer data)
{
  Recovery *recovery = data;

  if (recovery->destroy != NULL)
    recovery->destroy (recovery->user_data);
}

static void
recovery_unref (gpointer data)
{
  g_rc_box_release_full (data, recovery_clear);
}

static gpointer
recovery_ref (gconstpointer data, gpointer user_data)
{
  return g_rc_box_acquire ((gpointer) data);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Runs one way back, unless it is what is failing right now: a way back
 * that fails with its own code must not be tried for ever. */
static gboolean
run_recovery (Recovery *recovery, const GError *error)
{
  gboolean repaired;

  if (recovery->removed || recovery->running)
    return FALSE;

  recovery->running = TRUE;
  repaired = recovery->func (error, recovery->user_data);
  recovery->running = FALSE;
  return repaired;
}

static void
lab_error_handler_finalize (GObject *object)
{
  LabErrorHandler *self = LAB_ERROR_HANDLER (object);

  g_clear_object (&self->log);
  g_clear_pointer (&self->recoveries, g_ptr_array_unref);

  G_OBJECT_CLASS (lab_error_handler_parent_class)->finalize (object);
}

static void
lab_error_handler_class_init (LabErrorHandlerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_error_handler_finalize;

  /**
   * LabErrorHandler::notify-user:
   * @response: (type gpointer): a LabErrorResponse, valid during the emission
   */
  signals[NOTIFY_USER] = g_signal_new ("notify-user", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
lab_error_handler_init (LabErrorHandler *self)
{
  self->recoveries = g_ptr_array_new_with_free_func (recovery_unref);
}

LabErrorHandler *
lab_error_handler_new (LabLog *log)
{
  LabErrorHandler *self;

  g_return_val_if_fail (log == NULL || LAB_IS_LOG (log), NULL);

  self = g_object_new (LAB_TYPE_ERROR_HANDLER, NULL);
  g_set_object (&self->log, log);
  return self;
}

guint
lab_error_handler_add_recovery (LabErrorHandler *self,
                                LabErrorCode code,
                                LabRecoveryFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy)
{
  Recovery *recovery;

  g_return_val_if_fail (LAB_IS_ERROR_HANDLER (self), 0);
  g_return_val_if_fail (code < LAB_N_ERRORS, 0);
  g_return_val_if_fail (func != NULL, 0);

  recovery = g_rc_box_new0 (Recovery);
  recovery->id = ++self->last_id;
  recovery->code = code;
  recovery->func = func;
  recovery->user_data = user_data;
  recovery->destroy = destroy;
  g_ptr_array_add (self->recoveries, recovery);
  return recovery->id;
}

void
lab_error_handler_remove_recovery (LabErrorHandler *self, guint id)
{
  g_return_if_fail (LAB_IS_ERROR_HANDLER (self));

  for (guint i = 0; i < self->recoveries->len; i++)
    {
      Recovery *recovery = g_ptr_array_index (self->recoveries, i);

      if (recovery->id != id)
        continue;
      recovery->removed = TRUE;
      g_ptr_array_remove_index (self->recoveries, i);
      return;
    }
}

LabErrorResponse *
lab_error_handler_handle (LabErrorHandler *self, const GError *error)
{
  LabErrorResponse *response;

  g_return_val_if_fail (LAB_IS_ERROR_HANDLER (self), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  lab_error_handler_log (self, error);
  response = lab_error_response_new (error);
  response->recovered = lab_error_handler_attempt_recovery (self, error);
  /* Whoever cancelled knows. */
  if (!response->recovered && !is_cancelled (error))
    g_signal_emit (self, signals[NOTIFY_USER], 0, response);
  return response;
}

void
lab_error_handler_log (LabErrorHandler *self, const GError *error)
{
  g_autoptr (LabErrorResponse) response = NULL;
  LabErrorCode code = LAB_ERROR_INVALID_INPUT;

  g_return_if_fail (LAB_IS_ERROR_HANDLER (self));
  g_return_if_fail (error != NULL);

  if (self->log == NULL)
    return;

  response = lab_error_response_new (error);
  if (is_cancelled (error))
    {
      lab_log_write (self->log, LAB_LOG_INFO, "operation.cancelled", NULL, "code", response->code,
                     "message", response->message, NULL);
      return;
    }
  lab_error_code_from_string (response->code, &code);
  lab_log_write (self->log, LAB_LOG_ERROR, "error",
                 lab_error_get_context (error, LAB_ERROR_CONTEXT_OPERATION), "code", response->code,
                 "category", lab_error_category_to_string (lab_error_code_get_category (code)),
                 "message", response->message, "details", response->details, "recoverable",
                 response->recoverable ? "true" : "false", "domain",
                 g_quark_to_string (error->domain), NULL);
}

void
lab_error_handler_notify_user (LabErrorHandler *self, const GError *error)
{
  g_autoptr (LabErrorResponse) response = NULL;

  g_return_if_fail (LAB_IS_ERROR_HANDLER (self));
  g_return_if_fail (error != NULL);

  response = lab_error_response_new (error);
  g_signal_emit (self, signals[NOTIFY_USER], 0, response);
}

gboolean
lab_error_handler_attempt_recovery (LabErrorHandler *self, const GError *error)
{
  g_autoptr (LabErrorHandler) kept = NULL;
  g_autoptr (GPtrArray) recoveries = NULL;
  g_autoptr (LabErrorResponse) response = NULL;
  LabErrorCode code;

  g_return_val_if_fail (LAB_IS_ERROR_HANDLER (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  response = lab_error_response_new (error);
  if (!response->recoverable || !lab_error_code_from_string (response->code, &code))
    return FALSE;

  /* A way back may add others, remove itself or drop the handler. */
  kept = g_object_ref (self);
  recoveries = g_ptr_array_copy (self->recoveries, recovery_ref, NULL);
  g_ptr_array_set_free_func (recoveries, recovery_unref);
  for (guint i = recoveries->len; i-- > 0;)
    {
      Recovery *recovery = g_ptr_array_index (recoveries, i);

      if (recovery->code == code && run_recovery (recovery, error))
        {
          if (self->log != NULL)
            lab_log_write (self->log, LAB_LOG_INFO, "error.recovered",
                           lab_error_get_context (error, LAB_ERROR_CONTEXT_OPERATION), "code",
                           response->code, NULL);
          return TRUE;
        }
    }
  return FALSE;
}
