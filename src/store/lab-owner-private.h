/* lab-owner-private.h: which programs on this folder are alive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabOwner:
 *
 * A lock file in `owners/`, held by flock() for as long as the store is
 * open. The kernel gives it back however the program ends, and it cannot be
 * mistaken for another program that was given the same process number.
 */
typedef struct
{
  char *token;
  char *path;
  int fd;
} LabOwner;

/* Removes what dead owners have left, too. */
LabOwner *lab_owner_new (const char  *directory,
                         GError     **error);
/* Not alive any more; the token stays readable. Safe to call twice. */
void lab_owner_release (LabOwner *self);
void lab_owner_free (LabOwner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabOwner, lab_owner_free)

/* Removes the file of one that is not. */
gboolean lab_owner_is_alive (const char *directory,
                             const char *token);
/* Whether any but @except (nullable) is alive. */
gboolean lab_owner_any_alive (const char *directory,
                              const char *except);

/* An exclusive lock on the folder's `open.lock`, while it is opened or
 * recovered; −1 with @error set on failure. Closing gives it back. */
int lab_owner_lock_folder (const char  *directory,
                           GError     **error);

G_END_DECLS
