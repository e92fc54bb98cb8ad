/* lab-price-row.c: dated rates of one model at one service tier
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-row.h"

#include <string.h>

#include "lab-clock.h"

#define MICROSECONDS_PER_DAY (G_TIME_SPAN_DAY)
#define MIDNIGHT "T00:00:00Z"

G_DEFINE_BOXED_TYPE (LabPriceRow, lab_price_row, lab_price_row_ref, lab_price_row_unref)

LabPriceRow *
lab_price_row_new (void)
{
  LabPriceRow *self = g_atomic_rc_box_new0 (LabPriceRow);

  self->service_tier = g_strdup ("default");
  self->effective_from = LAB_PRICE_BEGINNING;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    self->rates[i] = LAB_RATE_ABSENT;
  self->web_search_fee = LAB_RATE_ABSENT;
  self->storage_rate = LAB_RATE_ABSENT;
  return self;
}

LabPriceRow *
lab_price_row_ref (LabPriceRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lab_price_row_clear (gpointer data)
{
  LabPriceRow *self = data;

  g_free (self->id);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->service_tier);
  g_free (self->speed);
  g_free (self->region);
  g_free (self->rule);
  g_free (self->source);
  g_free (self->confidence);
  g_free (self->note);
}

void
lab_price_row_unref (LabPriceRow *self)
{
  g_atomic_rc_box_release_full (self, lab_price_row_clear);
}

char *
lab_price_row_make_id (const LabPriceRow *self,
                       const char        *date)
{
  GString *id = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  g_string_append_printf (id, "%s/%s/%s", self->provider, self->model, self->service_tier);
  if (self->batch)
    g_string_append (id, "/batch");
  if (self->speed)
    g_string_append_printf (id, "/speed-%s", self->speed);
  if (self->region)
    g_string_append_printf (id, "/region-%s", self->region);
  if (self->above > 0)
    g_string_append_printf (id, "/above-%" G_GINT64_FORMAT, self->above);
  if (self->effective_from != LAB_PRICE_BEGINNING)
    {
      g_autofree char *time = lab_time_to_string (self->effective_from);

      /* Prices change at midnight; only the odd one out shows its time. */
      if (self->effective_from % MICROSECONDS_PER_DAY == 0 && g_str_has_suffix (time, MIDNIGHT))
        time[strlen (time) - strlen (MIDNIGHT)] = '\0';
      g_string_append_printf (id, "@%s", time);
    }
  else if (date)
    g_string_append_printf (id, "@%s", date);
  return g_string_free (id, FALSE);
}

const char *
lab_price_layer_to_string (LabPriceLayer layer)
{
  switch (layer)
    {
    case LAB_PRICE_LAYER_BUNDLED:
      return "bundled";
    case LAB_PRICE_LAYER_USER:
      return "user";
    case LAB_PRICE_LAYER_FILE:
      return "file";
    }
  g_return_val_if_reached (NULL);
}
