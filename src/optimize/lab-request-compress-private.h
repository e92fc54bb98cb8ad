/* lab-request-compress-private.h: which parts of a request are shortened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-prompt-text-private.h"
#include "lab-request.h"

G_BEGIN_DECLS

/* Bits, in the order of lab_compress_regions. */
typedef enum
{
  LAB_REGION_SYSTEM = 1 << 0,
  LAB_REGION_EXAMPLES = 1 << 1,
  LAB_REGION_CONTEXT = 1 << 2,
  LAB_REGION_HISTORY = 1 << 3,
  LAB_REGION_QUESTION = 1 << 4,
} LabRegions;

extern const char *const lab_compress_regions[]; /* NULL-ended */

/* A plain value, for the worker. */
typedef struct
{
  LabCompressLevel level;
  LabRegions regions;
  gboolean protect;
  guint keep; /* permille */
} LabCompressOptions;

/* Text bytes of what would be touched: how much work it is. */
gsize lab_request_compress_size (const LabRequest         *request,
                                 const LabCompressOptions *options);
/* Changes @request, which is the caller's own. Errors: those of counting. */
gboolean lab_request_compress (LabRequest                *request,
                               const LabCompressOptions  *options,
                               LabTokenizer              *tokenizer,
                               const LabTokenScheme      *scheme,
                               gboolean                  *changed,
                               GError                   **error);

G_END_DECLS
