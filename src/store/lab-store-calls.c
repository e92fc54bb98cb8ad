/* lab-store-calls.c: the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-calls.h"

#include <glib/gi18n-lib.h>

#include "lab-call-columns-private.h"
#include "lab-error.h"
#include "lab-ledger-private.h"

void
lab_call_row_free (LabCallRow *self)
{
  if (self == NULL)
    return;

  lab_call_record_free (self->record);
  g_free (self);
}

static void
free_row (gpointer row)
{
  lab_call_row_free (row);
}

/* A statement grown from a filter; the values stand beside it in order. */
typedef struct
{
  GString *sql;
  GPtrArray *texts;
  GArray *numbers; /* of gint64: for a text of NULL */
} Builder;

static void
builder_init (Builder    *self,
              const char *sql)
{
  self->sql = g_string_new (sql);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
builder_clear (Builder *self)
{
  g_string_free (self->sql, TRUE);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->numbers);
}

static void
add_number (Builder    *self,
            const char *condition,
            gint64      number)
{
  if (condition != NULL)
    g_string_append_printf (self->sql, " AND %s", condition);
  g_ptr_array_add (self->texts, NULL);
  g_array_append_val (self->numbers, number);
}

static void
add_text (Builder    *self,
          const char *condition,
          const char *text)
{
  gint64 none = 0;

  if (text == NULL)
    return;

  if (condition != NULL)
    g_string_append_printf (self->sql, " AND %s", condition);
  g_ptr_array_add (self->texts, g_strdup (text));
  g_array_append_val (self->numbers, none);
}

static LabQuery *
builder_query (Builder      *self,
               LabStoreTxn  *txn,
               GError      **error)
{
  LabQuery *query = lab_txn_query (txn, self->sql->str, error);

  for (guint i = 0; query != NULL && i < self->texts->len; i++)
    if (g_ptr_array_index (self->texts, i) != NULL)
      lab_query_bind_text (query, g_ptr_array_index (self->texts, i));
    else
      lab_query_bind_int (query, g_array_index (self->numbers, gint64, i));
  return query;
}

static void
add_search (Builder    *self,
            const char *search)
{
  g_autofree char *pattern = NULL;

  if (search == NULL || *search == '\0')
    return;

  pattern = lab_like_pattern (search);
  g_string_append (self->sql, " AND (c.model LIKE ? ESCAPE '\\' OR c.task_key LIKE ? ESCAPE '\\'"
                              " OR c.error_message LIKE ? ESCAPE '\\'"
                              " OR c.tags LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM"
                              " call_content t WHERE t.call_seq = c.seq AND"
                              " (t.prompt LIKE ? ESCAPE '\\' OR t.answer LIKE ? ESCAPE '\\')))");
  for (guint i = 0; i < 6; i++)
    add_text (self, NULL, pattern);
}

static void
add_filter (Builder             *self,
            const LabCallFilter *filter)
{
  /* An operation has a few calls, a profile has millions: with the plus the
   * order by time is not taken for a reason to go through all of them. */
  g_string_append (self->sql, filter->operation_id != NULL ? " WHERE +c.profile_id = ?"
                                                           : " WHERE c.profile_id = ?");
  add_text (self, NULL, filter->profile_id);
  add_text (self, "c.experiment_id = ?", filter->experiment_id);
  if (filter->run_id != NULL && *filter->run_id == '\0')
    g_string_append (self->sql, " AND c.run_id IS NULL");
  else
    add_text (self, "c.run_id = ?", filter->run_id);
  add_text (self, "c.session_id = ?", filter->session_id);
  add_text (self, "c.operation_id = ?", filter->operation_id);
  add_text (self, "c.provider = ?", filter->provider);
  add_text (self, "c.model = ?", filter->model);
  if (filter->origin != LAB_CALL_ANY)
    add_text (self, "c.origin = ?", lab_origin_to_string ((LabOrigin) filter->origin));
  if (filter->status != LAB_CALL_ANY)
    add_text (self, "c.status = ?", lab_call_status_to_string ((LabCallStatus) filter->status));
  if (filter->cost_state != LAB_CALL_ANY)
    add_text (self, "c.cost_state = ?",
              lab_cost_state_to_string ((LabCostState) filter->cost_state));
  if (filter->purpose != LAB_CALL_ANY)
    add_text (self, "c.purpose = ?", lab_purpose_to_string ((LabPurpose) filter->purpose));
  if (filter->answered)
    g_string_append (self->sql, " AND c.status IN ('ok', 'answered')");
  if (filter->unanswered)
    g_string_append (self->sql, " AND c.status NOT IN ('ok', 'answered')");
  if (filter->since != 0)
    add_number (self, "c.timestamp >= ?", filter->since);
  if (filter->until != 0)
    add_number (self, "c.timestamp < ?", filter->until);
  add_search (self, filter->search);
}

/* Where the page before ended. Unpriced calls sort below every cost. */
static void
add_page (Builder             *self,
          const LabCallFilter *filter,
          const LabCallRow    *after,
          guint                limit)
{
  static const char *const order[] = {
    [LAB_CALL_ORDER_NEWEST] = " ORDER BY c.timestamp DESC, c.seq DESC LIMIT ?",
    [LAB_CALL_ORDER_OLDEST] = " ORDER BY c.timestamp, c.seq LIMIT ?",
    [LAB_CALL_ORDER_DEAREST] =
        " ORDER BY coalesce (c.cost, -9223372036854775807) DESC, c.seq DESC LIMIT ?",
  };
  static const char *const beyond[] = {
    [LAB_CALL_ORDER_NEWEST] = "(c.timestamp, c.seq) < (?, ?)",
    [LAB_CALL_ORDER_OLDEST] = "(c.timestamp, c.seq) > (?, ?)",
    [LAB_CALL_ORDER_DEAREST] = "(coalesce (c.cost, -9223372036854775807), c.seq) < (?, ?)",
  };

  if (after != NULL)
    {
      gint64 where = after->record->timestamp;

      if (filter->order == LAB_CALL_ORDER_DEAREST)
        where = after->record->cost_state == LAB_COST_UNPRICED ? -G_MAXINT64 : after->record->cost;
      add_number (self, beyond[filter->order], where);
      add_number (self, NULL, after->seq);
    }
  g_string_append (self->sql, order[filter->order]);
  add_number (self, NULL, limit);
}

GPtrArray *
lab_store_calls_list (LabStoreTxn          *txn,
                      const LabCallFilter  *filter,
                      const LabCallRow     *after,
                      guint                 limit,
                      GError              **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (LabQuery) query = NULL;
  g_autofree char *select = NULL;
  Builder builder;
  LabStep step;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, NULL);
  g_return_val_if_fail (limit > 0, NULL);

  select = lab_call_columns_select (filter->with_content);
  builder_init (&builder, select);
  add_filter (&builder, filter);
  add_page (&builder, filter, after, limit);
  query = builder_query (&builder, txn, error);
  builder_clear (&builder);
  if (query == NULL)
    return NULL;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      LabCallRow *row = lab_call_columns_read (query, filter->with_content, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return step == LAB_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

gint64
lab_store_calls_count (LabStoreTxn          *txn,
                       const LabCallFilter  *filter,
                       GError              **error)
{
  g_autoptr (LabQuery) query = NULL;
  Builder builder;

  g_return_val_if_fail (txn != NULL && filter != NULL && filter->profile_id != NULL, -1);

  builder_init (&builder, "SELECT count(*) FROM api_calls c");
  add_filter (&builder, filter);
  query = builder_query (&builder, txn, error);
  builder_clear (&builder);
  if (query == NULL || lab_query_step (query, error) != LAB_STEP_ROW)
    return -1;

  return lab_query_get_int (query, 0);
}

LabCallRow *
lab_store_calls_get (LabStoreTxn  *txn,
                     const char   *profile_id,
                     const char   *id,
                     GError      **error)
{
  g_autofree char *select = lab_call_columns_select (TRUE);
  g_autofree char *sql = g_strconcat (select, " WHERE c.profile_id = ? AND c.id = ?", NULL);
  g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);
  LabStep step;

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_DONE)
    lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no such call."));
  return step == LAB_STEP_ROW ? lab_call_columns_read (query, TRUE, error) : NULL;
}

static gboolean
forget (LabStoreTxn  *txn,
        const char   *sql,
        const char   *profile_id,
        gint64        before,
        GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_int (query, before);
  return lab_query_run (query, error);
}

#define OLDER "(SELECT seq FROM api_calls WHERE profile_id = ?1 AND timestamp < ?2)"

gboolean
lab_store_calls_forget_content (LabStoreTxn  *txn,
                                const char   *profile_id,
                                gint64        before,
                                guint64      *n_calls,
                                GError      **error)
{
  if (!forget (txn, "DELETE FROM call_raw WHERE call_seq IN " OLDER, profile_id, before, error) ||
      !forget (txn, "DELETE FROM call_content WHERE call_seq IN " OLDER, profile_id, before, error))
    return FALSE;

  if (n_calls != NULL)
    *n_calls = lab_txn_get_changes (txn);
  return TRUE;
}
