/* lab-text-memo-private.h: counts and ids of texts that come again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabTextMemo:
 *
 * A workload's system text is counted with every call, by the gateway, the
 * strategies and the mock. Texts are compared whole, not by their hash
 * alone: a count from here is as exact as one made anew. Holds at most
 * LAB_TEXT_MEMO_MAX_BYTES of text and begins afresh beyond that. Safe to use
 * from several threads at once.
 */
typedef struct _LabTextMemo LabTextMemo;

#define LAB_TEXT_MEMO_MAX_BYTES (8 * 1024 * 1024)
/* Shorter texts are counted as fast as they are found, longer ones seldom
 * come again. */
#define LAB_TEXT_MEMO_MIN_TEXT 48
#define LAB_TEXT_MEMO_MAX_TEXT (256 * 1024)

LabTextMemo *lab_text_memo_new (void);
void lab_text_memo_free (LabTextMemo *self);
/* Whether texts of that length are kept. */
gboolean lab_text_memo_takes (gsize length);
/* @content: what the text is, or -1
 * @count: (out) (optional)
 * @ids: (out) (optional) (transfer full): asked for, only an entry with ids is
 *   found. They are everybody's: not to be changed. */
gboolean lab_text_memo_find (LabTextMemo           *self,
                             const LabTokenScheme  *scheme,
                             int                    content,
                             const char            *text,
                             gsize                  length,
                             LabTokenCount         *count,
                             GArray               **ids);
/* @ids: (nullable) */
void lab_text_memo_add (LabTextMemo          *self,
                        const LabTokenScheme *scheme,
                        int                   content,
                        const char           *text,
                        gsize                 length,
                        const LabTokenCount  *count,
                        GArray               *ids);

G_END_DECLS
