/* lab-log-file-private.h: the file under the log, and its turning over
 *
 * Used by one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *path; /* NULL: stderr */
  int fd;
  goffset size;
  goffset max_bytes; /* 0: never turned over */
  guint keep;
  gboolean torn; /* the last line was not written to its end */
} LabLogFile;

gboolean lab_log_file_open (LabLogFile  *self,
                            const char  *path,
                            goffset      max_bytes,
                            guint        keep,
                            GError     **error);
/* Writes a line with its newline; FALSE where the disk took no more. */
gboolean lab_log_file_write (LabLogFile *self,
                             const char *line,
                             gsize       length);
void lab_log_file_close (LabLogFile *self);

G_END_DECLS
