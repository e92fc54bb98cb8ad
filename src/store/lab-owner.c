/* lab-owner.c: which programs on this folder are alive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-owner-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "lab-error.h"
#include "lab-table-private.h"

#define FOLDER "owners"
#define SUFFIX ".lock"

static char *
lock_path (const char *directory,
           const char *token)
{
  g_autofree char *name = g_strconcat (token, SUFFIX, NULL);

  return g_build_filename (directory, FOLDER, name, NULL);
}

static void
set_errno_error (int          number,
                 const char  *path,
                 GError     **error)
{
  gboolean read_only = number == EROFS || number == EACCES || number == EPERM;
  g_autoptr (GError) local = NULL;

  lab_set_error (&local, LAB_ERROR_DATABASE_CONNECTION_FAILED,
                 read_only ? _("The data folder may not be written to: %s: %s.")
                           : _("The data folder cannot be used: %s: %s."),
                 path, g_strerror (number));
  lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON,
                         read_only           ? "read-only"
                         : number == ENOSPC ? "full"
                                            : "io");
  lab_error_set_context (local, LAB_ERROR_CONTEXT_FILE, path);
  g_propagate_error (error, g_steal_pointer (&local));
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  set_errno_error (errno, path, error);
  return FALSE;
}

/* What programs that were cut off have left; a token without a file is as
 * dead. */
static void
sweep (const char *directory,
       const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      {
        g_autofree char *token = g_strndup (name, strlen (name) - strlen (SUFFIX));

        lab_owner_is_alive (directory, token);
      }
}

/* Locked before it can be looked at: one that is not locked yet would read
 * as a dead one's. */
LabOwner *
lab_owner_new (const char  *directory,
               GError     **error)
{
  g_autofree char *folder = g_build_filename (directory, FOLDER, NULL);
  g_autofree char *unlocked = NULL;
  g_autoptr (LabOwner) self = g_new0 (LabOwner, 1);

  self->fd = -1;
  if (!make_folder (directory, error) || !make_folder (folder, error))
    return NULL;

  sweep (directory, folder);
  self->token = g_uuid_string_random ();
  self->path = lock_path (directory, self->token);
  unlocked = g_strconcat (self->path, ".new", NULL);
  self->fd = g_open (unlocked, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0 ||
      g_rename (unlocked, self->path) != 0)
    {
      set_errno_error (errno, folder, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
lab_owner_release (LabOwner *self)
{
  if (self->fd < 0)
    return;

  g_unlink (self->path);
  close (self->fd);
  self->fd = -1;
}

void
lab_owner_free (LabOwner *self)
{
  if (self == NULL)
    return;

  lab_owner_release (self);
  g_free (self->path);
  g_free (self->token);
  g_free (self);
}

gboolean
lab_owner_is_alive (const char *directory,
                    const char *token)
{
  g_autofree char *path = lock_path (directory, token);
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean alive;

  if (fd < 0)
    return FALSE;

  /* Shared: two who look at once must not take each other for the owner. */
  alive = flock (fd, LOCK_SH | LOCK_NB) != 0;
  if (!alive)
    g_unlink (path);
  close (fd);
  return alive;
}

gboolean
lab_owner_any_alive (const char *directory,
                     const char *except)
{
  g_autofree char *folder = g_build_filename (directory, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *token = NULL;

      if (!g_str_has_suffix (name, SUFFIX))
        continue;
      token = g_strndup (name, strlen (name) - strlen (SUFFIX));
      if (g_strcmp0 (token, except) != 0 && lab_owner_is_alive (directory, token))
        return TRUE;
    }
  return FALSE;
}

int
lab_owner_lock_folder (const char  *directory,
                       GError     **error)
{
  g_autofree char *path = g_build_filename (directory, "open.lock", NULL);
  int fd;

  if (!make_folder (directory, error))
    return -1;

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || flock (fd, LOCK_EX) != 0)
    {
      set_errno_error (errno, path, error);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}

gboolean
lab_txn_is_owner_alive (LabStoreTxn *txn,
                        const char  *token)
{
  return g_strcmp0 (txn->owner, token) == 0 || lab_owner_is_alive (txn->directory, token);
}
