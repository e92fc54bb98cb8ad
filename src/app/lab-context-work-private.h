/* lab-context-work-private.h: what takes time, in a worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-context.h"

G_BEGIN_DECLS

/* In a worker, while the context is kept. NULL with an error, or where there
 * is nothing to return. */
typedef gpointer (*LabContextFunc) (LabContext  *context,
                                    gpointer     data,
                                    GError     **error);

/**
 * lab_context_work_async:
 * @tag: the public function
 * @data_destroy: (nullable): of @data, when the work is done
 * @result_destroy: (nullable): of what @func returned
 *
 * A virtual clock stands still meanwhile.
 */
void lab_context_work_async (LabContext          *self,
                             gpointer             tag,
                             LabContextFunc       func,
                             gpointer             data,
                             GDestroyNotify       data_destroy,
                             GDestroyNotify       result_destroy,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
gpointer lab_context_work_finish (LabContext    *self,
                                  GAsyncResult  *result,
                                  GError       **error);

G_END_DECLS
