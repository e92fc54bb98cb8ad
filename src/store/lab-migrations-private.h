/* lab-migrations-private.h: from any older version to this one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-connection-private.h"

G_BEGIN_DECLS

/* The scripts; made by the build. */
GResource *lab_store_resources_get_resource (void);

/* The version this program writes: how many scripts there are. */
int lab_migrations_get_latest (void);
/* Looks at the file's first bytes only: "newer", "foreign" and "corrupt" are
 * refused before anything opens it. A missing or empty file is well. */
gboolean lab_migrations_check_file (const char  *path,
                                    GError     **error);
/* The same of an open database, whose log may be ahead of its file. */
gboolean lab_migrations_check (LabConnection  *connection,
                               GError        **error);
/**
 * lab_migrations_apply:
 * @backups: the folder for the copy that is made of an older database
 * @until: the version to stop at; lab_migrations_get_latest()
 *
 * One transaction a step.
 */
gboolean lab_migrations_apply (LabConnection  *connection,
                               const char     *backups,
                               int             until,
                               GError        **error);
/* A consistent copy through SQLite's backup, put in place whole. */
gboolean lab_connection_backup (LabConnection  *connection,
                                const char     *path,
                                GError        **error);

G_END_DECLS
