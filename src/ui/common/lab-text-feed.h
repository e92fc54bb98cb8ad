/* lab-text-feed.h: long text into a text view without holding anything up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LAB_TEXT_FEED_SLICE_BYTES (16 * 1024)
#define LAB_TEXT_FEED_LINE_BYTES (4 * 1024)

/**
 * LabTextFeed:
 *
 * Puts text behind what a view shows, at most LAB_TEXT_FEED_SLICE_BYTES a
 * frame. A line that goes on for more than LAB_TEXT_FEED_LINE_BYTES is broken
 * for the eye, since a text view lays out whole lines; the text that is kept
 * stays as it was. Emits ::fed when all that may be shown is shown.
 */
#define LAB_TYPE_TEXT_FEED (lab_text_feed_get_type ())
G_DECLARE_FINAL_TYPE (LabTextFeed, lab_text_feed, LAB, TEXT_FEED, GObject)

/* The view must outlive the feed, or be disposed of with it. */
LabTextFeed *lab_text_feed_new (GtkTextView *view);
/* What long lines are broken with: "\n" unless told otherwise. */
void lab_text_feed_set_line_break (LabTextFeed *self,
                                   const char  *line_break);
/* Forgets its text without taking it from the view; what comes next goes to
 * @place, where it was the end. */
void lab_text_feed_restart (LabTextFeed       *self,
                            const GtkTextIter *place);
/* Whether the view goes along while its end is in sight; it does not, unless
 * this is TRUE. */
void lab_text_feed_set_follows (LabTextFeed *self,
                                gboolean     follows);
/* Empties the view too. */
void lab_text_feed_clear (LabTextFeed *self);
void lab_text_feed_append (LabTextFeed *self,
                           const char  *text);
/* Bytes of the text that may be shown. */
void lab_text_feed_set_limit (LabTextFeed *self,
                              gsize        limit);
/* Whether there is more than may be shown. */
gboolean lab_text_feed_is_cut (LabTextFeed *self);
gboolean lab_text_feed_is_busy (LabTextFeed *self);
/* All of it, as it came. (transfer none) */
const char *lab_text_feed_get_text (LabTextFeed *self,
                                    gsize       *length);

G_END_DECLS
