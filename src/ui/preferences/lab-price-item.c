/* lab-price-item.c: a price row as people read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-price-item.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "sandbox/lab-model-list.h"

typedef enum
{
  PROP_MODEL = 1,
  PROP_PROVIDER,
  PROP_TERMS,
  PROP_FROM,
  PROP_INPUT,
  PROP_READ,
  PROP_WRITE,
  PROP_OUTPUT,
  PROP_SOURCE,
  PROP_WORDS,
} LabPriceItemProperty;

struct _LabPriceItem
{
  GObject parent_instance;

  char *texts[PROP_WORDS + 1]; /* by property */
};

G_DEFINE_FINAL_TYPE (LabPriceItem, lab_price_item, G_TYPE_OBJECT)

static GParamSpec *properties[PROP_WORDS + 1];

static void
lab_price_item_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  g_value_set_string (value, LAB_PRICE_ITEM (object)->texts[property_id]);
}

static void
lab_price_item_finalize (GObject *object)
{
  LabPriceItem *self = LAB_PRICE_ITEM (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (lab_price_item_parent_class)->finalize (object);
}

static void
lab_price_item_class_init (LabPriceItemClass *klass)
{
  static const char * const names[] = {
    [PROP_MODEL] = "model", [PROP_PROVIDER] = "provider", [PROP_TERMS] = "terms",
    [PROP_FROM] = "from",   [PROP_INPUT] = "input",       [PROP_READ] = "read",
    [PROP_WRITE] = "write", [PROP_OUTPUT] = "output",     [PROP_SOURCE] = "source",
    [PROP_WORDS] = "words",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_price_item_get_property;
  object_class->finalize = lab_price_item_finalize;

  for (guint i = PROP_MODEL; i < G_N_ELEMENTS (names); i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_price_item_init (LabPriceItem *self)
{
}

char *
lab_price_item_format_rate (LabRate rate)
{
  return rate != LAB_RATE_ABSENT ? lab_format_money (rate) : g_strdup ("–");
}

static const char *
name_source (const LabPriceRow *row)
{
  if (row->layer == LAB_PRICE_LAYER_USER)
    return C_("price", "yours");
  return row->derived ? C_("price", "derived") : C_("price", "published");
}

static char *
describe_terms (const LabPriceRow *row)
{
  const char *batch = C_("price", "batch");
  const char *standard = C_("price", "standard");
  /* Translators: the price of requests with more input tokens than that. */
  const char *above = C_("price", "above %s tokens");
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);

  if (!g_str_equal (row->service_tier, "default"))
    g_ptr_array_add (terms, g_strdup (row->service_tier));
  if (row->speed != NULL)
    g_ptr_array_add (terms, g_strdup (row->speed));
  if (row->region != NULL)
    g_ptr_array_add (terms, g_strdup (row->region));
  if (row->batch)
    g_ptr_array_add (terms, g_strdup (batch));
  if (row->above > 0)
    {
      g_autofree char *count = lab_format_count (row->above);
      g_autoptr (GString) words = g_string_new (above);

      g_string_replace (words, "%s", count, 1);
      g_ptr_array_add (terms, g_string_free (g_steal_pointer (&words), FALSE));
    }
  if (terms->len == 0)
    return g_strdup (standard);
  g_ptr_array_add (terms, NULL);
  return g_strjoinv (", ", (char **) terms->pdata);
}

LabPriceItem *
lab_price_item_new (const LabModelInfo *model,
                    const LabPriceRow  *row)
{
  LabPriceItem *self;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (LAB_TYPE_PRICE_ITEM, NULL);
  self->texts[PROP_MODEL] = g_strdup (model->display_name);
  self->texts[PROP_PROVIDER] = g_strdup (lab_provider_get_label (model->provider));
  self->texts[PROP_TERMS] = describe_terms (row);
  if (row->effective_from != LAB_PRICE_BEGINNING)
    self->texts[PROP_FROM] = lab_format_date (row->effective_from);
  else
    self->texts[PROP_FROM] = g_strdup ("–");
  self->texts[PROP_INPUT] = lab_price_item_format_rate (row->rates[LAB_BUCKET_U]);
  self->texts[PROP_READ] = lab_price_item_format_rate (row->rates[LAB_BUCKET_R]);
  self->texts[PROP_WRITE] = lab_price_item_format_rate (row->rates[LAB_BUCKET_W]);
  self->texts[PROP_OUTPUT] = lab_price_item_format_rate (row->rates[LAB_BUCKET_O]);
  self->texts[PROP_SOURCE] = g_strdup (name_source (row));
  self->texts[PROP_WORDS] =
    g_strjoin (" ", self->texts[PROP_MODEL], model->id, self->texts[PROP_PROVIDER],
               self->texts[PROP_TERMS], self->texts[PROP_SOURCE], NULL);
  return self;
}

GListModel *
lab_price_items_list (LabPriceCatalogue *catalogue)
{
  GListStore *list = g_list_store_new (LAB_TYPE_PRICE_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) models = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  models = lab_price_catalogue_list_models (catalogue, NULL);
  for (guint i = 0; i < models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i);
      g_autoptr (GPtrArray) rows = lab_price_catalogue_list_rows (catalogue, model);

      for (guint j = 0; j < rows->len; j++)
        g_ptr_array_add (items, lab_price_item_new (model, g_ptr_array_index (rows, j)));
    }
  g_list_store_splice (list, 0, 0, items->pdata, items->len);
  return G_LIST_MODEL (list);
}
