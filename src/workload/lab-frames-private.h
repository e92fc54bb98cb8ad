/* lab-frames-private.h: sentences with slots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-json.h"

G_BEGIN_DECLS

/**
 * LabFrames:
 *
 * Sentence frames of a word list: "{Staff} return {thing} {when}." A slot
 * names a member of "lists", of the file's own or else of common.json; with a
 * capital it begins the sentence. Entries of a list may have slots
 * themselves, which are written out when the list is read. A sentence without
 * slots is a frame with one filling.
 *
 * Tokens of the parts add up, because a slot stands behind a space or a sign
 * and is followed by one: the encoding splits there anyhow.
 */
typedef struct _LabFrames LabFrames;
typedef struct _LabFrame LabFrame;

/* @sentences: an array of frames. @lists, @common: (nullable): objects of
 * arrays. All three are kept by reference. */
LabFrames *lab_frames_new (const LabJson *sentences,
                           const LabJson *lists,
                           const LabJson *common);
void lab_frames_free (LabFrames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabFrames, lab_frames_free)
/* How many different sentences there are. */
guint64 lab_frames_get_capacity (const LabFrames *self);
guint lab_frames_get_n (const LabFrames *self);
const LabFrame *lab_frames_get (const LabFrames *self,
                                guint            index);

/* Its fillings are numbers below this. */
guint64 lab_frame_get_n_fillings (const LabFrame *self);
/* Whether @filling says nothing of its own: two slots of one list hold the
 * same entry, "the archive and the archive", or two that come in the other
 * order in another filling. */
gboolean lab_frame_is_idle (const LabFrame *self,
                            guint64         filling);
/* See LabFilled. */
void lab_frame_count (const LabFrame *self,
                      guint64         filling,
                      guint          *tokens,
                      guint          *tokens_first);

/**
 * LabFilled:
 * @tokens: o200k tokens behind a space; @tokens_first at a line's beginning
 *
 * One sentence, not yet written.
 */
typedef struct
{
  const LabFrame *frame;
  guint64 filling;
  guint tokens;
  guint tokens_first;
} LabFilled;

void lab_filled_append (const LabFilled *self,
                        GString         *out);

G_END_DECLS
