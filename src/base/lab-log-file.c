/* lab-log-file.c: the file under the log, and its turning over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-log-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-error.h"

static gboolean
open_path (LabLogFile *self)
{
  struct stat status;

  /* For the owner's eyes: a log says what somebody works on. */
  self->fd = open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->fd < 0)
    return FALSE;
  self->size = fstat (self->fd, &status) == 0 ? status.st_size : 0;
  return TRUE;
}

static char *
numbered_path (LabLogFile *self, guint number)
{
  return number == 0 ? g_strdup (self->path) : g_strdup_printf ("%s.%u", self->path, number);
}

static void
turn_over (LabLogFile *self)
{
  close (self->fd);
  self->fd = -1;

  if (self->keep == 0)
    g_unlink (self->path);
  /* The oldest is overwritten by the one before it. */
  for (guint i = self->keep; i > 0; i--)
    {
      g_autofree char *from = numbered_path (self, i - 1);
      g_autofree char *to = numbered_path (self, i);

      g_rename (from, to);
    }
  self->torn = FALSE;
  open_path (self);
}

/* Writes as much as the disk takes; returns how much that is. */
static gsize
write_bytes (int fd, const char *bytes, gsize length)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = write (fd, bytes + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += (gsize) n;
    }
  return done;
}

gboolean
lab_log_file_open (LabLogFile *self,
                   const char *path,
                   goffset max_bytes,
                   guint keep,
                   GError **error)
{
  g_autofree char *folder = NULL;
  int code;

  *self = (LabLogFile){ .fd = STDERR_FILENO, .max_bytes = max_bytes, .keep = keep };
  if (path == NULL)
    return TRUE;

  self->path = g_strdup (path);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) == 0 && open_path (self))
    return TRUE;

  code = errno;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, _ ("The log file “%s” cannot be written: %s."),
                 path, g_strerror (code));
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, path);
  self->fd = -1;
  lab_log_file_close (self);
  return FALSE;
}

gboolean
lab_log_file_write (LabLogFile *self, const char *line, gsize length)
{
  gsize done;

  if (self->path != NULL && self->fd >= 0 && self->max_bytes > 0 && self->size > 0 &&
      self->size + (goffset) length > self->max_bytes)
    turn_over (self);
  if (self->fd < 0 && (self->path == NULL || !open_path (self)))
    return FALSE;

  /* So that a line cut short spoils itself and not the next one. */
  if (self->torn)
    {
      if (write_bytes (self->fd, "\n", 1) != 1)
        return FALSE;
      self->torn = FALSE;
      self->size++;
    }
  done = write_bytes (self->fd, line, length);
  self->size += (goffset) done;
  self->torn = done > 0 && done < length;
  return done == length;
}

void
lab_log_file_close (LabLogFile *self)
{
  if (self->path != NULL && self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
}
