/* lab-cost-so-far.c: what a call has cost while it is being answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-cost-so-far.h"

#include "lab-cost.h"

struct _LabCostSoFar
{
  GObject parent_instance;

  LabTokenizer *tokenizer;
  LabPriceSet *rows; /* (nullable): no price is known */
  char *model;
  char *encoding; /* (nullable) */
  gint64 input;
  gint64 output;
  GString *waiting; /* not counted yet */
  gboolean counting;
};

G_DEFINE_FINAL_TYPE (LabCostSoFar, lab_cost_so_far, G_TYPE_OBJECT)

enum
{
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  LabTokenizer *tokenizer;
  char *model;
  char *encoding;
  char *text;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->tokenizer);
  g_free (work->model);
  g_free (work->encoding);
  g_free (work->text);
  g_free (work);
}

static void
count_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  LabTokenScheme scheme;
  LabTokenCount count;
  GError *error = NULL;

  lab_token_scheme_init (&scheme, work->model, work->encoding);
  if (lab_tokenizer_count_text (work->tokenizer, &scheme, work->text, -1, &count, &error))
    g_task_return_int (task, (gssize) count.tokens);
  else
    g_task_return_error (task, error);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabCostSoFar) self = user_data;
  g_autoptr (GError) error = NULL;
  gssize tokens = g_task_propagate_int (G_TASK (result), &error);

  self->counting = FALSE;
  if (error != NULL)
    return;
  self->output += tokens;
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
lab_cost_so_far_finalize (GObject *object)
{
  LabCostSoFar *self = LAB_COST_SO_FAR (object);

  g_object_unref (self->tokenizer);
  g_clear_pointer (&self->rows, lab_price_set_unref);
  g_free (self->model);
  g_free (self->encoding);
  g_string_free (self->waiting, TRUE);

  G_OBJECT_CLASS (lab_cost_so_far_parent_class)->finalize (object);
}

static void
lab_cost_so_far_class_init (LabCostSoFarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_cost_so_far_finalize;

  signals[COUNTED] = g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_cost_so_far_init (LabCostSoFar *self)
{
  self->waiting = g_string_new (NULL);
}

LabCostSoFar *
lab_cost_so_far_new (LabTokenizer      *tokenizer,
                     LabPriceCatalogue *catalogue,
                     const LabRequest  *request,
                     gint64             input,
                     gint64             now)
{
  LabPriceQuery query = { .at = now };
  const LabModelInfo *info;
  LabCostSoFar *self;

  g_return_val_if_fail (LAB_IS_TOKENIZER (tokenizer), NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  query.provider = request->provider;
  query.model = request->model;
  query.service_tier = request->service_tier;
  info = lab_price_catalogue_find_model (catalogue, request->model, request->provider);
  self = g_object_new (LAB_TYPE_COST_SO_FAR, NULL);
  self->tokenizer = g_object_ref (tokenizer);
  self->rows = lab_price_catalogue_find_rows (catalogue, &query);
  self->model = g_strdup (request->model);
  self->encoding = info != NULL ? g_strdup (info->encoding) : NULL;
  self->input = input;
  return self;
}

void
lab_cost_so_far_append (LabCostSoFar *self,
                        const char   *text)
{
  g_return_if_fail (LAB_IS_COST_SO_FAR (self));
  g_return_if_fail (text != NULL);

  g_string_append (self->waiting, text);
}

void
lab_cost_so_far_update (LabCostSoFar *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (LAB_IS_COST_SO_FAR (self));

  if (self->counting || self->waiting->len == 0)
    return;
  self->counting = TRUE;
  task = g_task_new (NULL, NULL, counted_cb, g_object_ref (self));
  g_task_set_source_tag (task, lab_cost_so_far_update);
  work = g_new0 (Work, 1);
  work->tokenizer = g_object_ref (self->tokenizer);
  work->model = g_strdup (self->model);
  work->encoding = g_strdup (self->encoding);
  work->text = g_string_free (self->waiting, FALSE);
  self->waiting = g_string_new (NULL);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, count_thread);
}

gboolean
lab_cost_so_far_get (LabCostSoFar *self,
                     gint64       *tokens,
                     LabMoney     *amount)
{
  LabUsage usage = LAB_USAGE_INIT;
  g_auto (LabCost) cost = LAB_COST_INIT;

  g_return_val_if_fail (LAB_IS_COST_SO_FAR (self), FALSE);
  g_return_val_if_fail (tokens != NULL && amount != NULL, FALSE);

  *tokens = self->output;
  usage.buckets[LAB_BUCKET_U] = self->input;
  usage.buckets[LAB_BUCKET_O] = self->output;
  usage.flags = LAB_USAGE_ESTIMATED;
  if (self->rows == NULL || !lab_cost_compute (&usage, self->rows, &cost, NULL) ||
      cost.state == LAB_COST_UNPRICED)
    return FALSE;
  *amount = cost.amount;
  return TRUE;
}
