/* lab-connection-private.h: one SQLite connection and its statements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define LAB_STORE_APPLICATION_ID 0x4c61624c /* "LabL" */
#define LAB_STORE_BUSY_TIMEOUT_MS 20000

typedef struct _LabConnection LabConnection;
typedef struct _LabQuery LabQuery;

/* A connection is used by one thread at a time. */
LabConnection *lab_connection_open (const char  *path,
                                    gboolean     writable,
                                    GError     **error);
void lab_connection_close (LabConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabConnection, lab_connection_close)
sqlite3 *lab_connection_get_db (LabConnection *self);
/* Foreign keys, durability and the like; for a connection that writes. */
gboolean lab_connection_set_up_writer (LabConnection  *self,
                                       GError        **error);
/* A read under way ends with G_IO_ERROR_CANCELLED. (nullable) */
void lab_connection_set_cancellable (LabConnection *self,
                                     GCancellable  *cancellable);
gboolean lab_connection_exec (LabConnection  *self,
                              const char     *sql,
                              GError        **error);
/* One statement without parameters that is run often: it is kept prepared. */
gboolean lab_connection_run (LabConnection  *self,
                             const char     *sql,
                             GError        **error);
/* The first column of the first row as a number; 0 where there is none. */
gboolean lab_connection_get_number (LabConnection  *self,
                                    const char     *sql,
                                    gint64         *number,
                                    GError        **error);
/* Sets @error from the connection's last failure. @rc: what SQLite said. */
void lab_connection_set_error (LabConnection  *self,
                               int             rc,
                               GError        **error);
/* Puts a reason of lab-store.h into a DATABASE_CONNECTION_FAILED error, and
 * with it what people can do where the code's own advice does not help. */
void lab_store_error_set_reason (GError     *error,
                                 const char *reason);
/* One of the reasons in lab-store.h, from a SQLite result. */
const char *lab_sqlite_reason (int rc);

/**
 * LabQuery:
 *
 * A prepared statement in use. Its parameters are bound in order by the
 * bind functions, which keep a failure until the next step. Finishing gives
 * it back to the connection, which keeps it prepared.
 */
LabQuery *lab_connection_query (LabConnection  *self,
                                const char     *sql,
                                GError        **error);
void lab_query_finish (LabQuery *self);

/* What a statement's text is put together from, so that it need not be put
 * together to find the statement. All of it is static. */
typedef struct
{
  gconstpointer subject;
  const char *rest;
  guint kind;
} LabQueryName;

/* Returns: (nullable): NULL where it is in use, or not remembered */
LabQuery *lab_connection_recall (LabConnection      *self,
                                 const LabQueryName *name);
void lab_connection_remember (LabConnection      *self,
                              const LabQueryName *name,
                              LabQuery           *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabQuery, lab_query_finish)

/* (nullable): NULL binds NULL */
void lab_query_bind_text (LabQuery   *self,
                          const char *text);
void lab_query_bind_int (LabQuery *self,
                         gint64    number);
void lab_query_bind_null (LabQuery *self);
void lab_query_bind_bytes (LabQuery *self,
                           GBytes   *bytes);

typedef enum
{
  LAB_STEP_FAILED,
  LAB_STEP_ROW,
  LAB_STEP_DONE,
} LabStep;

LabStep lab_query_step (LabQuery  *self,
                        GError   **error);
/* Steps to the end. */
gboolean lab_query_run (LabQuery  *self,
                        GError   **error);
/* Back to the first parameter, to be bound and run again. */
void lab_query_reset (LabQuery *self);
sqlite3_stmt *lab_query_get_statement (LabQuery *self);
gint64 lab_query_get_int (LabQuery *self,
                          int       column);
gboolean lab_query_is_null (LabQuery *self,
                            int       column);
/* (nullable) (transfer none): until the next step */
const char *lab_query_get_text (LabQuery *self,
                                int       column);
const guint8 *lab_query_get_bytes (LabQuery *self,
                                   int       column,
                                   gsize    *length);

G_END_DECLS
