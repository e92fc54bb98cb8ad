/* lab-sandbox-private.h: what the sandbox's files share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-sandbox.h"
#include "lab-session-private.h"

G_BEGIN_DECLS

struct _LabSandbox
{
  GObject parent_instance;

  LabSandboxServices services;
  GHashTable *providers; /* name → LabProvider */
  GHashTable *sessions;  /* id → LabSession, open ones */
};

/**
 * lab_sandbox_create:
 * @old_id: (nullable): the session that is recreated: what is left of its
 *   budget moves to the new one
 * @task: (transfer full): answered with the LabSession
 */
void lab_sandbox_create (LabSandbox             *self,
                         const char             *profile_id,
                         const LabSessionConfig *config,
                         const char             *old_id,
                         GTask                  *task);

void lab_sandbox_emit_recreated (LabSandbox *self,
                                 const char *old_id,
                                 LabSession *session);

/* lab-session-state.c: a configuration as a session's row keeps it, without
 * its key. (transfer full) */
char *lab_session_config_to_json (const LabSessionConfig *self);
LabSessionConfig *lab_session_config_from_row (const LabSessionRow  *row,
                                               GError              **error);

G_END_DECLS
