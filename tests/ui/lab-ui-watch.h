/* lab-ui-watch.h: how long the main loop was away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabUiWatch:
 * @longest_us: the longest that the main loop did not listen, by its
 *   thread's own processor time: what others did on the machine is not its
 * @longest_wall_us: the same by the clock on the wall
 * @longest_frame_us: of those turns in which a frame was drawn, which depends
 *   on the renderer, and which the other figures leave out
 * @n_over: how many turns took longer than LAB_UI_WATCH_LIMIT_US
 */
typedef struct
{
  gint64 longest_us;
  gint64 longest_wall_us;
  gint64 longest_frame_us;
  guint n_turns;
  guint n_over;
} LabUiWatch;

/* What a frame of sixty a second leaves. */
#define LAB_UI_WATCH_LIMIT_US 16000

/* Watches the main loop from now on. Where LAB_WATCH_STACKS is set, what the
 * loop is in when it has been away too long is written to standard error. */
void lab_ui_watch_begin (void);
/* Tells a frame of @window from the rest. */
void lab_ui_watch_frames (GtkWidget *window);
/* What was seen since the last time. */
void lab_ui_watch_take (LabUiWatch *watch);

G_END_DECLS
