/* lab-prompt-text-private.h: shortening prompt texts by rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-tokenizer.h"

G_BEGIN_DECLS

/* All functions here take valid UTF-8 and are pure: the same text gives the
 * same bytes on every machine. Their time grows linearly with the text. */

typedef enum
{
  LAB_COMPRESS_LIGHT,
  LAB_COMPRESS_MEDIUM,
  LAB_COMPRESS_STRONG,
} LabCompressLevel;

/**
 * Mask: one byte for each of a text's.
 * @LAB_MASK_FREE: ordinary words and the blanks between them
 * @LAB_MASK_SPAN: never altered: numbers, dates, amounts, identifiers, URLs,
 *   e-mail addresses, quotations, inline code, placeholders, tags, words with
 *   capitals inside, indentation
 * @LAB_MASK_BLOCK: a whole line or more: fenced and indented code, tables,
 *   JSON, XML, diffs
 */
#define LAB_MASK_FREE 0
#define LAB_MASK_SPAN 1
#define LAB_MASK_BLOCK 2

/* (transfer full) */
guint8 *lab_prompt_mask_new (const char *text);
/* The two halves of it. */
void lab_prompt_mask_blocks (const char *text,
                             guint8     *mask);
void lab_prompt_mask_spans (const char *text,
                            guint8     *mask);

/* White space, repeated punctuation, decoration. (transfer full) */
char *lab_prompt_tidy (const char       *text,
                       LabCompressLevel  level);
/* Takes out phrases that say nothing, and puts short ones for long ones, on a
 * text that is tidy. (transfer full) */
char *lab_prompt_drop_phrases (const char       *text,
                               LabCompressLevel  level);
/* Whether a word turns a sentence round or bounds it: not, never, unless. */
gboolean lab_prompt_is_negation (const char *word,
                                 gsize       length);
/* Whether a sentence that consists of this alone says nothing: "thanks in
 * advance". Lower case, no punctuation. */
gboolean lab_prompt_is_pleasantry (const char *sentence);
/* Whether a word makes no difference between two sentences: "the", "also". */
gboolean lab_prompt_is_filler_word (const char *word);

/**
 * LabSegment:
 * @text: which of the texts
 * @start: @end: bytes in it, without the white space around
 * @gap: what parts it from what stands before: 0 nothing, 1 a blank, 2 a line
 *   break, 3 an empty line
 * @block: code and the like, kept as it is
 * @heading: a title, kept as long as anything is
 * @span: holds something protected, a name or a negation
 */
typedef struct
{
  guint text;
  gsize start;
  gsize end;
  guint gap;
  gboolean block;
  gboolean heading;
  gboolean span;
} LabSegment;

/* Sentences, list items, headings and blocks, in order; appended.
 * @segments: (element-type LabSegment) */
void lab_prompt_split (const char   *text,
                       const guint8 *mask,
                       guint         index,
                       GArray       *segments);
/* Words of a segment as they are compared: without outer punctuation,
 * protected chunks as they stand. (element-type utf8) (transfer full) */
GPtrArray *lab_prompt_get_words (const char       *text,
                                 const guint8     *mask,
                                 const LabSegment *segment);
/* The texts made of the segments whose @keep is TRUE; "" where none of a
 * text's is. (transfer full) */
GStrv lab_prompt_join (const char *const *texts,
                       const GArray      *segments,
                       const gboolean    *keep);

/* All rules but selection, until nothing changes. (transfer full) */
GStrv lab_prompt_shorten (const char *const *texts,
                          LabCompressLevel   level);
/**
 * lab_prompt_select:
 * @keep: permille of the tokens
 * @protect: sentences that hold something protected come before all others
 *
 * Keeps the most informative sentences within the budget, in their order.
 */
GStrv lab_prompt_select (const char *const     *texts,
                         LabTokenizer          *tokenizer,
                         const LabTokenScheme  *scheme,
                         guint                  keep,
                         gboolean               protect,
                         GError               **error);

G_END_DECLS
