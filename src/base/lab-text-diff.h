/* lab-text-diff.h: which words of two texts differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stretch of text, in characters (not bytes). */
typedef struct
{
  guint start;
  guint length;
} LabTextRange;

/* Words (or signs) that may differ before the rest counts as different
 * throughout: the work grows with their square. */
#define LAB_TEXT_DIFF_LIMIT 1000

/**
 * lab_text_diff:
 * @before: @after: valid UTF-8
 * @removed: (out) (transfer full) (element-type LabTextRange): of @before
 * @added: (out) (transfer full) (element-type LabTextRange): of @after
 *
 * The shortest edit from one sequence of words to the other (E. W. Myers, "An
 * O(ND) difference algorithm and its variations", Algorithmica 1, 1986). A
 * word is a run of letters and digits, every other sign stands alone, white
 * space is no difference. Neighbouring words are one range.
 */
void lab_text_diff (const char  *before,
                    const char  *after,
                    GArray     **removed,
                    GArray     **added);

G_END_DECLS
