/* lab-data-file.h: where the program's own data files are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Names a folder that is searched first. */
#define LAB_DATA_DIR_VARIABLE "COSTLAB_DATA_DIR"

/**
 * lab_data_file_find:
 * @relative: the file below a data folder: "tokenizers/o200k_base.bpe"
 *
 * Finds a file that comes with the program: in $COSTLAB_DATA_DIR, where the
 * program is installed, in ../share/costlab beside the program's own folder
 * (so that an installation can be moved), and in the build tree (so that the
 * program runs before it is installed); the first that has it counts.
 *
 * Returns: (transfer full): its path, or NULL with LAB_ERROR_NOT_FOUND,
 *   which says where was looked
 */
char *lab_data_file_find (const char  *relative,
                          GError     **error);

G_END_DECLS
