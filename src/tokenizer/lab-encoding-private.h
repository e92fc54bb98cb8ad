/* lab-encoding-private.h: counting a part of a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-bpe-private.h"
#include "lab-encoding.h"
#include "lab-splitter-private.h"

G_BEGIN_DECLS

/* No special token is longer. */
#define LAB_SPECIAL_MAX_BYTES 32

/**
 * LabEncodeRun:
 * @offset: of the part in hand within the whole text, for messages
 * @split_work: characters that the splitter looked at
 *
 * One text on its way through an encoding.
 */
typedef struct
{
  const LabEncoding *encoding;
  LabEncodeFlags flags;
  LabBpe bpe;
  guint64 offset;
  guint64 split_work;
} LabEncodeRun;

void lab_encode_run_init (LabEncodeRun      *self,
                          const LabEncoding *encoding,
                          LabEncodeFlags     flags,
                          GArray            *ids);
void lab_encode_run_clear (LabEncodeRun *self);
/**
 * lab_encode_run_add:
 * @text: valid UTF-8
 * @final: whether the text ends here
 * @settled: (out): bytes that are done with; all of them where @final
 */
gboolean lab_encode_run_add (LabEncodeRun  *self,
                             const guint8  *text,
                             gsize          length,
                             gboolean       final,
                             gsize         *settled,
                             GError       **error);

G_END_DECLS
