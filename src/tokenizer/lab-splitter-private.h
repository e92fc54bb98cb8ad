/* lab-splitter-private.h: the published patterns, by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_SPLIT_CL100K,
  LAB_SPLIT_O200K,
} LabSplitPattern;

/**
 * LabSplitter:
 * @end: of the text in hand, which must be valid UTF-8 up to here
 * @touched_end: set once anything asked what stands at @end: had there been
 *   more text, the answer might have differed
 * @work: characters looked at; grows linearly with the text
 *
 * Cuts text into the pieces that are merged by themselves:
 *
 * cl100k: (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|
 *   ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * o200k: words end before the next capital and take the contraction with
 *   them; marks belong to words and also to punctuation; punctuation takes
 *   slashes after line ends.
 */
typedef struct
{
  const guint8 *end;
  gboolean touched_end;
  guint64 work;
} LabSplitter;

/* The end of the piece that begins at @p < end. */
const guint8 *lab_splitter_next (LabSplitter     *self,
                                 LabSplitPattern  pattern,
                                 const guint8    *p);

G_END_DECLS
