/* lab-sandbox-view.h: one call by hand, its price before and after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabSandboxView:
 *
 * A #LabView. Actions: sandbox.send, sandbox.stop, sandbox.send-again and
 * sandbox.leave-call (of a call that was opened from the history).
 * Keeps the unsent prompt, the model and the parameters in the settings.
 */
#define LAB_TYPE_SANDBOX_VIEW (lab_sandbox_view_get_type ())
G_DECLARE_FINAL_TYPE (LabSandboxView, lab_sandbox_view, LAB, SANDBOX_VIEW, GtkWidget)

GtkWidget *lab_sandbox_view_new (LabDesk   *desk,
                                 GSettings *settings);

G_END_DECLS
