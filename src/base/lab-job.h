/* lab-job.h: long work that can be watched, paused and stopped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-money.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_JOB_QUEUED,
  LAB_JOB_RUNNING,
  LAB_JOB_PAUSED,
  LAB_JOB_DONE,
  LAB_JOB_FAILED,
  LAB_JOB_CANCELLED,
  LAB_JOB_INTERRUPTED, /* the program ended under it; can be resumed */
} LabJobState;

#define LAB_TYPE_JOB_STATE (lab_job_state_get_type ())
GType lab_job_state_get_type (void);
const char *lab_job_state_to_string (LabJobState state);
gboolean lab_job_state_from_string (const char  *text,
                                    LabJobState *state);

/**
 * LabJob:
 *
 * Properties, all notified on the thread that owns the job: id, title,
 * state, done, total (0 while unknown), unit ("calls"), spent (nano-USD),
 * message. Progress, unit, spent and message may be set from any thread; what
 * another thread sets is seen here, and notified, at the next iteration. The
 * rest belongs to the job's own thread, but cancelling, which any may ask.
 * Workers look at lab_job_get_cancellable() and, between two pieces of
 * work, wait with lab_job_wait_resumed_async().
 */
#define LAB_TYPE_JOB (lab_job_get_type ())
G_DECLARE_FINAL_TYPE (LabJob, lab_job, LAB, JOB, GObject)

/* @id: (nullable): made anew when NULL */
LabJob *lab_job_new (const char *id,
                     const char *title);
const char *lab_job_get_id (LabJob *self);
const char *lab_job_get_title (LabJob *self);
LabJobState lab_job_get_state (LabJob *self);
GCancellable *lab_job_get_cancellable (LabJob *self);

void lab_job_start (LabJob *self);
void lab_job_set_progress (LabJob  *self,
                           guint64  done,
                           guint64  total);
guint64 lab_job_get_done (LabJob *self);
guint64 lab_job_get_total (LabJob *self);
void lab_job_set_unit (LabJob     *self,
                       const char *unit);
const char *lab_job_get_unit (LabJob *self);
void lab_job_set_spent (LabJob   *self,
                        LabMoney  spent);
LabMoney lab_job_get_spent (LabJob *self);
void lab_job_set_message (LabJob     *self,
                          const char *message);
const char *lab_job_get_message (LabJob *self);

void lab_job_pause (LabJob *self);
void lab_job_resume (LabJob *self);
/* Asks; the worker answers by finishing with a cancelled error. */
void lab_job_cancel (LabJob *self);
/* Ends it: DONE without an error, CANCELLED for G_IO_ERROR_CANCELLED, else
 * FAILED with the error's message. Once only. (nullable) (transfer none) */
void lab_job_finish (LabJob       *self,
                     const GError *error);
/* Completes at once unless paused; fails with G_IO_ERROR_CANCELLED once the
 * job was cancelled or has ended. A waiting worker keeps the job alive. */
void lab_job_wait_resumed_async (LabJob              *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean lab_job_wait_resumed_finish (LabJob        *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
