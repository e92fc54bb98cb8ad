/* lab-price-set.c: the rows of all context tiers that price one request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-set.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "lab-price-reader-private.h"

struct _LabPriceSet
{
  GPtrArray *rows; /* of LabPriceRow, by rising threshold */
};

G_DEFINE_BOXED_TYPE (LabPriceSet, lab_price_set, lab_price_set_ref, lab_price_set_unref)

static int
compare_thresholds (gconstpointer a,
                    gconstpointer b)
{
  const LabPriceRow *left = *(const LabPriceRow * const *) a;
  const LabPriceRow *right = *(const LabPriceRow * const *) b;

  return left->above < right->above ? -1 : left->above > right->above;
}

LabPriceSet *
lab_price_set_new (GPtrArray *rows)
{
  LabPriceSet *self;

  g_return_val_if_fail (rows != NULL, NULL);

  self = g_atomic_rc_box_new0 (LabPriceSet);
  self->rows = g_ptr_array_new_full (rows->len, (GDestroyNotify) lab_price_row_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->rows, lab_price_row_ref (g_ptr_array_index (rows, i)));
  g_ptr_array_sort (self->rows, compare_thresholds);
  for (guint i = 1; i < self->rows->len; i++)
    g_warn_if_fail (lab_price_set_get_row (self, i - 1)->above
                    < lab_price_set_get_row (self, i)->above);
  return self;
}

static LabPriceRow *
file_row_new (gint64 above)
{
  LabPriceRow *row = lab_price_row_new ();

  row->above = above;
  row->layer = LAB_PRICE_LAYER_FILE;
  row->id = above > 0 ? g_strdup_printf ("file/above-%" G_GINT64_FORMAT, above)
                      : g_strdup ("file");
  return row;
}

static gboolean
read_tier (const LabJson  *tier,
           GPtrArray      *rows,
           GError        **error)
{
  static const char * const names[] = {
    "above", "in", "read", "w", "wl", "out", "web_search", "storage", NULL,
  };
  g_autoptr (LabPriceRow) row = NULL;
  gint64 above = 0;

  if (!lab_json_check_members (tier, names, error)
      || !lab_json_require_int (tier, "above", 1, G_MAXINT64, &above, error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const LabPriceRow *other = g_ptr_array_index (rows, i);

      if (other->above == above)
        {
          lab_json_set_error (error, tier, _("A tier above %" PRId64 " stands here twice."),
                              above);
          return FALSE;
        }
    }

  row = file_row_new (above);
  if (!lab_price_read_rates (tier, row, error))
    return FALSE;
  g_ptr_array_add (rows, g_steal_pointer (&row));
  return TRUE;
}

static gboolean
read_first_tier (const LabJson  *root,
                 GPtrArray      *rows,
                 GError        **error)
{
  static const char * const names[] = {
    "in", "read", "w", "wl", "out", "web_search", "storage", NULL,
  };
  g_autoptr (LabPriceRow) row = file_row_new (0);
  const LabJson *rates = lab_json_require (root, "rates", LAB_JSON_OBJECT, error);

  if (rates == NULL || !lab_json_check_members (rates, names, error)
      || !lab_price_read_rates (rates, row, error))
    return FALSE;

  if (row->rates[LAB_BUCKET_U] == LAB_RATE_ABSENT && row->rates[LAB_BUCKET_O] == LAB_RATE_ABSENT)
    {
      lab_json_set_error (error, rates, _("There is neither an input nor an output rate."));
      return FALSE;
    }
  g_ptr_array_add (rows, g_steal_pointer (&row));
  return TRUE;
}

LabPriceSet *
lab_price_set_new_from_json (const LabJson  *root,
                             GError        **error)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  const LabJson *tiers;

  g_return_val_if_fail (root != NULL, NULL);

  if (!read_first_tier (root, rows, error))
    return NULL;

  tiers = lab_json_get (root, "tiers");
  if (tiers != NULL && !lab_json_is_null (tiers))
    {
      tiers = lab_json_require (root, "tiers", LAB_JSON_ARRAY, error);
      if (tiers == NULL)
        return NULL;
      for (guint i = 0; i < lab_json_get_n_members (tiers); i++)
        if (!read_tier (lab_json_get_element (tiers, i), rows, error))
          return NULL;
    }
  return lab_price_set_new (rows);
}

LabPriceSet *
lab_price_set_ref (LabPriceSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lab_price_set_clear (gpointer data)
{
  LabPriceSet *self = data;

  g_ptr_array_unref (self->rows);
}

void
lab_price_set_unref (LabPriceSet *self)
{
  g_atomic_rc_box_release_full (self, lab_price_set_clear);
}

guint
lab_price_set_get_n_rows (const LabPriceSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

const LabPriceRow *
lab_price_set_get_row (const LabPriceSet *self,
                       guint              index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->rows->len, NULL);

  return g_ptr_array_index (self->rows, index);
}

const LabPriceRow *
lab_price_set_select (const LabPriceSet *self,
                      gint64             input_total)
{
  const LabPriceRow *selected = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (self, i);

      /* The first tier holds for an empty prompt as well. */
      if (row->above == 0 || row->above < input_total)
        selected = row;
    }
  return selected;
}
