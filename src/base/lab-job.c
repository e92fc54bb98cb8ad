/* lab-job.c: long work that can be watched, paused and stopped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-job.h"

/* What a worker reports. Owned by the job's thread in `shown`; written under
 * the lock, with a bit for each field, in `reported` by any other thread. */
typedef struct
{
  guint64 done;
  guint64 total;
  LabMoney spent;
  char *unit;
  char *message;
} Report;

typedef enum
{
  REPORTED_PROGRESS = 1 << 0,
  REPORTED_SPENT = 1 << 1,
  REPORTED_UNIT = 1 << 2,
  REPORTED_MESSAGE = 1 << 3,
} Reported;

struct _LabJob
{
  GObject parent_instance;

  GThread *owner;
  GMainContext *context;
  GCancellable *cancellable;
  char *id;
  char *title;
  LabJobState state;
  Report shown;
  GPtrArray *waiters; /* GTask: those who wait for lab_job_resume() */

  GMutex lock;
  Report reported;
  Reported pending;
};

typedef enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_STATE,
  PROP_DONE,
  PROP_TOTAL,
  PROP_UNIT,
  PROP_SPENT,
  PROP_MESSAGE,
} LabJobProperty;

static GParamSpec *properties[PROP_MESSAGE + 1];

G_DEFINE_FINAL_TYPE (LabJob, lab_job, G_TYPE_OBJECT)

static const GEnumValue state_values[] = {
  { LAB_JOB_QUEUED, "LAB_JOB_QUEUED", "queued" },
  { LAB_JOB_RUNNING, "LAB_JOB_RUNNING", "running" },
  { LAB_JOB_PAUSED, "LAB_JOB_PAUSED", "paused" },
  { LAB_JOB_DONE, "LAB_JOB_DONE", "done" },
  { LAB_JOB_FAILED, "LAB_JOB_FAILED", "failed" },
  { LAB_JOB_CANCELLED, "LAB_JOB_CANCELLED", "cancelled" },
  { LAB_JOB_INTERRUPTED, "LAB_JOB_INTERRUPTED", "interrupted" },
  { 0, NULL, NULL },
};

GType
lab_job_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("LabJobState", state_values));
  return type;
}

const char *
lab_job_state_to_string (LabJobState state)
{
  g_return_val_if_fail (state <= LAB_JOB_INTERRUPTED, NULL);

  return state_values[state].value_nick;
}

gboolean
lab_job_state_from_string (const char  *text,
                           LabJobState *state)
{
  g_return_val_if_fail (state != NULL, FALSE);

  for (const GEnumValue *value = state_values; value->value_nick != NULL; value++)
    {
      if (g_strcmp0 (value->value_nick, text) == 0)
        {
          *state = (LabJobState) value->value;
          return TRUE;
        }
    }
  return FALSE;
}

/* The setters below compare, store and notify, on the job's thread. */
static void
show_state (LabJob      *self,
            LabJobState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
show_progress (LabJob  *self,
               guint64  done,
               guint64  total)
{
  gboolean done_changed = self->shown.done != done;
  gboolean total_changed = self->shown.total != total;

  self->shown.done = done;
  self->shown.total = total;
  if (total_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  if (done_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
show_spent (LabJob   *self,
            LabMoney  spent)
{
  if (self->shown.spent == spent)
    return;
  self->shown.spent = spent;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPENT]);
}

static void
show_text (LabJob         *self,
           char          **field,
           const char     *text,
           LabJobProperty  property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
show_reports (LabJob *self)
{
  g_autofree char *unit = NULL;
  g_autofree char *message = NULL;
  Report report;
  Reported pending;

  g_mutex_lock (&self->lock);
  report = self->reported;
  unit = g_steal_pointer (&self->reported.unit);
  message = g_steal_pointer (&self->reported.message);
  pending = self->pending;
  self->pending = 0;
  g_mutex_unlock (&self->lock);

  g_object_freeze_notify (G_OBJECT (self));
  if (pending & REPORTED_PROGRESS)
    show_progress (self, report.done, report.total);
  if (pending & REPORTED_SPENT)
    show_spent (self, report.spent);
  if (pending & REPORTED_UNIT)
    show_text (self, &self->shown.unit, unit, PROP_UNIT);
  if (pending & REPORTED_MESSAGE)
    show_text (self, &self->shown.message, message, PROP_MESSAGE);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
show_reports_cb (gpointer data)
{
  show_reports (data);
  return G_SOURCE_REMOVE;
}

/* On the job's thread what was reported before is shown first, so that the
 * last word wins; elsewhere the lock is taken and report_end() follows. */
static gboolean
report_begin (LabJob *self)
{
  if (g_thread_self () == self->owner)
    {
      show_reports (self);
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  return TRUE;
}

/* However many reports come, one source carries them all. */
static void
report_end (LabJob   *self,
            Reported  reported)
{
  gboolean first = self->pending == 0;

  self->pending |= reported;
  g_mutex_unlock (&self->lock);

  if (first)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, show_reports_cb, g_object_ref (self), g_object_unref);
      g_source_set_static_name (source, "[costlab] job reports");
      g_source_attach (source, self->context);
    }
}

static gboolean
is_over (LabJob *self)
{
  return self->state != LAB_JOB_QUEUED && self->state != LAB_JOB_RUNNING &&
         self->state != LAB_JOB_PAUSED;
}

/* Nobody waits twice: the list is emptied before anybody hears of it. */
static void
end_waiting (LabJob *self)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      GTask *task = g_ptr_array_index (waiters, i);

      if (g_task_return_error_if_cancelled (task))
        continue;
      if (is_over (self))
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The job has ended.");
      else
        g_task_return_boolean (task, TRUE);
    }
}

static gboolean
cancelled_cb (gpointer data)
{
  end_waiting (data);
  return G_SOURCE_REMOVE;
}

static void
lab_job_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  LabJob *self = LAB_JOB (object);

  switch ((LabJobProperty) property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_DONE:
      g_value_set_uint64 (value, self->shown.done);
      break;
    case PROP_TOTAL:
      g_value_set_uint64 (value, self->shown.total);
      break;
    case PROP_UNIT:
      g_value_set_string (value, self->shown.unit);
      break;
    case PROP_SPENT:
      g_value_set_int64 (value, self->shown.spent);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->shown.message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_job_set_property (GObject      *object,
                      guint         property_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  LabJob *self = LAB_JOB (object);

  switch ((LabJobProperty) property_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      if (self->id == NULL)
        self->id = g_uuid_string_random ();
      break;
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_STATE:
    case PROP_DONE:
    case PROP_TOTAL:
    case PROP_UNIT:
    case PROP_SPENT:
    case PROP_MESSAGE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_job_finalize (GObject *object)
{
  LabJob *self = LAB_JOB (object);

  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->id);
  g_free (self->title);
  g_free (self->shown.unit);
  g_free (self->shown.message);
  g_free (self->reported.unit);
  g_free (self->reported.message);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (lab_job_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, fixed);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, fixed);
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, LAB_TYPE_JOB_STATE, LAB_JOB_QUEUED, told);
  properties[PROP_DONE] = g_param_spec_uint64 ("done", NULL, NULL, 0, G_MAXUINT64, 0, told);
  properties[PROP_TOTAL] = g_param_spec_uint64 ("total", NULL, NULL, 0, G_MAXUINT64, 0, told);
  properties[PROP_UNIT] = g_param_spec_string ("unit", NULL, NULL, NULL, told);
  properties[PROP_SPENT] =
      g_param_spec_int64 ("spent", NULL, NULL, G_MININT64, G_MAXINT64, 0, told);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, told);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_job_class_init (LabJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_job_get_property;
  object_class->set_property = lab_job_set_property;
  object_class->finalize = lab_job_finalize;
  install_properties (object_class);
}

static void
lab_job_init (LabJob *self)
{
  self->owner = g_thread_self ();
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->lock);
}

LabJob *
lab_job_new (const char *id,
             const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);

  return g_object_new (LAB_TYPE_JOB, "id", id, "title", title, NULL);
}

const char *
lab_job_get_id (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), NULL);

  return self->id;
}

const char *
lab_job_get_title (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), NULL);

  return self->title;
}

LabJobState
lab_job_get_state (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), LAB_JOB_FAILED);

  return self->state;
}

GCancellable *
lab_job_get_cancellable (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), NULL);

  return self->cancellable;
}

void
lab_job_start (LabJob *self)
{
  g_return_if_fail (LAB_IS_JOB (self));
  g_return_if_fail (self->state == LAB_JOB_QUEUED);

  show_state (self, LAB_JOB_RUNNING);
}

void
lab_job_set_progress (LabJob  *self,
                      guint64  done,
                      guint64  total)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (report_begin (self))
    {
      self->reported.done = done;
      self->reported.total = total;
      report_end (self, REPORTED_PROGRESS);
      return;
    }
  g_object_freeze_notify (G_OBJECT (self));
  show_progress (self, done, total);
  g_object_thaw_notify (G_OBJECT (self));
}

guint64
lab_job_get_done (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), 0);

  return self->shown.done;
}

guint64
lab_job_get_total (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), 0);

  return self->shown.total;
}

void
lab_job_set_unit (LabJob     *self,
                  const char *unit)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (report_begin (self))
    {
      g_free (self->reported.unit);
      self->reported.unit = g_strdup (unit);
      report_end (self, REPORTED_UNIT);
      return;
    }
  show_text (self, &self->shown.unit, unit, PROP_UNIT);
}

const char *
lab_job_get_unit (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), NULL);

  return self->shown.unit;
}

void
lab_job_set_spent (LabJob   *self,
                   LabMoney  spent)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (report_begin (self))
    {
      self->reported.spent = spent;
      report_end (self, REPORTED_SPENT);
      return;
    }
  show_spent (self, spent);
}

LabMoney
lab_job_get_spent (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), 0);

  return self->shown.spent;
}

void
lab_job_set_message (LabJob     *self,
                     const char *message)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (report_begin (self))
    {
      g_free (self->reported.message);
      self->reported.message = g_strdup (message);
      report_end (self, REPORTED_MESSAGE);
      return;
    }
  show_text (self, &self->shown.message, message, PROP_MESSAGE);
}

const char *
lab_job_get_message (LabJob *self)
{
  g_return_val_if_fail (LAB_IS_JOB (self), NULL);

  return self->shown.message;
}

void
lab_job_pause (LabJob *self)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (self->state == LAB_JOB_RUNNING)
    show_state (self, LAB_JOB_PAUSED);
}

void
lab_job_resume (LabJob *self)
{
  g_return_if_fail (LAB_IS_JOB (self));

  if (self->state != LAB_JOB_PAUSED)
    return;
  g_object_ref (self);
  show_state (self, LAB_JOB_RUNNING);
  end_waiting (self);
  g_object_unref (self);
}

/* Those who wait hear of it from the main loop: a callback that ran inside
 * g_cancellable_cancel() could not disconnect from the cancellable. */
void
lab_job_cancel (LabJob *self)
{
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (LAB_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, cancelled_cb, g_object_ref (self), g_object_unref);
  g_source_set_static_name (source, "[costlab] job cancelled");
  g_source_attach (source, self->context);
}

void
lab_job_finish (LabJob       *self,
                const GError *error)
{
  LabJobState state = LAB_JOB_DONE;

  g_return_if_fail (LAB_IS_JOB (self));
  g_return_if_fail (!is_over (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    state = LAB_JOB_CANCELLED;
  else if (error != NULL)
    state = LAB_JOB_FAILED;

  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  show_reports (self);
  if (state == LAB_JOB_FAILED)
    show_text (self, &self->shown.message, error->message, PROP_MESSAGE);
  show_state (self, state);
  g_object_thaw_notify (G_OBJECT (self));
  end_waiting (self);
  g_object_unref (self);
}

void
lab_job_wait_resumed_async (LabJob              *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LAB_IS_JOB (self));

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_job_wait_resumed_async);
  g_ptr_array_add (self->waiters, g_steal_pointer (&task));
  if (self->state != LAB_JOB_PAUSED || g_cancellable_is_cancelled (self->cancellable))
    end_waiting (self);
}

gboolean
lab_job_wait_resumed_finish (LabJob        *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (LAB_IS_JOB (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
