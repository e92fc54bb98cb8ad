/* lab-context-prices.c: the user's own prices, read and added to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"
#include "lab-context-work-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-price-overrides.h"
#include "lab-store.h"

/* Prices hold from the day, UTC, on which they were imported. */
#define DAY_US (24 * G_TIME_SPAN_HOUR)

typedef struct
{
  char *path;
  gint64 today;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_free (reading);
}

static void
free_report (gpointer report)
{
  lab_price_import_report_free (report);
}

/* Whose file it is, it says itself: only its own reader takes it, and finds
 * something in it. */
static gpointer
read_work (LabContext  *self,
           gpointer     data,
           GError     **error)
{
  static const LabPriceFormat formats[] = {
    LAB_PRICE_FORMAT_LITELLM,
    LAB_PRICE_FORMAT_MODELS_DEV,
    LAB_PRICE_FORMAT_GENAI_PRICES,
  };
  const Reading *reading = data;
  g_autoptr (LabJsonDocument) document = lab_json_document_load (reading->path, 0, error);
  g_autoptr (LabPriceImportReport) best = NULL;

  if (document == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (LabPriceImportReport) report =
        lab_price_import (formats[i], lab_json_document_get_root (document), self->catalogue,
                          reading->today, NULL);

      if (report != NULL && (best == NULL || report->rows->len > best->rows->len))
        {
          g_clear_pointer (&best, lab_price_import_report_free);
          best = g_steal_pointer (&report);
        }
    }
  if (best == NULL || best->rows->len == 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("There is no price in it that could be taken. Choose the price file of "
                       "LiteLLM, models.dev or genai-prices: their "
                       "model_prices_and_context_window.json, api.json or data.json."));
      return NULL;
    }
  return g_steal_pointer (&best);
}

void
lab_context_read_prices_async (LabContext          *self,
                               const char          *path,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Reading *reading;

  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (path != NULL);

  reading = g_new0 (Reading, 1);
  reading->path = g_strdup (path);
  reading->today = lab_clock_now (self->clock);
  reading->today -= reading->today % DAY_US;
  lab_context_work_async (self, lab_context_read_prices_async, read_work, reading, reading_free,
                          free_report, callback, user_data);
}

LabPriceImportReport *
lab_context_read_prices_finish (LabContext    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return lab_context_work_finish (self, result, error);
}

static gpointer
add_work (LabContext  *self,
          gpointer     data,
          GError     **error)
{
  g_autofree char *path =
    g_build_filename (lab_store_get_directory (self->store), "prices.json", NULL);
  guint n_added = 0;

  if (!lab_price_overrides_add (path, data, &n_added, error))
    return NULL;
  return GUINT_TO_POINTER (n_added + 1);
}

void
lab_context_add_prices_async (LabContext          *self,
                              GPtrArray           *rows,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (rows != NULL);

  lab_context_work_async (self, lab_context_add_prices_async, add_work, g_ptr_array_ref (rows),
                          (GDestroyNotify) g_ptr_array_unref, NULL, callback, user_data);
}

gboolean
lab_context_add_prices_finish (LabContext    *self,
                               GAsyncResult  *result,
                               guint         *n_added,
                               GError       **error)
{
  guint counted = GPOINTER_TO_UINT (lab_context_work_finish (self, result, error));

  if (counted == 0)
    return FALSE;
  if (n_added != NULL)
    *n_added = counted - 1;
  return TRUE;
}
