/* lab-report-check.c: adds a report up again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-error.h"
#include "lab-json.h"

/* Decimal places of a bill's lines before rounding. */
#define FINE_DIGITS 15
#define FINE_PER_NANO 1000000
/* What six written decimals may be off, and a little. */
#define RATIO_SLACK 1e-6

typedef __int128 Fine;

/* What a total must be: money and how certain its parts are. */
typedef struct
{
  LabMoney amount;
  LabMoney estimated;
  gint64 known_calls;
  gint64 estimated_calls;
  gint64 unpriced_calls;
} Total;

/* FALSE where the sum is beyond 64 bits. */
static gboolean
total_add (Total       *into,
           const Total *other)
{
  return !__builtin_add_overflow (into->amount, other->amount, &into->amount) &&
         !__builtin_add_overflow (into->estimated, other->estimated, &into->estimated) &&
         !__builtin_add_overflow (into->known_calls, other->known_calls, &into->known_calls) &&
         !__builtin_add_overflow (into->estimated_calls, other->estimated_calls,
                                  &into->estimated_calls) &&
         !__builtin_add_overflow (into->unpriced_calls, other->unpriced_calls,
                                  &into->unpriced_calls);
}

static gboolean
differs (const LabJson  *at,
         GError        **error)
{
  g_autofree char *path = lab_json_get_path (at);

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                 _("The figure %s is not what its lines come to."), path);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_PATH, path);
  return FALSE;
}

static gboolean
get_money (const LabJson  *object,
           const char     *name,
           LabMoney       *amount,
           GError        **error)
{
  const LabJson *node = lab_json_require (object, name, LAB_JSON_OBJECT, error);
  const char *usd;
  LabMoney dollars;

  if (node == NULL ||
      !lab_json_require_int (node, "nano_usd", G_MININT64, G_MAXINT64, amount, error))
    return FALSE;
  usd = lab_json_require_string (node, "usd", error);
  if (usd == NULL || !lab_money_parse (usd, &dollars, error))
    return FALSE;
  return dollars == *amount || differs (node, error);
}

static gboolean
get_amount (const LabJson  *object,
            const char     *name,
            LabMoney       *amount,
            GError        **error)
{
  const LabJson *figure = lab_json_require (object, name, LAB_JSON_OBJECT, error);

  return figure != NULL && get_money (figure, "value", amount, error);
}

static gboolean
get_count (const LabJson  *object,
           const char     *name,
           gint64         *count,
           GError        **error)
{
  const LabJson *figure = lab_json_require (object, name, LAB_JSON_OBJECT, error);

  return figure != NULL &&
         lab_json_require_int (figure, "value", G_MININT64, G_MAXINT64, count, error);
}

static gboolean
get_total (const LabJson  *object,
           const char     *name,
           Total          *total,
           GError        **error)
{
  const LabJson *figure = lab_json_require (object, name, LAB_JSON_OBJECT, error);

  return figure != NULL && get_money (figure, "value", &total->amount, error) &&
         get_money (figure, "estimated", &total->estimated, error) &&
         lab_json_require_int (figure, "knownCalls", 0, G_MAXINT64, &total->known_calls, error) &&
         lab_json_require_int (figure, "estimatedCalls", 0, G_MAXINT64, &total->estimated_calls,
                               error) &&
         lab_json_require_int (figure, "unpricedCalls", 0, G_MAXINT64, &total->unpriced_calls,
                               error);
}

/* Exact decimal dollars in units of 1e-15. */
static gboolean
parse_fine (const char *text,
            Fine       *value)
{
  gboolean negative = text[0] == '-';
  int places = -1;
  Fine sum = 0;

  for (const char *p = text + negative; *p != '\0'; p++)
    {
      if (*p == '.' && places < 0)
        places = 0;
      else if (g_ascii_isdigit (*p) && places < FINE_DIGITS)
        {
          if (__builtin_mul_overflow (sum, (Fine) 10, &sum) ||
              __builtin_add_overflow (sum, (Fine) (*p - '0'), &sum))
            return FALSE;
          places += places >= 0;
        }
      else
        return FALSE;
    }
  for (places = MAX (places, 0); places < FINE_DIGITS; places++)
    {
      if (__builtin_mul_overflow (sum, (Fine) 10, &sum))
        return FALSE;
    }
  *value = negative ? -sum : sum;
  return TRUE;
}

static gboolean
get_fine (const LabJson  *object,
          const char     *name,
          Fine           *value,
          GError        **error)
{
  const LabJson *figure = lab_json_require (object, name, LAB_JSON_OBJECT, error);
  const char *text = figure != NULL ? lab_json_require_string (figure, "value", error) : NULL;

  if (text == NULL)
    return FALSE;
  return parse_fine (text, value) || differs (figure, error);
}

/* tokens × rate of a bucket, or searches × fee. */
static gboolean
check_bucket_amount (const LabJson  *bucket,
                     Fine           *amount,
                     GError        **error)
{
  gboolean tokens = lab_json_get (bucket, "tokens") != NULL;
  Fine product;
  gint64 units;
  LabMoney rate;

  if (!get_count (bucket, tokens ? "tokens" : "units", &units, error) ||
      !get_amount (bucket, tokens ? "ratePerMtok" : "fee", &rate, error) ||
      !get_fine (bucket, "amount", amount, error))
    return FALSE;
  product = (Fine) units * rate;
  if (!tokens && __builtin_mul_overflow (product, (Fine) FINE_PER_NANO, &product))
    return differs (bucket, error);
  return product == *amount || differs (lab_json_get (bucket, "amount"), error);
}

/* A line's buckets and its rounding are its cost; where no rate is known
 * there are tokens only. */
static gboolean
check_line_amounts (const LabJson  *line,
                    const LabJson  *buckets,
                    LabMoney        cost,
                    GError        **error)
{
  const LabJson *rounding = lab_json_get (line, "rounding");
  Fine sum, limit, amount;
  gint64 calls;

  if (rounding == NULL)
    return TRUE;
  if (!get_count (line, "calls", &calls, error) || !get_fine (line, "rounding", &sum, error))
    return FALSE;
  limit = (Fine) calls * (FINE_PER_NANO / 2);
  if (sum > limit || sum < -limit)
    return differs (rounding, error);
  for (guint i = 0; i < lab_json_get_n_members (buckets); i++)
    {
      if (!check_bucket_amount (lab_json_get_element (buckets, i), &amount, error))
        return FALSE;
      if (__builtin_add_overflow (sum, amount, &sum))
        return differs (buckets, error);
    }
  return sum == (Fine) cost * FINE_PER_NANO || differs (lab_json_get (line, "cost"), error);
}

static gboolean
add_tokens (const LabJson  *buckets,
            gint64         *tokens,
            GError        **error)
{
  for (guint i = 0; i < lab_json_get_n_members (buckets); i++)
    {
      const LabJson *bucket = lab_json_get_element (buckets, i);
      const char *name = lab_json_require_string (bucket, "bucket", error);
      LabBucket which;
      gint64 count;

      if (name == NULL)
        return FALSE;
      if (!lab_bucket_from_string (name, &which))
        continue;
      if (!get_count (bucket, "tokens", &count, error))
        return FALSE;
      if (__builtin_add_overflow (tokens[which], count, &tokens[which]))
        return differs (bucket, error);
    }
  return TRUE;
}

static gboolean
add_to_total (Total          *total,
              const LabJson  *line,
              LabMoney        cost,
              GError        **error)
{
  const char *state = lab_json_require_string (line, "costState", error);
  Total own = { .amount = cost };
  gint64 calls;

  if (state == NULL || !get_count (line, "calls", &calls, error))
    return FALSE;
  if (g_str_equal (state, "unpriced"))
    own.unpriced_calls = calls;
  else if (g_str_equal (state, "known"))
    own.known_calls = calls;
  else
    {
      own.estimated_calls = calls;
      own.estimated = cost;
    }
  return total_add (total, &own) || differs (line, error);
}

static gboolean
check_line (const LabJson  *line,
            Total          *cost,
            Total          *overhead,
            gint64         *tokens,
            GError        **error)
{
  const LabJson *buckets = lab_json_require (line, "buckets", LAB_JSON_ARRAY, error);
  const LabJson *amount = lab_json_get (line, "cost");
  const char *purpose =
      buckets != NULL ? lab_json_require_string (line, "purpose", error) : NULL;
  LabMoney own = 0;

  if (purpose == NULL ||
      (!(amount != NULL && lab_json_is_null (amount)) && !get_amount (line, "cost", &own, error)))
    return FALSE;
  return check_line_amounts (line, buckets, own, error) && add_tokens (buckets, tokens, error) &&
         add_to_total (cost, line, own, error) &&
         (g_str_equal (purpose, "task") || add_to_total (overhead, line, own, error));
}

static gboolean
totals_equal (const Total *a,
              const Total *b)
{
  return a->amount == b->amount && a->estimated == b->estimated &&
         a->known_calls == b->known_calls && a->estimated_calls == b->estimated_calls &&
         a->unpriced_calls == b->unpriced_calls;
}

static gboolean
check_total (const LabJson  *object,
             const char     *name,
             const Total    *expected,
             GError        **error)
{
  Total written;

  if (!get_total (object, name, &written, error))
    return FALSE;
  return totals_equal (&written, expected) || differs (lab_json_get (object, name), error);
}

static gboolean
check_tokens (const LabJson  *run,
              const gint64   *tokens,
              GError        **error)
{
  const LabJson *written = lab_json_require (run, "tokens", LAB_JSON_OBJECT, error);

  if (written == NULL)
    return FALSE;
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      const char *name = lab_bucket_to_string (bucket);
      gint64 count;

      if (!get_count (written, name, &count, error))
        return FALSE;
      if (count != tokens[bucket])
        return differs (lab_json_get (written, name), error);
    }
  return TRUE;
}

/* @cost: (out): the run's total, from its lines */
static gboolean
check_run (const LabJson  *run,
           Total          *cost,
           GError        **error)
{
  const LabJson *lines = lab_json_require (run, "lines", LAB_JSON_ARRAY, error);
  gint64 tokens[LAB_N_BUCKETS] = { 0 };
  Total overhead = { 0 };

  *cost = (Total){ 0 };
  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (lines); i++)
    {
      if (!check_line (lab_json_get_element (lines, i), cost, &overhead, tokens, error))
        return FALSE;
    }
  return check_total (run, "cost", cost, error) &&
         check_total (run, "overhead", &overhead, error) && check_tokens (run, tokens, error);
}

/* What was paired and what was not is the whole run. */
static gboolean
check_parts (const LabJson  *optimization,
             const char     *paired,
             const char     *unpaired,
             const Total    *run,
             GError        **error)
{
  Total one, two;

  if (!get_total (optimization, paired, &one, error) ||
      !get_total (optimization, unpaired, &two, error))
    return FALSE;
  return (total_add (&one, &two) && totals_equal (&one, run)) ||
         differs (lab_json_get (optimization, paired), error);
}

static int
find_column (const LabJson *columns,
             const char    *name)
{
  for (guint i = 0; i < lab_json_get_n_members (columns); i++)
    {
      const LabJson *column = lab_json_get (lab_json_get_element (columns, i), "name");

      if (column != NULL && g_strcmp0 (lab_json_get_string (column), name) == 0)
        return (int) i;
    }
  return -1;
}

static gboolean
check_column (const LabJson  *optimization,
              const LabJson  *pairs,
              const char     *name,
              GError        **error)
{
  const LabJson *columns = lab_json_require (pairs, "columns", LAB_JSON_ARRAY, error);
  const LabJson *rows =
      columns != NULL ? lab_json_require (pairs, "rows", LAB_JSON_ARRAY, error) : NULL;
  gint64 sum = 0, cost;
  LabMoney total;
  int at;

  if (rows == NULL || !get_amount (optimization, name, &total, error))
    return FALSE;
  at = find_column (columns, name);
  if (at < 0)
    return differs (columns, error);
  for (guint i = 0; i < lab_json_get_n_members (rows); i++)
    {
      const LabJson *row = lab_json_get_element (rows, i);
      const LabJson *cell = lab_json_get_element (row, (guint) at);

      if (cell == NULL || !lab_json_get_int (cell, &cost) ||
          __builtin_add_overflow (sum, cost, &sum))
        return differs (row, error);
    }
  return sum == total || differs (lab_json_get (optimization, name), error);
}

static gboolean
check_saving (const LabJson  *optimization,
              GError        **error)
{
  const LabJson *figure = lab_json_require (optimization, "saving", LAB_JSON_OBJECT, error);
  const LabJson *value = figure != NULL ? lab_json_get (figure, "value") : NULL;
  LabMoney original, optimized, reduction, difference;
  double saving;

  if (figure == NULL || !get_amount (optimization, "originalCost", &original, error) ||
      !get_amount (optimization, "optimizedCost", &optimized, error) ||
      !get_amount (optimization, "reduction", &reduction, error))
    return FALSE;
  if (__builtin_sub_overflow (original, optimized, &difference) || difference != reduction)
    return differs (lab_json_get (optimization, "reduction"), error);
  if (value == NULL)
    return differs (figure, error);
  /* Not stated where it cannot be. */
  if (lab_json_is_null (value))
    return TRUE;
  if (original <= 0 || !lab_json_get_double (value, &saving) ||
      fabs (saving - (double) difference / (double) original) > RATIO_SLACK)
    return differs (value, error);
  return TRUE;
}

static gboolean
check_optimization (const LabJson  *optimization,
                    const Total    *baseline,
                    GError        **error)
{
  const LabJson *run = lab_json_require (optimization, "run", LAB_JSON_OBJECT, error);
  const LabJson *pairs =
      run != NULL ? lab_json_require (optimization, "pairs", LAB_JSON_OBJECT, error) : NULL;
  Total cost;

  return pairs != NULL && check_run (run, &cost, error) &&
         check_parts (optimization, "originalCost", "originalUnpaired", baseline, error) &&
         check_parts (optimization, "optimizedCost", "optimizedUnpaired", &cost, error) &&
         check_column (optimization, pairs, "originalCost", error) &&
         check_column (optimization, pairs, "optimizedCost", error) &&
         check_saving (optimization, error);
}

static gboolean
check_schema (const LabJson  *root,
              GError        **error)
{
  const char *schema = lab_json_require_string (root, "schema", error);

  if (schema == NULL)
    return FALSE;
  if (g_str_equal (schema, LAB_REPORT_SCHEMA))
    return TRUE;
  lab_json_set_error (error, lab_json_get (root, "schema"),
                      _("This report is of schema “%s”, and this program reads “%s”."), schema,
                      LAB_REPORT_SCHEMA);
  return FALSE;
}

gboolean
lab_report_check (const char  *json,
                  gssize       length,
                  GError     **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root, *baseline, *optimizations;
  Total cost;

  g_return_val_if_fail (json != NULL, FALSE);

  document = lab_json_document_parse (json, length, "report.json", 1, error);
  if (document == NULL)
    return FALSE;
  root = lab_json_document_get_root (document);
  if (!check_schema (root, error))
    return FALSE;
  baseline = lab_json_require (root, "baseline", LAB_JSON_OBJECT, error);
  if (baseline == NULL || !check_run (baseline, &cost, error))
    return FALSE;
  optimizations = lab_json_require (root, "optimizations", LAB_JSON_ARRAY, error);
  if (optimizations == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (optimizations); i++)
    {
      if (!check_optimization (lab_json_get_element (optimizations, i), &cost, error))
        return FALSE;
    }
  return TRUE;
}
