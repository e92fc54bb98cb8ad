/* lab-folder.h: folders that are the program's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * lab_folder_delete:
 * @path: a folder; one that is not there is no failure
 *
 * Deletes it with all that is in it. Links are deleted, never followed.
 * Blocks.
 *
 * Returns: FALSE with the first failure, as a G_FILE_ERROR that names the
 *   place; what can be deleted is deleted all the same
 */
gboolean lab_folder_delete (const char  *path,
                            GError     **error);

G_END_DECLS
