/* lab-store.h: the ledger and everything else that outlives the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabStore:
 *
 * One SQLite database, `costlab.db`, in the data folder. One thread owns the
 * writing connection; readers have their own read-only connections and never
 * wait for the writer. Several programs may use one folder at once.
 *
 * Work is done by functions that are handed a #LabStoreTxn, on which the
 * tables' functions (lab-store-experiments.h and its neighbours) work; so a
 * caller composes several of them into one transaction without SQL.
 *
 * All functions may be called from any thread. Whoever runs on a virtual
 * clock brackets an asynchronous call with lab_clock_hold() and
 * lab_clock_release(): the store knows no clock, and every time it keeps was
 * given to it.
 *
 * Errors are LAB_ERROR. DATABASE_CONNECTION_FAILED carries the context
 * "reason": "newer", "foreign", "corrupt", "read-only", "permission",
 * "locked", "full", "io", "missing", "closed"; the first three, which trying
 * again cannot mend, say themselves what can. A row that breaks a rule of its
 * table (a reference to nothing, a value out of range) is INVALID_INPUT with
 * reason "constraint".
 */
#define LAB_TYPE_STORE (lab_store_get_type ())
G_DECLARE_FINAL_TYPE (LabStore, lab_store, LAB, STORE, GObject)

/**
 * LabStoreFlags:
 * @LAB_STORE_EXISTING: fail with reason "missing" where there is no database
 * @LAB_STORE_CHECK: read every page at open and refuse a damaged file; slow
 *   on a large ledger
 * @LAB_STORE_EPHEMERAL: for a ledger that is thrown away: a commit is not
 *   waited for until it is on the disk. It survives the program's end, not a
 *   power cut
 */
typedef enum
{
  LAB_STORE_DEFAULT = 0,
  LAB_STORE_EXISTING = 1 << 0,
  LAB_STORE_CHECK = 1 << 1,
  LAB_STORE_EPHEMERAL = 1 << 2,
} LabStoreFlags;

/* Whether there is a ledger in a folder, whole or not. */
gboolean lab_store_exists (const char *directory);
/**
 * lab_store_open:
 * @directory: the data folder, made (mode 0700) when it is not there
 *
 * Opens the database, makes it when absent, and brings an older one to this
 * program's version after copying it to `backups/`. A newer one is refused
 * untouched. A file that is no longer a database is refused with reason
 * "corrupt"; lab_store_recover() is the way on.
 *
 * After opening, the composition root runs, in one transaction,
 * lab_store_recover_open_operations(), lab_store_runs_mark_interrupted() and
 * lab_store_jobs_mark_interrupted().
 *
 * Blocks; call it before the main loop or from a worker.
 */
LabStore *lab_store_open (const char     *directory,
                          LabStoreFlags   flags,
                          GError        **error);
/* Carries out what is queued, then closes. Later calls fail with reason
 * "closed". Disposing of the store does the same. */
void lab_store_close (LabStore *self);
const char *lab_store_get_directory (LabStore *self);

typedef struct _LabStoreTxn LabStoreTxn;

/**
 * LabStoreFunc:
 *
 * Work inside a transaction, on the store's thread. It fails by setting
 * @error; then all that it wrote is undone. A function that has nothing to
 * return returns LAB_STORE_OK.
 */
typedef gpointer (*LabStoreFunc) (LabStoreTxn  *txn,
                                  gpointer      data,
                                  GError      **error);
#define LAB_STORE_OK GINT_TO_POINTER (1)

/**
 * lab_store_write_async:
 * @data_destroy: (nullable): frees @data after @func, on any thread
 * @result_destroy: (nullable): frees a result nobody fetched, or one whose
 *   commit failed
 * @cancellable: (nullable): looked at until @func begins; what has begun is
 *   carried through
 *
 * Writes are carried out in the order in which they were asked for. Those
 * waiting are grouped into one commit, each undone by itself when it fails;
 * when the commit fails all of them fail. The answer comes, in order, only
 * after the commit is on the disk, on the caller's thread-default context.
 */
void lab_store_write_async (LabStore            *self,
                            LabStoreFunc         func,
                            gpointer             data,
                            GDestroyNotify       data_destroy,
                            GDestroyNotify       result_destroy,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
/**
 * lab_store_write_relaxed_async:
 *
 * As lab_store_write_async(), answered once it would survive the program's
 * end, however it ends, but not yet a power cut; the next ordinary commit
 * takes it along to the disk. Order is kept. For what no money hangs on:
 * practice calls.
 */
void lab_store_write_relaxed_async (LabStore            *self,
                                    LabStoreFunc         func,
                                    gpointer             data,
                                    GDestroyNotify       data_destroy,
                                    GDestroyNotify       result_destroy,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
/* Of either. (transfer full): @func's result; NULL with @error set on
 * failure. */
gpointer lab_store_write_finish (LabStore      *self,
                                 GAsyncResult  *result,
                                 GError       **error);
/* Waits for the commit. For workers and the command line, never the main
 * loop of a window. @data stays the caller's. */
gpointer lab_store_write_sync (LabStore        *self,
                               LabStoreFunc     func,
                               gpointer         data,
                               GDestroyNotify   result_destroy,
                               GCancellable    *cancellable,
                               GError         **error);

/* Reading: one consistent snapshot per call. Cancelling stops a read under
 * way, and one that was done but not yet delivered ends as cancelled too.
 * Parameters as above. */
void lab_store_read_async (LabStore            *self,
                           LabStoreFunc         func,
                           gpointer             data,
                           GDestroyNotify       data_destroy,
                           GDestroyNotify       result_destroy,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
gpointer lab_store_read_finish (LabStore      *self,
                                GAsyncResult  *result,
                                GError       **error);
/* On the calling thread. */
gpointer lab_store_read_sync (LabStore        *self,
                              LabStoreFunc     func,
                              gpointer         data,
                              GDestroyNotify   result_destroy,
                              GCancellable    *cancellable,
                              GError         **error);

/**
 * lab_store_delete_profile_sync:
 *
 * Removes every row of the profile, and every byte: freed pages are
 * overwritten, the write-ahead log is emptied, the file is rebuilt, and
 * backups and damaged copies, which cannot be kept for one person and erased
 * for another, are deleted. NOT_FOUND where there is no such profile;
 * INVALID_INPUT (reason "in-use") while a living program has an operation of
 * it open. When another program keeps the old pages in use beyond the
 * waiting time the rows are gone, the error has reason "locked", and the
 * rest is done at the next opening.
 */
gboolean lab_store_delete_profile_sync (LabStore    *self,
                                        const char  *profile_id,
                                        GError     **error);
void lab_store_delete_profile_async (LabStore            *self,
                                     const char          *profile_id,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean lab_store_delete_profile_finish (LabStore      *self,
                                          GAsyncResult  *result,
                                          GError       **error);

/* A consistent copy of the whole database at @path, readable by its owner
 * only. Writers are not held up. */
gboolean lab_store_backup_sync (LabStore    *self,
                                const char  *path,
                                GError     **error);

/**
 * LabSalvage:
 * @damaged: FALSE where nothing was found damaged, and nothing was done; then
 *   nothing else is set
 * @damaged_path: where the damaged file was moved
 * @n_rows: rows carried over; 0 where the new database is empty
 * @n_remade: lost rows that were made anew from what referred to them or
 *   summed them up
 * @n_dropped: rows read that could not be kept: they refer to rows that were
 *   lost
 * @n_damaged_tables: tables of which some part could not be read
 * @n_unfinished: runs that lost records: no longer "completed" but
 *   "interrupted", with a message that says so
 * @summary: "table: rows" lines
 */
typedef struct
{
  gboolean damaged;
  char *damaged_path;
  guint64 n_rows;
  guint64 n_remade;
  guint64 n_dropped;
  guint n_damaged_tables;
  guint n_unfinished;
  char *summary;
} LabSalvage;

void lab_salvage_free (LabSalvage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSalvage, lab_salvage_free)

/**
 * lab_store_recover:
 * @even_if_sound: goes on where no damage is found
 *
 * The way on from a damaged file: makes a new database of every row that can
 * still be read, in place of the damaged one, which is kept in `damaged/`.
 * Rows are read through SQLite, and where the schema or the pages above are
 * lost, out of the pages they stand on. Lost parents are made anew from what
 * refers to them, roll-ups and budgets from the calls.
 *
 * Refused untouched: NOT_FOUND where there is no database; reason "newer" and
 * "foreign" where it is not for this program to touch; reason "locked" while
 * another program has the folder open. (transfer full)
 */
LabSalvage *lab_store_recover (const char  *directory,
                               gboolean     even_if_sound,
                               GError     **error);

G_END_DECLS
