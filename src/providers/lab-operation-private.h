/* lab-operation-private.h: one operation on its way through the gateway
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-gateway-private.h"

G_BEGIN_DECLS

/**
 * LabOperation:
 * @reserved: the gate holds its worst case, and is to be told when nothing
 *   comes of it
 * @failure: (nullable): what to answer once the reservation is given back
 * @target: index into @targets; @tries of that target, @attempts of all
 * @text_delivered: the caller has seen text, which cannot be taken back: no
 *   further attempt
 * @tokens_taken: from the limit of tokens a minute, by the attempt under way
 * @first_text_at: µs, or LAB_TIME_UNKNOWN
 */
typedef struct
{
  gatomicrefcount refs;
  LabGateway *gateway;
  LabCallContext *context;
  GTask *task;
  GPtrArray *targets;
  LabRandom random;
  gboolean reserved;
  GError *failure;

  guint target;
  guint tries;
  guint attempts;

  LabStreamDecoder *decoder;
  GError *decode_error;
  GCancellable *cancellable;
  gulong cancel_handler;
  GCancellable *timer;
  gboolean timed_out;
  gboolean text_delivered;
  gint64 tokens_taken;
  gint64 sent_at;
  gint64 first_text_at;
  LabAttempt attempt;
  gboolean again;
} LabOperation;

LabOperation *lab_operation_ref (LabOperation *self);
void lab_operation_unref (LabOperation *self);
LabTarget *lab_operation_get_target (LabOperation *self);
GCancellable *lab_operation_get_cancellable (LabOperation *self);

/* lab-operation-send.c: sends @wire; lab_operation_sent() takes over with
 * status, response and error of the attempt. */
void lab_operation_send (LabOperation         *self,
                         const LabWireRequest *wire);
/* What sending held is let go. */
void lab_operation_clear_attempt (LabOperation *self);
/* lab-operation.c */
void lab_operation_sent (LabOperation *self);

/* lab-operation-record.c: the record of the attempt under way. */
LabCallRecord *lab_operation_new_record (LabOperation *self);

G_END_DECLS
