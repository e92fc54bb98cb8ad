/* lab-error-handler.h: handle, log, notify, attempt recovery
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-error.h"
#include "lab-log.h"

G_BEGIN_DECLS

#define LAB_TYPE_ERROR_HANDLER (lab_error_handler_get_type ())
G_DECLARE_FINAL_TYPE (LabErrorHandler, lab_error_handler, LAB, ERROR_HANDLER, GObject)

/**
 * LabRecoveryFunc:
 *
 * One way back for one code: recreate the session, roll back, bypass the
 * cache. It completes by returning; anything slow starts a job of its own.
 *
 * Returns: whether the fault is now repaired
 */
typedef gboolean (*LabRecoveryFunc) (const GError *error,
                                     gpointer      user_data);

/* @log: (nullable) */
LabErrorHandler *lab_error_handler_new (LabLog *log);
/* Ways back are tried newest first. Returns an id for removal. */
guint lab_error_handler_add_recovery (LabErrorHandler *self,
                                      LabErrorCode     code,
                                      LabRecoveryFunc  func,
                                      gpointer         user_data,
                                      GDestroyNotify   destroy);
void lab_error_handler_remove_recovery (LabErrorHandler *self,
                                        guint            id);

/* handleError: logs, attempts recovery where the code is recoverable, and
 * notifies the user of what was not repaired. (transfer full) */
LabErrorResponse *lab_error_handler_handle (LabErrorHandler *self,
                                            const GError    *error);
void lab_error_handler_log (LabErrorHandler *self,
                            const GError    *error);
/* Emits ::notify-user (LabErrorResponse *). */
void lab_error_handler_notify_user (LabErrorHandler *self,
                                    const GError    *error);
gboolean lab_error_handler_attempt_recovery (LabErrorHandler *self,
                                             const GError    *error);

G_END_DECLS
