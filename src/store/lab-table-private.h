/* lab-table-private.h: rows as structures, described once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-connection-private.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabColumnType:
 * @LAB_COLUMN_TEXT: char *, owned
 * @LAB_COLUMN_INT64: gint64
 * @LAB_COLUMN_INT: gint or guint
 * @LAB_COLUMN_BOOLEAN: gboolean
 * @LAB_COLUMN_ENUM: an enum, kept as its word
 * @LAB_COLUMN_TIME: gint64, 0 kept as NULL
 * @LAB_COLUMN_OPTIONAL_INT64: gint64, −1 kept as NULL
 * @LAB_COLUMN_OPTIONAL_INT: gint, −1 kept as NULL
 */
typedef enum
{
  LAB_COLUMN_TEXT,
  LAB_COLUMN_INT64,
  LAB_COLUMN_INT,
  LAB_COLUMN_BOOLEAN,
  LAB_COLUMN_ENUM,
  LAB_COLUMN_TIME,
  LAB_COLUMN_OPTIONAL_INT64,
  LAB_COLUMN_OPTIONAL_INT,
} LabColumnType;

typedef struct
{
  const char *name;
  LabColumnType type;
  gsize offset;
  GCallback to_string;
  GCallback from_string;
} LabColumn;

typedef struct
{
  const char *name;
  gsize row_size;
  const LabColumn *columns;
  guint n_columns;
} LabTable;

#define LAB_COLUMN(Row, field, name_, Type)                                                        \
  {                                                                                                \
    .name = name_, .type = LAB_COLUMN_##Type, .offset = offsetof (Row, field)                      \
  }
/* A column named as its field. */
#define LAB_FIELD(Row, field, Type) LAB_COLUMN (Row, field, #field, Type)
#define LAB_FIELD_ENUM(Row, field, prefix)                                                         \
  {                                                                                                \
    .name = #field, .type = LAB_COLUMN_ENUM, .offset = offsetof (Row, field),                      \
    .to_string = G_CALLBACK (prefix##_to_string), .from_string = G_CALLBACK (prefix##_from_string) \
  }
#define LAB_TABLE(name_, Row, columns_)                                                            \
  {                                                                                                \
    .name = name_, .row_size = sizeof (Row), .columns = columns_,                                  \
    .n_columns = G_N_ELEMENTS (columns_)                                                           \
  }

/**
 * LabStoreTxn:
 * @deltas: (nullable): (element-type LabRollupDelta): what the calls of this
 *   group add to the roll-ups; written once, before the commit. NULL when
 *   reading
 * @n_applied: of them, those already in the tables
 */
struct _LabStoreTxn
{
  LabConnection *connection;
  const char *directory;
  const char *owner;
  GPtrArray *deltas;
  guint n_applied;
};

LabQuery *lab_txn_query (LabStoreTxn  *txn,
                         const char   *sql,
                         GError      **error);
/* Rows changed by the last statement. */
guint64 lab_txn_get_changes (LabStoreTxn *txn);
/* Runs @sql, whose parameters are texts, ended by NULL. */
gboolean lab_txn_run (LabStoreTxn  *txn,
                      GError      **error,
                      const char   *sql,
                      ...) G_GNUC_NULL_TERMINATED;

gpointer lab_row_copy (const LabTable *table,
                       gconstpointer   row);
void lab_row_free (const LabTable *table,
                   gpointer        row);

/* SELECT with the table's columns, then @rest: "WHERE …". Here and below the
 * statement is remembered by where @rest stands: it must be static. */
LabQuery *lab_table_select (LabStoreTxn     *txn,
                            const LabTable  *table,
                            const char      *rest,
                            GError         **error);
/* Fills a zeroed row's columns from result column @first on; CORRUPTED_METRICS
 * for a word no enum has. */
gboolean lab_table_read_into (LabQuery        *query,
                              const LabTable  *table,
                              int              first,
                              gpointer         row,
                              GError         **error);
/* All rows. (transfer full) */
GPtrArray *lab_table_list (LabQuery         *query,
                           const LabTable   *table,
                           GDestroyNotify    row_free,
                           GError          **error);
/* The next row, or NULL without an error at the end. (transfer full) */
gpointer lab_table_next (LabQuery        *query,
                         const LabTable  *table,
                         GDestroyNotify   row_free,
                         GError         **error);
/* The next row, or NOT_FOUND with @message. (transfer full) */
gpointer lab_table_one (LabQuery        *query,
                        const LabTable  *table,
                        GDestroyNotify   row_free,
                        const char      *message,
                        GError         **error);
/* Of at most two rows, the first where it is the only one or its id is @text;
 * INVALID_INPUT (reason "ambiguous") where several fit. (transfer full) */
gpointer lab_table_find (LabQuery        *query,
                         const LabTable  *table,
                         GDestroyNotify   row_free,
                         const char      *text,
                         const char      *message,
                         GError         **error);
void lab_table_bind (LabQuery       *query,
                     const LabTable *table,
                     gconstpointer   row);
/* INSERT with a parameter for each column. (transfer full) */
LabQuery *lab_table_insert_query (LabStoreTxn     *txn,
                                  const LabTable  *table,
                                  const char      *suffix,
                                  GError         **error);
/* UPDATE of all the table's columns, then @rest: "WHERE …". */
LabQuery *lab_table_update_query (LabStoreTxn     *txn,
                                  const LabTable  *table,
                                  const char      *rest,
                                  GError         **error);
/* @suffix: (nullable): "ON CONFLICT …" */
gboolean lab_table_insert (LabStoreTxn     *txn,
                           const LabTable  *table,
                           gconstpointer    row,
                           const char      *suffix,
                           GError         **error);
/* After an UPDATE or DELETE by key: NOT_FOUND with @message where no row was
 * touched. */
gboolean lab_txn_check_touched (LabStoreTxn  *txn,
                                const char   *message,
                                GError      **error);
/* For each owner @owners yields that is not alive, runs @update with @now and
 * the owner. @n_rows: (out) (optional) */
gboolean lab_txn_mark_interrupted (LabStoreTxn  *txn,
                                   const char   *owners,
                                   const char   *update,
                                   gint64        now,
                                   guint        *n_rows,
                                   GError      **error);
void lab_set_reason_error (GError      **error,
                           int           code,
                           const char   *reason,
                           const char   *message);
/* @text in a LIKE pattern with '\' as its escape: %text%. (transfer full) */
char *lab_like_pattern (const char *text);

/* Whether the program that owns @token is alive; this one is. */
gboolean lab_txn_is_owner_alive (LabStoreTxn *txn,
                                 const char  *token);

G_END_DECLS
