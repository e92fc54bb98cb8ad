/* lab-text-feed.c: long text into a text view without holding anything up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-text-feed.h"

#include <string.h>

/* So near the end that it is followed. */
#define NEAR_END_PX 24.0

struct _LabTextFeed
{
  GObject parent_instance;

  GtkTextView *view; /* (nullable): weak */
  GtkTextBuffer *buffer;
  GtkTextMark *place; /* of what comes next */
  char *line_break;
  gboolean follows;

  GString *text; /* all that came */
  gsize shown;   /* bytes of it in the buffer */
  gsize limit;   /* bytes that may be shown */
  gsize line;    /* bytes since the last line feed that is shown */
  guint tick;
  guint slice;
};

G_DEFINE_FINAL_TYPE (LabTextFeed, lab_text_feed, G_TYPE_OBJECT)

enum
{
  FED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_at_end (LabTextFeed *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  return adjustment == NULL ||
         gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
           gtk_adjustment_get_upper (adjustment) - NEAR_END_PX;
}

static void
insert (LabTextFeed *self,
        const char  *text,
        gsize        length)
{
  GtkTextIter place;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &place, self->place);
  gtk_text_buffer_insert (self->buffer, &place, text, (int) length);
}

/* A character is never cut. */
static gsize
whole_characters (const char *text,
                  gsize       length,
                  gsize       available)
{
  while (length > 0 && length < available && ((guchar) text[length] & 0xC0) == 0x80)
    length--;
  return length;
}

/* The part of @length bytes that belongs to the line under way; @breaks is
 * set where a line feed has to be put behind it that the text has not. */
static gsize
measure_line (LabTextFeed *self,
              const char  *text,
              gsize        length,
              gboolean    *breaks)
{
  const char *feed = memchr (text, '\n', length);
  gsize line = feed != NULL ? (gsize) (feed - text) + 1 : length;
  gsize room = LAB_TEXT_FEED_LINE_BYTES - MIN (self->line, LAB_TEXT_FEED_LINE_BYTES);
  gsize part;

  *breaks = FALSE;
  if (line <= room)
    {
      self->line = feed != NULL ? 0 : self->line + line;
      return line;
    }
  part = whole_characters (text, room, length);
  for (gsize at = part; at > 0; at--)
    if (text[at - 1] == ' ')
      {
        part = at;
        break;
      }
  *breaks = TRUE;
  self->line = 0;
  return part;
}

static void
put_slice (LabTextFeed *self)
{
  gsize ready = MIN (self->text->len, self->limit);
  gsize available = ready - MIN (ready, self->shown);
  const char *text = self->text->str + self->shown;
  gsize length =
    whole_characters (text, MIN (available, LAB_TEXT_FEED_SLICE_BYTES),
                      self->text->len - self->shown);
  gsize done = 0;

  while (done < length)
    {
      gboolean breaks;
      gsize part = measure_line (self, text + done, length - done, &breaks);

      insert (self, text + done, part);
      if (breaks)
        insert (self, self->line_break, strlen (self->line_break));
      done += part;
    }
  self->shown += length;
}

static void
stop (LabTextFeed *self)
{
  guint tick = self->tick;

  g_clear_handle_id (&self->slice, g_source_remove);
  self->tick = 0;
  if (tick != 0 && self->view != NULL)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), tick);
}

static gboolean
slice_cb (gpointer user_data)
{
  LabTextFeed *self = user_data;
  gsize before = self->shown;
  gboolean follow;

  self->slice = 0;
  if (self->view == NULL)
    return G_SOURCE_REMOVE;

  follow = self->follows && is_at_end (self);
  put_slice (self);
  if (follow && self->shown > before)
    gtk_text_view_scroll_mark_onscreen (self->view, self->place);
  if (self->shown > before && self->shown < MIN (self->text->len, self->limit))
    return G_SOURCE_REMOVE;
  stop (self);
  g_signal_emit (self, signals[FED], 0);
  return G_SOURCE_REMOVE;
}

/* One slice a frame, behind it: text that is put in while a frame is made can
 * move the scrollbar once more after everything has its place. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *frame_clock,
         gpointer       user_data)
{
  LabTextFeed *self = user_data;

  if (self->slice == 0)
    self->slice =
      g_idle_add_full (G_PRIORITY_HIGH_IDLE, slice_cb, g_object_ref (self), g_object_unref);
  return G_SOURCE_CONTINUE;
}

static void
show_more (LabTextFeed *self)
{
  if (self->tick == 0 && self->view != NULL)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), tick_cb,
                                               g_object_ref (self), g_object_unref);
}

static void
lab_text_feed_dispose (GObject *object)
{
  LabTextFeed *self = LAB_TEXT_FEED (object);

  stop (self);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (lab_text_feed_parent_class)->dispose (object);
}

static void
lab_text_feed_finalize (GObject *object)
{
  LabTextFeed *self = LAB_TEXT_FEED (object);

  g_string_free (self->text, TRUE);
  g_free (self->line_break);

  G_OBJECT_CLASS (lab_text_feed_parent_class)->finalize (object);
}

static void
lab_text_feed_class_init (LabTextFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lab_text_feed_dispose;
  object_class->finalize = lab_text_feed_finalize;

  signals[FED] = g_signal_new ("fed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
lab_text_feed_init (LabTextFeed *self)
{
  self->text = g_string_new (NULL);
  self->limit = G_MAXSIZE;
  self->line_break = g_strdup ("\n");
}

LabTextFeed *
lab_text_feed_new (GtkTextView *view)
{
  LabTextFeed *self;
  GtkTextIter end;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = g_object_new (LAB_TYPE_TEXT_FEED, NULL);
  g_set_weak_pointer (&self->view, view);
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->place = gtk_text_buffer_create_mark (self->buffer, NULL, &end, FALSE);
  return self;
}

void
lab_text_feed_set_line_break (LabTextFeed *self,
                              const char  *line_break)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));
  g_return_if_fail (line_break != NULL);

  g_free (self->line_break);
  self->line_break = g_strdup (line_break);
}

static void
forget (LabTextFeed *self)
{
  stop (self);
  g_string_truncate (self->text, 0);
  self->shown = 0;
  self->line = 0;
}

void
lab_text_feed_restart (LabTextFeed       *self,
                       const GtkTextIter *place)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));
  g_return_if_fail (place != NULL);

  forget (self);
  gtk_text_buffer_move_mark (self->buffer, self->place, place);
}

void
lab_text_feed_set_follows (LabTextFeed *self,
                           gboolean     follows)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));

  self->follows = follows;
}

void
lab_text_feed_clear (LabTextFeed *self)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));

  forget (self);
  gtk_text_buffer_set_text (self->buffer, "", 0);
}

void
lab_text_feed_append (LabTextFeed *self,
                      const char  *text)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));
  g_return_if_fail (text != NULL);

  g_string_append (self->text, text);
  show_more (self);
}

void
lab_text_feed_set_limit (LabTextFeed *self,
                         gsize        limit)
{
  g_return_if_fail (LAB_IS_TEXT_FEED (self));

  self->limit = limit;
  if (self->shown < MIN (self->text->len, limit))
    show_more (self);
}

gboolean
lab_text_feed_is_cut (LabTextFeed *self)
{
  g_return_val_if_fail (LAB_IS_TEXT_FEED (self), FALSE);

  return self->text->len > self->limit;
}

gboolean
lab_text_feed_is_busy (LabTextFeed *self)
{
  g_return_val_if_fail (LAB_IS_TEXT_FEED (self), FALSE);

  return self->tick != 0;
}

const char *
lab_text_feed_get_text (LabTextFeed *self,
                        gsize       *length)
{
  g_return_val_if_fail (LAB_IS_TEXT_FEED (self), NULL);

  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}
