/* lab-mock.h: a simulator of vendors, down to the bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-clock.h"
#include "lab-price-catalogue.h"
#include "lab-provider.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabMockFaults:
 *
 * Probabilities in permyriad of one attempt, drawn from (seed, request,
 * attempt): a run with faults repeats itself. @script, where set, is used
 * instead, one word an attempt in order of arrival, then none: "ok", "429",
 * "429-wait" (long enough to be seen), "429-quota", "500", "503", "401",
 * "400", "cut", "no-usage", "timeout", "refused". An attempt that brings a
 * word with it (LabTransportContext) gets that.
 */
typedef struct
{
  guint rate_limited;
  guint server_error;
  guint cut;
  guint no_usage;
  guint timeout;
  GStrv script;
} LabMockFaults;

/**
 * LabMock:
 *
 * A LabTransport that reads a vendor's request and writes that vendor's
 * reply. Tokens are counted with the model's tokenizer; the vendor's prompt
 * cache is kept per partition in the clock's time; the time to the first
 * token and the token rate depend on the model and the seed. The same
 * (seed, request, cache state) gives the same bytes.
 */
#define LAB_TYPE_MOCK (lab_mock_get_type ())
G_DECLARE_FINAL_TYPE (LabMock, lab_mock, LAB, MOCK, GObject)

/* @provider: whose dialect and cache rules: "openai", "mock", … */
LabMock *lab_mock_new (const char        *provider,
                       LabPriceCatalogue *catalogue,
                       LabTokenizer      *tokenizer,
                       LabClock          *clock);
void lab_mock_set_faults (LabMock             *self,
                          const LabMockFaults *faults);
/* Forgets the cached prompts of one partition, or of all (NULL). */
void lab_mock_clear_cache (LabMock    *self,
                           const char *partition);

G_END_DECLS
