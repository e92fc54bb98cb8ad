/* lab-token-counter.h: tokens of a text that comes in chunks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-encoding.h"

G_BEGIN_DECLS

/**
 * LabTokenCounter:
 *
 * Counts a text of any size in little memory, with exactly the result of
 * lab_encoding_count() on the whole, wherever the chunks are cut: also
 * within a character.
 *
 * A piece of the split is settled only once it was found without looking at
 * the end of what has come so far; then nothing that follows can change it.
 * Memory is that of the chunk and the longest piece. A piece over
 * LAB_TOKEN_COUNTER_MAX_PIECE bytes (an endless run of letters or spaces) is
 * RESOURCE_LIMIT_EXCEEDED.
 */
typedef struct _LabTokenCounter LabTokenCounter;

#define LAB_TOKEN_COUNTER_MAX_PIECE (16 * 1024 * 1024)

/* @ids: (nullable) (element-type guint32): appended to; must outlive the
 * counter */
LabTokenCounter *lab_token_counter_new (LabEncoding    *encoding,
                                        LabEncodeFlags  flags,
                                        GArray         *ids);
void lab_token_counter_free (LabTokenCounter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabTokenCounter, lab_token_counter_free)

/* After an error the counter is of no more use. Byte offsets in messages are
 * those of the whole text. */
gboolean lab_token_counter_feed (LabTokenCounter  *self,
                                 const char       *bytes,
                                 gsize             length,
                                 GError          **error);
/* The text ends here. The counter then stands at the start of a new one. */
gboolean lab_token_counter_finish (LabTokenCounter  *self,
                                   gint64           *count,
                                   GError          **error);

/* Reads @stream to its end; blocks, so not on the main loop.
 * @ids: (nullable) */
gboolean lab_encoding_count_stream (LabEncoding     *encoding,
                                    GInputStream    *stream,
                                    LabEncodeFlags   flags,
                                    GArray          *ids,
                                    gint64          *count,
                                    GCancellable    *cancellable,
                                    GError         **error);

G_END_DECLS
