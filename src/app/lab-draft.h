/* lab-draft.h: what was written and not sent yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-context.h"

G_BEGIN_DECLS

/**
 * LabDraft:
 *
 * The unsent prompt of one profile, in a file that only its owner may read:
 * a prompt may be large, and it is nobody else's. It is written in a worker,
 * the newest text wins, and the program stays until it is on the disk. The
 * file goes with its profile and is not made for one that is gone.
 */
#define LAB_TYPE_DRAFT (lab_draft_get_type ())
G_DECLARE_FINAL_TYPE (LabDraft, lab_draft, LAB, DRAFT, GObject)

LabDraft *lab_draft_new (LabContext *context,
                         const char *profile_id);
void lab_draft_load_async (LabDraft            *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
/* FALSE without an error where nothing was kept. @prompt, @system: (out)
 * (transfer full) */
gboolean lab_draft_load_finish (LabDraft      *self,
                                GAsyncResult  *result,
                                char         **prompt,
                                char         **system,
                                GError       **error);
void lab_draft_set (LabDraft   *self,
                    const char *prompt,
                    const char *system);
/* Whether all that was set is on the disk. */
gboolean lab_draft_is_kept (LabDraft *self);

G_END_DECLS
