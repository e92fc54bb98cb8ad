/* lab-writer.c: the one thread that writes, and its queue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-private.h"

#include "lab-rollup-delta-private.h"

/* Writes in one commit. A commit's price is the disk's, so the more the
 * better; but those at the front wait for those at the back. */
#define MAX_GROUP 512

typedef struct
{
  GTask *task; /* (nullable): NULL where somebody waits */
  LabStoreFunc func;
  LabExclusiveFunc alone;
  gpointer data;
  GDestroyNotify data_destroy;
  GDestroyNotify result_destroy;
  GCancellable *cancellable;
  gpointer result;
  GError *error;
  gboolean relaxed; /* need not be on the disk to be answered */
  gboolean done;
} LabWork;

struct _LabWriter
{
  GThread *thread;
  GMutex mutex;
  GCond wake;     /* there is work */
  GCond answered; /* somebody's waiting is over */
  GQueue queue;
  gboolean closing;
  LabConnection *connection;
  gboolean durable; /* FALSE for a ledger that is thrown away */
  gboolean relaxed; /* how the connection commits now */
  char *directory;
  char *owner;
};

static void
work_fail (LabWork      *work,
           const GError *error)
{
  if (work->result != NULL && work->result_destroy != NULL)
    work->result_destroy (work->result);
  work->result = NULL;
  if (work->error == NULL)
    work->error = g_error_copy (error);
}

static void
answer (LabWriter *self,
        LabWork   *work)
{
  if (work->data_destroy != NULL)
    work->data_destroy (work->data);

  if (work->task == NULL)
    {
      g_mutex_lock (&self->mutex);
      work->done = TRUE;
      g_cond_broadcast (&self->answered);
      g_mutex_unlock (&self->mutex);
      return;
    }

  lab_task_answer (work->task, work->result, work->result_destroy, work->error);
  g_clear_object (&work->cancellable);
  g_free (work);
}

static void
answer_all (LabWriter *self,
            GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    answer (self, g_ptr_array_index (group, i));
  g_ptr_array_set_size (group, 0);
}

static void
forget (LabStoreTxn *txn,
        LabWork     *work,
        guint        n_deltas,
        guint        n_applied)
{
  if (work->result != NULL && work->result_destroy != NULL)
    work->result_destroy (work->result);
  work->result = NULL;
  g_ptr_array_set_size (txn->deltas, (gint) n_deltas);
  txn->n_applied = n_applied;
}

/* The first of a group has the transaction to itself: undoing it is undoing
 * all. Savepoints cost a copy of every page that changes under them. */
static void
run_first (LabStoreTxn *txn,
           LabWork     *work)
{
  if (g_cancellable_set_error_if_cancelled (work->cancellable, &work->error))
    return;

  work->result = work->func (txn, work->data, &work->error);
  if (work->error == NULL)
    return;

  forget (txn, work, 0, 0);
  lab_connection_exec (txn->connection, "ROLLBACK; BEGIN IMMEDIATE", NULL);
}

static void
run_next (LabStoreTxn *txn,
          LabWork     *work)
{
  guint n_deltas = txn->deltas->len;
  guint n_applied = txn->n_applied;

  if (g_cancellable_set_error_if_cancelled (work->cancellable, &work->error) ||
      !lab_connection_run (txn->connection, "SAVEPOINT one", &work->error))
    return;

  work->result = work->func (txn, work->data, &work->error);
  if (work->error == NULL && lab_connection_run (txn->connection, "RELEASE one", &work->error))
    return;

  forget (txn, work, n_deltas, n_applied);
  lab_connection_exec (txn->connection, "ROLLBACK TO one; RELEASE one", NULL);
}

/* A disk error may undo the whole transaction by itself. */
static gboolean
is_undone (LabStoreTxn *txn)
{
  return sqlite3_get_autocommit (lab_connection_get_db (txn->connection)) != 0;
}

static gboolean
commit (LabStoreTxn  *txn,
        GPtrArray    *group,
        GError      **error)
{
  if (is_undone (txn))
    {
      LabWork *last = g_ptr_array_index (group, group->len - 1);

      if (last->error != NULL)
        *error = g_error_copy (last->error);
      else
        lab_connection_set_error (txn->connection, SQLITE_IOERR, error);
      return FALSE;
    }
  if (lab_rollup_deltas_flush (txn, error) &&
      lab_connection_run (txn->connection, "COMMIT", error))
    return TRUE;

  lab_connection_exec (txn->connection, "ROLLBACK", NULL);
  return FALSE;
}

/* The next of a group; NULL where there is none, one that runs alone, or one
 * that must be on the disk behind some that need not. */
static LabWork *
next_in_group (LabWriter *self)
{
  LabWork *work;

  g_mutex_lock (&self->mutex);
  work = g_queue_peek_head (&self->queue);
  if (work != NULL && (work->alone != NULL || (self->relaxed && !work->relaxed)))
    work = NULL;
  if (work != NULL)
    g_queue_pop_head (&self->queue);
  g_mutex_unlock (&self->mutex);
  return work;
}

/* How far a commit goes can only be changed between transactions. A relaxed
 * one is in the log's file at once, and on the disk with the next that is
 * not. */
static gboolean
choose_commit (LabWriter      *self,
               const LabWork  *first,
               GError        **error)
{
  if (!self->durable || first->relaxed == self->relaxed)
    return TRUE;
  if (!lab_connection_exec (self->connection,
                            first->relaxed ? "PRAGMA synchronous = NORMAL" :
                                             "PRAGMA synchronous = FULL",
                            error))
    return FALSE;
  self->relaxed = first->relaxed;
  return TRUE;
}

static void
run_group (LabWriter *self,
           LabWork   *first,
           GPtrArray *group)
{
  g_autoptr (GPtrArray) deltas = g_ptr_array_new_with_free_func (lab_rollup_delta_free);
  g_autoptr (GError) error = NULL;
  LabStoreTxn txn = {
    .connection = self->connection,
    .directory = self->directory,
    .owner = self->owner,
    .deltas = deltas,
  };
  gboolean begun = choose_commit (self, first, &error) &&
                   lab_connection_run (self->connection, "BEGIN IMMEDIATE", &error);

  for (LabWork *work = first; work != NULL;
       work = group->len < MAX_GROUP ? next_in_group (self) : NULL)
    {
      g_ptr_array_add (group, work);
      if (!begun)
        break;
      if (work == first)
        run_first (&txn, work);
      else
        run_next (&txn, work);
      if (is_undone (&txn))
        break;
    }

  if (!begun || !commit (&txn, group, &error))
    for (guint i = 0; i < group->len; i++)
      work_fail (g_ptr_array_index (group, i), error);
  answer_all (self, group);
}

/* NULL when the store closes and nothing is left. */
static LabWork *
wait_for_work (LabWriter *self)
{
  LabWork *work;

  g_mutex_lock (&self->mutex);
  while ((work = g_queue_pop_head (&self->queue)) == NULL && !self->closing)
    g_cond_wait (&self->wake, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return work;
}

static gpointer
writer_thread (gpointer data)
{
  LabWriter *self = data;
  g_autoptr (GPtrArray) group = g_ptr_array_new ();
  LabWork *work;

  while ((work = wait_for_work (self)) != NULL)
    if (work->alone != NULL)
      {
        work->result = GINT_TO_POINTER (
            work->alone (self->connection, self->directory, self->owner, work->data, &work->error));
        answer (self, work);
      }
    else
      run_group (self, work, group);

  return NULL;
}

LabWriter *
lab_writer_new (LabConnection *connection,
                gboolean       durable,
                const char    *directory,
                const char    *owner)
{
  LabWriter *self = g_new0 (LabWriter, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  g_cond_init (&self->answered);
  g_queue_init (&self->queue);
  self->connection = connection;
  self->durable = durable;
  self->directory = g_strdup (directory);
  self->owner = g_strdup (owner);
  self->thread = g_thread_new ("lab-store", writer_thread, self);
  return self;
}

void
lab_writer_free (LabWriter *self)
{
  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  lab_connection_close (self->connection);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->answered);
  g_free (self->directory);
  g_free (self->owner);
  g_free (self);
}

static void
push (LabWriter *self,
      LabWork   *work)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->queue, work);
  g_mutex_unlock (&self->mutex);
  /* Not before: the thread would wake only to wait for the lock. */
  g_cond_signal (&self->wake);
}

void
lab_writer_push (LabWriter      *self,
                 GTask          *task,
                 LabStoreFunc    func,
                 gpointer        data,
                 GDestroyNotify  data_destroy,
                 GDestroyNotify  result_destroy,
                 gboolean        relaxed)
{
  LabWork *work = g_new0 (LabWork, 1);

  work->task = task;
  work->relaxed = relaxed;
  work->func = func;
  work->data = data;
  work->data_destroy = data_destroy;
  work->result_destroy = result_destroy;
  g_set_object (&work->cancellable, g_task_get_cancellable (task));
  push (self, work);
}

static gpointer
run_and_wait (LabWriter  *self,
              LabWork    *work,
              GError    **error)
{
  g_assert (g_thread_self () != self->thread);

  push (self, work);
  g_mutex_lock (&self->mutex);
  while (!work->done)
    g_cond_wait (&self->answered, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (work->error != NULL)
    g_propagate_error (error, work->error);
  return work->result;
}

gpointer
lab_writer_run (LabWriter       *self,
                LabStoreFunc     func,
                gpointer         data,
                GDestroyNotify   result_destroy,
                GCancellable    *cancellable,
                GError         **error)
{
  LabWork work = {
    .func = func,
    .data = data,
    .result_destroy = result_destroy,
    .cancellable = cancellable,
  };

  return run_and_wait (self, &work, error);
}

gboolean
lab_writer_run_alone (LabWriter         *self,
                      LabExclusiveFunc   func,
                      gconstpointer      data,
                      GError           **error)
{
  LabWork work = {
    .alone = func,
    .data = (gpointer) data,
  };

  return GPOINTER_TO_INT (run_and_wait (self, &work, error));
}
