/* lab-log.h: the structured log, one JSON object a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-clock.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_LOG_DEBUG,
  LAB_LOG_INFO,
  LAB_LOG_WARN,
  LAB_LOG_ERROR,
} LabLogLevel;

/**
 * LabLog:
 *
 * Each line: {"time","level","event","correlation_id", fields…}. Safe to use
 * from any thread; writing happens on a thread of its own, and
 * lab_log_flush() waits for it. Values that look like keys (Authorization
 * headers, sk-…, AIza…, and every secret registered here) are replaced by
 * "[redacted]"; prompt text is written only when asked for. Nobody waits for
 * the file: where it is slower than its writers, or the disk is full, lines
 * are left out, and an event "log.dropped" says how many.
 */
#define LAB_TYPE_LOG (lab_log_get_type ())
G_DECLARE_FINAL_TYPE (LabLog, lab_log, LAB, LOG, GObject)

/**
 * lab_log_new:
 * @path: (nullable): the file; NULL logs to stderr
 * @max_bytes: the file is rotated to path.1 … path.@keep before it grows
 *   beyond this; 0: never
 *
 * The folder is made if it is not there. Fails with LAB_ERROR_INVALID_INPUT.
 */
LabLog *lab_log_new (const char  *path,
                     LabClock    *clock,
                     LabLogLevel  minimum,
                     goffset      max_bytes,
                     guint        keep,
                     GError     **error);
void lab_log_set_minimum (LabLog      *self,
                          LabLogLevel  minimum);
void lab_log_set_show_prompts (LabLog   *self,
                               gboolean  show);
/* A key that must never appear; kept only as bytes to search for. */
void lab_log_add_secret (LabLog     *self,
                         const char *secret);
/**
 * lab_log_write:
 * @event: a stable dotted name: "call.recorded"
 * @correlation_id: (nullable): the operation's id
 * @...: pairs of field name and string value, ended by NULL. A field whose
 *   name begins with "prompt" or "content" holds prompt text. A NULL value
 *   is written as null.
 */
void lab_log_write (LabLog      *self,
                    LabLogLevel  level,
                    const char  *event,
                    const char  *correlation_id,
                    ...) G_GNUC_NULL_TERMINATED;
void lab_log_flush (LabLog *self);

/* @text with everything that looks like a key replaced. (transfer full) */
char *lab_redact (const char *text);

G_END_DECLS
