/* lab-words-private.h: the word lists that tasks and answers are made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-deck-private.h"

G_BEGIN_DECLS

/**
 * LabSentence:
 * @tokens: o200k tokens behind a space; @tokens_first at a line's beginning
 */
typedef struct
{
  const char *text;
  guint tokens;
  guint tokens_first;
} LabSentence;

/* Sentences of one list. Their tokens add up, because each ends in a sign
 * and the next begins with a letter: the encoding splits there anyhow. */
typedef struct
{
  LabSentence *sentences;
  guint n;
} LabPool;

typedef struct _LabWords LabWords;

/* The list data/workloads/@name.json, read once and kept. */
LabWords *lab_words_get (const char *name);
const LabJson *lab_words_get_root (LabWords *self);
/* The pool of the root's member @name, an array of sentences. */
const LabPool *lab_words_get_pool (LabWords   *self,
                                   const char *name);
/* The frames of the root's member @name, an array of them. */
const LabFrames *lab_words_get_frames (LabWords   *self,
                                       const char *name);
/* One string of the member @name of @object, an array of strings. */
const char *lab_words_pick (const LabJson *object,
                            const char    *name,
                            LabRandom     *random);
/* What is there by construction: the member as text. */
const char *lab_words_string (const LabJson *object,
                              const char    *name);
gint64 lab_words_int (const LabJson *object,
                      const char    *name,
                      gint64         fallback);

/* Fails where the encoding that sizes are counted in is not there. */
gboolean lab_words_check (GError **error);
/* o200k tokens of @text; bytes/4 where the encoding is not installed. */
guint lab_words_count (const char *text);

G_END_DECLS
