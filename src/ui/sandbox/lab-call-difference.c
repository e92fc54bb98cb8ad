/* lab-call-difference.c: two calls side by side, figure by figure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-call-difference.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-money-sum.h"
#include "sandbox/lab-call-figures.h"

typedef enum
{
  PROP_NAME = 1,
  PROP_FIRST,
  PROP_SECOND,
  PROP_DIFFERENCE,
  PROP_SENTENCE,
} LabCallDifferenceProperty;

static GParamSpec *properties[PROP_SENTENCE + 1];

struct _LabCallDifference
{
  GObject parent_instance;

  char *texts[PROP_SENTENCE + 1];
};

G_DEFINE_FINAL_TYPE (LabCallDifference, lab_call_difference, G_TYPE_OBJECT)

static void
lab_call_difference_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LabCallDifference *self = LAB_CALL_DIFFERENCE (object);

  switch ((LabCallDifferenceProperty) property_id)
    {
    case PROP_NAME:
    case PROP_FIRST:
    case PROP_SECOND:
    case PROP_DIFFERENCE:
    case PROP_SENTENCE:
      g_value_set_string (value, self->texts[property_id]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_call_difference_finalize (GObject *object)
{
  LabCallDifference *self = LAB_CALL_DIFFERENCE (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (lab_call_difference_parent_class)->finalize (object);
}

static void
lab_call_difference_class_init (LabCallDifferenceClass *klass)
{
  static const char * const names[] = {
    [PROP_NAME] = "name",
    [PROP_FIRST] = "first",
    [PROP_SECOND] = "second",
    [PROP_DIFFERENCE] = "difference",
    [PROP_SENTENCE] = "sentence",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_call_difference_get_property;
  object_class->finalize = lab_call_difference_finalize;

  for (guint i = PROP_NAME; i <= PROP_SENTENCE; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_call_difference_init (LabCallDifference *self)
{
}

/* What stands on two lines, on one. */
static char *
join_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv (" · ", lines);
}

static char *
describe_row (LabCallDifference *row)
{
  const char *name = row->texts[PROP_NAME];
  g_autofree char *first = join_lines (row->texts[PROP_FIRST]);
  g_autofree char *second = join_lines (row->texts[PROP_SECOND]);
  g_autofree char *difference = join_lines (row->texts[PROP_DIFFERENCE]);

  if (*difference == '\0')
    return g_strdup_printf (_("%s: first %s, second %s"), name, first, second);
  /* Translators: a figure's name, its first and second value, and how they
   * differ. */
  return g_strdup_printf (_("%s: first %s, second %s, difference %s"), name, first, second,
                          difference);
}

/* @difference: (nullable). Takes the texts. */
static void
add_row (GListStore *rows,
         const char *name,
         char       *first,
         char       *second,
         char       *difference)
{
  g_autoptr (LabCallDifference) row = g_object_new (LAB_TYPE_CALL_DIFFERENCE, NULL);

  row->texts[PROP_NAME] = g_strdup (name);
  row->texts[PROP_FIRST] = first;
  row->texts[PROP_SECOND] = second;
  row->texts[PROP_DIFFERENCE] = difference != NULL ? difference : g_strdup ("");
  row->texts[PROP_SENTENCE] = describe_row (row);
  g_list_store_append (rows, row);
}

static char *
signed_count (gint64 count)
{
  g_autofree char *magnitude = lab_format_count (ABS (count));

  if (count == 0)
    return g_strdup ("0");
  return g_strconcat (count > 0 ? "+" : "\u2212", magnitude, NULL);
}

/* What the tokens of a bucket made. FALSE where that is not known. */
static gboolean
find_line (const LabCost *cost,
           LabBucket      bucket,
           LabMoney      *amount)
{
  *amount = 0;
  if (cost->state == LAB_COST_UNPRICED)
    return FALSE;
  for (guint i = 0; i < cost->n_lines; i++)
    if (cost->lines[i].kind == LAB_COST_LINE_TOKENS && cost->lines[i].bucket == bucket)
      return lab_product_sum_to_money (cost->lines[i].exact, amount, NULL);
  return TRUE;
}

static char *
describe_bucket (gint64   tokens,
                 gboolean priced,
                 LabMoney amount)
{
  g_autofree char *count = lab_format_count (tokens);
  g_autofree char *money = NULL;

  if (!priced)
    return g_steal_pointer (&count);
  money = lab_format_cost_column (LAB_COST_KNOWN, amount);
  return g_strdup_printf ("%s\n%s", count, money);
}

static void
add_bucket (GListStore          *rows,
            LabBucket            bucket,
            const LabOpenedCall *calls[2],
            const LabCost        costs[2])
{
  const gint64 tokens[] = { calls[0]->call->usage.buckets[bucket],
                            calls[1]->call->usage.buckets[bucket] };
  LabMoney amounts[2];
  gboolean priced = TRUE;
  g_autofree char *count = signed_count (tokens[1] - tokens[0]);
  g_autofree char *money = NULL;

  if (tokens[0] == 0 && tokens[1] == 0)
    return;
  for (guint i = 0; i < 2; i++)
    priced = find_line (&costs[i], bucket, &amounts[i]) && priced;
  if (priced)
    money = lab_format_difference_column (amounts[1] - amounts[0]);
  add_row (rows, lab_bucket_get_label (bucket), describe_bucket (tokens[0], priced, amounts[0]),
           describe_bucket (tokens[1], priced, amounts[1]),
           priced ? g_strdup_printf ("%s\n%s", count, money) : g_steal_pointer (&count));
}

static void
add_up (const LabOpenedCall *opened,
        LabMoneySum         *sum)
{
  const LabMoneySum nothing = LAB_MONEY_SUM_INIT;

  *sum = nothing;
  for (guint i = 0; i < opened->calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (opened->calls, i);

      if (call->cost_state == LAB_COST_UNPRICED)
        lab_money_sum_add_unpriced (sum);
      else if (call->cost_state == LAB_COST_ESTIMATED)
        lab_money_sum_add_estimated (sum, call->cost, NULL);
      else
        lab_money_sum_add_known (sum, call->cost, NULL);
    }
}

/* Of all attempts. With an unpriced part there is no difference to tell. */
static void
add_cost (GListStore          *rows,
          const LabOpenedCall *calls[2])
{
  LabMoneySum sums[2];
  LabMoney difference;
  g_autofree char *money = NULL;
  char *text = NULL;

  add_up (calls[0], &sums[0]);
  add_up (calls[1], &sums[1]);
  difference = sums[1].amount - sums[0].amount;
  if (sums[0].n_unpriced == 0 && sums[1].n_unpriced == 0)
    {
      money = lab_format_difference (difference);
      if (sums[0].amount > 0)
        /* Translators: an amount, and on the next line the same as a share of
         * the first. */
        text = g_strdup_printf (_("%s\n%+.0f %%"), money,
                                100.0 * lab_money_to_usd (difference) /
                                  lab_money_to_usd (sums[0].amount));
      else
        text = g_steal_pointer (&money);
    }
  add_row (rows, _("Cost"), lab_format_sum (&sums[0]), lab_format_sum (&sums[1]), text);
}

static char *
format_time (gint64 time_us)
{
  return time_us >= 0 ? lab_format_duration (time_us) : g_strdup (_("unknown"));
}

static void
add_time (GListStore *rows,
          const char *name,
          gint64      first,
          gint64      second)
{
  g_autofree char *magnitude = NULL;
  char *difference = NULL;

  if (first < 0 && second < 0)
    return;
  if (first >= 0 && second >= 0)
    {
      magnitude = lab_format_duration (ABS (second - first));
      difference = g_strconcat (second >= first ? "+" : "\u2212", magnitude, NULL);
    }
  add_row (rows, name, format_time (first), format_time (second), difference);
}

static void
add_text (GListStore *rows,
          const char *name,
          const char *first,
          const char *second)
{
  const char *unset = _("not set");

  if (g_strcmp0 (first, second) == 0)
    return;
  add_row (rows, name, g_strdup (first != NULL ? first : unset),
           g_strdup (second != NULL ? second : unset), NULL);
}

static void
add_limit (GListStore       *rows,
           const LabRequest *first,
           const LabRequest *second)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (first->max_output_tokens != LAB_UNSET)
    a = lab_format_count (first->max_output_tokens);
  if (second->max_output_tokens != LAB_UNSET)
    b = lab_format_count (second->max_output_tokens);
  add_text (rows, _("Output limit"), a, b);
}

static void
add_parameters (GListStore       *rows,
                const LabRequest *first,
                const LabRequest *second)
{
  if (first == NULL || second == NULL)
    return;
  add_limit (rows, first, second);
  add_text (rows, _("Temperature"), first->temperature, second->temperature);
  add_text (rows, _("Reasoning"), first->reasoning_effort, second->reasoning_effort);
  add_text (rows, _("Service tier"), first->service_tier, second->service_tier);
}

GListModel *
lab_call_difference_list (const LabOpenedCall *first,
                          const LabOpenedCall *second,
                          LabPriceCatalogue   *catalogue)
{
  const LabOpenedCall *calls[] = { first, second };
  LabCost costs[] = { LAB_COST_INIT, LAB_COST_INIT };
  GListStore *rows;

  g_return_val_if_fail (first != NULL && second != NULL, NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  rows = g_list_store_new (LAB_TYPE_CALL_DIFFERENCE);
  for (guint i = 0; i < 2; i++)
    lab_call_figures_compute (calls[i]->call, catalogue, &costs[i]);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    add_bucket (rows, bucket, calls, costs);
  add_cost (rows, calls);
  add_time (rows, _("First token"), first->call->ttft_us, second->call->ttft_us);
  add_time (rows, _("Total"), first->call->latency_us, second->call->latency_us);
  if (first->calls->len > 1 || second->calls->len > 1)
    add_row (rows, _("Attempts"), lab_format_count (first->calls->len),
             lab_format_count (second->calls->len),
             signed_count ((gint64) second->calls->len - (gint64) first->calls->len));
  add_parameters (rows, first->request, second->request);
  for (guint i = 0; i < 2; i++)
    lab_cost_clear (&costs[i]);
  return G_LIST_MODEL (rows);
}
