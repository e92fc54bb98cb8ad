/* lab-task-reader-private.h: records from a stream, and tasks from records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-json.h"
#include "lab-task-private.h"
#include "lab-task-reader.h"

G_BEGIN_DECLS

struct _LabTaskReader
{
  GInputStream *stream;
  char *source;
  LabTaskFormat format;
  guchar *buffer;
  gsize filled;
  gsize position;
  gboolean ended;
  guint line;         /* of what is read next, from 1 */
  guint record_line;  /* where the current record began */
  guint n_tasks;
  GHashTable *ids;    /* (element-type utf8): hashes of ids seen */
  GPtrArray *columns; /* (element-type utf8): of a CSV file */
  gboolean blocks;    /* text: lines of hyphens part the prompts */
  char *batch_url;
  char *batch_model;
};

/* The next byte, or -1 at the end or on an error. */
int lab_task_reader_get_byte (LabTaskReader  *self,
                              GCancellable   *cancellable,
                              GError        **error);
/**
 * lab_task_reader_read_line:
 *
 * A line without its ending, checked to be UTF-8; NULL at the end or on an
 * error.
 */
GString *lab_task_reader_read_line (LabTaskReader  *self,
                                    GCancellable   *cancellable,
                                    GError        **error);
/* INVALID_INPUT at the current record. @field: (nullable) */
void lab_task_reader_fail (LabTaskReader  *self,
                           GError        **error,
                           const char     *field,
                           const char     *format,
                           ...) G_GNUC_PRINTF (4, 5);
gboolean lab_task_reader_check_utf8 (LabTaskReader  *self,
                                     const GString  *text,
                                     GError        **error);
/* FALSE where @id was seen before in this file. */
gboolean lab_task_reader_take_id (LabTaskReader *self,
                                  const char    *id);
/* Sets judge and expected; @value is checked to be what the judge needs. */
gboolean lab_task_reader_set_judge (LabTaskReader  *self,
                                    LabTask        *task,
                                    LabJudgeKind    kind,
                                    const char     *value,
                                    const char     *tolerance,
                                    GError        **error);
gboolean lab_task_reader_is_number (const char *text);

LabTask *lab_task_reader_parse_own (LabTaskReader  *self,
                                    const LabJson  *json,
                                    GError        **error);
LabTask *lab_task_reader_parse_batch (LabTaskReader  *self,
                                      const LabJson  *json,
                                      GError        **error);
gboolean lab_task_reader_read_header (LabTaskReader  *self,
                                      GCancellable   *cancellable,
                                      GError        **error);
LabTask *lab_task_reader_next_csv (LabTaskReader  *self,
                                   GCancellable   *cancellable,
                                   GError        **error);

G_END_DECLS
