/* lab-desk.c: what the window works on: one profile and one experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#include "lab-sandbox.h"

G_DEFINE_FINAL_TYPE (LabDesk, lab_desk, G_TYPE_OBJECT)

typedef enum
{
  PROP_EXPERIMENT = 1,
  PROP_SENDING,
  PROP_N_RUNNING,
} LabDeskProperty;

static GParamSpec *properties[PROP_N_RUNNING + 1];

enum
{
  SPEND_CHANGED,
  RUNS_CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lab_desk_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  LabDesk *self = LAB_DESK (object);

  switch ((LabDeskProperty) property_id)
    {
    case PROP_EXPERIMENT:
      g_value_set_object (value, self->experiment);
      break;
    case PROP_SENDING:
      g_value_set_boolean (value, self->sending);
      break;
    case PROP_N_RUNNING:
      g_value_set_uint (value, self->running->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_desk_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  LabDesk *self = LAB_DESK (object);

  switch ((LabDeskProperty) property_id)
    {
    case PROP_EXPERIMENT:
      lab_desk_set_experiment (self, g_value_get_object (value));
      break;
    case PROP_SENDING:
    case PROP_N_RUNNING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_desk_dispose (GObject *object)
{
  LabDesk *self = LAB_DESK (object);

  g_cancellable_cancel (self->cancellable);
  lab_desk_unwatch_spend (self);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_pointer (&self->running, g_ptr_array_unref);
  g_clear_pointer (&self->put_away, g_ptr_array_unref);
  g_clear_object (&self->experiment);
  g_clear_object (&self->experiments);
  g_clear_object (&self->jobs);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (lab_desk_parent_class)->dispose (object);
}

static void
lab_desk_finalize (GObject *object)
{
  LabDesk *self = LAB_DESK (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->profile, lab_profile_free);
  g_clear_pointer (&self->budgets, g_ptr_array_unref);
  g_free (self->data_dir);

  G_OBJECT_CLASS (lab_desk_parent_class)->finalize (object);
}

static void
lab_desk_class_init (LabDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = lab_desk_get_property;
  object_class->set_property = lab_desk_set_property;
  object_class->dispose = lab_desk_dispose;
  object_class->finalize = lab_desk_finalize;

  properties[PROP_EXPERIMENT] =
    g_param_spec_object ("experiment", NULL, NULL, LAB_TYPE_EXPERIMENT_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SENDING] = g_param_spec_boolean ("sending", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_RUNNING] = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SPEND_CHANGED] = g_signal_new ("spend-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
  signals[RUNS_CHANGED] = g_signal_new ("runs-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
lab_desk_init (LabDesk *self)
{
  self->cancellable = g_cancellable_new ();
  self->experiments = g_list_store_new (LAB_TYPE_EXPERIMENT_ITEM);
  self->jobs = g_list_store_new (LAB_TYPE_JOB);
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  self->put_away = lab_put_away_list_new ();
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

void
lab_desk_emit_spend_changed (LabDesk *self)
{
  g_signal_emit (self, signals[SPEND_CHANGED], 0);
}

void
lab_desk_emit_runs_changed (LabDesk *self)
{
  g_signal_emit (self, signals[RUNS_CHANGED], 0);
}

void
lab_desk_notify_running (LabDesk *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
}

void
lab_desk_emit_failed (LabDesk      *self,
                      const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

LabContext *
lab_desk_get_context (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->context;
}

LabPriceCatalogue *
lab_desk_get_catalogue (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_context_get_catalogue (self->context);
}

LabTokenizer *
lab_desk_get_tokenizer (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_context_get_tokenizer (self->context);
}

LabClock *
lab_desk_get_clock (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_context_get_clock (self->context);
}

const char *
lab_desk_get_data_dir (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->data_dir;
}

const char *
lab_desk_get_profile_id (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->profile->id;
}

void
lab_desk_set_profile_name (LabDesk    *self,
                           const char *name)
{
  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (name != NULL);

  g_free (self->profile->name);
  self->profile->name = g_strdup (name);
}

gboolean
lab_desk_get_tour_done (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), FALSE);

  return self->profile->tour_done;
}

static void
tour_kept_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lab_context_set_tour_done_finish (LAB_CONTEXT (source), result, &error))
    lab_desk_emit_failed (self, error);
}

void
lab_desk_set_tour_done (LabDesk *self)
{
  g_return_if_fail (LAB_IS_DESK (self));

  if (self->profile->tour_done)
    return;
  self->profile->tour_done = TRUE;
  lab_context_set_tour_done_async (self->context, self->profile->id, TRUE, tour_kept_cb,
                                   g_object_ref (self));
}

GListStore *
lab_desk_get_jobs (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->jobs;
}

GListModel *
lab_desk_get_experiments (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->experiments);
}

LabExperimentItem *
lab_desk_get_experiment (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->experiment;
}

const LabSpend *
lab_desk_get_spend (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return self->has_spend ? &self->spend : NULL;
}

void
lab_desk_set_sending (LabDesk  *self,
                      gboolean  sending)
{
  self->sending = sending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
}

gboolean
lab_desk_get_sending (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), FALSE);

  return self->sending;
}

void
lab_desk_set_experiment (LabDesk           *self,
                         LabExperimentItem *item)
{
  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (LAB_IS_EXPERIMENT_ITEM (item));

  if (!g_set_object (&self->experiment, item))
    return;
  /* Sessions belong to one experiment. */
  g_hash_table_remove_all (self->sessions);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPERIMENT]);
}

LabCallModel *
lab_desk_new_call_model (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_call_model_new (lab_context_get_store (self->context),
                             lab_context_get_tracker (self->context), self->profile->id,
                             lab_experiment_item_get_experiment (self->experiment)->id);
}
