/* lab-store-private.h: what the store's own files share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-owner-private.h"
#include "lab-store.h"
#include "lab-table-private.h"

G_BEGIN_DECLS

#define LAB_STORE_FILE "costlab.db"
#define LAB_STORE_BACKUPS "backups"
#define LAB_STORE_DAMAGED "damaged"

typedef struct _LabWriter LabWriter;
typedef struct _LabReaders LabReaders;

/* Work alone on the writing connection, outside a transaction. */
typedef gboolean (*LabExclusiveFunc) (LabConnection  *connection,
                                      const char     *directory,
                                      const char     *owner,
                                      gconstpointer   data,
                                      GError        **error);

/* Takes the connection. */
LabWriter *lab_writer_new (LabConnection *connection,
                           gboolean       durable,
                           const char    *directory,
                           const char    *owner);
/* Carries out what is queued, then ends the thread. */
void lab_writer_free (LabWriter *self);
/* Takes @task, whose task data and source tag are the caller's. */
void lab_writer_push (LabWriter      *self,
                      GTask          *task,
                      LabStoreFunc    func,
                      gpointer        data,
                      GDestroyNotify  data_destroy,
                      GDestroyNotify  result_destroy,
                      gboolean        relaxed);
gpointer lab_writer_run (LabWriter       *self,
                         LabStoreFunc     func,
                         gpointer         data,
                         GDestroyNotify   result_destroy,
                         GCancellable    *cancellable,
                         GError         **error);
gboolean lab_writer_run_alone (LabWriter         *self,
                               LabExclusiveFunc   func,
                               gconstpointer      data,
                               GError           **error);

LabReaders *lab_readers_new (const char *directory,
                             const char *owner);
void lab_readers_free (LabReaders *self);
void lab_readers_push (LabReaders     *self,
                       GTask          *task,
                       LabStoreFunc    func,
                       gpointer        data,
                       GDestroyNotify  data_destroy,
                       GDestroyNotify  result_destroy);
gpointer lab_readers_run (LabReaders      *self,
                          LabStoreFunc     func,
                          gpointer         data,
                          GDestroyNotify   result_destroy,
                          GCancellable    *cancellable,
                          GError         **error);

/* Answers a task on its own context, and lets go of it there: the last
 * reference to the store must not be dropped on the store's own threads. */
void lab_task_answer (GTask          *task,
                      gpointer        result,
                      GDestroyNotify  result_destroy,
                      GError         *error);

/* Opens, checks and migrates the folder's writing connection. */
LabConnection *lab_store_open_connection (const char     *directory,
                                          LabStoreFlags   flags,
                                          GError        **error);
/* See lab_store_delete_profile_sync(). @data: the profile's id. */
gboolean lab_store_delete_profile_func (LabConnection  *connection,
                                        const char     *directory,
                                        const char     *owner,
                                        gconstpointer   data,
                                        GError        **error);
/* Finishes a deletion that another program held up. */
gboolean lab_store_finish_wipe (LabConnection  *connection,
                                const char     *directory,
                                GError        **error);

G_END_DECLS
