/* lab-file-picker.h: asking for a file, as a pair of functions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * lab_file_picker_open_async:
 * @filter: (nullable): which files are offered first
 *
 * The desktop's own chooser, through the portal in a sandbox. Dismissing it
 * is G_IO_ERROR_CANCELLED.
 */
void lab_file_picker_open_async (GtkWindow           *parent,
                                 const char          *title,
                                 GtkFileFilter       *filter,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* The same for writing; @name is suggested. */
void lab_file_picker_save_async (GtkWindow           *parent,
                                 const char          *title,
                                 const char          *name,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* Of both. (transfer full) */
GFile *lab_file_picker_finish (GAsyncResult  *result,
                               GError       **error);

G_END_DECLS
