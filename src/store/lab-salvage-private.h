/* lab-salvage-private.h: the steps of recovering a damaged file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-private.h"

G_BEGIN_DECLS

#define LAB_N_SALVAGE_TABLES 19

/* One table that is carried over. @hurt: it could not be read whole. */
typedef struct
{
  const char *name;
  guint64 n_rows;
  gboolean hurt;
} LabSalvageTable;

typedef struct
{
  LabConnection *sound; /* the new database, inside a transaction */
  const char *damaged_path;
  LabSalvageTable tables[LAB_N_SALVAGE_TABLES];
  LabSalvage *report;
} LabRescue;

/* Fills in the tables, parents before children. What is made anew from calls
 * is not among them. */
void lab_rescue_init_tables (LabRescue *self);

/* First: through SQLite and the file's own schema, around what is harmed. */
void lab_rescue_copy_tables (LabRescue *self);

/**
 * lab_rescue_scan_pages:
 *
 * Second: the rows that stand in the file's leaf pages, of the tables that
 * are hurt, without a schema and without the pages above. Which table a row
 * is of shows in its number of columns and in which table's rules take it.
 * Deleted rows do not come back: the store overwrites them.
 */
void lab_rescue_scan_pages (LabRescue *self);

/* Third: what was lost is made anew from what refers to it or sums it, rows
 * that belong nowhere go, and runs that are not whole any more say so. */
gboolean lab_rescue_mend (LabRescue  *self,
                          GError    **error);

/**
 * LabPages:
 *
 * The pages of a database file as its last commit left them, its write-ahead
 * log included, without asking what is on them.
 */
typedef struct _LabPages LabPages;

/* NULL where the file cannot be read at all. */
LabPages *lab_pages_open (const char *path);
void lab_pages_free (LabPages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPages, lab_pages_free)
guint32 lab_pages_get_size (LabPages *self);
/* Pages are numbered from 1. */
guint32 lab_pages_count (LabPages *self);
/* @page: of the pages' size */
gboolean lab_pages_read (LabPages *self,
                         guint32   number,
                         guint8   *page);

G_END_DECLS
