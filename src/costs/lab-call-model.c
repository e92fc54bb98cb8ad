/* lab-call-model.c: the ledger as a list, a page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-call-model.h"

#include "lab-store-calls.h"
#include "lab-store.h"

struct _LabCallItem
{
  GObject parent_instance;

  LabCallRow *row;
};

G_DEFINE_FINAL_TYPE (LabCallItem, lab_call_item, G_TYPE_OBJECT)

struct _LabCallModel
{
  GObject parent_instance;

  LabStore *store;
  LabCostTracker *tracker;
  char *profile_id;
  LabCallScope scope; /* its strings are ours */
  char *search;       /* (nullable) */
  LabCallOutcome outcome;

  GPtrArray *items; /* (element-type LabCallItem) */
  GCancellable *cancellable; /* (nullable): of the page under way */
  gboolean complete;
  GError *error; /* (nullable) */
};

typedef enum
{
  PROP_LOADING = 1,
  PROP_COMPLETE,
  PROP_ERROR,
  PROP_SEARCH,
} LabCallModelProperty;

static GParamSpec *properties[PROP_SEARCH + 1];

static void lab_call_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabCallModel, lab_call_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      lab_call_model_iface_init))

/* What a page asks for: everything the reading thread needs, by itself. */
typedef struct
{
  char *profile_id;
  LabCallScope scope;
  char *search;
  LabCallOutcome outcome;
  char *call_id;
  LabCallRow *after; /* (nullable) */
} Question;

static LabCallScope
scope_copy (const LabCallScope *scope)
{
  LabCallScope copy = *scope;

  copy.experiment_id = g_strdup (scope->experiment_id);
  copy.run_id = g_strdup (scope->run_id);
  copy.provider = g_strdup (scope->provider);
  copy.model = g_strdup (scope->model);
  return copy;
}

static void
scope_clear (LabCallScope *scope)
{
  g_free ((char *) scope->experiment_id);
  g_free ((char *) scope->run_id);
  g_free ((char *) scope->provider);
  g_free ((char *) scope->model);
}

static gboolean
has_text (const char *wanted,
          const char *text)
{
  return wanted == NULL || g_strcmp0 (wanted, text != NULL ? text : "") == 0;
}

static gboolean
scope_has (const LabCallScope  *scope,
           const LabCallRecord *record)
{
  return has_text (scope->experiment_id, record->experiment_id) &&
         has_text (scope->run_id, record->run_id) &&
         has_text (scope->provider, record->provider) && has_text (scope->model, record->model) &&
         (scope->origin < 0 || (LabOrigin) scope->origin == record->origin) &&
         record->timestamp >= scope->since &&
         (scope->until == 0 || record->timestamp < scope->until);
}

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  scope_clear (&question->scope);
  g_free (question->search);
  g_free (question->call_id);
  g_clear_pointer (&question->after, lab_call_row_free);
  g_free (question);
}

static LabCallRow *
row_copy (const LabCallRow *row)
{
  LabCallRow *copy = g_new0 (LabCallRow, 1);

  copy->seq = row->seq;
  copy->record = lab_call_record_copy (row->record);
  return copy;
}

static LabCallItem *
item_new (LabCallRow *row)
{
  LabCallItem *item = g_object_new (LAB_TYPE_CALL_ITEM, NULL);

  item->row = row;
  return item;
}

static void
lab_call_item_finalize (GObject *object)
{
  LabCallItem *self = LAB_CALL_ITEM (object);

  lab_call_row_free (self->row);

  G_OBJECT_CLASS (lab_call_item_parent_class)->finalize (object);
}

static void
lab_call_item_class_init (LabCallItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_call_item_finalize;
}

static void
lab_call_item_init (LabCallItem *self)
{
}

const LabCallRecord *
lab_call_item_get_record (LabCallItem *self)
{
  g_return_val_if_fail (LAB_IS_CALL_ITEM (self), NULL);

  return self->row->record;
}

static gpointer
page_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = question->profile_id;
  filter.experiment_id = question->scope.experiment_id;
  filter.run_id = question->scope.run_id;
  filter.provider = question->scope.provider;
  filter.model = question->scope.model;
  filter.origin = question->scope.origin;
  filter.since = question->scope.since;
  filter.until = question->scope.until;
  filter.search = question->search;
  filter.answered = question->outcome == LAB_CALL_OUTCOME_ANSWERED;
  filter.unanswered = question->outcome == LAB_CALL_OUTCOME_FAILED;
  if (question->outcome == LAB_CALL_OUTCOME_UNPRICED)
    filter.cost_state = LAB_COST_UNPRICED;
  return lab_store_calls_list (txn, &filter, question->after, LAB_CALL_MODEL_PAGE, error);
}

static void
take_page (LabCallModel *self,
           GPtrArray    *rows)
{
  guint before = self->items->len;

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->items, item_new (g_ptr_array_index (rows, i)));
  if (rows->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, rows->len);
  if (rows->len < LAB_CALL_MODEL_PAGE)
    {
      self->complete = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
    }
  /* The items own the rows now. */
  g_ptr_array_set_free_func (rows, NULL);
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LabCallModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = lab_store_read_finish (LAB_STORE (source), result, &error);

  /* Another question took this one's place, or the model has ended. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (rows != NULL)
    take_page (self, rows);
  else
    {
      self->error = g_steal_pointer (&error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
lab_call_model_load_more (LabCallModel *self)
{
  Question *question;

  g_return_if_fail (LAB_IS_CALL_MODEL (self));

  if (self->cancellable != NULL || self->complete)
    return;

  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (self->profile_id);
  question->scope = scope_copy (&self->scope);
  question->search = g_strdup (self->search);
  question->outcome = self->outcome;
  if (self->items->len > 0)
    {
      LabCallItem *last = g_ptr_array_index (self->items, self->items->len - 1);

      question->after = row_copy (last->row);
    }
  if (self->error != NULL)
    {
      g_clear_error (&self->error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  self->cancellable = g_cancellable_new ();
  lab_store_read_async (self->store, page_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) g_ptr_array_unref, self->cancellable, page_cb,
                        g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Forgets what was loaded and asks for the first page. */
static void
start_anew (LabCallModel *self)
{
  guint before = self->items->len;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->items, 0);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  if (self->complete)
    {
      self->complete = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
    }
  lab_call_model_load_more (self);
}

static gpointer
get_func (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  const Question *question = data;

  return lab_store_calls_get (txn, question->profile_id, question->call_id, error);
}

/* Newer calls stand before older ones; those of one moment by their number. */
static guint
find_place (LabCallModel     *self,
            const LabCallRow *row)
{
  guint place = 0;

  while (place < self->items->len)
    {
      LabCallItem *item = g_ptr_array_index (self->items, place);

      if (item->row->record->timestamp < row->record->timestamp ||
          (item->row->record->timestamp == row->record->timestamp && item->row->seq < row->seq))
        break;
      place++;
    }
  return place;
}

static gboolean
has_row (LabCallModel *self,
         gint64        seq)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      LabCallItem *item = g_ptr_array_index (self->items, i);

      if (item->row->seq == seq)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_narrowed (LabCallModel *self)
{
  return self->search != NULL || self->outcome != LAB_CALL_OUTCOME_ANY;
}

/* A recorded call is read back for its number in the ledger, by which the
 * next page is found. A page that was read meanwhile may hold it already. */
static void
recorded_row_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LabCallModel) self = user_data;
  g_autoptr (LabCallRow) row = lab_store_read_finish (LAB_STORE (source), result, NULL);
  guint place;

  if (row == NULL || self->tracker == NULL || is_narrowed (self) || has_row (self, row->seq))
    return;
  if (self->items->len == 0 && self->cancellable != NULL)
    {
      /* The first page may have been read before this call was there. */
      start_anew (self);
      return;
    }
  place = find_place (self, row);
  if (place == self->items->len && !self->complete)
    return; /* a later page brings it */
  g_clear_pointer (&row->record->prompt, g_free);
  g_clear_pointer (&row->record->answer, g_free);
  g_clear_pointer (&row->record->raw_usage, g_free);
  g_ptr_array_insert (self->items, (int) place, item_new (g_steal_pointer (&row)));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

static void
call_recorded_cb (LabCallModel        *self,
                  const LabCallRecord *record)
{
  Question *question;

  if (g_strcmp0 (record->profile_id, self->profile_id) != 0 || !scope_has (&self->scope, record))
    return;
  if (is_narrowed (self))
    {
      start_anew (self);
      return;
    }
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (self->profile_id);
  question->call_id = g_strdup (record->id);
  lab_store_read_async (self->store, get_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_call_row_free, NULL, recorded_row_cb,
                        g_object_ref (self));
}

static GType
lab_call_model_get_item_type (GListModel *model)
{
  return LAB_TYPE_CALL_ITEM;
}

static guint
lab_call_model_get_n_items (GListModel *model)
{
  return LAB_CALL_MODEL (model)->items->len;
}

static gpointer
lab_call_model_get_item (GListModel *model,
                         guint       position)
{
  LabCallModel *self = LAB_CALL_MODEL (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
lab_call_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = lab_call_model_get_item_type;
  iface->get_n_items = lab_call_model_get_n_items;
  iface->get_item = lab_call_model_get_item;
}

static void
lab_call_model_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LabCallModel *self = LAB_CALL_MODEL (object);

  switch ((LabCallModelProperty) property_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, lab_call_model_get_loading (self));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_call_model_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LabCallModel *self = LAB_CALL_MODEL (object);

  switch ((LabCallModelProperty) property_id)
    {
    case PROP_SEARCH:
      lab_call_model_set_search (self, g_value_get_string (value));
      break;
    case PROP_LOADING:
    case PROP_COMPLETE:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_call_model_dispose (GObject *object)
{
  LabCallModel *self = LAB_CALL_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tracker);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (lab_call_model_parent_class)->dispose (object);
}

static void
lab_call_model_finalize (GObject *object)
{
  LabCallModel *self = LAB_CALL_MODEL (object);

  g_ptr_array_unref (self->items);
  g_clear_error (&self->error);
  g_free (self->profile_id);
  scope_clear (&self->scope);
  g_free (self->search);

  G_OBJECT_CLASS (lab_call_model_parent_class)->finalize (object);
}

static void
lab_call_model_class_init (LabCallModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_call_model_get_property;
  object_class->set_property = lab_call_model_set_property;
  object_class->dispose = lab_call_model_dispose;
  object_class->finalize = lab_call_model_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, read);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, read);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, read);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, write);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_call_model_init (LabCallModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

LabCallModel *
lab_call_model_new_scoped (LabStore           *store,
                           LabCostTracker     *tracker,
                           const char         *profile_id,
                           const LabCallScope *scope)
{
  LabCallModel *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);
  g_return_val_if_fail (LAB_IS_COST_TRACKER (tracker), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  self = g_object_new (LAB_TYPE_CALL_MODEL, NULL);
  self->store = g_object_ref (store);
  self->tracker = g_object_ref (tracker);
  self->profile_id = g_strdup (profile_id);
  self->scope = scope_copy (scope);
  g_signal_connect_object (tracker, "call-recorded", G_CALLBACK (call_recorded_cb), self,
                           G_CONNECT_SWAPPED);
  lab_call_model_load_more (self);
  return self;
}

LabCallModel *
lab_call_model_new (LabStore       *store,
                    LabCostTracker *tracker,
                    const char     *profile_id,
                    const char     *experiment_id)
{
  LabCallScope scope = LAB_CALL_SCOPE_INIT;

  scope.experiment_id = experiment_id;
  return lab_call_model_new_scoped (store, tracker, profile_id, &scope);
}

gboolean
lab_call_model_get_loading (LabCallModel *self)
{
  g_return_val_if_fail (LAB_IS_CALL_MODEL (self), FALSE);

  return self->cancellable != NULL;
}

gboolean
lab_call_model_get_complete (LabCallModel *self)
{
  g_return_val_if_fail (LAB_IS_CALL_MODEL (self), FALSE);

  return self->complete;
}

const GError *
lab_call_model_get_error (LabCallModel *self)
{
  g_return_val_if_fail (LAB_IS_CALL_MODEL (self), NULL);

  return self->error;
}

void
lab_call_model_set_search (LabCallModel *self,
                           const char   *search)
{
  const char *wanted = search != NULL && *search != '\0' ? search : NULL;

  g_return_if_fail (LAB_IS_CALL_MODEL (self));

  if (g_strcmp0 (wanted, self->search) == 0)
    return;
  g_free (self->search);
  self->search = g_strdup (wanted);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
  start_anew (self);
}

const char *
lab_call_model_get_search (LabCallModel *self)
{
  g_return_val_if_fail (LAB_IS_CALL_MODEL (self), NULL);

  return self->search;
}

void
lab_call_model_set_outcome (LabCallModel   *self,
                            LabCallOutcome  outcome)
{
  g_return_if_fail (LAB_IS_CALL_MODEL (self));

  if (outcome == self->outcome)
    return;
  self->outcome = outcome;
  start_anew (self);
}

LabCallOutcome
lab_call_model_get_outcome (LabCallModel *self)
{
  g_return_val_if_fail (LAB_IS_CALL_MODEL (self), LAB_CALL_OUTCOME_ANY);

  return self->outcome;
}

static void
get_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (LabCallRow) row = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (row != NULL)
    g_task_return_pointer (task, lab_call_record_copy (row->record),
                           (GDestroyNotify) lab_call_record_free);
  else
    g_task_return_error (task, error);
}

static void
load (LabStore   *store,
      const char *profile_id,
      const char *call_id,
      GTask      *task)
{
  Question *question = g_new0 (Question, 1);

  question->profile_id = g_strdup (profile_id);
  question->call_id = g_strdup (call_id);
  lab_store_read_async (store, get_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_call_row_free, g_task_get_cancellable (task), get_cb,
                        task);
}

void
lab_call_load_async (LabStore            *store,
                     const char          *profile_id,
                     const char          *call_id,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (call_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_call_load_async);
  load (store, profile_id, call_id, task);
}

LabCallRecord *
lab_call_load_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_call_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lab_call_model_get_async (LabCallModel        *self,
                          const char          *call_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_CALL_MODEL (self));
  g_return_if_fail (call_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_call_model_get_async);
  load (self->store, self->profile_id, call_id, task);
}

LabCallRecord *
lab_call_model_get_finish (LabCallModel  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
